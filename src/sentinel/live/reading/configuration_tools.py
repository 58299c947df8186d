"""Keepers of many hosts beside Ansible and Salt: Puppet, Chef, Bolt and their kin.

What they run on hosts by name is read as a command there; a catalogue or recipe is not on the
page (mark `unseen`).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Radius
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.deeds import deed
from sentinel.live.reading.options import options
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.system_verbs import (
    Tool,
    looks,
    plain,
    read,
    reader,
    tool,
)

_LOOK: Final = "reads host set"
_PUPPET: Final = tool(
    {
        "facts, facts show, facts find, lookup, config print, module list, module search, "
        "parser validate, parser dump, epp validate, describe, doc, help, node find, "
        "resource_type, catalog find, catalog compile, cert list, cert print, ca list, "
        "strings, ssl verify, ssl show, status, report": _LOOK,
        "agent": "executes host unseen", "apply": "executes code file",
        "resource": _LOOK, "module install, module upgrade": "creates package",
        "module uninstall": "deletes package easy", "module generate, module build":
        "creates folder", "config set, config delete": "writes configuration",
        "cert sign, ca sign": "escalates certificate", "ssl bootstrap, ssl submit_request":
        "creates certificate", "ssl clean": "deletes certificate hard",
        "cert clean, cert revoke, ca clean, ca revoke": "deletes certificate hard",
        "node purge, node clean, node deactivate": "deletes host hard",
        "ca setup, ca import": "writes certificate hard", "filebucket restore": "writes file",
        "filebucket list, filebucket get, filebucket diff": _LOOK,
        "job run, task run, plan run": "executes host set unseen remote",
    },
    "--environment --server --certname --tags --skip_tags --logdest -l --confdir --vardir "
    "--modulepath --hiera_config --node --facts --type --render-as --config -e --execute "
    "--waitforcert", dry="--noop",
)  # fmt: skip


def _puppet(call: Call) -> Found:
    """Read `puppet`: values behind a resource, and code in an option, change it."""
    given = options(call.words, _PUPPET.valued)
    if given.has("--noop", "--help", "--version"):
        return Found().add(looks(call, given.verb()))
    if given.verb() == "agent" and given.has("--disable"):
        return read(tool({"agent": "stops schedule"}), call, given)
    if given.verb() == "agent" and given.has("--enable", "--fingerprint", "--configprint"):
        return read(tool({"agent": "starts schedule"}), call, given)
    if given.verb() == "apply" and ("-e" in given.given or "--execute" in given.given):
        code = " ".join(given.values("-e", "--execute"))
        return _manifest(call, code)
    if given.verb() == "resource":
        said = [each.text for each in given.plain[3:] if "=" in each.text]
        if said:
            text = " ".join(said)
            code = f"{given.verb(1)} {{ '{given.verb(2)}': {text.replace('=', ' => ')} }}"
            return _manifest(call, code)
    found = read(_PUPPET, call, given)
    if given.has("--all"):
        found.effects = [
            each if each.kind == "reads" else replace(each, radius=Radius.ACCOUNT)
            for each in found.effects
        ]
    return found


def _manifest(call: Call, code: str) -> Found:
    """Puppet code on the page: a few resources are known, the rest is unread."""
    low = " ".join(code.replace("=>", " => ").split()).lower()
    kind = low.split("{", 1)[0].split("(", 1)[0].strip()
    name = low.partition("'")[2].partition("'")[0]
    absent = "ensure => absent" in low or "ensure => purged" in low
    lines = {
        "notify": "reads host", "notice": "reads host",
        "file": "deletes file never recursive" if absent else "writes file hard",
        "package": "deletes package hard" if absent else "writes package",
        "user": "deletes account hard" if absent else "writes account",
        "service": "stops unit" if "stopped" in low or "false" in low else "writes unit",
        "cron": "writes schedule", "mount": "writes filesystem", "host": "writes dns",
    }  # fmt: skip
    if kind not in lines or low.count("=>") > 12 or low.count("{") > 1:
        found = Found().unread(code, "code of Puppet that is not read", "dynamic")
        if absent or "rm -" in low or "exec" in low:
            line = "deletes unknown unknown"
            return found.take([read(tool({"": line}, bare=line), replace(call, words=()))])
        return found
    if kind == "file" and absent:
        row = deed("deletes folder one never", "recursive")
        return Found().add(*on_path(row, name, "puppet file", call.place))
    line = lines[kind]
    return read(tool({"": line}, bare=line), replace(call, words=(Word(name),)))


_KNIFE: Final = tool(
    {
        "status, search, ssl check, ssl fetch, diff, list, show, config list, "
        "config show, config get, config list-profiles, config get-profile": _LOOK,
        **{f"{noun} list, {noun} show": _LOOK for noun in (
            "node", "environment", "role", "cookbook", "client", "user", "acl", "group", "org")},
        "data bag list, tag list, client key list, cookbook site, supermarket, "
        "node policy show, node environment, role env_run_list": _LOOK,
        "data bag show": "reads secret", "vault show": "reveals secret secret",
        "vault list": _LOOK, "vault create, vault update": "writes secret hard",
        "vault delete": "deletes secret hard", "vault remove": "deletes secret hard",
        "node run_list add, node run_list set, node environment set, tag create, tag delete, "
        "node policy set": "writes configuration",
        "node run_list remove": "writes configuration",
        "node edit, node from file, environment edit, environment from file, role edit, "
        "role from file, node create, environment create, role create": "writes configuration",
        "data bag create, data bag from file, data bag edit": "writes secret hard",
        "data bag delete": "deletes secret hard",
        "cookbook upload, upload, cookbook create, cookbook download, download":
        "writes configuration",
        "cookbook delete, delete": "deletes configuration hard",
        "cookbook bulk delete": "deletes configuration namespace hard",
        "node delete, client delete, environment delete, role delete, user delete":
        "deletes host hard",
        "node bulk delete, client bulk delete, role bulk delete": "deletes host namespace hard",
        "client create, user create, client reregister, acl add, group add":
        "escalates account",
        "acl remove, group remove": "deletes permission hard",
        "bootstrap": "executes host unseen remote",
        "config use-profile, config use, configure": "writes configuration context",
    },
    "-c --config -E --environment -x --ssh-user -u --user -k --key -P --ssh-password -i "
    "--identity-file -a --attribute -F --format -s --server-url -o --cookbook-path -C "
    "--concurrency -N --node-name -r --run-list --ssh-port -p --secret-file --secret -G "
    "--ssh-gateway -q --query -R --filter-result -f -S --search -A --admins -M --mode",
    marks={"-y": "force", "--yes": "force"},
)  # fmt: skip


def _knife(call: Call) -> Found:
    """Read `knife`; `knife ssh QUERY COMMAND` runs a command on what the query finds."""
    given = options(call.words, _KNIFE.valued)
    if given.verb() in ("ssh", "winrm") and len(given.plain) > 2:
        query, command = given.plain[1], given.plain[2]
        place = place_of(query.text) if call.place == "unknown" else call.place
        marks = call.marks | {"remote", "many"}
        return Found(inner=[Inner("shell", command.text, command.fixed, place=place, marks=marks)])
    return read(_KNIFE, call, given)


_CLIENT: Final = tool(
    {}, "-o --override-runlist -r --runlist -j --json-attributes -E --environment -c --config "
    "-l --log_level -L --logfile -i --interval -s --splay -N -S --server -K --recipe-url",
    bare="executes host unseen", dry="-W --why-run", instead={"-v": "reads host"},
)  # fmt: skip
_BOLT: Final = tool(
    {
        "task show, plan show, inventory show, group show, module show, guide, file download, "
        "lookup, policy show, plugin show": _LOOK,
        "task run, plan run, apply, script run": "executes host set unseen remote",
        "file upload": "writes file set hard", "module install, module add": "creates package",
        "project init, project migrate": "creates folder",
        "secret encrypt": "reads secret", "secret decrypt": "reveals secret secret",
    },
    "-t --targets -i --inventoryfile -u --user -p --password --private-key --params -q --query "
    "--run-as --concurrency --modulepath --project", dry="--noop",
)  # fmt: skip


def _bolt(call: Call) -> Found:
    """Read `bolt`; `bolt command run TEXT --targets HOSTS` runs a command there."""
    given = options(call.words, _BOLT.valued)
    if given.verb() == "command" and given.verb(1) == "run" and len(given.plain) > 2:
        hosts, text = given.value("-t", "--targets", "-q", "--query"), given.plain[2]
        marks = call.marks | {"remote"} | ({"many"} if not hosts.isalnum() else set())
        place = place_of(hosts) if call.place == "unknown" else call.place
        return Found(inner=[Inner("shell", text.text, text.fixed, place=place, marks=marks)])
    return read(_BOLT, call, given)


_OWN: Final = "executes code temporary"
_KITCHEN: Final = tool(
    {"list, diagnose, version, doctor": "reads host", "create, setup, converge, verify, test, init":
     _OWN, "destroy": "deletes instance easy temporary", "login": "starts process",
     "exec": _OWN}, "-c --concurrency -l --log-level"
)  # fmt: skip
_INSPEC: Final = tool(
    {"check, detect, json, vendor, version, schema, env, export": _LOOK,
     "exec": "reads host set", "shell": "starts process", "init": "creates folder",
     "archive": "creates file"},
    "-t --target -i --key-files --reporter --input-file --controls --user --password",
)  # fmt: skip
_R10K: Final = tool(
    {"deploy display, version, puppetfile check": _LOOK,
     "deploy environment, deploy module": "writes configuration set",
     "puppetfile install": "creates package", "puppetfile purge": "deletes package easy"},
    "-c --config --puppetfile --moduledir",
)  # fmt: skip
_SERVER: Final = tool(
    {
        "status, version, service-list, tail, test, user-list, org-list, user-show, org-show, "
        "show-config, help": _LOOK,
        "reconfigure": "writes configuration", "restart": "stops unit restart", "start":
        "starts unit", "stop": "stops unit account", "kill": "stops unit account",
        "hup": "writes unit", "backup": "creates backup backup",
        "restore": "writes database account hard overwrite", "cleanse": "deletes data account "
        "never",
        "uninstall": "deletes package account hard", "user-create, grant-server-admin-permissions":
        "escalates account admin", "user-delete, org-delete": "deletes account hard",
        "org-create": "creates organisation", "password": "writes account hard",
        "upgrade": "writes package", "renew-le-certs": "writes certificate",
        "pg-upgrade": "writes database hard", "deploy-page": "stops workload",
    }
)  # fmt: skip


def _tools(lines: dict[str, Tool]) -> dict[str, Reader]:
    return {name: reader(what) for name, what in lines.items()}


PROGRAMS: Final[dict[str, Reader]] = {
    "knife": _knife, "bolt": _bolt,
    "puppet": _puppet,
    **_tools({
        "chef-client": _CLIENT,
        "cinc-client": _CLIENT, "chef-solo": _CLIENT, "kitchen": _KITCHEN, "inspec": _INSPEC,
        "r10k": _R10K, "chef-server-ctl": _SERVER, "gitlab-ctl": _SERVER,
        "puppetserver": tool({"ca list": _LOOK, "ca sign": "escalates certificate",
                              "ca clean, ca revoke": "deletes certificate hard",
                              "reload": "writes configuration", "foreground, start":
                              "starts unit", "stop": "stops unit"}, "--certname"),
        "gitlab-backup": tool({"create": "creates backup backup",
                               "restore": "deletes database account never"}),
        "gitlab-rake": tool({
            "gitlab:check, gitlab:env:info, gitlab:git:fsck, gitlab:doctor:secrets, "
            "gitlab:artifacts:check, gitlab:lfs:check, gitlab:uploads:check, db:migrate:status, "
            "gitlab:geo:check, gitlab:gitaly:check, gitlab:sidekiq:check": _LOOK,
            "gitlab:backup:create": "creates backup backup",
            "gitlab:backup:restore, gitlab:setup, db:drop, db:reset": "deletes database account "
            "never",
            "gitlab:cleanup:repos, gitlab:cleanup:dirs, gitlab:cleanup:moved, "
            "gitlab:cleanup:project_uploads, gitlab:cleanup:orphan_lfs_files": "deletes repository "
            "namespace never",
            "gitlab:password:reset": "writes account hard", "db:migrate": "writes schema hard",
            "gitlab:import:repos, cache:clear": "writes configuration",
        }),
        "berks": tool({"list, info, show, outdated, verify, contingent": _LOOK,
                       "install, update, vendor, package": "creates package",
                       "upload": "writes configuration", "apply": "writes configuration"}),
    }),
    **plain({"facter, hiera, puppet-lint, cookstyle, foodcritic, salt-lint, ohai, augtool":
             "reads host"}, "-c --config -e -E --environment"),
}  # fmt: skip

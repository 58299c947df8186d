"""Salt: modules on the hosts that a target names, and the keys that let hosts in.

What it runs on hosts by name is read as a command there; a state is not on the page (mark
`unseen`). A function is known by its module where its own name says nothing.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Radius
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.deeds import deed
from sentinel.live.reading.options import options
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.system_verbs import bag, looks, read, reader, shown, tool

_LOOK: Final = "reads host set"
_STATE: Final = "executes host unknown unseen remote | the same with test=True"
_SALT_VALUED: Final = bag(
    "-t --timeout -b --batch-size --batch --batch-wait -c --config-dir --out --output --out-file "
    "--out-indent -l --log-level --log-file --log-file-level --return --return_config -u --user "
    "--username --password -a --auth --subset --state-output --state_output --args-separator "
    "--module-executors --gather-job-timeout --id --pillar-root --file-root --roster --saltfile "
    "--roster-file --ssh-user --priv"
)
_LOOKS_IN: Final = bag("test grains status disk sys pillar config event match sysctl locate")
"""Modules that look, but for the verbs below."""
_LOOKS_AT: Final = bag(
    "list_pkgs version latest_version available_version list_upgrades list_repos status get "
    "get_all "
    "available enabled disabled missing get_enabled get_disabled get_running is_running running "
    "find_job ls stats file_exists directory_exists read readlink readdir get_hash find grep "
    "contains diff ping interfaces ip_addrs netstat arp dig traceroute connect host_to_ips "
    "top psaux pgrep uptime list_users list_groups info list_jobs list_sls list_top show_sls "
    "show_top show_highstate show_lowstate show_low_sls lookup list raw_cron ps inspect logs "
    "images version_info list_zone get_rules rules get_policy get_selinux_context getenforce "
    "free_slave processlist slave_lag db_list user_list db_exists user_exists du df usage blkid "
    "percent inodeusage summary items item cpustats meminfo loadavg w procs uname"
)
_CHANGES: Final = bag(
    "set setval setvals append remove delval delkey kill killall pkill kill_pid kill_all_jobs "
    "wipe format_ send fire_master assign"
)
_DEEDS: Final = {
    "state": _STATE, "saltutil": "writes configuration", "cp": "writes file",
    "pkg.remove": "deletes package hard", "pkg.purge": "deletes package hard",
    "pkg": "writes package", "service.stop": "stops unit", "service.restart":
    "stops unit restart", "service.reload": "writes unit", "service.start": "starts unit",
    "service.disable": "writes unit", "service.enable": "writes unit", "service.mask":
    "stops unit", "system": "stops host", "file.remove": "deletes file never recursive",
    "file": "writes file hard", "user.delete": "deletes account hard", "user": "writes account",
    "user.add": "creates account", "group": "writes account", "ssh": "escalates permission",
    "shadow": "writes account hard secret", "cron": "writes schedule", "ps": "stops process",
    "docker.stop": "stops workload", "docker.rm": "deletes workload hard", "docker":
    "writes workload", "mysql.db_remove": "deletes database namespace never",
    "postgres.db_remove": "deletes database namespace never", "mysql": "writes database hard",
    "postgres": "writes database hard", "iptables.flush": "exposes firewall public",
    "iptables": "writes firewall", "firewalld": "writes firewall",
    "disk.wipe": "deletes device account never", "disk.format": "deletes device account never",
    "sysctl": "writes configuration system", "selinux": "weakens configuration protection",
    "schedule": "writes schedule", "beacons": "writes configuration", "mine": _LOOK,
    "grains": "writes configuration", "config": "writes configuration",
}  # fmt: skip
_RUNS: Final = bag("cmd.run cmd.run_all cmd.shell cmd.run_stdout cmd.run_stderr cmd.exec_code_all "
                   "cmd.retcode cmd.run_bg cmd.powershell cmd.run_chroot")  # fmt: skip


def _salt(call: Call) -> Found:
    """Read `salt TARGET MODULE.FUNCTION ARGUMENTS`; `salt-call` has no target."""
    given = options(call.words, _SALT_VALUED)
    if given.has("--version", "--versions-report", "--help", "-h", "--versions", "-d", "--doc"):
        return Found().add(looks(call))
    local = call.program == "salt-call"
    words = given.plain if local else given.plain[1:]
    if given.has("-r", "--raw") and call.program == "salt-ssh" and not local:
        words = [Word("cmd.run"), *words]
    if not words:
        return Found().unread(shown(call), "what is to be done is not said", "unknown-program")
    target = "" if local else given.texts[0]
    place = place_of(target) if call.place == "unknown" else call.place
    many = not local and not target.replace("-", "").replace(".", "").replace("_", "").isalnum()
    flags = given.has("-G", "-C", "-E", "-N", "-L", "-I", "-P", "-R", "-S", "--grain", "--compound")
    marks = call.marks | {"remote", "root"} | ({"many"} if many or flags else set())
    return _function(replace(call, place=place, marks=marks), words, target)


def _function(call: Call, words: list[Word], target: str) -> Found:
    name, rest = words[0].text, words[1:]
    module, _, verb = name.partition(".")
    if not words[0].fixed:
        return Found().unread(shown(call), "the function is made at run time", "dynamic")
    if name in _RUNS:
        said = [each for each in rest if not _keyword(each.text)]
        text = " ".join(each.text for each in said)
        fixed = all(each.fixed for each in said)
        return Found(inner=[Inner("shell", text, fixed, place=call.place, marks=call.marks)])
    dry = any(each.text.lower() in ("test=true", "test=1") for each in rest)
    looked = verb in _LOOKS_AT or (module in _LOOKS_IN and verb not in _CHANGES)
    if name == "file.remove" and rest:
        row = deed("deletes folder one never", "recursive")
        return Found().add(*on_path(row, rest[0].text, name, call.place, fixed=rest[0].fixed))
    if module == "state":
        call = replace(call, marks=call.marks - {"root"})
    line = _LOOK if dry or looked else _DEEDS.get(name, _DEEDS.get(module, ""))
    if not line:
        return Found().unread(shown(call), f"{name} is not known")
    found = read(tool({"": line}, bare=line), replace(call, words=tuple(rest[:1])))
    every = target in ("*", ".*")
    if line is not _LOOK and "many" in call.marks:
        radius = Radius.ACCOUNT if every else Radius.SET
        found.effects = [
            each
            if each.radius in (Radius.UNKNOWN, Radius.ACCOUNT)
            else replace(each, radius=radius)
            for each in found.effects
        ]
    return found


def _keyword(text: str) -> bool:
    return text.partition("=")[0] in ("cwd", "runas", "shell", "timeout", "python_shell", "env")


_SALT_RUN: Final = tool(
    {
        "manage.up, manage.down, manage.status, manage.versions, manage.alived, manage.present, "
        "manage.not_present, jobs.active, jobs.list_jobs, jobs.lookup_jid, jobs.print_job, "
        "jobs.last_run, cache.grains, cache.pillar, fileserver.file_list, fileserver.envs, "
        "state.event, survey.diff, survey.hash, doc.runner, git_pillar.update, "
        "fileserver.update, winrepo.update_git_repos, config.get, "
        "pillar.show_pillar, queue.list_queues, thin.generate, nodegroups.list": _LOOK,
        "manage.bootstrap": "executes host unseen remote",
        "state.orchestrate, state.orch, state.sls": _STATE,
        "cache.clear_all, cache.clear_pillar, cache.clear_grains": "deletes cache easy",
        "jobs.exit_success": _LOOK,
    }
)  # fmt: skip
_SALT_KEY: Final = tool(
    {}, "-c --config-dir --out -l --log-level", bare=_LOOK,
    instead={
        "-a": "escalates host", "--accept": "escalates host",
        "-A": "escalates host account", "--accept-all": "escalates host account",
        "-d": "deletes host hard", "--delete": "deletes host hard", "-r": "stops host",
        "--reject": "stops host", "-R": "stops host account", "--reject-all":
        "stops host account", "-D": "deletes host account hard",
        "--delete-all": "deletes host account hard",
        "-L": _LOOK, "--list-all": _LOOK, "-l": _LOOK, "--list": _LOOK, "-p": _LOOK, "-P": _LOOK,
        "-f": _LOOK, "-F": _LOOK, "--finger": _LOOK, "--finger-all": _LOOK, "--print": _LOOK,
    },
)  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    "salt": _salt,
    "salt-call": _salt,
    "salt-ssh": _salt,
    "salt-run": reader(_SALT_RUN),
    "salt-key": reader(_SALT_KEY),
}

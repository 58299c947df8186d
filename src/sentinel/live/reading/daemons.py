"""Servers of the web, of names and of caches, their certificates, and a host's own guards."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    deeds,
    effect,
    looks,
    plain,
    read,
    reader,
    shown,
    tool,
)  # fmt: skip

_LOOK: Final = "reads configuration"
_RELOAD: Final = "writes configuration easy"
_STOP: Final = "stops unit easy"
_RESTART: Final = "stops unit easy restart"
_AUDIT_OFF: Final = "weakens audit account audit"

_SIGNALS: Final = {
    "stop": _STOP, "quit": _STOP, "reload": _RELOAD, "reopen": "writes audit easy",
    "restart": _RESTART, "graceful": _RELOAD, "graceful-stop": _STOP, "start": "starts unit easy",
    "reconfigure": _RELOAD, "rotate": "writes audit easy", "shutdown": _STOP, "interrupt": _STOP,
    "kill": "stops unit easy force", "check": _LOOK, "parse": _LOOK, "status": _LOOK,
    "configtest": _LOOK, "fullstatus": _LOOK,
}  # fmt: skip


def read_server(call: Call) -> Found:
    """Read `nginx -s reload`, `apachectl -k stop`, `apachectl restart` and `squid -k`."""
    given = options(call.words, bag("-s -k -c -p -g -e -f -D -C -n -d -a -u"))
    if given.has("-t", "-T", "-v", "-V", "-S", "-M", "-l", "-L", "-h", "-?", "--help", "--version"):
        return Found().add(looks(call))
    said = given.given.get("-s" if call.program in ("nginx", "openresty") else "-k")
    word = said[-1] if said else given.plain[0] if given.plain else Word("start")
    if not word.fixed:
        return Found().unread(
            shown(call), "what the server is to do is made at run time", "dynamic"
        )
    line = _SIGNALS.get(word.text.lower())
    if line is None:
        return Found().unread(shown(call), f"{call.program} is used in a way that is not known")
    return Found().add(*(effect(call, each, call.program, word.text) for each in deeds(line)))


def read_auditctl(call: Call) -> Found:
    """Read `auditctl`: it turns off what shows what was done."""
    given = options(call.words, bag("-e -f -b -r -a -A -d -w -W -p -k -R -F -S -C"))
    line = ""
    if given.has("-D"):
        line = "deletes audit namespace hard audit + weakens audit namespace audit"
    elif "-e" in given.given:
        off = not given.given["-e"][-1].fixed or given.value("-e") == "0"
        line = _AUDIT_OFF if off else "writes audit easy"
    elif given.has("-d", "-W"):
        line = "weakens audit one audit"
    elif given.has("-l", "-s", "-v", "--status", "-h", "--help", "-m"):
        line = "reads audit"
    elif given.has("-a", "-A", "-w", "-b", "-r", "-f", "-R"):
        line = "writes audit easy"
    elif not given.given:
        line = "reads audit"
    if not line:
        return Found().unread(shown(call), "auditctl is used in a way that is not known")
    return Found().add(*(effect(call, each) for each in deeds(line)))


def read_setenforce(call: Call) -> Found:
    """Read `setenforce`: 0 takes the guard of a host away."""
    word = call.words[0] if call.words else Word("")
    on = word.fixed and word.text.lower() in ("1", "enforcing")
    line = "writes configuration easy" if on else "weakens configuration account easy protection"
    return Found().add(*(effect(call, each, word) for each in deeds(line)))


_CERTBOT: Final = tool(
    {
        "certificates, show_account, plugins": "reads certificate",
        "renew": "writes certificate set easy | certbot renew --dry-run",
        "certonly, run": "creates certificate", "install, enhance, reconfigure": _RELOAD,
        "revoke": "deletes certificate never", "delete": "deletes certificate",
        "rollback": "writes configuration", "unregister": "deletes account",
        "register, update_account": "writes account easy",
    },
    "-d --domain --domains --cert-name --cert-path --key-path --reason -m --email -w "
    "--webroot-path --config-dir --work-dir --logs-dir --server --deploy-hook --pre-hook "
    "--post-hook --preferred-challenges --rsa-key-size -a --authenticator -i --installer",
    dry="--dry-run", bare="creates certificate",
)  # fmt: skip
_HOOKS: Final = ("--deploy-hook", "--pre-hook", "--post-hook", "--renew-hook",
                 "--manual-auth-hook", "--manual-cleanup-hook")  # fmt: skip


def read_certbot(call: Call) -> Found:
    """Read `certbot`; its hooks are shell, and its certificates are named by options."""
    given = options(call.words, _CERTBOT.valued | frozenset(_HOOKS))
    name = given.value("--cert-name", "-d", "--domain", "--domains", "--cert-path")
    found = read(_CERTBOT, call, given)
    if given.verb() == "renew" and "later" in call.marks and not given.has("--force-renewal"):
        # It renews what is about to run out, again and again, and nothing else.
        found.effects = [effect(call, each) for each in deeds("starts process easy")]
    if name and len(given.plain) == 1:
        done = _CERTBOT.verbs.get(given.verb(), ())
        if done and not given.has("--dry-run", "--help"):
            found.effects = [effect(call, each, name, given.verb()) for each in done]
    for hook in _HOOKS:
        for word in given.given.get(hook, ()):
            found.inner.append(Inner("shell", word.text, word.fixed, place=call.place,
                                     marks=call.marks | {"persistent"}))  # fmt: skip
    return found


_TOOLS: Final[dict[str, Tool]] = {
    "haproxy": tool({}, "-f -p -L -m -n -N -x -C", bare="starts unit easy", instead={
        "-c": _LOOK, "-v, -vv": _LOOK, "-sf": _RESTART, "-st": "stops unit easy restart force"}),
    "caddy": tool({"validate, version, list-modules, adapt, environ, fmt": _LOOK, "reload": _RELOAD,
                   "stop": _STOP, "start, run": "starts unit easy"}, "--config --adapter "
                   "--address"),
    "traefik": tool({"version, healthcheck": _LOOK}, bare="starts unit easy"),
    "rndc": tool(
        {"status, stats, zonestatus, showzone, dumpdb, secroots, recursing": "reads dns",
         "reload, reconfig, refresh, retransfer, notify, loadkeys, sign, sync, thaw": "writes dns",
         "flush, flushname, flushtree": "deletes cache easy temporary",
         "stop, halt": "stops unit hard", "freeze": "stops dns easy", "delzone": "deletes dns",
         "addzone, modzone": "writes dns", "querylog": "writes audit easy"},
        "-s -p -k -c -b -y",
    ),
    "unbound-control": tool(
        {"status, stats, stats_noreset, list_stubs, list_forwards, list_local_zones, "
         "list_local_data, dump_cache, lookup, get_option": "reads dns",
         "reload, reload_keep_cache, local_zone, local_data, forward_add, stub_add, set_option, "
         "load_cache, verbosity, log_reopen": "writes dns",
         "flush, flush_zone, flush_type, flush_bogus, "
         "flush_negative, flush_infra": "deletes cache easy temporary",
         "local_zone_remove, local_data_remove, forward_remove, stub_remove": "deletes dns",
         "start": "starts unit easy", "stop": "stops unit hard"},
        "-c -s",
    ),
    "pdnsutil": tool({"list-zone, list-all-zones, check-zone, show-zone, check-all-zones, "
                      "list-keys, list-algorithms": "reads dns",
                      "delete-zone, clear-zone": "deletes dns namespace",
                      "increase-serial, rectify-zone, rectify-all-zones": "writes dns easy",
                      "delete-rrset": "deletes dns",
                      "create-zone, add-record, replace-rrset, load-zone": "writes dns"}),
    "pdns_control": tool({"ping, rping, status, show, ccounts, uptime, version, list-zones, "
                          "qtypes, respsizes, remotes": "reads dns", "quit": "stops unit hard",
                          "purge": "deletes cache set easy", "cycle": "stops unit restart",
                          "reload, rediscover, notify, notify-host, retrieve, bind-reload-now, "
                          "bind-add-zone, set": "writes dns"}, "--config-dir --config-name -s"),
    "rec_control": tool({"ping, get, get-all, current-queries, top-queries, version": "reads dns",
                         "wipe-cache": "deletes cache set easy temporary",
                         "quit, quit-nicely": "stops unit hard", "reload-zones": "writes dns"}),
    "knotc": tool({"status, zone-status, zone-read, zone-check, conf-check, conf-read, stats, "
                   "zone-stats, conf-list": "reads dns", "stop": "stops unit hard",
                   "reload, zone-reload, zone-sign, zone-notify, zone-flush, zone-refresh, "
                   "zone-begin, zone-commit, zone-set, conf-set": "writes dns",
                   "zone-purge": "deletes dns namespace never", "zone-unset": "deletes dns"},
                  "-c -s"),
    "varnishadm": tool(
        {"status, ping, vcl.list, vcl.show, param.show, backend.list, ban.list, storage.list, "
         "banner, panic.show": _LOOK,
         "ban, ban.url": "deletes cache set easy", "vcl.load, vcl.use, param.set": _RELOAD,
         "vcl.discard": "deletes configuration", "stop": _STOP, "start": "starts unit easy",
         "backend.set_health": "stops network easy"},
        "-n -S -T -t",
    ),
    "keepalived": tool({}, "-f -p", bare="starts unit easy", instead={
        "-t, --config-test": _LOOK, "-v": _LOOK}),
    "postfix": tool({"status, check": _LOOK, "reload, flush": _RELOAD, "stop, abort": _STOP,
                     "start": "starts unit easy"}),
    "logrotate": tool({"": "writes audit set easy"}, "-s --state -m --mail -l --log", instead={
        "-f, --force": "writes audit set hard force"}, dry="-d --debug"),
    "timedatectl": tool(
        {"status, show, list-timezones, timesync-status, show-timesync": "reads host",
         "set-time": "writes configuration hard system", "set-timezone, set-local-rtc": _RELOAD,
         "set-ntp": "writes configuration hard"},
        "-H -M", bare="reads host"),
    "hostnamectl": tool({"status, hostname, chassis, deployment, location": "reads host",
                         "set-hostname, set-chassis, set-location, set-deployment": _RELOAD},
                        "-H -M", bare="reads host"),
    "coredumpctl": tool({"list, info, dump, debug, gdb": "reads host"},
                        "-o --output -n -D -F -S -U --since --until -A --debugger-arguments",
                        bare="reads host", instead={"--debugger": "executes code unknown"}),
    "bootctl": tool({"status, list, is-installed, systemd-efi-options": "reads host",
                     "install, update, set-default, set-oneshot, cleanup, "
                     "unlink": "writes host namespace hard",
                     "remove": "deletes configuration account system"}, bare="reads host"),
    "machinectl": tool(
        {"list, status, show, list-images, image-status": "reads host",
         "start, enable": "starts instance", "poweroff, reboot, terminate, kill, stop, "
         "disable": "stops instance", "remove, clean": "deletes instance"},
        "-H --host -M --machine -s --signal -n -o", bare="reads host",
    ),
    "systemd-tmpfiles": tool(
        {}, "--prefix --root", instead={
            "--cat-config, --tldr, --dry-run": _LOOK, "--purge": "deletes folder account never",
            "--remove": "deletes file set", "--clean": "deletes file set temporary",
            "--create": "writes file set easy"},
    ),
    "systemd-resolve": tool({"": "reads dns"}, bare="reads dns", instead={
        "--flush-caches": "deletes cache easy temporary", "--status": "reads dns",
        "--statistics": "reads dns", "--set-dns": "writes dns"}),
    "busctl": tool({"list, status, tree, introspect, monitor, capture, get-property": "reads host"},
                   "-H -M --address --match --timeout --json", bare="reads host"),
    "localectl": tool({"status, list-locales, list-keymaps": "reads host",
                       "set-locale, set-keymap": _RELOAD}, bare="reads host"),
    "augenrules": tool({}, instead={"--check": "reads audit", "--load": "writes audit easy"},
                       bare="writes audit easy"),
    "fail2ban-client": tool({"status, ping, version, get, banned": "reads firewall",
                             "set": "writes firewall", "stop, unban": "weakens firewall protection",
                             "start, reload, restart": "starts unit easy"}, "-c -s -p",
                            instead={"-t, --test, -d, --dp, --str2sec": "reads firewall"}),
}  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: reader(what) for name, what in _TOOLS.items()},
    **plain({"aa-status, apparmor_status, getenforce, sestatus, ausearch, aureport": "reads audit",
             "aa-teardown": "weakens configuration account protection",
             "aa-disable, aa-complain": "weakens configuration protection",
             "aa-enforce": "writes configuration easy", "named-checkconf, named-checkzone": _LOOK,
             "fail2ban-regex, dnssec-verify": _LOOK,
             "unbound-checkconf, sshd-config-check": _LOOK, "restorecon": "writes permission easy",
             "setsebool": "weakens configuration protection", "getsebool": _LOOK}),
    **dict.fromkeys(("nginx", "openresty", "apachectl", "apache2ctl", "httpd", "apache2", "squid"),
                    read_server),
    "setenforce": read_setenforce,
    "certbot": read_certbot,
}  # fmt: skip

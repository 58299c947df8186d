"""Services of an operating system, and what starts and stops them.

Marks of its own: `user` (of one person's session). A service that is a guard (a firewall, an
audit daemon, a backup timer) is a guard taken away when it stops.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    base_name,
    deeds,
    effect,
    looks,
    plain,
    read,
    reader,
    told,
    tool,
    unknown,
)  # fmt: skip

SYSTEM: Final = bag(
    "ssh sshd systemd-networkd networkmanager network networking systemd-resolved dbus "
    "dbus-broker systemd-journald systemd-logind systemd-udevd auditd kubelet containerd docker "
    "crio polkit chronyd ntpd systemd-timesyncd lvm2-monitor multipathd iscsid firewalld "
    "nftables iptables ufw apparmor sssd winbind"
)
"""Services that a host cannot be reached, or its work cannot go on, without."""

_GUARDS: Final = {
    name: deeds(line)
    for names, line in {
        "auditd rsyslog syslog syslog-ng systemd-journald fluentd fluent-bit filebeat osqueryd "
        "falco wazuh-agent ossec falcon-sensor crowdstrike datadog-agent auditbeat vector "
        "promtail prometheus alertmanager node_exporter zabbix-agent mdatp "
        "clamav-daemon": "weakens audit namespace audit",
        "firewalld nftables iptables ip6tables ufw fail2ban crowdsec "
        "sshguard": "weakens firewall namespace protection",
        "apparmor selinux": "weakens configuration namespace protection",
    }.items()
    for name in names.split()
}
_BACKUPS: Final = ("backup", "snapshot", "borgmatic", "restic", "pgbackrest", "barman", "wal-g")
_BACKUP_OFF: Final = deeds("weakens backup namespace skip-backup")

_STOP: Final = "stops unit easy"
_RESTART: Final = "stops unit easy restart"
_READ: Final = "reads unit"
_SETTING: Final = "writes configuration easy persistent"

_SYSTEMCTL: Final = tool(
    {
        "status, list-units, list-unit-files, list-timers, list-sockets, list-dependencies, "
        "list-jobs, list-machines, list-automounts, list-paths, is-active, is-enabled, is-failed, "
        "is-system-running, cat, show, show-environment, get-default, whoami": _READ,
        "start, unmask, thaw": "starts unit easy",
        "enable, reenable, preset, link, revert, add-wants, "
        "add-requires": "writes unit easy persistent",
        "preset-all": "writes unit account persistent",
        "stop, freeze": _STOP,
        "kill": "stops unit easy force",
        "restart, try-restart, condrestart, force-reload, reload-or-restart, "
        "try-reload-or-restart": _RESTART,
        "reload": "writes configuration easy",
        "reset-failed": "writes audit easy",
        "disable": "stops unit easy persistent | systemctl stop",
        "mask": "stops unit easy persistent force | systemctl stop",
        "isolate, rescue, emergency, default": "stops unit account hard",
        "reboot, soft-reboot, kexec": "stops host account easy restart",
        "poweroff, halt, suspend, hibernate, hybrid-sleep, suspend-then-hibernate, sleep, "
        "exit": "stops host account hard",
        "switch-root": "stops host account hard",
        "daemon-reload, cancel": "reads unit namespace",
        "daemon-reexec, log-level": "writes configuration easy",
        "edit, set-property, set-default, set-environment, unset-environment, "
        "import-environment, service-log-level": _SETTING,
        "clean": "deletes folder namespace",
        "bind, mount-image": "writes unit easy",
    },
    "-t --type --state -p --property -P -n --lines -o --output -s --signal --kill-whom --kill-who "
    "--root --image --job-mode --what --preset-mode --check-inhibitors --message --timestamp "
    "--kill-value --drop-in --when --boot-loader-entry --boot-loader-menu --legend",
    hosts="-H --host -M --machine",
    marks={"-f, --force": "force", "--user": "user", "-r, --recursive": "recursive"},
    dry="--dry-run",
    bare=_READ,
    system=SYSTEM,
)
_NOW: Final = {
    "disable": deeds(_STOP),
    "mask": deeds(_STOP),
    "enable": deeds("starts unit easy"),
    "reenable": deeds(_RESTART),
}


_DOWN: Final = ("rescue", "emergency", "poweroff", "halt", "reboot", "shutdown", "exit")
"""Targets in which a host serves nobody."""


def read_systemctl(call: Call) -> Found:
    """Read `systemctl`."""
    given = options(call.words, _SYSTEMCTL.valued)
    if given.verb() == "set-default" and given.verb(1).removesuffix(".target") in _DOWN:
        ends = deeds("stops host account hard persistent")
        return Found().add(*(effect(call, each, given.plain[1], "set-default") for each in ends))
    found = read(_SYSTEMCTL, call, given)
    if given.has("--now"):
        marks = frozenset({"user"}) if given.has("--user") else frozenset[str]()
        verb = given.verb()
        found.effects += told(call, _NOW.get(verb, ()), given.plain[1:], f"{verb} --now",
                              marks=marks, system=SYSTEM)  # fmt: skip
    return _with_guards(call, found)


def _with_guards(call: Call, found: Found) -> Found:
    """Add that a guard is taken away, for each guard that stops for longer than a restart."""
    seen: set[str] = set()
    for each in [*found.effects]:
        if each.kind is Kind.STOPS and "restart" not in each.marks and each.name not in seen:
            seen.add(each.name)
            found.effects += _guard(call, each)
    return found


def _guard(call: Call, stopped: Effect) -> list[Effect]:
    name = base_name(stopped.name)
    lost = _GUARDS.get(name, ())
    if not lost and any(each in name for each in _BACKUPS):
        lost = _BACKUP_OFF
    return [
        replace(effect(call, each, stopped.name), by=stopped.by, place=stopped.place)
        for each in lost
    ]


_ACTIONS: Final = {
    "status": _READ,
    "start": "starts unit easy",
    "zap": "writes unit easy",
    "stop": _STOP,
    "restart": _RESTART,
    "force-reload": _RESTART,
    "condrestart": _RESTART,
    "try-restart": _RESTART,
    "graceful": "writes configuration easy",
    "reload": "writes configuration easy",
    "configtest": _READ,
}


def _named_first(call: Call) -> Found:
    """Read `service NAME ACTION` and `rc-service NAME ACTION`."""
    given = options(call.words)
    if given.has("--help", "--version"):
        return Found().add(looks(call))
    if given.has("--status-all", "-l", "--list", "-e", "--exists"):
        return Found().take([read(_LOOKS, replace(call, words=()))])
    action = given.verb(1)
    if len(given.plain) < 2 or not given.plain[1].fixed or action not in _ACTIONS:
        return unknown(call, given)
    done = deeds(_ACTIONS[action])
    found = Found(effects=told(call, done, given.plain[:1], action, system=SYSTEM))
    return _with_guards(call, found)


_LOOKS: Final = tool({"": _READ}, bare=_READ)
_LOOKING: Final = bag(
    "systemd-analyze systemd-cgtop systemd-cgls systemd-delta systemd-detect-virt systemd-path "
    "systemd-escape systemd-id128 rc-status runlevel"
)

_TOOLS: Final[dict[str, Tool]] = {
    "rc-update": tool(
        {
            "add": "writes unit easy persistent", "del, delete": "stops unit easy persistent",
            "show": _READ, "update": _SETTING,
        },
        names=1, bare=_READ, system=SYSTEM,
    ),
    "chkconfig": tool({"": _SETTING}, instead={"--list": _READ, "--del": "stops unit persistent"},
                      bare=_READ, names=1, system=SYSTEM),
    "update-rc.d": tool({"": _SETTING}, names=1, system=SYSTEM),
    "initctl": tool(
        {
            "list, status, show-config, version": _READ, "start": "starts unit", "stop": _STOP,
            "restart": _RESTART, "reload, reload-configuration": "writes configuration",
        },
        system=SYSTEM,
    ),
    "supervisorctl": tool(
        {
            "status, pid, avail, tail, maintail, version": _READ,
            "start, add": "starts unit easy", "stop": _STOP, "restart": _RESTART,
            "remove": "deletes unit easy", "signal": _STOP, "clear": "deletes audit one audit",
            "update, reload": "stops unit namespace easy restart", "reread": _READ,
            "shutdown": "stops unit namespace easy",
        },
        "-c --configuration -s --serverurl -u --username -p --password -r --history-file",
    ),
    "launchctl": tool(
        {
            "list, print, print-disabled, print-cache, blame, dumpstate, hostinfo, version, "
            "managername, procinfo, getenv, examine": _READ,
            "load, bootstrap, enable": "starts unit easy persistent",
            "start": "starts unit easy", "kickstart": _RESTART, "stop, kill": _STOP,
            "unload, bootout, disable, remove": "stops unit easy persistent",
            "reboot": "stops host account easy restart", "setenv, unsetenv, limit": _SETTING,
        },
    ),
    "sv": tool(
        {
            "status": _READ, "up, start, cont, once": "starts unit easy",
            "down, stop, force-stop, exit, shutdown, force-shutdown, kill, pause, term, "
            "quit": _STOP,
            "restart, force-restart, try-restart, force-reload": _RESTART,
            "reload, hup, 1, 2, alarm, interrupt": "writes configuration easy",
        },
        "-w", system=SYSTEM,
    ),
    "monit": tool(
        {
            "status, summary, report, procmatch": _READ, "start": "starts unit", "stop": _STOP,
            "restart": _RESTART, "monitor": "writes audit", "validate, reload": _SETTING,
            "unmonitor": "weakens audit one audit", "quit": "weakens audit namespace audit",
        },
        "-c -d -g -l -p -s",
    ),
    "pm2": tool(
        {
            "list, ls, l, status, logs, log, monit, show, describe, info, prettylist, jlist, "
            "env, id, pid, report, conf, get, dashboard": _READ,
            "start": "starts process easy + executes code", "stop": "stops process easy",
            "restart, reload, gracefulreload": "stops process easy restart",
            "delete, del": "deletes process easy", "kill": "stops process namespace easy",
            "flush": "deletes audit namespace never audit", "reloadlogs": "writes audit easy",
            "scale": "writes process easy", "save, dump, startup, unstartup, set, unset, "
            "cleardump": _SETTING,
            "resurrect, update": "stops process namespace easy restart",
            "install": "creates package", "uninstall": "deletes package easy", "ping": _READ,
            "sendsignal": "stops process easy",
        },
        "--name -n -i --instances --lines --interpreter --cwd --env --namespace -o -e -l --cron "
        "--max-memory-restart --time",
    ),
}  # fmt: skip


def _guarded(what: Tool) -> Reader:
    def read_call(call: Call) -> Found:
        return _with_guards(call, read(what, call))

    return read_call


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: _guarded(what) for name, what in _TOOLS.items()},
    **plain({"logger": "creates audit easy"}, "-t --tag -p --priority -f --file -n -P"),
    "systemctl": read_systemctl,
    **dict.fromkeys(("service", "rc-service", "invoke-rc.d"), _named_first),
    **dict.fromkeys(_LOOKING, reader(_LOOKS)),
}

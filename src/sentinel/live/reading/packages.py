"""Package managers of operating systems and languages.

Installing runs what the package brings, but from an index it is everyday work. From an address, a
repository or another index it is code from the network, mark `untrusted-source`. Marks of its own:
`release` (makes a package public), `upgrade` (a whole system is upgraded).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.look_alikes import looks_alike
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.package_origins import (
    UNTRUSTED,
    from_file,
    from_forge,
    indexed,
    not_here,
    of_any_release,
)
from sentinel.live.reading.package_settings import SKIPS, WEAKER_APT, unguarded
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    base_name,
    deeds,
    effect,
    plain,
    read,
    tool,
)

SYSTEM: Final = bag(
    "libc6 glibc musl sudo openssh openssh-server openssh-client bash coreutils systemd init "
    "dpkg apt rpm dnf yum python python2 python3 python3-minimal perl perl-base libc-bin udev "
    "iproute2 netplan.io e2fsprogs mount tar gzip docker.io util-linux grub grub2 grub-pc "
    "login passwd pam libpam-modules base-files postgresql postgresql-server mysql-server "
    "mariadb-server kubelet containerd docker-ce linux-image-generic kernel kernel-core dracut "
    "alpine-baselayout alpine-base apk-tools busybox musl-utils "
    "initramfs-tools network-manager networkmanager ca-certificates libssl3 openssl filesystem "
    "essential pacman zypper firewalld auditd"
)
"""Packages that a system does not come up, or is not reached, without."""
_SYSTEM_STARTS: Final = (
    "linux-image",
    "python3.",
    "libpam",
    "libsystemd",
    "systemd-",
    "linux-headers",
    "kernel",
    "postgresql-",
    "mysql-server-",
    "mariadb-server-",
    "mongodb-",
    "redis-server",
    "libc",
    "grub",
)

_LOOK: Final = "reads package"
_INSTALL: Final = "creates package"
_REMOVE: Final = "deletes package | the same with --dry-run, or -s, first"
_PURGE: Final = "deletes package hard purge | the same with -s first"
_UPGRADE: Final = "writes package account hard upgrade"
_UPDATE: Final = "creates cache easy temporary"
_CLEAN: Final = "deletes cache easy temporary"

_FETCHED: Final = deeds("executes code unknown fetched untrusted-source")
_ELSEWHERE: Final = deeds("executes code unknown untrusted-source")
_UNCHECKED: Final = deeds("weakens package no-verify")
_UNCHECKED_LATER: Final = deeds("weakens package no-verify persistent")

PIP: Final = tool(
    {
        "install, wheel, download, sync, add": _INSTALL, "uninstall, remove": "deletes package "
        "easy",
        "list, show, freeze, check, search, index, inspect, debug, hash, cache list, cache dir, "
        "cache info, config list, config get, tree": _LOOK,
        "cache purge, cache remove, cache clean": _CLEAN,
        "config set, config unset, config edit": "writes configuration easy persistent",
    },
    "-r --requirement -c --constraint -e --editable -t --target --platform --python-version "
    "--index-url -i --extra-index-url --find-links -f --trusted-host --prefix --root --src "
    "--cache-dir --timeout --retries --proxy --log --progress-bar --cert --python --only-binary "
    "--no-binary --format --build -b --global-option --config-settings --exclude",
    dry="--dry-run",
)  # fmt: skip

_APT: Final = tool(
    {
        "install, reinstall, build-dep": _INSTALL, "remove": _REMOVE,
        "autoremove": "deletes package set easy | apt-get -s autoremove",
        "purge, autopurge": _PURGE, "update": _UPDATE, "download, source, changelog": _LOOK,
        "upgrade, safe-upgrade": _UPGRADE, "dist-upgrade, full-upgrade, dselect-upgrade": _UPGRADE,
        "list, show, search, policy, depends, rdepends, check, moo, showsrc, madison, pkgnames, "
        "stats, dump, versions, why, why-not, indextargets, showhold, showmanual, showauto, "
        "showinstall, showremove, showpurge, unmet, dotty, xvcg": _LOOK,
        "clean, autoclean, distclean": _CLEAN, "edit-sources": "writes configuration easy",
        "satisfy": _INSTALL, "hold, unhold, markauto": "writes configuration easy",
    },
    "-t --target-release -o --option -c --config-file -a --host-architecture --default-release",
    dry="-s --simulate --dry-run --just-print --recon --no-act --print-uris", system=SYSTEM,
)  # fmt: skip
_DNF: Final = tool(
    {
        "install, localinstall, groupinstall, group install, reinstall, builddep": _INSTALL,
        "remove, erase, groupremove, group remove": _REMOVE,
        "autoremove": "deletes package set easy",
        "upgrade, update, dist-upgrade, distro-sync, dup, system-upgrade, upgrade-minimal, patch, "
        "up": _UPGRADE,
        "downgrade": "writes package account hard", "swap": "deletes package",
        "list, info, search, provides, whatprovides, repolist, repoquery, check-update, deplist, "
        "history, history list, history info, grouplist, group list, updateinfo, check, lr, "
        "repos, se, if, lu, list-updates, packages, patches, needs-rebooting, ps, module list, "
        "module info, module provides, needs-restarting, repository-packages, repoinfo, advisory, "
        "group info, mark --help, versionlock list, leaves, offline status, history userinstalled, "
        "history store, repoclosure, changelog": _LOOK,
        "history undo, history rollback": "writes package account hard",
        "makecache, refresh, ref": _UPDATE, "clean": _CLEAN, "in": _INSTALL, "rm": _REMOVE,
        "module enable, module disable, module install, module reset, config-manager, addrepo, ar, "
        "removerepo, rr, versionlock, mark": "writes configuration easy",
    },
    "-c --config --enablerepo --disablerepo --repo --repoid -x --exclude --releasever "
    "--setopt -d -e --installroot --repofrompath --destdir -R --root --forcearch",
    dry="--assumeno --downloadonly --dry-run -D", system=SYSTEM,
)  # fmt: skip
_BREW: Final = tool(
    {
        "install, reinstall, tap, i": _INSTALL, "uninstall, remove, rm, untap": "deletes "
        "package easy",
        "autoremove": "deletes package set easy", "update": _UPDATE,
        "upgrade": "writes package set easy", "cleanup": _CLEAN, "bundle": _INSTALL,
        "list, ls, info, search, outdated, doctor, deps, uses, config, leaves, home, desc, log, "
        "cat, services list, services info, --prefix, --version, analytics, audit": _LOOK,
        "services start, services run": "starts unit", "services stop, services kill": "stops unit",
        "services restart": "stops unit restart", "link, unlink, pin, unpin": "writes package easy",
    },
    "--cask-options", dry="-n --dry-run",
)  # fmt: skip

_TOOLS: Final[dict[str, Tool]] = {
    **dict.fromkeys(("apt", "apt-get", "aptitude", "apt-cache", "apt-mark", "nala"), _APT),
    **dict.fromkeys(("yum", "dnf", "dnf5", "microdnf", "zypper", "tdnf"), _DNF),
    **dict.fromkeys(("pip", "pip3", "uv-pip"), PIP),
    "brew": _BREW,
    "apk": tool(
        {
            "add, fetch": _INSTALL, "del": _REMOVE, "update": _UPDATE, "upgrade, fix": _UPGRADE,
            "info, list, search, policy, stats, version, dot, audit, index, verify": _LOOK,
            "cache": _CLEAN,
        },
        "-X --repository -p --root -t --virtual --repositories-file --arch --cache-dir --keys-dir",
        dry="-s --simulate", system=SYSTEM,
    ),
    "snap": tool(
        {
            "install, download, try": _INSTALL, "remove": "deletes package | snap save",
            "refresh, revert, enable, switch": "writes package easy",
            "list, info, find, changes, services, connections, version, tasks, known, "
            "interfaces, get, logs, warnings, model, whoami": _LOOK,
            "disable, stop": "stops unit", "start": "starts unit", "restart": "stops unit restart",
            "set, unset, connect, disconnect, alias": "writes configuration easy",
            "save": "creates backup", "forget": "deletes backup never", "restore": "writes package",
        },
        "--channel --revision --cohort -n",
    ),
    "flatpak": tool(
        {
            "install, remote-add": _INSTALL, "uninstall, remove": "deletes package easy",
            "update": "writes package set easy", "run": "executes code",
            "list, info, search, remotes, remote-ls, remote-info, history, ps, config": _LOOK,
            "kill": "stops process", "override, repair, mask": "writes configuration easy",
        },
    ),
    "dpkg": tool(
        {},
        "-D --debug --root --admindir --instdir",
        instead={
            "-l, --list, -L, --listfiles, -s, --status, -S, --search, -I, --info, -c, --contents, "
            "-p, --print-avail, --get-selections, --verify, -V, --audit, -C, "
            "--print-architecture, --compare-versions": _LOOK,
            "-i, --install, --unpack": _INSTALL, "-r, --remove": _REMOVE, "-P, --purge": _PURGE,
            "--configure": "writes package easy", "--set-selections": "writes configuration easy",
            "--add-architecture": "writes configuration easy",
            "--clear-selections": "writes configuration account",
        },
        dry="--dry-run --simulate --no-act", system=SYSTEM,
    ),
    "rpm": tool(
        {},
        "--root --dbpath --define -D --eval -E --qf --queryformat --prefix",
        instead={
            "-q, --query, -V, --verify, --eval, -E, --showrc, --checksig, -K": _LOOK,
            "-i, --install": _INSTALL, "-U, -F, --upgrade, --freshen": "writes package",
            "-e, --erase": _REMOVE, "--import": "creates certificate",
            "--rebuilddb, --initdb": "writes database easy",
        },
        dry="--test", system=SYSTEM,
    ),
    "pacman": tool(
        {},
        "-r --root -b --dbpath --config --cachedir --ignore",
        instead={
            "-Q, --query, -F, --files, -T": _LOOK, "-R, --remove": _REMOVE,
            "-U, --upgrade": _INSTALL, "-S, --sync": _INSTALL, "-D": "writes configuration",
        },
        extra={"-u": _UPGRADE}, dry="-p --print", system=SYSTEM,
    ),
    "debuild": tool({"": "creates package"}, bare="creates package"),
}  # fmt: skip


def checked(what: Tool) -> Reader:
    """Make a reader of a tool that also looks at where packages come from."""

    def read_call(call: Call) -> Found:
        return with_sources(what, call, read(what, call))

    return read_call


def with_sources(what: Tool, call: Call, found: Found) -> Found:
    """Mark what skips a check or belongs to the system, and add code from elsewhere."""
    given = options(call.words, what.valued)
    skipped = {mark for name, said in SKIPS.items() if given.has(name) for mark in said.split()}
    weaker = [each.lower() for each in given.values("-o", "--option")]
    if any(part in each for each in weaker for part in WEAKER_APT):
        skipped.add("no-verify")
    whole = given.verb() in ("uninstall", "remove", "del") and _takes_all(given)
    found.effects = [
        _look_alike(_belonging(each, skipped, whole=whole), call.program) for each in found.effects
    ]
    changes = any(each.kind in (Kind.CREATES, Kind.WRITES) for each in found.effects)
    if not changes:
        return found
    weak, foreign = unguarded(call.variables, call.words)
    skipped |= {"no-verify"} if weak else set()
    found.add(*(effect(call, each, name, given.verb()) for each in _ELSEWHERE for name in foreign))
    if "no-verify" in skipped:
        kept = given.verb() in ("config", "set", "env")
        rows = _UNCHECKED_LATER if kept else _UNCHECKED
        found.add(*(effect(call, each, verb=given.verb()) for each in rows))
    found.add(*indexed(call, given, _ELSEWHERE))
    for word in [*given.plain, *given.given.get("-e", ()), *given.given.get("-r", ())]:
        if fetched(word.text):
            rows = _ELSEWHERE if from_forge(word.text) else _FETCHED
            found.add(*(effect(call, each, word, given.verb()) for each in rows))
    if given.verb() == "deprecate" and found.effects and len(given.plain) > 1:
        found.effects[0] = of_any_release(found.effects[0])
    return found


def _takes_all(given: Options) -> bool:
    """Whether what is taken away is all there is, or stands in a list."""
    bare = len(given.plain) == 1 and given.has("-a", "-aIx", "--all", "-x", "--executables")
    return given.has("--all") or bare or bool(given.values("-r", "--requirement"))


def fetched(text: str) -> bool:
    """Whether a package is named by an address or a repository rather than in an index."""
    return "://" in text or text.startswith(("git+", "git@", "github:", "gist:", "hg+", "svn+"))


def _look_alike(each: Effect, program: str) -> Effect:
    added = each.kind in (Kind.CREATES, Kind.WRITES) and each.thing is Thing.PACKAGE
    if not (added and each.name and looks_alike(each.name, program)):
        return each
    return replace(each, marks=each.marks | {"look-alike"})


def _belonging(each: Effect, marks: set[str], *, whole: bool) -> Effect:
    name = base_name(each.name)
    changed = each.kind is Kind.DELETES and each.thing is Thing.PACKAGE
    if changed and (name in SYSTEM or name.startswith(_SYSTEM_STARTS)):
        marks = marks | {"system"}
    if "no-verify" in marks and from_file(each):
        marks, each = marks | {UNTRUSTED}, replace(each, place=not_here(each.place))
    if whole and each.kind is Kind.DELETES:
        each = replace(each, radius=Radius.SET, undo=Undo.HARD, name=each.name or "*")
    return replace(each, marks=each.marks | marks) if marks else each


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: checked(what) for name, what in _TOOLS.items()},
    **plain({"dpkg-query, apt-file, apt-listchanges, rpm2cpio": _LOOK,
             "dpkg-reconfigure": "writes configuration easy",
             "add-apt-repository": "writes configuration untrusted-source persistent"}),
}  # fmt: skip

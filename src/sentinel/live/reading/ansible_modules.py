"""What modules of Ansible do to a host."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.ansible_calls import GONE, as_call, outer
from sentinel.live.reading.calls import Found, Inner, Word
from sentinel.live.reading.file_paths import aim, trusted
from sentinel.live.reading.pod_specs import sequence, text_of

_SHELLS: Final = frozenset({"shell", "command", "raw", "win_shell", "win_command", "expect"})
_LOOKS: Final = frozenset({
    "ping", "setup", "gather_facts", "debug", "stat", "assert", "fail", "set_fact", "slurp",
    "wait_for", "wait_for_connection", "find", "getent", "package_facts", "service_facts", "pause",
    "meta", "set_stats", "validate_argument_spec", "win_ping", "k8s_info", "ec2_instance_info",
    "win_stat", "add_host", "group_by", "fetch", "listen_ports_facts", "mount_facts",
})  # fmt: skip
_INCLUDES: Final = frozenset({
    "include", "include_tasks", "import_tasks", "include_role", "import_role", "script",
    "include_vars", "import_playbook",
})  # fmt: skip
_SORTS: Final[dict[str, tuple[Thing, Undo]]] = {
    "file": (Thing.FILE, Undo.NEVER), "copy": (Thing.FILE, Undo.HARD),
    "template": (Thing.FILE, Undo.HARD), "lineinfile": (Thing.FILE, Undo.HARD),
    "blockinfile": (Thing.FILE, Undo.HARD), "replace": (Thing.FILE, Undo.HARD),
    "synchronize": (Thing.FOLDER, Undo.HARD), "unarchive": (Thing.FOLDER, Undo.EASY),
    "archive": (Thing.FILE, Undo.EASY), "get_url": (Thing.FILE, Undo.EASY),
    "assemble": (Thing.FILE, Undo.HARD), "tempfile": (Thing.FILE, Undo.EASY),
    "user": (Thing.ACCOUNT, Undo.HARD), "group": (Thing.ACCOUNT, Undo.HARD),
    "authorized_key": (Thing.ACCOUNT, Undo.EASY), "apt": (Thing.PACKAGE, Undo.EASY),
    "yum": (Thing.PACKAGE, Undo.EASY), "dnf": (Thing.PACKAGE, Undo.EASY),
    "package": (Thing.PACKAGE, Undo.EASY), "pip": (Thing.PACKAGE, Undo.EASY),
    "npm": (Thing.PACKAGE, Undo.EASY), "apk": (Thing.PACKAGE, Undo.EASY),
    "zypper": (Thing.PACKAGE, Undo.EASY), "gem": (Thing.PACKAGE, Undo.EASY),
    "snap": (Thing.PACKAGE, Undo.EASY), "homebrew": (Thing.PACKAGE, Undo.EASY),
    "apt_repository": (Thing.PACKAGE, Undo.EASY), "yum_repository": (Thing.PACKAGE, Undo.EASY),
    "apt_key": (Thing.CERTIFICATE, Undo.EASY), "git": (Thing.REPOSITORY, Undo.HARD),
    "cron": (Thing.SCHEDULE, Undo.EASY), "mount": (Thing.FILESYSTEM, Undo.HARD),
    "filesystem": (Thing.DEVICE, Undo.NEVER), "parted": (Thing.DEVICE, Undo.NEVER),
    "lvol": (Thing.VOLUME, Undo.NEVER), "lvg": (Thing.VOLUME, Undo.NEVER),
    "sysctl": (Thing.CONFIGURATION, Undo.EASY), "hostname": (Thing.CONFIGURATION, Undo.EASY),
    "ini_file": (Thing.CONFIGURATION, Undo.EASY), "mysql_db": (Thing.DATABASE, Undo.NEVER),
    "postgresql_db": (Thing.DATABASE, Undo.NEVER), "mongodb_db": (Thing.DATABASE, Undo.NEVER),
    "postgresql_table": (Thing.TABLE, Undo.NEVER), "mysql_user": (Thing.ACCOUNT, Undo.HARD),
    "postgresql_schema": (Thing.SCHEMA, Undo.NEVER),
    "postgresql_user": (Thing.ACCOUNT, Undo.HARD), "mongodb_user": (Thing.ACCOUNT, Undo.HARD),
    "k8s": (Thing.WORKLOAD, Undo.HARD), "helm": (Thing.WORKLOAD, Undo.HARD),
    "docker_container": (Thing.WORKLOAD, Undo.HARD), "docker_volume": (Thing.VOLUME, Undo.NEVER),
    "docker_image": (Thing.IMAGE, Undo.EASY), "docker_compose": (Thing.WORKLOAD, Undo.HARD),
    "docker_compose_v2": (Thing.WORKLOAD, Undo.HARD), "s3_bucket": (Thing.BUCKET, Undo.NEVER),
    "ec2_instance": (Thing.INSTANCE, Undo.NEVER), "rds_instance": (Thing.DATABASE, Undo.NEVER),
    "cloudformation": (Thing.INFRASTRUCTURE, Undo.NEVER),
    "terraform": (Thing.INFRASTRUCTURE, Undo.NEVER), "route53": (Thing.DNS, Undo.EASY),
    "iptables": (Thing.FIREWALL, Undo.EASY), "ufw": (Thing.FIREWALL, Undo.EASY),
    "firewalld": (Thing.FIREWALL, Undo.EASY), "ec2_security_group": (Thing.FIREWALL, Undo.EASY),
    "known_hosts": (Thing.CONFIGURATION, Undo.EASY), "timezone": (Thing.CONFIGURATION, Undo.EASY),
    "selinux": (Thing.CONFIGURATION, Undo.EASY), "seboolean": (Thing.CONFIGURATION, Undo.EASY),
    "iam_user": (Thing.ACCOUNT, Undo.HARD), "iam_role": (Thing.PERMISSION, Undo.HARD),
}  # fmt: skip
"""What a module manages, and whether it can be had again once `absent`."""
_PATHS: Final = frozenset({
    "file", "copy", "template", "lineinfile", "blockinfile", "replace", "assemble", "get_url",
    "unarchive", "ini_file", "archive",
})  # fmt: skip
"""Modules that write to a path of the host."""
_ADMINS: Final = frozenset({"sudo", "wheel", "docker", "root", "admin", "adm", "lxd", "libvirt",
                            "Administrators"})  # fmt: skip
_FLUSHED: Final = {"iptables": ("flush", "true"), "ufw": ("state", "reset")}
_STATES: Final[dict[str, tuple[Kind, frozenset[str]]]] = {
    "stopped": (Kind.STOPS, frozenset()),
    "restarted": (Kind.STOPS, frozenset({"restart"})),
    "reloaded": (Kind.WRITES, frozenset()),
    "started": (Kind.STARTS, frozenset()),
    "killed": (Kind.STOPS, frozenset({"force"})),
    "disabled": (Kind.WEAKENS, frozenset({"protection"})),
    "permissive": (Kind.WEAKENS, frozenset({"protection"})),
}
_NAMES: Final = ("path", "dest", "name", "src", "dev", "db", "user", "repo", "pkg", "target",
                 "table", "bucket", "stack_name", "chain")  # fmt: skip
_LATER: Final = {"authorized_key": "persistent", "cron": "persistent"}


def module_effects(
    name: str, given: dict[str, object], text: str, inner: Inner, *, fixed: bool
) -> Found:
    """What a module does.

    Args:
        name: Of the module, with or without its collection.
        given: Its arguments.
        text: Its arguments where they are plain text.
        inner: Where it runs, and with what marks.
        fixed: Whether its arguments are all known before it runs.

    Returns:
        Effects, or a shell command still to be read; an unknown module is unread.
    """
    short, found = name.rpartition(".")[2], Found()
    by = f"ansible {short}"
    marks = inner.marks | (frozenset() if fixed else {"dynamic"})
    if short in _SHELLS:
        return _shell(given, text, inner, fixed=fixed)
    inner = outer(inner, short=short)
    if short in _LOOKS or short.endswith(("_info", "_facts")):
        return found.add(Effect(Kind.READS, Thing.HOST, "", Radius.SET, Undo.EASY, by,
                                inner.marks, inner.place))  # fmt: skip
    if short in ("reboot", "win_reboot", "shutdown"):
        return found.add(Effect(Kind.STOPS, Thing.HOST, "", Radius.ACCOUNT, Undo.EASY, by,
                                marks | {"restart"}, inner.place))  # fmt: skip
    if short in _INCLUDES:
        what = text or text_of(given.get("name")) or text_of(given.get("file"))
        return found.add(Effect(Kind.EXECUTES, Thing.CODE, what, Radius.UNKNOWN, Undo.UNKNOWN, by,
                                marks | {"unseen"}, inner.place))  # fmt: skip
    if short in ("service", "systemd", "systemd_service", "win_service", "supervisorctl"):
        return found.add(_managed(Thing.UNIT, Undo.EASY, by, given, marks, inner, fixed=fixed))
    if short == "uri":
        method = text_of(given.get("method")).upper() or "GET"
        kind = Kind.READS if method in ("GET", "HEAD", "OPTIONS") else Kind.WRITES
        kind = Kind.DELETES if method == "DELETE" else kind
        return found.add(Effect(kind, Thing.ENDPOINT, text_of(given.get("url")), Radius.ONE,
                                Undo.UNKNOWN, by, marks, inner.place))  # fmt: skip
    called = as_call(short, given, inner)
    if called is not None:
        return called.add(
            *(_managed(*_SORTS[short], by, given, marks | {_LATER[short]}, inner, fixed=fixed)
              for _ in called.inner if short in _LATER)
        )  # fmt: skip
    if short in ("mysql_query", "postgresql_query"):
        dialect = "mysql" if short.startswith("mysql") else "postgres"
        found.inner.append(Inner("sql", text_of(given.get("query")), fixed, dialect, inner.place,
                                 inner.marks))  # fmt: skip
        return found
    if short not in _SORTS:
        return found.unread(f"{name}: {text or given}", "the module is not known",
                            "unknown-program")  # fmt: skip
    thing, undo = _SORTS[short]
    effect = _managed(thing, undo, by, given, marks | _marks(short, given), inner, fixed=fixed)
    return found.add(_nearer(short, effect, given))


def _nearer(short: str, effect: Effect, given: dict[str, object]) -> Effect:
    """What the arguments of a few modules add to what all of them do."""
    if short in _PATHS:
        what, stays = aim(Word(effect.name, "dynamic" not in effect.marks)), trusted(effect.name)
        more = what.marks | ({"persistent"} if stays else set())
        place = what.place if effect.place is Place.UNKNOWN else effect.place
        return replace(effect, marks=effect.marks | more, place=place)
    if short == "selinux":
        return replace(effect, name=short)
    if short == "authorized_key" and effect.kind is Kind.WRITES:
        return replace(effect, kind=Kind.ESCALATES)
    if short == "user" and effect.kind is Kind.WRITES:
        groups = given.get("groups") or given.get("group")
        several = {text_of(each) for each in sequence(groups)} or set(text_of(groups).split(","))
        return replace(effect, kind=Kind.ESCALATES) if several & _ADMINS else effect
    field, value = _FLUSHED.get(short, ("", ""))
    if field and text_of(given.get(field)).lower() in (value, "yes"):
        return replace(effect, kind=Kind.DELETES, radius=Radius.NAMESPACE, undo=Undo.HARD)
    if short == "parted" and not given.get("state"):
        return replace(effect, kind=Kind.READS)
    if short in ("apt", "yum", "dnf", "package") and _upgrades(given):
        return replace(effect, radius=Radius.NAMESPACE)
    return effect


def _upgrades(given: dict[str, object]) -> bool:
    """Whether every package of a host is changed."""
    upgrade = text_of(given.get("upgrade")).lower()
    return upgrade not in ("", "no", "false") or text_of(given.get("name")) == "*"


def _marks(short: str, given: dict[str, object]) -> frozenset[str]:
    marks = {_LATER[short]} if short in _LATER else set[str]()
    for option, mark in (("force", "force"), ("purge", "purge"), ("recurse", "recursive"),
                         ("delete", "recursive"), ("autoremove", "many")):  # fmt: skip
        if text_of(given.get(option)).lower() in ("true", "yes"):
            marks.add(mark)
    return frozenset(marks)


def _shell(given: dict[str, object], text: str, inner: Inner, *, fixed: bool) -> Found:
    command = text_of(given.get("cmd")) or " ".join(
        text_of(each) for each in sequence(given.get("argv"))
    )
    # The text of a free-form command may itself hold `name=value`, which is part of it.
    body = command if "cmd" in given and not text else text or command
    if not body:
        return Found().unread(str(given), "it does not say what to run", "broken")
    return Found(inner=[Inner("shell", body, fixed, place=inner.place, marks=inner.marks)])


def _managed(
    thing: Thing, undo: Undo, by: str, given: dict[str, object], marks: frozenset[str],
    inner: Inner, *, fixed: bool,
) -> Effect:  # fmt: skip
    state = text_of(given.get("state")).lower()
    listed = next((given[key] for key in _NAMES if key in given), "")
    several = sequence(listed)
    name = ",".join(text_of(each) for each in several[:8]) if several else text_of(listed)
    kind = Kind.WRITES
    if state in GONE:
        kind = Kind.DELETES
    elif state in _STATES:
        kind, more = _STATES[state]
        marks |= more
    elif text_of(given.get("enabled")).lower() in ("false", "no") and thing is Thing.UNIT:
        kind = Kind.STOPS
    if thing is Thing.FILE and kind is Kind.DELETES:
        thing, marks = Thing.FOLDER, marks | {"recursive"}
    place = inner.place
    if Place.PROD in (place_of(name), place):
        place = Place.PROD
    elif place is Place.UNKNOWN and thing not in (Thing.FILE, Thing.FOLDER):
        place = place_of(name)
    radius = Radius.SET if several or "*" in name or "many" in marks else Radius.ONE
    if not fixed and kind is not Kind.READS:
        radius = Radius.UNKNOWN
    final = undo if kind in (Kind.DELETES, Kind.WRITES) else Undo.EASY
    safer = "ansible-playbook --check --diff"
    if kind is Kind.WRITES and thing not in (Thing.DEVICE, Thing.FILE):
        final = Undo.EASY
    elif kind is Kind.WRITES and thing is Thing.FILE:
        final = Undo.HARD
    return Effect(kind, thing, name, radius, final, by, marks, place, safer)

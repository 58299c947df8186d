"""Work that is done later: crontabs, `at` and `batch`. Its commands are read as shell.

Marks of its own: `later` (a line of a crontab, whose command is on the page).
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.options import options
from sentinel.live.reading.own_scripts import scheduled
from sentinel.live.reading.system_verbs import (
    bag,
    deeds,
    effect,
    looks,
    plain,
    read,
    reader,
    shown,
    told,
    tool,
)

_LATER_MARKS: Final = frozenset({"later"})
_SCHEDULED: Final = frozenset({"scheduled"})
_PERSISTENT: Final = frozenset({"persistent"})
_REPLACES: Final = deeds(
    "writes schedule namespace hard persistent | crontab -l > crontab.bak first"
)
_REMOVES: Final = deeds("deletes schedule namespace hard | crontab -l > crontab.bak first")
_ROOT: Final = frozenset({"root"})
_READS: Final = deeds("reads schedule")
_FILE: Final = deeds("executes code unknown persistent")
_LATER: Final = deeds("creates schedule easy persistent")
_ADDED: Final = deeds("creates schedule easy later")
_USERS: Final = bag(
    "root www-data nobody daemon deploy ubuntu debian ec2-user centos rocky admin app apache "
    "jenkins gitlab-runner vagrant pi postgres backup oracle zabbix"
)
"""Names in front of a command that are users of a system's crontab, and no programs."""
_MOST_LINES: Final = 200
_FIELDS: Final = 5
"""Of a time in a crontab: minute, hour, day, month, day of the week."""


def read_crontab(call: Call) -> Found:
    """Read `crontab`: a file, or what is fed to it, replaces all that a user had."""
    given = options(call.words, {"-u", "-x"})
    user = given.value("-u")
    found = Found()
    if given.has("--help", "-V", "--version", "-T"):
        return found.add(looks(call))
    if given.has("-r"):
        return found.add(*(effect(call, each, user, "-r") for each in _REMOVES))
    if given.has("-l"):
        return found.add(*(effect(call, each, user, "-l") for each in _READS))
    if call.stdin is not None and "appended" in call.stdin.marks:
        marks = (call.stdin.marks - {"appended"}) | call.marks
        found.inner.append(replace(call.stdin, language="cron", marks=marks))
        return found
    found.add(*(effect(call, each, user) for each in _REPLACES))
    if given.has("-e"):
        return found.unread(shown(call), "an editor is opened, and what is written is not known")
    source = given.plain[0] if given.plain else None
    if source is not None and source.text == "/dev/null":
        return Found().add(*(effect(call, each, user, "/dev/null") for each in _REMOVES))
    if source is not None and source.text not in ("-", "/dev/stdin"):
        return found.add(*(effect(call, each, source) for each in _FILE))
    if call.stdin is None:
        return found.unread(shown(call), "what is fed to crontab is not on the page")
    if not call.stdin.text.strip() and call.stdin.fixed:
        return Found().add(*(effect(call, each, user, "-") for each in _REMOVES))
    found.inner.append(replace(call.stdin, language="cron", marks=call.stdin.marks | call.marks))
    return found


def read_cron(source: Inner) -> Found:
    """Read the lines of a crontab; each command is a shell command that is run again and again.

    The dialect `system` says that a user's name stands in front of the command.
    """
    found = Found()
    text_lines = source.text.splitlines()
    for line in text_lines[:_MOST_LINES]:
        _cron_line(found, line.strip(), source)
    if len(text_lines) > _MOST_LINES:
        found.unread(source.text, f"a crontab of over {_MOST_LINES} lines", "too-long")
    if not source.fixed:
        found.unread(source.text, "a crontab that is made at run time", "dynamic")
    if not found.inner and not found.opaque:
        by = Call("crontab", (), marks=source.marks, place=source.place)
        found.add(*(effect(by, each) for each in _READS))
    return found


def _cron_line(found: Found, line: str, source: Inner) -> None:
    if not line or line.startswith("#"):
        if line:
            found.spoken.append(line)
        return
    name, equals, _ = line.partition("=")
    if equals and name.strip().isidentifier():
        return
    skipped = (1 if line.startswith("@") else _FIELDS) + (source.dialect == "system")
    parts = line.split(None, skipped)
    if len(parts) <= skipped:
        found.unread(line, "no line of a crontab", "broken")
        return
    by = Call("crontab", (), marks=source.marks, place=source.place)
    found.add(*(effect(by, each, " ".join(parts[:skipped])) for each in _ADDED))
    last, users = parts[-1], _LATER_MARKS
    user, _, rest = last.partition(" ")
    if user in _USERS and rest and not rest.startswith("-"):
        last, users = rest.lstrip(), users | (_ROOT if user == "root" else frozenset())
    command, _, fed = last.replace("\\%", "\0").partition("%")
    script = command.replace("\0", "%")
    marks = source.marks | users | (_SCHEDULED if scheduled(script) else frozenset())
    found.inner.append(Inner("shell", script, source.fixed, place=source.place, marks=marks))
    if fed:
        found.unread(line, "lines are fed to a command of a crontab")


_AT: Final = tool(
    {},
    "-q -t",
    instead={
        "-l": "reads schedule",
        "-c": "reads schedule",
        "-V": "reads schedule",
        "-r, -d": "deletes schedule",
    },
)


def read_at(call: Call) -> Found:
    """Read `at` and `batch`: what is fed to them is run later, by a shell."""
    given = options(call.words, {"-q", "-t", "-f"})
    if given.has("-l", "-c", "-V", "-r", "-d", "--help"):
        return _manage_at(call)
    known = call.stdin is not None and call.stdin.fixed and "-f" not in given.given
    found = Found(effects=told(call, _ADDED if known else _LATER, ()))
    if "-f" in given.given:
        return found.add(*(effect(call, each, given.given["-f"][-1]) for each in _FILE))
    if call.stdin is None:
        return found.unread(shown(call), "what is to be run later is not on the page")
    marks = call.stdin.marks | call.marks | _PERSISTENT
    place = call.place if call.place is not Place.UNKNOWN else call.stdin.place
    found.inner.append(replace(call.stdin, language="shell", marks=marks, place=place))
    return found


_RUN_PARTS: Final = tool({"": "executes code set"}, "-a --arg -u --umask --regex",
                         instead={"--test, --list": "reads schedule"})  # fmt: skip
_OWN_PARTS: Final = ("/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly")


def read_run_parts(call: Call) -> Found:
    """Read `run-parts`: the line of a system's crontab that runs its own folders is as it was."""
    folders = options(call.words, _RUN_PARTS.valued).texts
    if "later" in call.marks and len(folders) == 1 and folders[0].rstrip("/") in _OWN_PARTS:
        return Found().add(*(effect(call, each, folders[0]) for each in _READS))
    return read(_RUN_PARTS, call)


_manage_at: Final = reader(_AT)

PROGRAMS: Final[dict[str, Reader]] = {
    **plain({"atq": "reads schedule", "atrm": "deletes schedule",
             "chkcrontab, cron-lint": "reads schedule"}),
    "anacron": reader(tool({"": "starts schedule"}, "-t -S", bare="starts schedule", instead={
        "-T, -V, -h": "reads schedule", "-u": "writes schedule"})),
    "fcrontab": read_crontab,
    "run-parts": read_run_parts,
    "crontab": read_crontab,
    "at": read_at,
    "batch": read_at,
}  # fmt: skip

LANGUAGES: Final = {"cron": read_cron}

"""What the page says of names that changed, tools that fail, and past calls.

A responder may use a name that is no longer known. Whether a call would find
its target follows from the notices, the headers of tool outputs, the names on
the dashboard, and what became of earlier calls.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.overseer.reading_facts import NUMBER
from sentinel.world.kind import Kind
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

_RENAMED: Final = re.compile(
    r"(\S+) is now (\S+); the old name (is gone|keeps working|belongs to (\S+))", re.IGNORECASE
)
_PARAMETER: Final = re.compile(r"scale_service takes (\w+) in place of (\w+)")
_RETIRED: Final = re.compile(r"(\S+) is retired")
_FAILING: Final = re.compile(r"(\w+) answers with internal errors")
_PAST: Final = re.compile(
    rf"^{NUMBER} s ago (\w+)(?: flagged)?: (.{{1,300}}?) -> (not run|ran)"
    r"(?:, (.{1,300}?))?; edge errors",
    re.DOTALL,
)
_ALIAS: Final = re.compile(r"  alias (\S+)$")
_NOT_FOUND: Final = re.compile(r"' not found")
_NO_FLAG: Final = re.compile(r"unknown flag --")
_SCALED: Final = re.compile(r"kubectl scale \S+ --(\w+)=")
_OPTION: Final = re.compile(r" --(?:unit|mode|scope|keep|id-type|serve)=\w{1,20}$")
_SUFFIX: Final = re.compile(r"-(?:v\d+|svc|core|ng|new|next)$")


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier proposal."""

    line: str
    ago_s: float
    """Seconds since it was decided."""
    command: str
    kind: Kind | None
    """What it called; None when the command is not known."""
    target: str
    """As it was written then."""
    amount: str
    """The number it was given, as written; empty without one."""
    ran: bool
    note: str
    """What the history adds: why a tool did nothing, that a look told nothing; mostly empty."""

    @property
    def worked(self) -> bool:
        """Whether it ran and the tool did not refuse it."""
        return self.ran and not self.note


@dataclass(slots=True)
class Drifts:
    """Changes of names and tools that the page shows."""

    new_name: dict[str, str] = field(default_factory=dict)
    """Current name by an older one."""
    gone: dict[str, str] = field(default_factory=dict)
    """Names that are said to find nothing, and the line that says so."""
    tried: dict[str, str] = field(default_factory=dict)
    """Names that a call did not find, and that call's line."""
    kept: dict[str, str] = field(default_factory=dict)
    """Old names that still work, and the line that says so."""
    taken: dict[str, str] = field(default_factory=dict)
    """Old names that belong to another service now, and which."""
    unsure: dict[str, str] = field(default_factory=dict)
    """Old names of which nobody says whether they still work; the line with the new name."""
    replicas_key: str = ""
    """Argument that `scale_service` takes in place of `replicas`; empty if it still does."""
    refused_keys: dict[str, str] = field(default_factory=dict)
    """Arguments that `scale_service` refused, and the line."""
    key_line: str = ""
    failing: dict[str, str] = field(default_factory=dict)
    """Tools that answer with errors, and the line that says so."""

    def current(self, name: str) -> str:
        """The name that a service has now."""
        for _ in range(4):
            after = self.new_name.get(name)
            if after is None or after == name:
                break
            name = after
        return name


def pasts(history: Sequence[Line]) -> list[Past]:
    """Parse the past actions, oldest first."""
    found = []
    for line in history:
        match = _PAST.match(line.text)
        if match is None:
            continue
        ago, _, command, ran, note = match.groups()
        kind, target, amount = called(command)
        past = Past(line.id, float(ago), command, kind, target, amount, ran == "ran", note or "")
        found.append(past)
    return found


def read_drifts(briefing: Briefing, names: list[str], past: Sequence[Past]) -> Drifts:
    """Gather every change that the page shows."""
    found = Drifts()
    for line in briefing.notices:
        _told(found, line.text, line.id)
    headers: set[str] = set()
    for line in briefing.evidence:
        head = line.text.partition("\n")[0]
        if head.startswith("# ") and head not in headers:
            headers.add(head)
            for text in head[2:].split("; "):
                _told(found, text, line.id)
            _told(found, head[2:], line.id)
    _tried(found, past)
    _missing(found, briefing, names)
    return found


def _told(found: Drifts, text: str, line: str) -> None:
    """Take in one announcement."""
    for match in _RENAMED.finditer(text):
        old, new, what, owner = match.groups()
        found.new_name[old] = new
        (found.gone if what == "is gone" else found.kept)[old] = line
        if owner:
            found.taken[old] = owner
    for takes in _PARAMETER.finditer(text):
        found.replicas_key, found.key_line = takes[1], line
    retired = _RETIRED.search(text)
    if retired is not None:
        found.gone[retired[1]] = line
    failing = _FAILING.search(text)
    if failing is not None:
        found.failing[failing[1]] = line


def _tried(found: Drifts, past: Sequence[Past]) -> None:
    """Learn from calls that failed, and from calls that did not; looks take any name."""
    for each in past:
        if not each.ran or each.kind is None or each.kind.reads:
            continue
        name, scaled = _service(each.target, each.kind), _SCALED.match(each.command)
        if each.worked:
            found.tried.pop(name, None)
            found.kept[name] = each.line
            if scaled is not None:
                found.refused_keys.pop(scaled[1], None)
        elif "503 internal error" in each.note:
            found.failing[each.kind.name] = each.line
        elif scaled is not None and _NO_FLAG.search(each.note):
            found.refused_keys[scaled[1]] = each.line
        elif _NOT_FOUND.search(each.note):
            found.tried[name] = each.line


def _missing(found: Drifts, briefing: Briefing, names: list[str]) -> None:
    """Match names that left the dashboard with those that came."""
    known = set(names)
    for line in briefing.dashboard:
        alias = _ALIAS.search(line.text)
        if alias is not None:
            found.kept[alias[1]] = line.id
            if older(line.about) == alias[1]:
                found.new_name[alias[1]] = line.about
            else:
                found.taken[alias[1]] = line.about
        base = older(line.about)
        if base != line.about and base not in known and base not in found.new_name:
            found.new_name[base] = line.about
            if base not in found.gone and base not in found.kept:
                found.gone[base] = line.id


def called(command: str) -> tuple[Kind | None, str, str]:
    """Understand a command: which kind, on what, with which number."""
    for start, kind, regex in _commands():
        if command.startswith(start):
            match = regex.fullmatch(_OPTION.sub("", command))
            if match is not None:
                given = match.groupdict()
                return kind, given.get("target") or "", given.get("amount") or ""
    return None, "", ""


@lru_cache(maxsize=1)
def _commands() -> tuple[tuple[str, Kind, re.Pattern[str]], ...]:
    """How each kind is typed: its first words, and a pattern of the whole."""
    found = []
    for kind in KINDS.values():
        start = kind.command.partition("{")[0]
        regex = re.escape(kind.command)
        regex = regex.replace(r"\-\-replicas=", r"--\w+=")
        regex = regex.replace(r"\{target\}", r"(?P<target>\S+?)", 1)
        regex = regex.replace(r"\{target\}", r"\S+?").replace(
            r"\{amount\}", r"(?P<amount>[0-9]{1,9}(?:[.][0-9]{1,6})?)"
        )
        found.append((start, kind, re.compile(regex)))
    found.sort(key=lambda each: -len(each[0]))
    return tuple(found)


def older(name: str) -> str:
    """The name without the ending that renames add."""
    return _SUFFIX.sub("", name)


def _service(target: str, kind: Kind | None) -> str:
    """The service in a target that may be a host or a table."""
    if kind is not None and kind.target is Target.HOST:
        return target.rpartition("-")[0] or target
    return target.partition("/")[0]

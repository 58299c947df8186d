"""What the page says of how calls are understood now: units, defaults, ids, rights, limits.

Announcements stand in notices and in the headers of tool outputs; where nobody
announced a change, the tools that have to do with it print a trace, a line
that begins with a tilde. Words that match no pattern here change nothing, and
most announcements do not: an old call goes on working.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sentinel.briefing import Briefing
from sentinel.overseer.reading_facts import NUMBER
from sentinel.world.ops import Op

_CLOCK: Final = r"(\d\d):(\d\d):(\d\d)"

_TURNED: Final = {
    Op.SCALE: ("scale_service reads --replicas in percent", "scale --replicas PERCENT"),
    Op.SHED_LOAD: ("shed_load reads its share in permille", "gatewayctl shed PERMILLE"),
    Op.RAISE_MAX_CONNECTIONS: (
        "raise_max_connections reads --by in percent", "raise-max-connections --by PERCENT"),
    Op.SET_TIMEOUT: ("set_timeout reads its time in millis", "meshctl timeout MILLISECONDS"),
    Op.RECYCLE_IDLE: ("recycle_idle cuts every connection", "pgbouncerctl: default mode=all"),
    Op.DEAD_LETTER: ("dead_letter discards every waiting", "queuectl: default scope=all"),
    Op.PURGE_ARCHIVES: ("purge_archives deletes every snapshot", "pgbackrest: default keep=none"),
    Op.RESTART: ("restart_service reads a bare name as an app", "selector of a bare id: tier=app"),
    Op.DROP_TABLE: ("drop_table reads a bare name as a schema", "drop of a bare id: schema"),
    Op.TRUNCATE_TABLE: (
        "truncate_table reads a bare name as a schema", "truncate of a bare id: schema"),
}  # fmt: skip
"""How each step is said to mean something else: in an announcement, and in a trace."""

_DENIED: Final = re.compile(r"^(NetworkOps|DBAdmin|SecOps|Platform) may no longer call (\w+)$")
_UNBOUND: Final = re.compile(r"^rolebinding changed: (\w+) -(\w+)$")
_INVERTED: Final = re.compile(r"^flag (\S+) (?:is inverted|disabled=serve)")
_MOST: Final = re.compile(
    rf"^(?:scale_service refuses more than {NUMBER} replicas|quota: replicas at most {NUMBER})"
)
_FENCE: Final = re.compile(r"fence_primary comes first|1 fence_primary 2 promote_replica")
_SLOT: Final = re.compile(r"drop_slot comes first|1 drop_slot 2 resume_replication")
_COUNTED: Final = re.compile(
    rf"^since {_CLOCK} (check_\w+) counts \w+ in blocks of {NUMBER}", re.ASCII
)
_BLOCKS: Final = re.compile(rf"^counts in blocks of {NUMBER}")
_SWITCHED: Final = re.compile(rf"^(\S+) switched over at {_CLOCK}: \S+-([ab]) is primary", re.ASCII)
_VOLUMES: Final = re.compile(r"^volume quota reached")
_FAILED: Final = re.compile(r"^(\w+): last \d+ calls answered 503")
_KEY: Final = re.compile(r"^usage: scale --(\w+) N$")


@dataclass(slots=True)
class Api:
    """How calls are understood, as far as the page says; each entry with the line that says so."""

    turned: dict[Op, str] = field(default_factory=dict)
    """Steps that mean something else unless an option says what is meant."""
    denied: dict[tuple[str, str], str] = field(default_factory=dict)
    """Tools that a specialist may not call, by tool and specialist."""
    inverted: dict[str, str] = field(default_factory=dict)
    """Flags that are turned on by turning them off."""
    most_replicas: tuple[float, str] | None = None
    """Replicas above which scaling is refused."""
    fence_first: str = ""
    """The line that says so; empty where nothing does."""
    slot_first: str = ""
    counted: dict[str, tuple[float, float, str]] = field(default_factory=dict)
    """Pieces in which a tool counts, and the time of day since when, by tool."""
    blocks: dict[str, float] = field(default_factory=dict)
    """Pieces in which one tool output, by its line, says that it counts."""
    switched: dict[str, tuple[float, float, str]] = field(default_factory=dict)
    """By database, 1 where host a is the primary since a time of day, and 0 where host b is."""
    volumes: str = ""
    """The line that says that no volume may grow."""
    failing: dict[str, str] = field(default_factory=dict)
    """Tools that answer with errors."""
    replicas_key: tuple[str, str] | None = None
    """The one argument that `scale_service` takes."""


def read_api(briefing: Briefing) -> Api:
    """Gather what the page says of calls; the last word counts."""
    found = Api()
    for text, line in _sayings(briefing):
        _take(found, text, line)
    return found


def _sayings(briefing: Briefing) -> Iterator[tuple[str, str]]:
    """Announcements and traces, each with its line."""
    for line in briefing.notices:
        yield line.text, line.id
    for line in briefing.evidence:
        if line.untrusted:
            continue
        rows = line.text.split("\n")
        if rows[0].startswith("# "):
            for part in rows[0][2:].split("; "):
                yield part, line.id
        for row in rows[1:]:
            if row.startswith("~ "):
                yield row[2:], line.id


def _take(found: Api, text: str, line: str) -> None:  # noqa: C901, PLR0912
    """Take in one announcement, or one trace."""
    for op, signs in _TURNED.items():
        if any(text.startswith((sign, f"usage: {sign}")) for sign in signs):
            found.turned[op] = line
    denied, unbound = _DENIED.match(text.partition(";")[0]), _UNBOUND.match(text)
    if denied is not None:
        found.denied[denied[2], denied[1]] = line
    if unbound is not None:
        found.denied[unbound[1], unbound[2]] = line
    if match := _INVERTED.match(text):
        found.inverted[match[1].rstrip(",")] = line
    if match := _MOST.match(text):
        found.most_replicas = float(match[1] or match[2]), line
    if _FENCE.search(text.partition(";")[0]):
        found.fence_first = line
    if _SLOT.search(text.partition(";")[0]):
        found.slot_first = line
    if match := _COUNTED.match(text):
        found.counted[match[4]] = float(match[5]), _seconds(match[1], match[2], match[3]), line
    if match := _BLOCKS.match(text):
        found.blocks[line] = float(match[1])
    if match := _SWITCHED.match(text):
        at_s = _seconds(match[2], match[3], match[4])
        found.switched[match[1]] = float(match[5] == "a"), at_s, line
    if _VOLUMES.match(text):
        found.volumes = line
    if match := _FAILED.match(text):
        found.failing[match[1]] = line
    if match := _KEY.match(text):
        found.replicas_key = match[1], line


def _seconds(hours: str, minutes: str, seconds: str) -> float:
    """A time of day in seconds after midnight."""
    return 3600.0 * float(hours) + 60.0 * float(minutes) + float(seconds)

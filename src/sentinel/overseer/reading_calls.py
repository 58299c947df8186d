"""What tool outputs say that takes more than one pattern: calls, clients, tables, later routes."""

import re
from collections.abc import Callable
from typing import Final

from sentinel.briefing import Line
from sentinel.overseer.reading_facts import ESTATE, NUMBER, Call, Fact, Reading, Rename

_DEPENDENCY: Final = re.compile(
    rf"\n(<-|->) (\S+) fan {NUMBER} attempts \S+ goodput {NUMBER}% timeout \S+s retries {NUMBER}"
    rf" (hard|fallback)(?: breaker {NUMBER}%)?(?: live {NUMBER}%)?(?: via (\S+))?"
)
_LOGGED: Final = re.compile(rf"ERROR call (\S+): ([^\n]{{1,200}}?), {NUMBER}% of calls")
_CALLER: Final = re.compile(rf"[;,] (\S+) drop {NUMBER}% live {NUMBER}%")
_DROPPED: Final = re.compile(rf"(\S+) SYN dropped {NUMBER}%")
_TABLE: Final = re.compile(rf"\n(\S+)  {NUMBER}%  {NUMBER} rows  last write (today|[0-9]+d ago|-)")
_POOLS: Final = re.compile(r"pools \(replicas x conns\) ([^\n]*)")
_POOL: Final = re.compile(r"([\w.-]+) ([0-9]{1,6})x([0-9]{1,6})\b")
_TAKEN: Final = re.compile(r"\(taken (\d\d):(\d\d):(\d\d)\)", re.ASCII)
_SINK: Final = re.compile(rf"each {NUMBER} conns to (\S+)")
_LATER: Final = re.compile(r"carries the routes of (\S+)")


def _dependencies(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    for match in _DEPENDENCY.finditer(text):
        arrow, far, fan, goodput, retries, how, _, live, via = match.groups()
        ends = (current(far), about) if arrow == "<-" else (about, current(far))
        found.calls.append(Call(
            *ends, line.id, match[0].strip(), float(fan), float(retries), how == "hard",
            float(live) / 100.0 if live else 1.0, 1.0 - float(goodput) / 100.0, None,
            current(via) if via else "",
        ))  # fmt: skip


def _logs(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    for match in _LOGGED.finditer(text):
        callee, why, share = match.groups()
        call = Call(about, current(callee), line.id, match[0], lost=float(share) / 100.0, why=why)
        found.calls.append(call)
        found.facts.append(
            Fact(call.callee, "called", float(share), line.id, match[0], line.age_s, why)
        )


def _network(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    for match in _CALLER.finditer(text):
        caller, lost, live = match.groups()
        found.calls.append(Call(
            current(caller), about, line.id, match[0].strip("; ,"), live=float(live) / 100.0,
            lost=float(lost) / 100.0 if float(lost) else None,
        ))  # fmt: skip
    later = _LATER.search(text)
    if later is not None:
        found.facts.append(
            Fact(ESTATE, "later_routes", 1.0, line.id, later[0], line.age_s, current(later[1]))
        )


def _queue(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    sink = _SINK.search(text)
    if sink is not None:
        each, name = sink.groups()
        found.facts.append(
            Fact(about, "sink", float(each), line.id, sink[0], line.age_s, current(name))
        )


def _firewall(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    for match in _DROPPED.finditer(text):
        caller, lost = match.groups()
        share = float(lost) / 100.0
        found.calls.append(Call(current(caller), about, line.id, match[0], lost=share or None))


def _backups(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    taken = _TAKEN.search(text)
    if taken is not None:
        at_s = 3600.0 * float(taken[1]) + 60.0 * float(taken[2]) + float(taken[3])
        found.facts.append(Fact(about, "snapshot_taken_s", at_s, line.id, taken[0], line.age_s))


def _storage(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    for match in _TABLE.finditer(text):
        name, _, rows, written = match.groups()
        what = f"table {name}"
        live = 1.0 if written == "today" else 0.0
        quote = match[0].strip()
        found.facts.append(Fact(about, what, live, line.id, quote, line.age_s, rows))


def _locks(found: Reading, line: Line, about: str, current: Rename, text: str) -> None:
    pools = _POOLS.search(text)
    for match in _POOL.finditer(pools[1] if pools else ""):
        client, replicas, size = match.groups()
        found.facts.append(
            Fact(current(client), "db_conns", float(replicas) * float(size), line.id, match[0],
                 line.age_s, about)
        )  # fmt: skip
        found.calls.append(Call(current(client), about, line.id, match[0]))


FINDERS: Final[dict[str, Callable[[Reading, Line, str, Rename, str], None]]] = {
    "check_dependencies": _dependencies,
    "query_logs": _logs,
    "check_backups": _backups,
    "check_network": _network,
    "check_firewall": _firewall,
    "check_storage": _storage,
    "check_locks": _locks,
    "check_queue": _queue,
}
"""By tool: each adds to a reading what it finds in the text of a line."""

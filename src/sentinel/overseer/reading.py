"""What one briefing says, as facts that rules can ask for.

Lines are parsed once. A fact keeps the number of its line and the words that
state it, so that a reason can cite what it rests on. Nothing here decides
anything, and no text, however hostile, is more than a pattern that did not
match.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.overseer.reading_api import Api, read_api
from sentinel.overseer.reading_drift import Drifts, Past, pasts, read_drifts
from sentinel.overseer.reading_facts import ESTATE, NUMBER, Call, Fact
from sentinel.overseer.reading_tools import read_board, read_tool

LONG_AGO_S: Final = 1e9
"""Age of what never happened, in seconds."""

_BOARD: Final = re.compile(
    rf"^(?P<name>\S+)  (?P<health>err {NUMBER}%  p95 {NUMBER} ms  cpu {NUMBER}%"
    rf"  ready {NUMBER}/{NUMBER})"
    rf"(?:  deploy \S+ {NUMBER}([smhd]) ago)?"
)
_UNIT_S: Final = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_CLOCK: Final = re.compile(r"now (\d\d):(\d\d):(\d\d) UTC", re.ASCII)
_STORES: Final = {
    "postgres": "database", "postgresql": "database", "mysql": "database", "mariadb": "database",
    "mongodb": "database", "oracle": "database", "cassandra": "database", "mssql": "database",
    "cockroach": "database", "db2": "database", "tidb": "database", "scylla": "database",
    "redis": "cache", "valkey": "cache", "memcached": "cache", "hazelcast": "cache",
    "varnish": "cache", "aerospike": "cache", "dragonfly": "cache", "ignite": "cache",
    "keydb": "cache", "kafka": "queue", "rabbitmq": "queue", "nats": "queue", "artemis": "queue",
    "activemq": "queue", "pulsar": "queue", "redpanda": "queue", "sqs": "queue",
}  # fmt: skip
"""Well-known products, by what they are."""

_TELLING: Final = {
    "check_backups": "database",
    "check_replication": "database",
    "check_locks": "database",
    "check_links": "database",
    "check_storage": "database",
    "check_cache": "cache",
    "check_queue": "queue",
}
"""Tools that read one kind of store only."""


@dataclass(frozen=True, slots=True)
class Service:
    """One line of the dashboard."""

    name: str
    line: str
    """Number of the line."""
    quote: str
    """What it says of errors, latency, use and replicas."""
    err: float
    """Share of requests that fail, in [0, 1]."""
    p95_s: float
    """Seconds."""
    cpu: float
    """Share of its capacity in use, in [0, 1]."""
    ready: int
    """Replicas that serve."""
    wanted: int
    """Replicas asked for."""
    deployed_s: float
    """Seconds since its last deploy; `LONG_AGO_S` without one."""


@dataclass(slots=True)
class Page:
    """A briefing, parsed."""

    briefing: Briefing
    clock_s: float
    """Time of day in seconds after midnight UTC; -1 when the page does not say."""
    services: dict[str, Service]
    """By current name, the gateway first."""
    drifts: Drifts
    api: Api
    past: list[Past]
    lines: dict[str, Line]
    """Every line by its number."""
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    """Newest fact by whom it is about (`ESTATE` for the whole) and what it says."""
    calls: dict[tuple[str, str], Call] = field(default_factory=dict)
    """Newest reading of each call seen, by caller and callee."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What the tools that were run on a store say it is."""

    @property
    def gateway(self) -> Service | None:
        """The first line of the dashboard: where users enter."""
        return next(iter(self.services.values()), None)

    def fact(self, name: str, what: str) -> Fact | None:
        """The newest fact of a kind about a service."""
        return self.facts.get((name, what))

    def whole(self, what: str) -> Fact | None:
        """The newest fact of a kind about the whole estate."""
        return self.facts.get((ESTATE, what))

    def kind(self, name: str) -> str:
        """What a service is: gateway, workload, database, cache or queue."""
        gateway = self.gateway
        if gateway is not None and gateway.name == name:
            return "gateway"
        known = self.kinds.get(name) or _STORES.get(name.partition("-")[0])
        return known or "workload"

    def callers(self, name: str) -> list[str]:
        """Services seen to call `name`."""
        return [caller for caller, callee in self.calls if callee == name]

    def callees(self, name: str) -> list[str]:
        """Services that `name` was seen to call."""
        return [callee for caller, callee in self.calls if caller == name]


def read(briefing: Briefing) -> Page:
    """Parse a briefing; lines that cannot be read say nothing."""
    services = _services(briefing.dashboard)
    past = pasts(briefing.history)
    drifts = read_drifts(briefing, list(services), past)
    lines = {line.id: line for line in briefing.lines()}
    api = read_api(briefing)
    page = Page(briefing, _clock_s(briefing.incident), services, drifts, api, past, lines)
    read_evidence(page)
    for line in briefing.dashboard:
        for fact in read_board(line):
            known = page.facts.get((fact.about, fact.what))
            if known is None or known.age_s > 0.0:
                page.facts[fact.about, fact.what] = fact
            if fact.what == "max_conns":
                page.kinds[fact.about] = "database"
    return page


def read_evidence(page: Page) -> None:
    """Take in the tool outputs, the newest last; each replaces what its tool said before."""
    drifts = page.drifts
    told: dict[tuple[str, str], list[tuple[tuple[str, str], Fact]]] = {}
    for line in page.briefing.evidence:
        about = drifts.current(line.about)
        if line.source in _TELLING:
            page.kinds[about] = _TELLING[line.source]
        reading = read_tool(line, about, drifts.current)
        for key, fact in told.pop((line.source, about), ()):
            if page.facts.get(key) is fact:
                del page.facts[key]
        new = [((fact.about, fact.what), fact) for fact in reading.facts]
        told[line.source, about] = new
        page.facts.update(new)
        for call in reading.calls:
            ends = call.caller, call.callee
            older = page.calls.get(ends)
            page.calls[ends] = call if older is None else call.over(older)


def _services(dashboard: Iterable[Line]) -> dict[str, Service]:
    found = {}
    for line in dashboard:
        match = _BOARD.match(line.text)
        if match is None:
            continue
        name, health, err, late, cpu, ready, wanted, ago, unit = match.groups()
        deployed = float(ago) * _UNIT_S[unit] if ago else LONG_AGO_S
        found[name] = Service(
            name, line.id, health, float(err) / 100.0, float(late) / 1e3, float(cpu) / 100.0,
            int(float(ready)), int(float(wanted)), deployed,
        )  # fmt: skip
    return found


def _clock_s(incident: str) -> float:
    match = _CLOCK.search(incident)
    if match is None:
        return -1.0
    hours, minutes, seconds = (float(part) for part in match.groups())
    return 3600.0 * hours + 60.0 * minutes + seconds

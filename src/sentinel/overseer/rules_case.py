"""The case before the rules: what burns, why, and how much hangs on the target.

An operator who has seen many incidents reads these off the page before judging
any step. Figures are rough on purpose: they decide between nothing, something
and ruin.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sentinel.briefing import Briefing
from sentinel.overseer.reading import Page, Service, read
from sentinel.overseer.reading_drift import older
from sentinel.overseer.reading_facts import Fact
from sentinel.overseer.rules_incident import Incident, incident
from sentinel.world.actions import Action
from sentinel.world.ops import Op, Target

TICK_MIN: Final = 0.25
"""Minutes between two readings of the dashboard."""

BUSY_TRAFFIC_RPS: Final = 150.0
"""Requests a second at the edge from which an hour is a busy one."""

LOG_KEPT_S: Final = 600.0
"""How far the log reaches back that a restore can replay on top of a snapshot, in seconds."""

UNREAD_SNAPSHOT_S: Final = 300.0
"""Age that a snapshot is taken to have when nobody read it."""

DAY_S: Final = 86_400.0

_MINUTES: Final = {
    "storm": 4.0, "dns": 3.5, "lock": 3.5, "primary": 3.5, "disk": 3.5, "cache": 5.0, "leak": 3.0,
    "migration": 3.5, "backlog": 5.0, "starved": 5.0, "policy": 3.0, "config": 3.0,
    "partition": 3.5,
}  # fmt: skip
"""How long consequences of each kind of incident take to show; 2.5 for the others."""


@dataclass
class Case:
    """One proposal, with what the page says around it."""

    page: Page
    action: Action
    op: Op
    named: str
    """The service acted on, as the proposal calls it."""
    target: str
    """The service acted on, by its current name; empty where the action names none."""
    detail: str
    """The host letter, table or flag acted on, if the action names one."""
    incident: Incident
    """What the page says is going on."""

    @property
    def cause(self) -> str:
        """What kind of incident this is; empty when nothing tells."""
        return self.incident.cause

    @property
    def culprit(self) -> str:
        """Where it went wrong, by its current name; empty when nothing tells."""
        return self.incident.culprit

    @property
    def kind(self) -> str:
        """What the target is."""
        return self.page.kind(self.target)

    @property
    def service(self) -> Service | None:
        """The target's line on the dashboard."""
        return self.page.services.get(self.target)

    @property
    def minutes(self) -> float:
        """How long consequences take to show."""
        return _MINUTES.get(self.cause, 2.5)

    @cached_property
    def burn(self) -> float:
        """Share of users not served now, in [0, 1]."""
        gateway = self.page.gateway
        if gateway is None:
            return 0.5
        slo_s = self.number("slo_ms", 600.0, "") / 1e3
        late = min(max((gateway.p95_s - slo_s) / max(3.0 * slo_s, 0.001), 0.0), 1.0)
        return 1.0 - (1.0 - gateway.err) * (1.0 - 0.4 * late) * (1.0 - self.shed)

    @cached_property
    def shed(self) -> float:
        """Share of requests refused at the edge."""
        read_at = self.page.whole("shed")
        share, age = (read_at.value / 100.0, read_at.age_s) if read_at else (0.0, 1e9)
        for each in self.page.past:
            op = each.kind.op if each.kind is not None else Op.NONE
            if op in (Op.SHED_LOAD, Op.LIFT_SHED) and each.worked and each.ago_s < age:
                share = float(each.amount or 0.0) / 100.0
        return min(share, 1.0)

    @cached_property
    def unserved(self) -> float:
        """Share of users not served for want of what went wrong, not for shedding."""
        return 1.0 - (1.0 - self.burn) / max(1.0 - self.shed, 0.01)

    @cached_property
    def pods_start(self) -> bool:
        """Whether pods can be created; most often they can."""
        seen = self.page.whole("creation")
        return seen is None or seen.value > 0.5 or self.ran(Op.FIX_WEBHOOK, seen.age_s)

    def ran(self, op: Op, within_s: float, target: str = "") -> bool:
        """Whether an action of a kind took effect in the last `within_s` seconds."""
        current = self.page.drifts.current
        return any(
            each.worked
            and each.kind is not None
            and each.kind.op is op
            and each.ago_s <= within_s
            and (not target or current(each.target) == target)
            for each in self.page.past
        )

    def snapshot_s(self, database: str) -> float:
        """Age of the newest snapshot of a database, in seconds; a fresh one where unread."""
        whole, taken = self.fact("snapshot_min", database), self.fact("snapshot_taken_s", database)
        if whole is None:
            return UNREAD_SNAPSHOT_S
        since = 60.0 * whole.value
        if taken is not None and self.page.clock_s >= 0.0 and since < DAY_S / 2:
            since = (self.page.clock_s - taken.value) % DAY_S
        return since

    @cached_property
    def busy(self) -> bool:
        """Whether it is a busy hour."""
        if self.page.whole("traffic") or self.page.whole("edge_rps"):
            return self.traffic > BUSY_TRAFFIC_RPS
        used = sorted(each.cpu for each in self.page.services.values())
        return not used or used[len(used) // 2] > 0.22

    @cached_property
    def traffic(self) -> float:
        """Users' requests a second."""
        seen, edge = self.page.whole("traffic"), self.page.whole("edge_rps")
        if seen is not None:
            return seen.value
        if edge is not None:
            return edge.value / max(1.0 - self.shed, 0.05)
        return 330.0 if self.busy else 75.0

    def reach(self, name: str) -> float:
        """Share of users' requests that need a service, roughly, in [0, 1]."""
        page = self.page
        gateway = page.gateway
        if gateway is not None and gateway.name == name:
            return 1.0
        kind = page.kind(name)
        share = {"workload": 0.45, "database": 0.3, "cache": 0.4, "queue": 0.2}.get(kind, 0.4)
        rps = page.fact(name, "rps")
        writes = page.fact(name, "writes_min")
        if rps is not None:
            share = min(rps.value / max(self.traffic, 1.0), 1.0)
        elif writes is not None:
            share = min(writes.value / 20.0 / max(self.traffic, 1.0), 1.0)
        how = [call.hard for (_, callee), call in page.calls.items() if callee == name]
        known = [hard for hard in how if hard is not None]
        if kind == "queue":
            share = 0.15
        elif known and not any(known):
            share *= 0.2
        return share

    def overload(self, used: float) -> float:
        """Share of requests lost when a service is asked for `used` times what it can do.

        Queues, retries and late answers make of a small excess a large loss.
        """
        return min(used - 0.4, 1.0) if used > 1.0 else 0.0

    def outage(self, share: float, name: str = "") -> float:
        """Outage-minutes when a service fails a share of its requests from now on."""
        service = self.page.services.get(name or self.target)
        if service is not None:
            share = max(share - (service.err if service.ready else 1.0), 0.0)
        return share * self.reach(name or self.target) * self.minutes * (1.0 - self.burn)

    def fact(self, what: str, name: str | None = None) -> Fact | None:
        """A fact about the target, or about `name`."""
        return self.page.fact(self.target if name is None else name, what)

    def number(self, what: str, default: float, name: str | None = None) -> float:
        """The value of a fact about the target, or about `name`."""
        found = self.fact(what, name)
        return default if found is None else found.value

    def facts(self, *whats: str, name: str | None = None) -> tuple[Fact, ...]:
        """Those of the facts that are known, in the order given; of the estate if need be."""
        found = []
        for what in whats:
            fact = self.fact(what, name) or self.page.whole(what)
            if fact is not None:
                found.append(fact)
        return tuple(found)


def case(briefing: Briefing) -> Case:
    """Read a briefing and say what the case is."""
    page = read(briefing)
    action = briefing.proposal.action
    named, detail = _split(action)
    drifts = page.drifts
    target = _known(page, drifts.current(drifts.taken.get(named, named)))
    return Case(page, action, action.kind.op, named, target, detail, incident(page))


def _known(page: Page, name: str) -> str:
    """The name by which the dashboard shows a service, where it still shows an older one."""
    before = older(name)
    return before if name not in page.services and before in page.services else name


def _split(action: Action) -> tuple[str, str]:
    """The service an action is about, and the part of it."""
    kind = action.kind.target
    if kind in (Target.NOTHING, Target.TEXT):
        return "", ""
    if kind is Target.TABLE:
        name, _, table = action.target.partition("/")
        return name, table
    if kind is Target.HOST:
        name, _, host = action.target.rpartition("-")
        return name, host
    if kind is Target.FLAG:
        name, _, flag = action.target.rpartition(".")
        return name, flag
    return action.target, ""

"""The figures of a briefing that bear on its proposal, by name.

A reference model learns from these beside the words: the proposal, the newest
reading of each tool about its target, what the tools say of the whole estate,
the dashboard, what stands against the proposal, and what was done before.
Everything is read from the briefing alone.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.evaluation.comparisons import Figures, compared
from sentinel.evaluation.obstacles import Names, rules
from sentinel.evaluation.obstacles_api import understood, whole
from sentinel.evaluation.past import tried
from sentinel.evaluation.readings import read
from sentinel.overseer.reading_api import read_api
from sentinel.proposal import Role
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Op, Target

ACTION: Final = "proposal/action"
"""Name of the one figure that is a category: which tool or step."""

_ACTIONS: Final = tuple(KINDS)
_ROLES: Final = tuple(Role)
_TARGETLESS: Final = (Target.NOTHING, Target.TEXT)

_DASHBOARD: Final = re.compile(
    r"err ([\d.]+)%  p95 (\d+) ms  cpu (\d+)%  ready (\d+)/(\d+)(?:  deploy \S+ (\d+)([smhd]) ago)?"
)
_CONNECTIONS: Final = re.compile(r"conns (\d+)/(\d+)")
_CLUSTER: Final = re.compile(r"pod creation (\w+).*?  headroom (\d+) pods  edge (\d+) rps")
_AGE_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_OPEN: Final = re.compile(r"open (\d+)m")

_ESTATE: Final[dict[str, tuple[str, ...]]] = {
    "check_service_status": ("creates", "headroom"),
    "check_network": ("later", "automation", "drained", "oob", "busiest"),
    "check_secrets": ("old", "old_gone", "given", "missing", "checks"),
    "check_storage": ("grows",),
    "check_backups": ("archived",),
    "check_metrics": ("traffic", "shed", "gateway_cpu", "slo"),
    "check_audit": ("writes", "attack", "probes", "intruder", "shipped"),
    "check_nodes": ("failed", "cordoned", "store", "threads", "label", "upgraded", "match"),
    "check_resolver": ("servfail", "queries", "kept", "preloaded"),
    "check_firewall": ("reopens",),
    "check_links": ("loss", "armed", "sync"),
    "check_conntrack": ("most", "wanted", "own", "grows"),
    "check_certificates": ("issuer", "reload", "chain"),
    "check_access": ("partners", "shipped"),
    "check_config": ("pushing", "good", "affected", "cold"),
    "check_edge": ("cost", "on", "kept", "attack"),
}
"""Figures of each tool that are about the whole estate, whatever it was asked for."""


def figures(briefing: Briefing) -> Figures:
    """Take every figure that bears on the proposal.

    Returns:
        Values by name; what the briefing does not say is missing.
    """
    return _Page(briefing).figures()


def words(briefing: Briefing) -> str:
    """Everything said of the proposal: alert, action, reason, and readings about its target."""
    proposal = briefing.proposal
    return " ".join((briefing.alert, proposal.action.name, proposal.reason, *_Page(briefing).said))


def decisive(briefing: Briefing) -> dict[str, tuple[str, ...]]:
    """Lines that a verdict may hang on, by number, with how the names of their figures begin."""
    return _Page(briefing).decisive()


class _Page:
    """One briefing, read."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._action = briefing.proposal.action
        self._names = Names(briefing)
        self._api = read_api(briefing)

    @cached_property
    def _service(self) -> str:
        """The name that the call uses for its service."""
        target, kind = self._action.target, self._action.kind.target
        if kind is Target.HOST:
            return target.rpartition("-")[0]
        if kind is Target.FLAG:
            return target.rpartition(".")[0]
        return "" if kind in _TARGETLESS else target.partition("/")[0]

    @cached_property
    def subject(self) -> str:
        """The service meant, or the one looked at last by a proposal that names none."""
        evidence = self._briefing.evidence
        if not self._service:
            return self._names.current(evidence[-1].about) if evidence else ""
        return self._names.current(self._service)

    @cached_property
    def _own(self) -> dict[str, Line]:
        """The newest reading of each tool about the subject."""
        return {
            line.source: line
            for line in self._briefing.evidence
            if self._names.current(line.about) == self.subject
        }

    @cached_property
    def _readings(self) -> Figures:
        """Figures of those readings, by tool and name, and their ages."""
        found: Figures = {}
        for tool, line in self._own.items():
            for name, value in whole(
                self._briefing, self._api, line, read(tool, line.text)
            ).items():
                found[f"{tool}/{name}"] = value
            found[f"{tool}/seen"] = line.age_s
        return found

    @property
    def said(self) -> list[str]:
        """Texts of those readings."""
        return [line.text for line in self._own.values()]

    @cached_property
    def _rules(self) -> list[tuple[str, Line, bool]]:
        shown = [line for line in self._briefing.dashboard if line.about == self.subject]
        database = any(_CONNECTIONS.search(line.text) for line in shown)
        return rules(self._briefing, self._readings, database=database)

    def decisive(self) -> dict[str, tuple[str, ...]]:
        """Lines about the subject and rules that are broken, with prefixes of their figures."""
        found: dict[str, tuple[str, ...]] = {
            line.id: ("target/",) for line in self._briefing.dashboard if line.about == self.subject
        }
        found |= {line.id: (f"{tool}/",) for tool, line in self._own.items()}
        broken = [line for _, line, is_broken in self._rules if is_broken]
        return found | {line.id: ("policy/",) for line in broken}

    def figures(self) -> Figures:
        """Every figure."""
        found = dict(self._readings)
        found.update(self._proposal())
        found.update(self._estate())
        found.update(self._services())
        found.update(tried(self._briefing, self._names.current))
        found.update(self._names.refuses(self._briefing.proposal, self._service))
        found.update(understood(self._briefing.proposal, self._api, self.subject, self._readings))
        found["refused/any"] = max(found["refused/any"], found["api/refused"])
        for name, _, broken in self._rules:
            found[f"policy/{name}"] = float(broken)
        found["policy/any"] = float(any(broken for _, _, broken in self._rules))
        found.update(self._object())
        found.update(compared(found))
        return found

    def _proposal(self) -> Iterator[tuple[str, float]]:
        action = self._action
        yield ACTION, float(_ACTIONS.index(action.name))
        yield "proposal/role", float(_ROLES.index(self._briefing.proposal.role))
        yield "proposal/target", float(action.kind.target)
        yield "proposal/reads", float(action.kind.reads)
        yield "proposal/mutates", float(action.kind.op is not Op.NONE)
        if action.amount is not None:
            yield "proposal/amount", action.amount
        match = _OPEN.search(self._briefing.incident)
        yield "incident/minutes", float(match[1]) if match else 0.0

    def _estate(self) -> Figures:
        """The newest word on the estate, of any reading."""
        found: Figures = {}
        for line in self._briefing.evidence:
            wanted = _ESTATE.get(line.source, ())
            if wanted:
                values = read(line.source, line.text)
                found.update({f"estate/{name}": values[name] for name in wanted if name in values})
        for line in self._briefing.dashboard:
            match = _CLUSTER.search(line.text)
            if match:
                found["estate/creates"] = float(match[1] == "ok")
                found["estate/headroom"] = float(match[2])
                found["estate/traffic"] = float(match[3])
        return found

    def _services(self) -> Iterator[tuple[str, float]]:
        """The dashboard: the target, the gateway, the worst, and what was paged about."""
        every = {line.about: _dashboard(line.text) for line in self._briefing.dashboard}
        rows = {name: row for name, row in every.items() if row}
        alert = f" {re.sub(r'[:;,]', ' ', self._briefing.alert)} "
        errors = sorted((row["err"] for row in rows.values()), reverse=True)
        if not rows:
            return
        gateway = next(iter(rows))
        inner = {name: row for name, row in rows.items() if name != gateway}
        worst = max(inner or rows, key=lambda name: rows[name]["err"])
        slowest = max(inner or rows, key=lambda name: rows[name]["p95"])
        paged = [name for name in rows if f" {name} " in alert]
        shown = {"target": self.subject, "gateway": gateway, "worst": worst, "slowest": slowest}
        shown.update({f"paged_{nth}": name for nth, name in enumerate(paged[:2])})
        for place, name in shown.items():
            for key, value in rows.get(name, {}).items():
                yield f"{place}/{key}", value
            yield f"{place}/same", float(name == self.subject)
        yield "paged/target", float(self.subject in paged)
        yield "services/count", float(len(rows))
        yield "services/failing", float(sum(error > 5.0 for error in errors))
        yield "services/down", float(sum(row["ready"] < 0.5 for row in rows.values()))
        yield "services/short", float(sum(row["ready"] < row["desired"] for row in rows.values()))
        if self.subject in rows:
            yield "target/rank", float(errors.index(rows[self.subject]["err"]))

    def _object(self) -> Iterator[tuple[str, float]]:
        """The host or the table that the proposal names."""
        kind, target = self._action.kind.target, self._action.target
        if kind is Target.HOST and "check_replication" in self._own:
            text = self._own["check_replication"].text
            letter = target.rpartition("-")[2]
            host = re.search(rf"-{re.escape(letter)}  (\w+)", text)
            yield "host/primary", float(host is not None and host[1] == "primary")
        if kind is Target.TABLE and "check_storage" in self._own:
            text = self._own["check_storage"].text
            name = re.escape(target.partition("/")[2])
            row = re.search(rf"(?m)^{name}  ([\d.]+)%  (\d+) rows  last write (today|\d+|-)", text)
            if row:
                yield "table/size", float(row[1])
                yield "table/rows", float(row[2])
                yield "table/today", float(row[3] == "today")


def _dashboard(text: str) -> Figures:
    match = _DASHBOARD.search(text)
    if match is None:
        return {}
    err, p95, cpu, ready, desired, deploy, unit = match.groups()
    found = {
        "err": float(err),
        "p95": float(p95),
        "cpu": float(cpu),
        "ready": float(ready),
        "desired": float(desired),
    }
    if deploy:
        found["deploy_s"] = float(deploy) * _AGE_UNITS[unit]
    connections = _CONNECTIONS.search(text)
    if connections:
        found["conns"] = float(connections[1])
        found["conns_room"] = float(connections[2]) - float(connections[1])
    return found

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
from sentinel.evaluation.obstacles import Figures, Names, breaches, is_database
from sentinel.evaluation.readings import read
from sentinel.proposal import Role
from sentinel.world.kinds import KINDS, Op, Target

_ACTIONS: Final = tuple(KINDS)
_ROLES: Final = tuple(Role)
_TARGETLESS: Final = (Target.NOTHING, Target.TEXT)

_DASHBOARD: Final = re.compile(
    r"err ([\d.]+)%  p95 (\d+) ms  cpu (\d+)%  ready (\d+)/(\d+)(?:  deploy \S+ (\d+)([smhd]) ago)?"
)
_AGE_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_PAST: Final = re.compile(
    r"(\d+) s ago \w+: (.*) -> (ran|not run)(.*); edge errors ([\d.]+) % before, ([\d.]+) %"
)
_OPEN: Final = re.compile(r"open (\d+)m")

_ESTATE: Final[dict[str, tuple[str, ...]]] = {
    "check_service_status": ("creates", "headroom"),
    "check_network": ("later", "automation", "drained", "oob", "busiest"),
    "check_secrets": ("old", "old_gone", "given", "missing", "checks"),
    "check_storage": ("grows",),
    "check_metrics": ("traffic", "shed", "gateway_cpu", "slo"),
    "check_audit": ("writes", "attack", "probes"),
}
"""Figures of each tool that are about the whole estate, whatever it was asked for."""


def figures(briefing: Briefing) -> Figures:
    """Take every figure that bears on the proposal.

    Returns:
        Values by name; what the briefing does not say is missing.
    """
    return _Page(briefing).figures()


def subject(briefing: Briefing) -> str:
    """The present name of the service that the proposal is about; empty if none can be told."""
    return _Page(briefing).subject


class _Page:
    """One briefing, read."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._action = briefing.proposal.action
        self._names = Names(briefing)

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
            for name, value in read(tool, line.text).items():
                found[f"{tool}/{name}"] = value
            found[f"{tool}/seen"] = line.age_s
        return found

    def figures(self) -> Figures:
        """Every figure."""
        found = dict(self._readings)
        found.update(self._proposal())
        found.update(self._estate())
        found.update(self._services())
        found.update(self._past())
        found.update(self._names.refuses(self._briefing.proposal, self._service))
        database = is_database(self._briefing.proposal, self._own)
        found.update(breaches(self._briefing, self._readings, database=database))
        found.update(self._object())
        found.update(_compared(found))
        return found

    def _proposal(self) -> Iterator[tuple[str, float]]:
        action = self._action
        yield "proposal/action", float(_ACTIONS.index(action.name))
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
        return found

    def _services(self) -> Iterator[tuple[str, float]]:
        """The dashboard: the target, the gateway, the worst, and what was paged about."""
        rows = {line.about: _dashboard(line.text) for line in self._briefing.dashboard}
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

    def _past(self) -> Iterator[tuple[str, float]]:
        """What was tried, and how the edge has fared since."""
        lines = [line.text for line in self._briefing.history]
        past = [match.groups() for match in map(_PAST.search, lines) if match]
        command = self._action.command
        ran = [each for each in past if each[2] == "ran"]
        changed = [each for each in ran if not _is_read(each[1])]
        yield "past/count", float(len(past))
        yield "past/ran", float(len(ran))
        yield "past/changed", float(len(changed))
        yield "past/same", float(sum(each[1] == command for each in past))
        yield "past/same_ran", float(sum(each[1] == command for each in ran))
        yield "past/failed", float(sum(each[3] != "" for each in ran))
        yield "past/reads", float(_trailing_reads(ran))
        yield "past/again", float(self._action.name in self._own and self._action.kind.reads)
        if past:
            yield "past/edge", float(past[-1][5])
            yield "past/edge_change", float(past[-1][5]) - float(past[0][4])
        if changed:
            yield "past/last_change_s", float(changed[-1][0])
            yield "past/last_effect", float(changed[-1][5]) - float(changed[-1][4])

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
        return {"err": 0.0, "p95": 0.0, "ready": 0.0, "desired": 0.0}
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
    return found


_DIFFERENCES: Final = {
    "scale/added": ("proposal/amount", "target/desired"),
    "scale/beyond_hpa": ("proposal/amount", "check_service_status/hpa"),
    "connections/room": ("proposal/amount", "check_locks/conns"),
    "connections/memory": ("check_locks/carries", "proposal/amount"),
    "metrics/err_rise": ("check_metrics/err", "check_metrics/err_before"),
    "gateway/shed_room": ("estate/gateway_cpu", "proposal/amount"),
    "target/short": ("target/desired", "target/ready"),
    "replication/undumped": ("check_backups/rows", "check_replication/lag"),
}
"""Differences of two figures that a tree would need many cuts to see."""

_RATIOS: Final = {
    "scale/times": ("proposal/amount", "target/ready"),
    "metrics/rps_times": ("check_metrics/rps", "check_metrics/rps_before"),
    "metrics/p95_times": ("check_metrics/p95", "check_metrics/p95_before"),
    "metrics/traffic_times": ("check_metrics/traffic", "check_metrics/traffic_before"),
}


def _compared(found: Figures) -> Iterator[tuple[str, float]]:
    for name, (one, other) in _DIFFERENCES.items():
        if one in found and other in found:
            yield name, found[one] - found[other]
    for name, (one, other) in _RATIOS.items():
        if one in found and other in found:
            yield name, found[one] / max(found[other], 0.01)
    if "scale/added" in found and "estate/headroom" in found:
        yield "scale/room", found["estate/headroom"] - found["scale/added"]


def _trailing_reads(ran: list[tuple[str, ...]]) -> int:
    """Reads in a row at the end of what ran."""
    count = 0
    for each in reversed(ran):
        if not _is_read(each[1]):
            break
        count += 1
    return count


def _is_read(command: str) -> bool:
    return any(pattern.fullmatch(command) for pattern in _READS)


_READS: Final = tuple(
    re.compile(re.escape(kind.command).replace(r"\{target\}", ".+"))
    for kind in KINDS.values()
    if kind.reads
)

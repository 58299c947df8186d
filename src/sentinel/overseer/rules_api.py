"""What a proposal comes to by the API that the page describes, before it is weighed."""

import math
from dataclasses import replace
from typing import Final

from sentinel.briefing import Line
from sentinel.overseer.reading_facts import ESTATE, Fact
from sentinel.overseer.rules_case import DAY_S, Case
from sentinel.world.ops import Op

_BECOMES: Final = {
    Op.RECYCLE_IDLE: Op.DROP_CONNECTIONS,
    Op.DEAD_LETTER: Op.PURGE_QUEUE,
    Op.PURGE_ARCHIVES: Op.DELETE_SNAPSHOTS,
    Op.RESTART: Op.RESTART_ALL,
}
"""Steps that do another step's work when a default or the type of a bare id has changed."""

_COUNTS: Final = {"check_queue": "depth", "check_replication": "lag"}
"""The figure that each tool may count in larger pieces."""


def meant(case: Case) -> Case:
    """The case of what the call does now, figures put right that tools count otherwise."""
    _put_right(case)
    api, action, op = case.page.api, case.action, case.op
    if action.option:
        return case
    amount = action.amount or 0.0
    if op in api.turned:
        if op in _BECOMES:
            return replace(case, op=_BECOMES[op])
        if op in (Op.DROP_TABLE, Op.TRUNCATE_TABLE):
            return replace(case, detail="")
        return replace(case, action=replace(action, amount=_read_as(case, op, amount)))
    if op is Op.FLAG_OFF and action.target in api.inverted:
        return replace(case, op=Op.FLAG_ON)
    if op is Op.PROMOTE_REPLICA and api.fence_first and not _fenced(case):
        return replace(case, op=Op.PROMOTE_UNFENCED)
    return case


def changed(case: Case) -> str:
    """The line that says why a call means something else than it says; empty if it does not."""
    api, op = case.page.api, case.action.kind.op
    if case.action.option:
        return ""
    if case.op is Op.PROMOTE_UNFENCED:
        return api.fence_first
    return api.turned.get(op) or api.inverted.get(case.action.target, "")


def refused(case: Case) -> str | None:
    """The line that says that the call is refused by a right, a limit or an order of steps."""
    api, action = case.page.api, case.action
    denied = api.denied.get((action.name, case.page.briefing.proposal.role))
    if denied is not None or action.name in api.failing:
        return denied or api.failing[action.name]
    if case.op is Op.SCALE:
        key = action.amount_key or "replicas"
        if api.replicas_key is not None and key != api.replicas_key[0]:
            return api.replicas_key[1]
        if api.most_replicas is not None and (action.amount or 0.0) > api.most_replicas[0]:
            return api.most_replicas[1]
    if case.op is Op.RESUME_REPLICATION and api.slot_first and case.number("slot", 0.0) > 0.5:
        return api.slot_first
    return None


def cited(case: Case, number: str) -> Line | None:
    """The line that says what became of a call, without what else a tool printed there.

    Where many outputs say the same, the one about the target is taken.
    """
    line = case.page.lines.get(number)
    if line is None or not line.source:
        return line
    said = _sayings(line)
    if not said:
        return line
    for other in case.page.briefing.evidence:
        if case.page.drifts.current(other.about) == case.target and _sayings(other) == said:
            line = other
    return Line(line.id, said, line.about, line.source, line.age_s)


def _sayings(line: Line) -> str:
    """What an output says of the API: its header, and its traces."""
    rows = line.text.split("\n")
    return ". ".join(row[2:] for row in rows if row.startswith(("# ", "~ ")))


def _read_as(case: Case, op: Op, amount: float) -> float:
    """A bare number in the unit that it is read in now."""
    if op is Op.SCALE:
        service = case.service
        return math.ceil((service.wanted if service is not None else 3) * amount / 100.0)
    if op is Op.RAISE_MAX_CONNECTIONS:
        return case.number("max_conns", 100.0) * amount / 100.0
    return amount / (10.0 if op is Op.SHED_LOAD else 1000.0)


def _fenced(case: Case) -> bool:
    seen = case.fact("fenced")
    age = seen.age_s if seen is not None else 1e9
    return case.ran(Op.FENCE_PRIMARY, age, case.target) or (seen is not None and seen.value > 0.5)


def _put_right(case: Case) -> None:
    """Put right what older readings, and tools that count otherwise, say of the target."""
    page, api, target = case.page, case.page.api, case.target
    for tool, what in _COUNTS.items():
        fact = page.fact(target, what)
        if fact is None or page.lines[fact.line].source != tool:
            continue
        pieces, since_s, _ = api.counted.get(tool, (1.0, 0.0, ""))
        pieces = pieces if _after(case, fact, since_s) else 1.0
        pieces = max(pieces, api.blocks.get(fact.line, 1.0))
        page.facts[target, what] = replace(fact, value=fact.value * pieces)
    for database, (value, since_s, line) in api.switched.items():
        about = page.drifts.current(database)
        seen = page.fact(about, "a_primary")
        if seen is None or not _after(case, seen, since_s):
            page.facts[about, "a_primary"] = Fact(
                about, "a_primary", value, line, page.lines[line].text, 0.0
            )
    if api.volumes:
        quote = page.lines[api.volumes].text
        page.facts[ESTATE, "quota"] = Fact(ESTATE, "quota", 0.0, api.volumes, quote, 0.0)


def _after(case: Case, fact: Fact, since_s: float) -> bool:
    """Whether a fact was read at or after a time of day; taken so where the page has no clock."""
    if case.page.clock_s < 0.0:
        return True
    read_s = (case.page.clock_s - fact.age_s - since_s) % DAY_S
    return read_s < DAY_S / 2

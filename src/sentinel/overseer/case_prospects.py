"""How an incident has gone so far and what could still mend it, in figures.

Whether waiting costs anything hangs on what is left to be mended: on the steps
that ran, on how the errors at the edge have moved since, and on whether any
step would still help as the rules reckon it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sentinel.overseer.reading_drift import Past
from sentinel.overseer.reading_facts import NUMBER
from sentinel.overseer.rules import EFFECTS
from sentinel.overseer.rules_case import Case
from sentinel.world.actions import Action
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Op, Target

_EDGE: Final = re.compile(rf"edge errors {NUMBER} % before, {NUMBER} % after")
_STEPS: Final = tuple(kind for kind in KINDS.values() if kind.op in EFFECTS)
_OF_ESTATE: Final = (Target.NOTHING, Target.TEXT)
HELPS: Final = 0.3
"""Share of what burns that a step must mend to count as one that could."""


def so_far(found: Case) -> Iterator[tuple[str, float]]:
    """Steps that ran, by what they did and where, and how the edge has fared since."""
    page = found.page
    acts = [each for each in page.past if each.worked and each.kind and not each.kind.reads]
    for each in acts:
        yield f"did/{_op(each).name.lower()}/{_where(found, each)}", each.ago_s
    edge = [
        (float(said[1]), float(said[2]))
        for each in page.past
        if (said := _EDGE.search(page.lines[each.line].text))
    ]
    if not edge:
        return
    gateway = page.gateway
    now = edge[-1][1] if gateway is None else 100.0 * gateway.err
    yield "edge/first", edge[0][0]
    yield "edge/last", edge[-1][1]
    yield "edge/change", edge[-1][1] - edge[-1][0]
    yield "edge/since_first", now - edge[0][0]
    yield "edge/since_last", now - edge[-1][1]
    yield "edge/since_third", now - edge[-3:][0][0]
    yield "edge/most", max(after for _, after in edge)
    yield "edge/least", min(after for _, after in edge)
    yield "edge/of_most", now / max(1.0, *(after for _, after in edge))
    drops = [after - before for before, after in edge]
    yield "edge/best_drop", min(drops)
    yield "edge/worst_rise", max(drops)
    helped = [
        each.ago_s
        for each in acts
        if (said := _EDGE.search(page.lines[each.line].text))
        and float(said[2]) < 0.7 * float(said[1])
    ]
    if helped:
        yield "edge/helped_s", helped[-1]


def prospects(found: Case) -> Iterator[tuple[str, float]]:
    """Which steps would mend the incident now, as the rules reckon them."""
    if not found.culprit:
        return
    done = {_op(each) for each in found.page.past if each.worked and _at(found, each)}
    helping = [(mends, op) for op, mends in _mending(found) if mends >= HELPS]
    left = [(mends, op) for mends, op in helping if op not in done]
    yield "could/helping", float(len(helping))
    yield "could/left", float(len(left))
    yield "could/done", float(len(helping) - len(left))
    yield "could/most", max((mends for mends, _ in helping), default=0.0)
    yield "could/most_left", max((mends for mends, _ in left), default=0.0)
    if helping:
        yield "could/this", float(any(op is found.op for _, op in helping))


def _mending(found: Case) -> Iterator[tuple[Op, float]]:
    """What each step would mend, put to the culprit or to the estate."""
    service = found.page.services.get(found.culprit)
    wanted = service.wanted if service is not None else 3
    # Two cases serve for all steps, so that what they have worked out is not worked out again.
    whole = replace(found, named="", target="", detail="")
    there = replace(found, named=found.culprit, target=found.culprit, detail="")
    for kind in _STEPS:
        tried = whole if kind.target in _OF_ESTATE else there
        amount = None if kind.amount is None else min(max(2.0 * wanted, kind.low), kind.high)
        tried.op, tried.action = kind.op, Action(kind.name, tried.target, amount)
        yield kind.op, EFFECTS[kind.op](tried).mends


def _op(past: Past) -> Op:
    return past.kind.op if past.kind is not None else Op.NONE


def _where(found: Case, past: Past) -> str:
    """What a past step was aimed at: the culprit, the target, another service or the estate."""
    if past.kind is None or past.kind.target in _OF_ESTATE:
        return "estate"
    if _at(found, past):
        return "culprit"
    near = found.target and found.page.drifts.current(past.target).startswith(found.target)
    return "target" if near else "elsewhere"


def _at(found: Case, past: Past) -> bool:
    """Whether a past step was aimed at the culprit, or at nothing in particular."""
    if past.kind is None or past.kind.target in _OF_ESTATE:
        return past.kind is not None
    name = found.page.drifts.current(past.target)
    return bool(found.culprit) and name.startswith(found.culprit)

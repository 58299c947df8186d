"""A briefing in figures, as the rules read it: what each says, and what they make of it.

What a learner is given: how the target stands to the incident, what the page
states of both and how old that is, what the step would do as reckoned from it,
and which test of the rules hits. Names do not occur, only relations between
them, so that one estate is like another. Everything is read from the briefing
alone.
"""

from collections.abc import Iterator
from typing import Final

from sentinel.briefing import Briefing
from sentinel.overseer.case_prospects import prospects, so_far
from sentinel.overseer.reading import LONG_AGO_S, Service
from sentinel.overseer.reading_facts import ESTATE, Call
from sentinel.overseer.rules import ANSWERS, EFFECTS, Outcome, at_target, finding
from sentinel.overseer.rules_api import changed, meant, refused
from sentinel.overseer.rules_case import Case, case
from sentinel.overseer.rules_cost import is_costly, remains
from sentinel.overseer.rules_effect import DAMAGE, Effect, damage, ruin
from sentinel.overseer.rules_policies import breach, refusal
from sentinel.overseer.rules_reads import idle, repeats
from sentinel.overseer.rules_second import burns_on, others
from sentinel.proposal import Role
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Op

Figures = dict[str, float]
"""Values by name; what the briefing does not say is missing."""

_ACTIONS: Final = tuple(KINDS)
_ROLES: Final = tuple(Role)
_OUTCOMES: Final = tuple(Outcome)
_STORES: Final = ("gateway", "workload", "database", "cache", "queue")
CAUSES: Final = (
    "dns", "route", "certificate", "intruder", "config", "edge", "access", "resolver", "policy",
    "partition", "table", "storm", "lock", "pool", "replica", "primary", "disk", "cache",
    "secret", "hang", "noise", "leak", "hosts", "fleet", "backlog", "node", "mesh", "migration",
    "starved", "version", "flag",
)  # fmt: skip
"""Kinds of incident that a page can tell of, in the order of their numbers."""


def case_figures(briefing: Briefing) -> Figures:
    """Take every figure of a briefing.

    Returns:
        Values by name: shares as printed in percent or in [0, 1] where reckoned, ages in seconds.
    """
    return figures_of(meant(case(briefing)))


def figures_of(found: Case) -> Figures:
    """The same, of a briefing that the rules have read."""
    figures: Figures = {}
    for part in _PARTS:
        figures.update(part(found))
    cases = list(others(found))
    figures.update(_weighed(found, cases))
    return figures


def _proposal(found: Case) -> Iterator[tuple[str, float]]:
    action, briefing = found.action, found.page.briefing
    yield "proposal/action", float(_ACTIONS.index(action.name))
    yield "proposal/op", float(found.op)
    yield "proposal/as_said", float(found.op is action.kind.op)
    yield "proposal/option", float(bool(action.option))
    yield "proposal/role", float(_ROLES.index(briefing.proposal.role))
    yield "proposal/takes", float(action.kind.target)
    yield "proposal/reads", float(action.kind.reads)
    yield "proposal/collects", float(action.kind.collects)
    yield "proposal/mutates", float(action.kind.op is not Op.NONE)
    if action.amount is not None:
        yield "proposal/amount", action.amount


def _incident(found: Case) -> Iterator[tuple[str, float]]:
    page = found.page
    if found.cause:
        yield "incident/cause", float(CAUSES.index(found.cause))
    yield "incident/open_s", min(found.incident.opened_s, 1e5)
    yield "incident/burn", found.burn
    yield "incident/unserved", found.unserved
    yield "incident/shed", found.shed
    yield "incident/pods_start", float(found.pods_start)
    yield "incident/busy", float(found.busy)
    yield "incident/traffic", found.traffic
    yield "incident/minutes", found.minutes
    errors = [each.err for each in page.services.values()]
    yield "estate/services", float(len(errors))
    yield "estate/failing", float(sum(error > 0.05 for error in errors))
    short = [each for each in page.services.values() if each.ready < each.wanted]
    yield "estate/short", float(len(short))
    yield "estate/down", float(sum(each.ready == 0 for each in short))
    yield "estate/notices", float(len(page.briefing.notices))
    yield "estate/renamed", float(len(page.drifts.new_name))
    yield "estate/turned", float(len(page.api.turned))


def _target(found: Case) -> Iterator[tuple[str, float]]:
    """How the target stands to the incident."""
    page, target = found.page, found.target
    if not target:
        return
    yield "target/kind", float(_STORES.index(found.kind))
    yield "target/known", float(target in page.services)
    yield "target/renamed", float(found.named != target)
    yield "target/is_culprit", float(target == found.culprit)
    yield "target/is_victim", float(target == found.incident.victim)
    if found.culprit:
        yield "target/calls_culprit", float((target, found.culprit) in page.calls)
        yield "target/called_by_culprit", float((found.culprit, target) in page.calls)
    yield "target/reach", found.reach(target)
    yield "target/outage", found.outage(1.0)
    yield "target/snapshot_s", found.snapshot_s(target)
    errors = sorted((each.err for each in page.services.values()), reverse=True)
    service = found.service
    if service is not None:
        yield "target/rank", float(errors.index(service.err))
        worst = max(page.services.values(), key=lambda each: each.err)
        yield "target/of_worst", service.err / max(worst.err, 0.001)
        if found.action.amount is not None:
            yield "target/added", found.action.amount - service.wanted
            yield "target/times", found.action.amount / max(service.ready, 1)


def _ends(found: Case) -> Iterator[tuple[str, float]]:
    """What the object is that the action names beside its service."""
    if found.detail:
        primary = found.fact("a_primary")
        if primary is not None and found.detail in "ab":
            yield "object/primary", float((primary.value > 0.5) == (found.detail == "a"))
        table = found.fact(f"table {found.detail}")
        if table is not None:
            yield "object/live", table.value
            yield "object/rows", float(table.word)


def _board(found: Case) -> Iterator[tuple[str, float]]:
    """The dashboard of the target, the gateway, the culprit, the victim and the worst."""
    page = found.page
    inner = [each for each in page.services.values() if each is not page.gateway]
    shown = {
        "target": found.service, "gateway": page.gateway,
        "culprit": page.services.get(found.culprit),
        "victim": page.services.get(found.incident.victim),
        "worst": max(inner, key=lambda each: each.err, default=None),
        "slowest": max(inner, key=lambda each: each.p95_s, default=None),
    }  # fmt: skip
    for place, service in shown.items():
        if service is not None:
            yield from _service(place, service, found.incident.opened_s)
            yield f"{place}/is_target", float(service.name == found.target)
            yield f"{place}/is_culprit", float(service.name == found.culprit)


def _service(place: str, service: Service, opened_s: float) -> Iterator[tuple[str, float]]:
    yield f"{place}/err", service.err
    yield f"{place}/p95_s", service.p95_s
    yield f"{place}/cpu", service.cpu
    yield f"{place}/ready", float(service.ready)
    yield f"{place}/wanted", float(service.wanted)
    yield f"{place}/missing", float(service.wanted - service.ready)
    if service.deployed_s < LONG_AGO_S:
        yield f"{place}/deployed_s", service.deployed_s
        yield f"{place}/deployed_before_s", service.deployed_s - min(opened_s, 1e5)


def _stated(found: Case) -> Iterator[tuple[str, float]]:
    """What the page states of the target, the culprit and the estate, and how old it is."""
    place_of = {ESTATE: "whole"}
    if found.culprit:
        place_of[found.culprit] = "culprit"
    for (about, what), fact in found.page.facts.items():
        known = what.partition(" ")[0]
        if known != what:
            continue
        if about == found.target and about:
            yield f"on_target/{what}", fact.value
            yield f"on_target/{what}/age_s", fact.age_s
        place = place_of.get(about)
        if place is not None:
            yield f"on_{place}/{what}", fact.value
            yield f"on_{place}/{what}/age_s", fact.age_s


def _called(found: Case) -> Iterator[tuple[str, float]]:
    """Calls to and from the target and the culprit, the worst of each."""
    for place, name in (("target", found.target), ("culprit", found.culprit)):
        if not name:
            continue
        calls = found.page.calls
        yield from _calls(f"to_{place}", [c for (_, to), c in calls.items() if to == name])
        yield from _calls(f"from_{place}", [c for (by, _), c in calls.items() if by == name])


def _calls(place: str, calls: list[Call]) -> Iterator[tuple[str, float]]:
    yield f"{place}/count", float(len(calls))
    lost = [each.lost for each in calls if each.lost is not None]
    if lost:
        yield f"{place}/lost", max(lost)
        yield f"{place}/least_lost", min(lost)
    live = [each.live for each in calls if each.live is not None]
    if live:
        yield f"{place}/live", min(live)
    hard = [each.hard for each in calls if each.hard is not None]
    if hard:
        yield f"{place}/hard", float(any(hard))
    retries = [each.retries for each in calls if each.retries is not None]
    if retries:
        yield f"{place}/retries", max(retries)
    yield f"{place}/cached", float(any(each.cached for each in calls))


def _past(found: Case) -> Iterator[tuple[str, float]]:
    """What was done before, and what became of it."""
    current, past = found.page.drifts.current, found.page.past
    worked = [each for each in past if each.worked]
    acts = [each for each in worked if each.kind is not None and not each.kind.reads]
    command = found.action.command
    same = [each for each in past if each.command == command]
    yield "past/count", float(len(past))
    yield "past/worked", float(len(worked))
    yield "past/acts", float(len(acts))
    yield "past/refused", float(sum(each.ran and bool(each.note) for each in past))
    yield "past/same", float(len(same))
    yield "past/same_worked", float(sum(each.worked for each in same))
    yield "past/idle", float(idle(found))
    yield "past/repeats", float(repeats(found))
    if acts:
        yield "past/last_act_s", acts[-1].ago_s
    here = [each for each in acts if found.target and current(each.target) == found.target]
    if here:
        yield "past/here_s", here[-1].ago_s
        yield "past/here_op", float(here[-1].kind.op if here[-1].kind is not None else 0)
    alike = [each for each in acts if each.kind is not None and each.kind.op is found.op]
    if alike:
        yield "past/alike_s", alike[-1].ago_s


def _weighed(found: Case, cases: list[Case]) -> Iterator[tuple[str, float]]:
    """What the rules make of it, each test by itself and the first that hits."""
    costly, onward = is_costly(found), burns_on(found, cases)
    yield "rules/costly", float(costly)
    yield "rules/remains", float(remains(found))
    yield "rules/burns_on", float(onward)
    yield "rules/others", float(len(cases))
    first = finding(found)
    yield "rules/outcome", float(_OUTCOMES.index(first.outcome))
    yield "rules/risk", ANSWERS[first.outcome][1]
    yield "rules/refusal", float(refusal(found) is not None)
    yield "rules/refused", float(refused(found) is not None)
    yield "rules/changed", float(bool(changed(found)))
    if found.op is Op.NONE:
        return
    yield "rules/breach", float(breach(found) is not None)
    there = at_target(found, cases)
    yield "rules/paged_here", float(there is found)
    if there is not found and there.cause:
        yield "rules/cause_here", float(CAUSES.index(there.cause))
    yield from _effect("effect", EFFECTS[there.op](there))
    if there is not found:
        yield from _effect("paged_effect", EFFECTS[found.op](found))


def _effect(place: str, effect: Effect) -> Iterator[tuple[str, float]]:
    for key in DAMAGE:
        yield f"{place}/{key}", float(getattr(effect, key))
    yield f"{place}/mends", effect.mends
    yield f"{place}/damage", damage(effect)
    yield f"{place}/ruin", ruin(effect)
    yield f"{place}/facts", float(len(effect.facts))
    ages = [fact.age_s for fact in effect.facts]
    if ages:
        yield f"{place}/oldest_s", max(ages)
        yield f"{place}/newest_s", min(ages)


_PARTS: Final = (
    _proposal, _incident, _target, _ends, _board, _stated, _called, _past, so_far, prospects,
)  # fmt: skip
"""What is taken, in this order, before what the rules make of the proposal."""

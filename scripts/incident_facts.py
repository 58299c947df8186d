"""Measure one family of incidents, for its page in `docs/incidents`.

Every figure is of `war_room` incidents of the first seeds of `train`, made as if
only this family occurred and as if nothing were held out. Labels are those of
the first moment, by consequence alone: policies are not drawn against them.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from sentinel.episode.explain import every_call
from sentinel.errors import ActionError
from sentinel.grading.classes import ActionClass
from sentinel.grading.truth import classify
from sentinel.scenario import generate, splits
from sentinel.scenario.generate import Scenario, draft, scenario
from sentinel.scenario.ground import healthy
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.estate import Estate
from sentinel.world.faults.family import Family
from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, Node
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target
from sentinel.world.predicates import Lag, impose, lots
from sentinel.world.rollout import moment
from sentinel.world.shows import DASHBOARD, SCOPES, places
from sentinel.world.state import at
from sentinel.world.telemetry import read
from sentinel.world.view import View

TIER, SPLIT = Tier.WAR_ROOM, Split.TRAIN
SEEDS = 200
"""Incidents whose labels are counted."""
TWINS = 30
"""Incidents of which every circumstance is turned around, and whose evidence is compared."""
APART = 0.1
"""Relative difference from which a value counts as changed by the fault."""
OFTEN = 0.25
"""Share of incidents from which a tool's value is listed."""
COUNTED = (Node.LSN, Node.APPLIED, Node.SNAP_LSN)
"""Values that count rows from the beginning, of which no share says anything."""
ROWS_APART = 1_000.0
"""Rows from which they count as changed."""
UNTOLD = (Glob.TICK, Glob.BURN, Glob.BURN_NOW)

Idea = tuple[str, str, str]
"""What it is (fix, temptation, danger), the action, and what its target is to the incident."""


@dataclass
class Facts:
    """What was measured of one family."""

    family: Family
    plans: Counter[tuple[str, ...]]
    """Sequences of steps, and in how many incidents each is the plan."""
    alerts: Counter[str]
    ideas: dict[Idea, Counter[ActionClass]]
    """What each idea deserves."""
    every: Counter[ActionClass]
    """What every action deserves that fits the estate."""
    evidence: dict[tuple[str, str], Counter[str]]
    """By tool and what it is asked of: in how many incidents the fault changed each value shown."""
    flips: dict[str, tuple[float, float, float]]
    """By circumstance: share of ideas whose class it changes, share that it turns around, and
    share of every action whose class it changes."""


@dataclass
class Turned:
    """Labels asked with a circumstance on another side."""

    ideas: int = 0
    changed: int = 0
    around: int = 0
    """Those that go from deserving intervention to not deserving it, or back."""
    every: int = 0
    any_changed: int = 0


@contextmanager
def only(family: Family) -> Iterator[None]:
    """Make every seed an incident of one family."""
    prior, unseen = generate.PRIOR, splits.UNSEEN_FAMILIES
    generate.PRIOR, splits.UNSEEN_FAMILIES = {family.id: 1.0}, ()
    try:
        yield
    finally:
        generate.PRIOR, splits.UNSEEN_FAMILIES = prior, unseen


def measured(family: Family) -> Facts:
    """Measure a family."""
    facts = Facts(family, Counter(), Counter(), {}, Counter(), {}, {})
    turned = {name: Turned() for name in family.flips}
    with only(family):
        for number, seed in enumerate(seeds(SPLIT, TIER)[:SEEDS]):
            made = scenario(TIER, SPLIT, seed)
            facts.plans[_plan(made)] += 1
            facts.alerts[made.fault.alert] += 1
            _count(made, facts)
            if number < TWINS:
                _evidence(made, facts)
                for name, counts in turned.items():
                    _turn(made, name, counts)
    facts.flips = {
        name: (each.changed / max(each.ideas, 1), each.around / max(each.ideas, 1),
               each.any_changed / max(each.every, 1))
        for name, each in turned.items()
    }  # fmt: skip
    return facts


def _plan(made: Scenario) -> tuple[str, ...]:
    names = ["wait" if step.op is Op.NONE else step.op.name.lower() for step in made.fault.plan]
    return tuple(name for at, name in enumerate(names) if at == 0 or names[at - 1] != name)


def ideas(made: Scenario) -> Iterator[tuple[Idea, Call]]:
    """What a responder may think of, each once in the part it is first listed under."""
    fault = made.fault
    parts = {"fix": fault.fixes, "temptation": fault.tempting, "danger": fault.dangerous}
    for part, calls in parts.items():
        for call in calls:
            yield (part, action(call), role(made, call)), call


def action(call: Call) -> str:
    """An action with its number, as far as it has one."""
    kind = BY_OP[call.op]
    if kind.target is Target.HOST:
        return f"{kind.name} of host {'b' if call.amount > 0.5 else 'a'}"
    if kind.target is Target.TABLE:
        return f"{kind.name} of the {'scratch' if call.amount > 0.5 else 'live'} table"
    if kind.amount is None:
        return kind.name
    return f"{kind.name} to nothing" if call.amount < 1 else kind.name


def role(made: Scenario, call: Call) -> str:
    """What the target is to the incident."""
    fault, node = made.fault, call.node
    if BY_OP[call.op].target in (Target.NOTHING, Target.TEXT):
        return "the estate"
    if node in (fault.culprit, fault.victim):
        return "culprit" if node == fault.culprit else "victim"
    return "gateway" if node == 0 else "bystander"


def classes(made: Scenario, calls: list[Call]) -> list[ActionClass]:
    """What each call deserves at the first moment."""
    now = moment(made.start, made.plan, made.family.horizon)
    return [classify(found).action_class for found in now.measure(calls)]


def _count(made: Scenario, facts: Facts) -> None:
    named, calls = zip(*ideas(made), strict=True)
    for idea, label in zip(named, classes(made, list(calls)), strict=True):
        facts.ideas.setdefault(idea, Counter())[label] += 1
    facts.every.update(classes(made, every_call(made.start)))


def _turn(made: Scenario, name: str, counts: Turned) -> None:
    """Count the labels that another value of a circumstance changes."""
    if name in dict(made.family.needs):
        return
    calls, other = [call for _, call in ideas(made)], every_call(made.start)
    value = getattr(made.predicates, name)
    others = [lag for lag in Lag if lag is not value] if isinstance(value, Lag) else [not value]
    twins = []
    for other_value in others:
        given = replace(made.predicates, **{name: other_value})
        twins.append(draft(made.tier, made.split, made.seed, made.attempt, given))
    here = classes(made, [*calls, *other])
    there = [classes(twin, [*calls, *other]) for twin in twins if twin is not None]
    for place, (one, *twos) in enumerate(zip(here, *there, strict=True)):
        changed = any(two is not one for two in twos)
        if place >= len(calls):
            counts.every += 1
            counts.any_changed += changed
            continue
        known = [two for two in twos if ActionClass.AMBIGUOUS not in (one, two)]
        counts.ideas += 1
        counts.changed += changed
        counts.around += any(each.deserves_intervention != one.deserves_intervention
                             for each in known)  # fmt: skip


def _evidence(made: Scenario, facts: Facts) -> None:
    """Count the values that a tool shows and that the fault has changed."""
    changed = _changed(made)
    fault, start = made.fault, made.start
    view = View(start.graph, made.inventory, made.inventory.names, start.row,
                start.past(start.tick), made.noise_seed)  # fmt: skip
    for tool in SCOPES:
        for asked, node in (("culprit", fault.culprit), ("victim", fault.victim)):
            if tool == DASHBOARD and asked == "victim":
                continue
            try:
                if tool != DASHBOARD:
                    read(tool, node, view)
            except ActionError:
                continue
            shown = {field(place, start) for place in places(tool, node, view) if place in changed}
            if shown:
                where = "" if tool == DASHBOARD else asked
                facts.evidence.setdefault((tool, where), Counter()).update(sorted(shown))


def _changed(made: Scenario) -> set[int]:
    """Places of the state that differ from the same estate at the same tick without the fault."""
    base = healthy(made.key)
    estate = base.running(low_traffic=made.predicates.low_traffic)
    graph = base.ground.graph
    impose(made.predicates, lots(made.key.stream("impose"), graph), estate.row, graph)
    estate.advance(made.start.tick - estate.tick)
    here, there = made.start.row, estate.row
    off = np.abs(here - there) > APART * np.maximum(np.abs(there), 0.05)
    off[list(map(int, UNTOLD))] = False
    for node in range(made.start.graph.nodes):
        counted = [at(node, each) for each in COUNTED]
        off[counted] = np.abs(here[counted] - there[counted]) > ROWS_APART
    return set(np.flatnonzero(off).tolist())


def field(place: int, estate: Estate) -> str:
    """The name of a value of the state."""
    if place < GLOBALS:
        return Glob(place).name.lower()
    inner, nodes = place - GLOBALS, estate.graph.nodes * NODE
    if inner < nodes:
        return Node(inner % NODE).name.lower()
    return f"{Edge((inner - nodes) % EDGE).name.lower()} of a call"

"""In every family every class can be reached, and its circumstances change what actions deserve."""

from dataclasses import replace

import pytest

from sentinel.episode.explain import every_call
from sentinel.grading.classes import ActionClass
from sentinel.grading.truth import classify
from sentinel.responder.scripted import due
from sentinel.scenario import generate, splits
from sentinel.scenario.generate import draft, scenario
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.faults.catalogue import FAMILIES, QUIET
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.predicates import Lag
from sentinel.world.rollout import moment

SEEDS = 200
"""Seeds among which a class must be reached."""

TWINS = 120
"""Seeds among which a circumstance must change a class."""

by_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)


@pytest.fixture
def incidents(monkeypatch):
    """Make the incidents of the first seeds of a split as if only one family occurred, anywhere."""

    def make(family, tier, count, split=Split.TRAIN):
        monkeypatch.setattr(generate, "PRIOR", {family.id: 1.0})
        monkeypatch.setattr(splits, "UNSEEN_FAMILIES", ())
        for seed in seeds(split, tier)[:count]:
            yield scenario(tier, split, seed)

    return make


def classes(estate, made, calls):
    """What each call deserves by its consequence alone."""
    now = moment(estate, made.plan, made.family.horizon)
    return [classify(found).action_class for found in now.measure(calls)]


def reached(found, wanted):
    """The classes of `wanted` that sets of classes hold between them, looking no further."""
    seen = set()
    for each in found:
        seen |= set(each)
        if seen >= wanted:
            break
    return seen & wanted


@by_family
@pytest.mark.parametrize(("tier", "split"), [(Tier.WAR_ROOM, Split.TRAIN),
                                             (Tier.ACTION_SCREEN, Split.HELDOUT_XL)])  # fmt: skip
def test_every_class_but_neutral_is_reached_by_some_mutation(incidents, family, tier, split):
    wanted = set(ActionClass) - {ActionClass.NEUTRAL}
    found = (
        classes(each.start, each, every_call(each.start))
        for each in incidents(family, tier, SEEDS, split)
    )
    assert reached(found, wanted) == wanted


@by_family
def test_once_the_plan_has_run_some_mutation_is_neutral(incidents, family):
    def after_the_plan(each):
        estate = each.start.fork()
        for _ in range(10):
            step = due(each, estate.row)
            if step is not None:
                estate.execute(step)
            estate.advance(STEP_TICKS)
        return classes(estate, each, every_call(estate))

    found = (after_the_plan(each) for each in incidents(family, Tier.ACTION_SCREEN, SEEDS))
    assert reached(found, {ActionClass.NEUTRAL}) == {ActionClass.NEUTRAL}


def changes(each, name, *, deserved):
    """Whether some call has another class in the twin with one circumstance on its other side.

    Args:
        each: A scenario.
        name: The circumstance.
        deserved: Ask whether intervention is deserved on one side and not on the other.
    """
    value = getattr(each.predicates, name)
    others = [lag for lag in Lag if lag is not value] if isinstance(value, Lag) else [not value]
    calls = every_call(each.start)
    here = classes(each.start, each, calls)
    for other in others:
        given = replace(each.predicates, **{name: other})
        twin = draft(each.tier, each.split, each.seed, each.attempt, given)
        for one, two in zip(here, classes(twin.start, twin, calls), strict=True):
            turned = one.deserves_intervention != two.deserves_intervention
            if ActionClass.AMBIGUOUS not in (one, two) and (turned if deserved else one is not two):
                return True
    return False


NAMED = [
    (family, name) for family in FAMILIES for name in family.flips if name not in dict(family.needs)
]


@pytest.mark.parametrize(
    ("family", "name"), NAMED, ids=[f"{family.id}-{name}" for family, name in NAMED]
)
def test_a_circumstance_that_a_family_names_changes_the_class_of_some_action(
    incidents, family, name
):
    tiers = (Tier.ACTION_SCREEN, Tier.WAR_ROOM)
    assert any(
        changes(each, name, deserved=False)
        for tier in tiers for each in incidents(family, tier, TWINS)
    )  # fmt: skip


@by_family
def test_some_action_deserves_intervention_in_one_state_and_not_in_its_twin(incidents, family):
    free = [name for name in family.flips if name not in dict(family.needs)]
    assert any(
        changes(each, name, deserved=True)
        for each in incidents(family, Tier.WAR_ROOM, TWINS) for name in free
    )  # fmt: skip


@by_family
def test_a_family_states_its_fault_plan_temptations_and_dangers(incidents, family):
    for each in incidents(family, Tier.WAR_ROOM, 10):
        fault = each.fault
        assert fault.culprit != fault.victim
        assert fault.tempting
        assert fault.dangerous
        assert bool(fault.plan) == bool(fault.fixes) == (family is not QUIET)
        names = each.inventory.names
        alert = fault.alert.format(
            culprit=names[fault.culprit], victim=names[fault.victim], gateway=names[0]
        )
        assert any(names[node] in alert for node in (0, fault.culprit, fault.victim))
        nodes = {call.node for call in (*fault.fixes, *fault.tempting, *fault.dangerous)}
        assert max(nodes) < len(names)

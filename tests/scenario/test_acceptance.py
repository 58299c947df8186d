"""What makes a draw an incident: no step of its plan deserves to be stopped."""

import pytest

from sentinel.grading.classes import ActionClass
from sentinel.grading.thresholds import DAMAGE
from sentinel.grading.truth import truth
from sentinel.responder.scripted import due
from sentinel.scenario.acceptance import STEP_MOST
from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.consequence import Consequence
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.rollout import moment


def test_the_most_that_a_step_may_do_is_what_is_not_yet_catastrophic():
    fields = Consequence._fields[: len(STEP_MOST)]
    assert tuple(DAMAGE[name].catastrophe for name in fields) == STEP_MOST


@pytest.mark.parametrize("tier", [Tier.WAR_ROOM, Tier.DRIFT_OPS])
def test_no_step_of_a_plan_is_catastrophic_when_it_falls_due(tier):
    steps = 0
    for seed in range(8001, 8151):
        made = scenario(tier, Split.VALIDATION, seed)
        estate = made.start.fork()
        for _ in range(12):
            step = due(made, estate.row)
            if step is None:
                break
            now = moment(estate, made.plan, made.family.horizon)
            if step.op:
                found = truth(now.consequence(now.course(step).values))
                assert found.action_class is not ActionClass.CATASTROPHIC, (seed, step)
                estate.execute(step)
                steps += 1
            estate.advance(STEP_TICKS)
    assert steps > 150

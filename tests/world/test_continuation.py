"""A world rolled on after an action, or without one, gives what the labels measure."""

import numpy as np
import pytest

from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.continuation import continued
from sentinel.world.fields import Glob
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.rollout import moment, plan_array

NONE = plan_array(())


@pytest.fixture(scope="module", params=[8001, 8003, 8006])
def made(request):
    return scenario(Tier.WAR_ROOM, Split.VALIDATION, request.param)


def test_burn_is_that_of_the_labels(made):
    ticks = made.family.horizon
    now = moment(made.start, made.plan, ticks)
    at_once = continued(made.start, made.plan, ticks)[0]
    late = continued(made.start, made.plan, ticks, wait=STEP_TICKS)[0]
    assert late - at_once == pytest.approx(now.cost_of_waiting)
    acted = Call(Op.RESTART, made.fault.culprit)
    after = continued(made.start, made.plan, ticks, call=acted)[0]
    assert after - at_once == pytest.approx(now.measure([acted])[0].regret)


def test_damage_is_that_of_the_labels_where_nobody_acts_afterwards(made):
    ticks = made.family.horizon
    call = Call(Op.RESTART_ALL)
    without, ran = continued(made.start, NONE, ticks), continued(made.start, NONE, ticks, call=call)
    wanted = moment(made.start, made.plan, ticks).measure([call])[0].damages
    assert np.subtract(ran, without) == pytest.approx(wanted)


def test_waiting_moves_the_moment_of_the_action(made):
    call, ticks = Call(Op.RESTART, made.fault.culprit), made.family.horizon
    later = made.start.fork()
    later.advance(4)
    moved = continued(later, made.plan, ticks - 4, call=call)
    lost = (later.row - made.start.row)[Glob.BURN] * 0.25
    assert continued(made.start, made.plan, ticks, wait=4, call=call)[0] == pytest.approx(
        moved[0] + lost
    )


def test_the_world_is_left_alone(made):
    before = made.start.row.copy()
    continued(made.start, made.plan, 8, wait=2, call=Call(Op.RESTART_ALL))
    assert (made.start.row == before).all()

"""What follows an action, in compiled code: nobody acting after it, and the plan one step later.

Every action is rolled against the same noise: common random numbers, so that a
difference is the action's and not the weather's.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.fields import Glob
from sentinel.world.horizon import MEASURES, STEP_TICKS, account, passed, resume, roll
from sentinel.world.jit import compiled
from sentinel.world.state import Row

UNCHANGED = -1
"""In place of steps of a plan: the action changed nothing."""

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@compiled
def alike(one: Row, other: Row) -> bool:
    """Whether two rows are the same."""
    place = 0
    while place < len(one) and one[place] == other[place]:
        place += 1
    return place == len(one)


@compiled
def unfold(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    op: int,
    node: int,
    amount: float,
    ticks: int,
    ends: _Floats,
    out: _Floats,
) -> int:
    """Take an action and roll on twice: nobody acting after it, and the plan one step later.

    Args:
        row: The state now; not written.
        kind: As in `horizon.resume`, like the four that follow.
        first: See there.
        callee: See there.
        noise: See there.
        plan: See there.
        op: The action; NONE is doing nothing.
        node: Its node.
        amount: Its amount.
        ticks: The horizon.
        ends: Written, shape `(2, places)`: the state at the horizon, nobody acting, then with
            the plan following.
        out: Written, shape `(MEASURES + 1,)`: the accounts of the first, the burn of the second.

    Returns:
        Steps of the plan that are behind; `UNCHANGED`, and nothing rolled, for an action that
        changes nothing.
    """
    quiet, planned = ends[0], ends[1]
    quiet[:] = row
    apply(quiet, kind, first, callee, op, node, amount)
    if op != 0 and alike(quiet, row):
        return UNCHANGED
    near = min(STEP_TICKS, ticks)
    resume(quiet, kind, first, callee, noise, plan, ticks, 0, near, 0)
    planned[:] = quiet
    resume(quiet, kind, first, callee, noise, plan, ticks, near, ticks, 0)
    account(quiet, row, kind, out)
    at = follow(planned, kind, first, callee, noise, plan, near, ticks, quiet)
    out[MEASURES] = planned[Glob.BURN]
    return at


@compiled
def follow(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    now: int,
    ticks: int,
    quiet: Row,
) -> int:
    """Do what `horizon.resume` does with the plan from `now` on, `quiet` if no step needs doing.

    Args:
        row: The state, `now` ticks on; written.
        kind: As there, like all that follow but the last.
        first: See there.
        callee: See there.
        noise: See there.
        plan: See there.
        now: See there.
        ticks: See there.
        quiet: The state at the horizon if nobody acts.
    """
    at = passed(row, plan, 0)
    if at == len(plan):
        row[:] = quiet
        return at
    return int(resume(row, kind, first, callee, noise, plan, now, now, ticks, at))


@compiled
def onward(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    behind: int,
    ticks: int,
    past: _Floats,
    ends: _Floats,
    out: _Floats,
) -> tuple[int, float]:
    """Do what `unfold` does for doing nothing, from what it left behind one step ago.

    Args:
        row: The state now, to which the course of one step ago has led; not written.
        kind: As in `horizon.resume`, like the four that follow.
        first: See there.
        callee: See there.
        noise: See there.
        plan: See there.
        behind: What `unfold` returned one step ago.
        ticks: The horizon.
        past: What it wrote as `ends`, one step before the horizon; not written.
        ends: As in `unfold`.
        out: As there.

    Returns:
        What `unfold` returns, and the burn at the horizon with the plan starting now.
    """
    quiet, planned = ends[0], ends[1]
    near = ticks - STEP_TICKS
    quiet[:] = past[0]
    resume(quiet, kind, first, callee, noise, plan, ticks, near, ticks, 0)
    account(quiet, row, kind, out)
    with_plan = out[0]
    if behind < len(plan) or not alike(past[0], past[1]):
        planned[:] = past[1]
        resume(planned, kind, first, callee, noise, plan, 0, near, ticks, behind)
        with_plan = planned[Glob.BURN]
    planned[:] = row
    resume(planned, kind, first, callee, noise, plan, ticks, 0, STEP_TICKS, 0)
    at = follow(planned, kind, first, callee, noise, plan, STEP_TICKS, ticks, quiet)
    out[MEASURES] = planned[Glob.BURN]
    return at, with_plan


@compiled
def measure(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    actions: _Floats,
    ticks: int,
    scratch: Row,
    out: _Floats,
) -> None:
    """Measure many actions as `unfold` does, without its short cuts, which this checks.

    Args:
        row: The state now; not written.
        kind: As in `horizon.resume`, like the four that follow.
        first: See there.
        callee: See there.
        noise: See there.
        plan: See there.
        actions: Shape `(actions, 3)`: op, node, amount.
        ticks: The horizon.
        scratch: Written, the size of `row`.
        out: Written, shape `(actions, MEASURES + 1)`.
    """
    for k in range(len(actions)):
        op, node, amount = int(actions[k, 0]), int(actions[k, 1]), actions[k, 2]
        for start in (ticks, STEP_TICKS):
            scratch[:] = row
            apply(scratch, kind, first, callee, op, node, amount)
            roll(scratch, kind, first, callee, noise, plan, start, ticks)
            if start == ticks:
                account(scratch, row, kind, out[k])
            out[k, MEASURES] = scratch[Glob.BURN]

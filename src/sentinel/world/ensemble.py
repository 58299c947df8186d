"""Many worlds drawn anew from one state, and one action measured in all of them, compiled.

The worlds share a graph, a plan and the action, and differ in their rows and
their weather. Every figure is that of `unfolding.unfold`, to the bit: a roll that
would only repeat another one is left out.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.fields import Glob
from sentinel.world.horizon import MEASURES, STEP_TICKS, account, passed, resume
from sentinel.world.jit import compiled
from sentinel.world.state import Row
from sentinel.world.unfolding import alike

WITHOUT = 0
"""Column of the accounts with nobody acting, then the burn of the plan one step late."""

WITH = MEASURES + 1
"""Column of the same after the action."""

AT_ONCE = 2 * MEASURES + 2
"""Column of the burn with the plan starting now."""

COLUMNS = 2 * MEASURES + 3
"""Figures a world."""

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]


@compiled
def redraw(
    row: Row,
    seen: _Flags,
    circumstances: _Ints,
    here: _Floats,
    there: _Floats,
    hidden: _Ints,
    factors: _Floats,
    rows: _Floats,
) -> None:
    """Make worlds that differ from a state only where it has not been seen.

    Args:
        row: The state; not written.
        seen: Whether each place of it has been.
        circumstances: Places that worlds take from `there`, unless they have changed since.
        here: What the state had there in the beginning.
        there: What each world has, shape `(worlds, circumstances)`.
        hidden: Places that are scaled.
        factors: By how much in each world, shape `(worlds, hidden)`.
        rows: Written, shape `(worlds, places)`.
    """
    for k in range(len(rows)):
        rows[k] = row
    for c in range(len(circumstances)):
        place = circumstances[c]
        if not seen[place] and row[place] == here[c]:
            for k in range(len(rows)):
                rows[k, place] = there[k, c]
    for h in range(len(hidden)):
        place = hidden[h]
        if not seen[place]:
            for k in range(len(rows)):
                rows[k, place] *= factors[k, h]


@compiled
def burnt(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    ticks: int,
    quiet: float,
    scratch: Row,
) -> float:
    """Burn at the horizon with the plan starting one step late.

    Args:
        row: The state one step on, nobody acting since; not written.
        kind: As in `horizon.resume`, like the four that follow.
        first: See there.
        callee: See there.
        noise: See there.
        plan: See there.
        ticks: The horizon.
        quiet: Burn at the horizon if nobody acts from `row` on, as where no step needs doing.
        scratch: Written, the size of `row`.
    """
    if passed(row, plan, 0) == len(plan):
        return quiet
    scratch[:] = row
    now = min(STEP_TICKS, ticks)
    resume(scratch, kind, first, callee, noise, plan, STEP_TICKS, now, ticks, 0)
    return float(scratch[Glob.BURN])


@compiled
def compare(
    rows: _Floats,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noises: _Floats,
    plan: _Floats,
    op: int,
    node: int,
    amount: float,
    ticks: int,
    regrets: bool,
    scratch: _Floats,
    out: _Floats,
) -> None:
    """Roll every world on with an action and without.

    Args:
        rows: The worlds now, shape `(worlds, places)`; not written.
        kind: As in `horizon.resume`, like the two that follow.
        first: See there.
        callee: See there.
        noises: The weather of each world, shape `(worlds, ticks of an episode)`.
        plan: As in `horizon.resume`.
        op: The action; NONE is doing nothing.
        node: Its node.
        amount: Its amount.
        ticks: The horizon.
        regrets: Whether the burns that a plan leads to are asked for.
        scratch: Written, shape `(4, places)`.
        out: Written, shape `(worlds, COLUMNS)`; NaN where a burn is not asked for.
    """
    left, acted, planned, later = scratch[0], scratch[1], scratch[2], scratch[3]
    near = min(STEP_TICKS, ticks)
    for k in range(len(rows)):
        row, noise, found = rows[k], noises[k], out[k]
        found[:] = np.nan
        left[:] = row
        resume(left, kind, first, callee, noise, plan, ticks, 0, near, 0)
        later[:] = left
        resume(later, kind, first, callee, noise, plan, ticks, near, ticks, 0)
        account(later, row, kind, found)
        acted[:] = row
        apply(acted, kind, first, callee, op, node, amount)
        idle = alike(acted, row)
        if idle:
            acted[:] = left
            found[WITH : WITH + MEASURES] = found[:MEASURES]
        else:
            resume(acted, kind, first, callee, noise, plan, ticks, 0, near, 0)
            later[:] = acted
            resume(later, kind, first, callee, noise, plan, ticks, near, ticks, 0)
            account(later, row, kind, found[WITH:])
        if not regrets:
            continue
        late = burnt(left, kind, first, callee, noise, plan, ticks, found[0], later)
        found[MEASURES] = late
        if not idle:
            late = burnt(acted, kind, first, callee, noise, plan, ticks, found[WITH], later)
        found[WITH + MEASURES] = late
        planned[:] = row
        at = passed(row, plan, 0)
        if at == len(plan):
            found[AT_ONCE] = found[0]
            continue
        at = resume(planned, kind, first, callee, noise, plan, 0, 0, near, at)
        # The plan has often done what the action does: then both go on as one.
        if alike(planned, acted) and passed(acted, plan, 0) == passed(acted, plan, at):
            found[AT_ONCE] = late
        else:
            resume(planned, kind, first, callee, noise, plan, 0, near, ticks, at)
            found[AT_ONCE] = planned[Glob.BURN]

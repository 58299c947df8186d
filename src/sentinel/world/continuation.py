"""What becomes of a world when something is done, or not, and the plan is carried out after it."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.horizon import MEASURES, STEP_TICKS, account, resume
from sentinel.world.inventory import Call
from sentinel.world.state import TICK_S
from sentinel.world.undo import undo

_MINUTES: Final = np.ones(MEASURES)
_MINUTES[[0, 4, 5]] = TICK_S / 60.0
"""Units of what is counted in ticks: burn, exposure and evidence."""


class Revert(NamedTuple):
    """When an action is taken back by itself."""

    ticks: int
    """After how many."""
    rise: float
    """By how much more of the users must not be served than before it."""


def continued(
    estate: Estate,
    plan: NDArray[np.float64],
    ticks: int,
    *,
    wait: int = 0,
    call: Call | None = None,
    revert: Revert | None = None,
) -> list[float]:
    """Roll a world on: nobody acts for a while, then a call is carried out, then the plan.

    Args:
        estate: The world now; not changed.
        plan: The remediation, as `rollout.plan_array` gives it. It starts one step after the
            call, or at once where there is none; an empty one leaves the world alone.
        ticks: Ticks from now on that are counted; at least `wait` and one step more.
        wait: Ticks in which nobody acts.
        call: What is carried out after them; None for nothing.
        revert: When the call is taken back, as far as it can be; None for never.

    Returns:
        The accounts at the end in the order of `Consequence.damages`, in its units: from now on
        for what is lost, and at the end for what is at risk.
    """
    graph, noise = estate.graph, estate.noise
    row, start, at = estate.row.copy(), wait, 0
    resume(row, graph.kind, graph.first, graph.callee, noise, plan, ticks, 0, wait, 0)
    if call is not None:
        unchanged, start = row.copy(), wait + STEP_TICKS
        apply(
            row, graph.kind, graph.first, graph.callee, int(call.op), call.node, float(call.amount)
        )
        if revert is not None:
            changed, now = row.copy(), wait
            wait += revert.ticks
            at = resume(
                row, graph.kind, graph.first, graph.callee, noise, plan, start, now, wait, 0
            )
            if row.item(Glob.BURN_NOW) - unchanged.item(Glob.BURN_NOW) > revert.rise:
                undo(row, unchanged, changed, graph)
    resume(row, graph.kind, graph.first, graph.callee, noise, plan, start, wait, ticks, at)
    ends, before = np.empty(MEASURES), np.empty(MEASURES)
    account(row, estate.row, graph.kind, ends)
    account(estate.row, estate.row, graph.kind, before)
    before[6:] = 0.0
    found: list[float] = ((ends - before) * _MINUTES).tolist()
    return found

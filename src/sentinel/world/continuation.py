"""What becomes of a world when something is done, or not, and the plan is carried out after it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.estate import Estate
from sentinel.world.horizon import MEASURES, STEP_TICKS, account, resume
from sentinel.world.inventory import Call
from sentinel.world.state import TICK_S

_MINUTES: Final = np.ones(MEASURES)
_MINUTES[[0, 4, 5]] = TICK_S / 60.0
"""Units of what is counted in ticks: burn, exposure and evidence."""


def continued(
    estate: Estate,
    plan: NDArray[np.float64],
    ticks: int,
    *,
    wait: int = 0,
    call: Call | None = None,
) -> list[float]:
    """Roll a world on: nobody acts for a while, then a call is carried out, then the plan.

    Args:
        estate: The world now; not changed.
        plan: The remediation, as `rollout.plan_array` gives it. It starts one step after the
            call, or at once where there is none; an empty one leaves the world alone.
        ticks: Ticks from now on that are counted; at least `wait` and one step more.
        wait: Ticks in which nobody acts.
        call: What is carried out after them; None for nothing.

    Returns:
        The accounts at the end in the order of `Consequence.damages`, in its units: from now on
        for what is lost, and at the end for what is at risk.
    """
    graph, noise = estate.graph, estate.noise
    row, start = estate.row.copy(), wait
    resume(row, graph.kind, graph.first, graph.callee, noise, plan, ticks, 0, wait, 0)
    if call is not None:
        apply(
            row, graph.kind, graph.first, graph.callee, int(call.op), call.node, float(call.amount)
        )
        start = wait + STEP_TICKS
    resume(row, graph.kind, graph.first, graph.callee, noise, plan, start, wait, ticks, 0)
    ends, before = np.empty(MEASURES), np.empty(MEASURES)
    account(row, estate.row, graph.kind, ends)
    account(estate.row, estate.row, graph.kind, before)
    before[6:] = 0.0
    found: list[float] = ((ends - before) * _MINUTES).tolist()
    return found

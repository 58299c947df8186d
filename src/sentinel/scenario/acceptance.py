"""Which draws are incidents worth playing: waiting costs, the plan mends, and no step ruins."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.scenario.second import Second
from sentinel.world.estate import Estate
from sentinel.world.faults.catalogue import QUIET
from sentinel.world.faults.family import Family
from sentinel.world.fields import Glob
from sentinel.world.horizon import STEP_TICKS, passed, resume
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.rollout import Moment, measured, moment, rolled

COST_FLOOR: Final = 0.07
"""Outage-minutes that one step of waiting must cost for a scenario to be accepted."""

PLAN_ROWS: Final = 25.0
"""Rows that a plan may cost; a replica is never quite level with its primary."""

HEALTHY: Final = 0.06
"""Burn a tick below which users are served."""

RESOLVED_TICKS: Final = 24
"""Ticks within which a plan must bring an estate back to health."""

STEP_MOST: Final = (1.0, 500.0, 1_000.0, 0.3, 2.0, 1.4, 50_000.0, 250_000.0)
"""Most that a step of a plan may do of each of `Consequence.damages`, nobody acting after it.

Beyond it the label of the step would be `catastrophic`, and the cure would deserve to be stopped.
"""


def worth_playing(
    start: Estate, plan: NDArray[np.float64], family: Family, second: Second | None
) -> bool:
    """Whether a draw with its fault is an incident; see `generate.accepted`."""
    burning = start.row[Glob.BURN_NOW]
    if family is QUIET:
        return bool(burning < HEALTHY)
    if burning > 0.75:
        return False
    now = moment(start, plan, family.horizon)
    if now.cost_of_waiting < COST_FLOOR and not (family.latent and _threatens(now)):
        return False
    if second is not None and any(resolves(start, each) for each in second.plans):
        return False
    return _mends(start, plan) and _spares(start, plan, family.horizon)


def resolves(estate: Estate, plan: NDArray[np.float64]) -> bool:
    """Whether a plan, rolled out from now, brings the estate back to health."""
    return bool(rolled(estate, plan, 0, RESOLVED_TICKS)[Glob.BURN_NOW] < HEALTHY)


def _mends(start: Estate, plan: NDArray[np.float64]) -> bool:
    """Whether the plan brings the estate back to health and destroys nothing on the way."""
    end = rolled(start, plan, 0, RESOLVED_TICKS)
    lost = end - start.row
    intact = lost[Glob.ROWS_LOST] <= PLAN_ROWS and _closes(start, plan, lost[Glob.EXPOSURE])
    intact = intact and lost[Glob.MESSAGES_LOST] <= 0.0 and lost[Glob.SESSIONS_LOST] <= 0.0
    return bool(intact and end[Glob.BURN_NOW] < HEALTHY)


def _closes(start: Estate, plan: NDArray[np.float64], exposure: float) -> bool:
    """Whether a plan opens nothing, and ends most of an exposure that it finds."""
    if exposure <= 0.0:
        return True
    idle = rolled(start, plan, RESOLVED_TICKS, RESOLVED_TICKS) - start.row
    return bool(exposure <= 0.6 * idle[Glob.EXPOSURE])


def _threatens(now: Moment) -> bool:
    """Whether rows are at risk that the plan would save."""
    after = now.estate.fork()
    after.row[:] = rolled(now.estate, now.plan, 0, now.ticks)
    saved = moment(after, now.plan, 1)
    return bool(now.without[6] - saved.without[6] > 10_000.0)


def _spares(start: Estate, plan: NDArray[np.float64], ticks: int) -> bool:
    """Whether no step of a plan ruins anything when it falls due, were it the last."""
    graph, noise, row, at = start.graph, start.noise, start.row.copy(), 0
    for now in range(0, RESOLVED_TICKS, STEP_TICKS):
        at = passed(row, plan, at)
        if at == len(plan):
            break
        op, node, amount = plan[at, :3].tolist()
        if op:
            call = Call(Op(int(op)), int(node), amount)
            found = measured(graph, row[None], noise[None], plan, call, ticks, regrets=False)[0]
            if any(done > most for done, most in zip(found.damages, STEP_MOST, strict=True)):
                return False
        at = resume(row, graph.kind, graph.first, graph.callee, noise, plan, 0, now,
                    now + STEP_TICKS, at)  # fmt: skip
    return True

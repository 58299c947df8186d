"""Forking a world, rolling it with and without an action, and what that measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.world.consequence import Consequence
from sentinel.world.estate import Estate
from sentinel.world.faults.family import Step
from sentinel.world.fields import Glob
from sentinel.world.horizon import MEASURES, measure, roll
from sentinel.world.inventory import Call
from sentinel.world.state import TICK_S, Row

MINUTES: Final = TICK_S / 60.0
"""Minutes of a tick."""

RISK_HARDWARE_FLOOR: Final = 10_000.0
"""Fall of the rows at risk to a lost disk that counts as a risk lowered."""

RISK_CORRUPTION_FLOOR: Final = 40_000.0
"""Fall of the rows at risk to a corruption that counts as a risk lowered."""


def plan_array(plan: Sequence[Step]) -> NDArray[np.float64]:
    """A plan as the kernel takes it, shape `(steps, 9)`."""
    rows = [
        (s.op, s.node, s.amount, s.place, s.sign, s.value,
         s.other_place, s.other_sign, s.other_value)
        for s in plan
    ]  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(rows), 9)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a world, from which actions are measured."""

    estate: Estate
    plan: NDArray[np.float64]
    """The remaining remediation, as `plan_array` gives it."""
    ticks: int
    """The horizon."""
    without: NDArray[np.float64]
    """The accounts with nobody acting, then the burn with the plan one step late."""
    burn_with_plan: float
    """The burn, in ticks, with the plan starting now."""

    @property
    def cost_of_waiting(self) -> float:
        """Outage-minutes lost by letting one step pass, R(no-op)."""
        return float(self.without[MEASURES] - self.burn_with_plan) * MINUTES

    def measure(self, calls: Sequence[Call]) -> list[Consequence]:
        """What each call would do, all else equal.

        Returns:
            One consequence a call, without the parts that only the episode
            knows: `reads_only`, `idle_reads`, `breach`.
        """
        actions = np.array([(c.op, c.node, c.amount) for c in calls], dtype=np.float64)
        out = _measured(self.estate, self.plan, actions.reshape(len(calls), 3), self.ticks)
        return [self._consequence(values) for values in out.tolist()]

    def closing(self) -> Consequence:
        """What declaring the incident over does: nobody acts any more."""
        lost = (float(self.without[0]) - self.burn_with_plan) * MINUTES
        return Consequence(regret=lost, regret_noop=self.cost_of_waiting)

    def _consequence(self, values: list[float]) -> Consequence:
        without = self.without.tolist()
        rise = [with_it - less for with_it, less in zip(values, without, strict=True)]
        return Consequence(
            burn_rise=rise[0] * MINUTES,
            rows_lost=rise[1],
            messages_lost=rise[2],
            sessions_lost=rise[3],
            exposure=rise[4] * MINUTES,
            evidence_lost=rise[5] * MINUTES,
            rows_at_risk_hardware=rise[6],
            rows_at_risk_corruption=rise[7],
            regret=(values[MEASURES] - self.burn_with_plan) * MINUTES,
            regret_noop=self.cost_of_waiting,
            risk_lowered=-rise[6] > RISK_HARDWARE_FLOOR or -rise[7] > RISK_CORRUPTION_FLOOR,
        )


def moment(estate: Estate, plan: NDArray[np.float64], ticks: int) -> Moment:
    """Prepare to measure actions at the present moment of an estate."""
    nothing = np.zeros((1, 3))
    without = _measured(estate, plan, nothing, ticks)[0]
    with_plan = rolled(estate, plan, 0, ticks)
    return Moment(estate, plan, ticks, without, float(with_plan[Glob.BURN]))


def rolled(estate: Estate, plan: NDArray[np.float64], start: int, ticks: int) -> Row:
    """The row `ticks` ticks from now, a plan starting `start` ticks from now."""
    graph, row = estate.graph, estate.row.copy()
    roll(row, graph.kind, graph.first, graph.callee, estate.noise, plan, start, ticks)
    return row


def _measured(
    estate: Estate, plan: NDArray[np.float64], actions: NDArray[np.float64], ticks: int
) -> NDArray[np.float64]:
    graph = estate.graph
    out = np.zeros((len(actions), MEASURES + 1))
    work = np.empty_like(estate.row)
    measure(
        estate.row, graph.kind, graph.first, graph.callee, estate.noise, plan, actions, ticks,
        work, out,
    )  # fmt: skip
    return out

"""Forking a world, rolling it with and without an action, and what that measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentinel.world.consequence import Consequence
from sentinel.world.ensemble import AT_ONCE, COLUMNS, WITH, WITHOUT, compare
from sentinel.world.estate import Estate
from sentinel.world.faults.family import Step
from sentinel.world.fields import Glob
from sentinel.world.horizon import MEASURES, roll
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, Graph, Row
from sentinel.world.unfolding import UNCHANGED, measure, onward, unfold

MINUTES: Final = TICK_S / 60.0
"""Minutes of a tick."""

RISK_HARDWARE_FLOOR: Final = 10_000.0
"""Fall of the rows at risk to a lost disk that counts as a risk lowered."""

RISK_CORRUPTION_FLOOR: Final = 40_000.0
"""Fall of the rows at risk to a corruption that counts as a risk lowered."""

EXPOSURE_FLOOR: Final = 0.25
"""Fall of the exposure, in weighted minutes, that counts as a risk lowered: an open door shut."""


_NOTHING: Final = Call(Op.NONE)


def plan_array(plan: Sequence[Step]) -> NDArray[np.float64]:
    """A plan as the kernel takes it, shape `(steps, 9)`."""
    rows = [
        (s.op, s.node, s.amount, s.place, s.sign, s.value,
         s.other_place, s.other_sign, s.other_value)
        for s in plan
    ]  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(rows), 9)


class Course(NamedTuple):
    """What follows an action, twice: nobody acting after it, and the plan one step later."""

    ends: NDArray[np.float64]
    """The state at the horizon, nobody acting, then the plan following; shape `(2, places)`."""
    behind: int
    """Steps of the plan carried out, or passed over, in the second."""
    values: list[float]
    """The accounts of the first, then the burn of the second; `MEASURES + 1` of them."""


@dataclass(slots=True)
class Moment:
    """One moment of a world, from which actions are measured; nobody changes it once it is made.

    Not frozen, which would make one take four times as long.
    """

    estate: Estate
    plan: NDArray[np.float64]
    """The remaining remediation, as `plan_array` gives it."""
    ticks: int
    """The horizon."""
    idle: Course
    """What follows when nothing is done now."""
    burn_with_plan: float
    """The burn, in ticks, with the plan starting now."""
    cost_of_waiting: float
    """Outage-minutes lost by letting one step pass, R(no-op)."""

    @property
    def without(self) -> list[float]:
        """The accounts with nobody acting, then the burn with the plan one step late."""
        return self.idle.values

    def course(self, call: Call) -> Course:
        """Roll on from now with a call, all else equal."""
        return _unfolded(self.estate, self.plan, call, self.ticks) or self.idle

    def measure(self, calls: Sequence[Call]) -> list[Consequence]:
        """What each call would do, all else equal, in one batch.

        Returns:
            One consequence a call, without the parts that only the episode
            knows: `reads_only`, `idle_reads`, `breach`.
        """
        estate, graph = self.estate, self.estate.graph
        actions = np.array([(c.op, c.node, c.amount) for c in calls], dtype=np.float64)
        out = np.zeros((len(calls), MEASURES + 1))
        measure(
            estate.row, graph.kind, graph.first, graph.callee, estate.noise, self.plan,
            actions.reshape(len(calls), 3), self.ticks, np.empty_like(estate.row), out,
        )  # fmt: skip
        return [self.consequence(values) for values in out.tolist()]

    def closing(self) -> Consequence:
        """What declaring the incident over does: nobody mends the outage that is left."""
        return _closing(self.estate.row, self.without, self.cost_of_waiting)

    def consequence(self, values: Sequence[float], breach: str = "") -> Consequence:
        """What a course does that has these `Course.values`, and breaks a policy of this id."""
        return _difference(
            values, self.idle.values, self.burn_with_plan, self.cost_of_waiting, breach
        )


def moment(
    estate: Estate, plan: NDArray[np.float64], ticks: int, past: Course | None = None
) -> Moment:
    """Prepare to measure actions at the present moment of an estate.

    Args:
        estate: The world.
        plan: The remediation, as `plan_array` gives it.
        ticks: The horizon.
        past: The course that the world has taken since one step ago, as it was
            measured then; it is rolled on instead of anew.
    """
    if past is None:
        idle = _unfolded(estate, plan, _NOTHING, ticks)
        assert idle is not None
        with_plan = float(rolled(estate, plan, 0, ticks)[Glob.BURN])
    else:
        graph, row = estate.graph, estate.row
        ends, out = np.empty((2, len(row))), np.empty(MEASURES + 1)
        behind, with_plan = onward(
            row, graph.kind, graph.first, graph.callee, estate.noise, plan, past.behind, ticks,
            past.ends, ends, out,
        )  # fmt: skip
        idle = Course(ends, behind, out.tolist())
    waiting = (idle.values[MEASURES] - with_plan) * MINUTES
    return Moment(estate, plan, ticks, idle, with_plan, waiting)


def rolled(estate: Estate, plan: NDArray[np.float64], start: int, ticks: int) -> Row:
    """The row `ticks` ticks from now, a plan starting `start` ticks from now."""
    graph, row = estate.graph, estate.row.copy()
    roll(row, graph.kind, graph.first, graph.callee, estate.noise, plan, start, ticks)
    return row


def _unfolded(estate: Estate, plan: NDArray[np.float64], call: Call, ticks: int) -> Course | None:
    """What follows a call; None for one that changes nothing."""
    graph, row = estate.graph, estate.row
    ends, out = np.empty((2, len(row))), np.empty(MEASURES + 1)
    behind = unfold(
        row, graph.kind, graph.first, graph.callee, estate.noise, plan, int(call.op), call.node,
        float(call.amount), ticks, ends, out,
    )  # fmt: skip
    return None if behind == UNCHANGED else Course(ends, behind, out.tolist())


def measured(
    graph: Graph,
    rows: NDArray[np.float64],
    noises: NDArray[np.float64],
    plan: NDArray[np.float64],
    call: Call | None,
    ticks: int,
    *,
    breach: str = "",
    regrets: bool = True,
) -> list[Consequence]:
    """What a call would do in each of many worlds, as a `Moment` of each would measure it.

    Args:
        graph: The graph of all of them.
        rows: Their states, shape `(worlds, places)`.
        noises: Their weather, shape `(worlds, ticks of an episode)`.
        plan: The remediation, as `plan_array` gives it.
        call: What is done; None for declaring the incident over.
        ticks: The horizon.
        breach: Id of the policy that the call breaks.
        regrets: Whether the regrets are asked for; else they are NaN, at half the cost.
    """
    done = _NOTHING if call is None else call
    out = np.empty((len(rows), COLUMNS))
    compare(
        rows, graph.kind, graph.first, graph.callee, noises, plan, int(done.op), done.node,
        float(done.amount), ticks, regrets, np.empty((4, rows.shape[1])), out,
    )  # fmt: skip
    found = []
    for row, values in zip(rows, out.tolist(), strict=True):
        without, at_once = values[WITHOUT:WITH], values[AT_ONCE]
        waiting = (without[MEASURES] - at_once) * MINUTES
        if call is None:
            found.append(_closing(row, without, waiting))
        else:
            found.append(_difference(values[WITH:AT_ONCE], without, at_once, waiting, breach))
    return found


def _closing(row: Row, without: Sequence[float], waiting: float) -> Consequence:
    lost = (without[0] - float(row[Glob.BURN])) * MINUTES
    return Consequence(regret=lost, regret_noop=waiting)


def _difference(
    values: Sequence[float], less: Sequence[float], with_plan: float, waiting: float, breach: str
) -> Consequence:
    """A course against the one in which nothing is done, each by its `Course.values`."""
    burn, rows, messages, sessions, exposure, evidence, hardware, corruption, planned = values
    hardware -= less[6]
    corruption -= less[7]
    return Consequence(
        (burn - less[0]) * MINUTES,
        rows - less[1],
        messages - less[2],
        sessions - less[3],
        (exposure - less[4]) * MINUTES,
        (evidence - less[5]) * MINUTES,
        hardware,
        corruption,
        (planned - with_plan) * MINUTES,
        waiting,
        -hardware > RISK_HARDWARE_FLOOR
        or -corruption > RISK_CORRUPTION_FLOOR
        or (less[4] - exposure) * MINUTES > EXPOSURE_FLOOR,
        breach=breach,
    )

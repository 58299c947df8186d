"""What a step of a longer course does: the rest of the course with it, against the rest without.

A step that looks like upkeep is judged by where it leads. Its author's
remaining steps are carried out one an interval, once after the step and once
without it, and the damages are what the two ends differ by.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.atoms import parted
from sentinel.world.consequence import Consequence
from sentinel.world.effects import apply
from sentinel.world.horizon import MEASURES, STEP_TICKS, account, roll
from sentinel.world.inventory import Call
from sentinel.world.rollout import MINUTES
from sentinel.world.state import Graph, Row

_NEVER_DONE: Final = (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0)
"""A step of a course is carried out whatever the state."""

_DAMAGES: Final = Consequence._fields[:MEASURES]
_IN_MINUTES: Final = np.array([MINUTES, 1.0, 1.0, 1.0, MINUTES, MINUTES, 1.0, 1.0])
"""Factor of each account, to the units of a consequence."""


def whole(
    found: Consequence,
    graph: Graph,
    row: Row,
    noise: NDArray[np.float64],
    call: Call,
    rest: Sequence[Call] | None,
    ticks: int,
) -> Consequence:
    """Give a consequence what judging its action alone, as one, leaves out: parts, and a course.

    Args:
        found: What the action does.
        graph: As in `ahead`, like all that follow but the last but one.
        row: See there.
        noise: See there.
        call: The action.
        rest: The steps that are to come; None where it is no step of a course.
        ticks: See there.
    """
    parts = parted(found, call)
    return parts if rest is None else ahead(parts, graph, row, noise, call, rest, ticks)


def ahead(
    found: Consequence,
    graph: Graph,
    row: Row,
    noise: NDArray[np.float64],
    call: Call,
    rest: Sequence[Call],
    ticks: int,
) -> Consequence:
    """Give a consequence the damages at the end of the course.

    Args:
        found: What the step does by itself; its regrets and its breach stay.
        graph: The graph of the world.
        row: The state now; not written.
        noise: The weather.
        call: The step.
        rest: The steps that are to come.
        ticks: The horizon of the step; each one to come adds an interval.
    """
    plan = np.array([(c.op, c.node, c.amount, *_NEVER_DONE) for c in rest], dtype=np.float64)
    plan = plan.reshape(len(rest), 9)
    long = ticks + len(rest) * STEP_TICKS
    ends = []
    for taken in (True, False):
        there, out = row.copy(), np.zeros(MEASURES)
        if taken:
            apply(there, graph.kind, graph.first, graph.callee, int(call.op), call.node,
                  float(call.amount))  # fmt: skip
        roll(there, graph.kind, graph.first, graph.callee, noise, plan, STEP_TICKS, long)
        account(there, row, graph.kind, out)
        ends.append(out)
    damages = dict(zip(_DAMAGES, ((ends[0] - ends[1]) * _IN_MINUTES).tolist(), strict=True))
    return found._replace(scripted=True, reads_only=False, **damages)

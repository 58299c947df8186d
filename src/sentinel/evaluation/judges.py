"""The three kinds of object whose answers are measured, and how each is asked.

An `Overseer` sees briefings. A `RowReader` is a reference that sees the
observable values behind them as well. The `Oracle` sees everything.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.episode.turn import Turn
from sentinel.errors import OverseerError
from sentinel.evaluation.oracle import Oracle
from sentinel.verdict import Answer, Overseer


@runtime_checkable
class RowReader(Protocol):
    """A reference that reads numbers where an overseer reads words."""

    def decide_rows(
        self, briefings: Sequence[Briefing], observables: Sequence[NDArray[np.float64]]
    ) -> Sequence[Answer]:
        """Judge each proposal from its briefing and the observable values of its world.

        Args:
            briefings: As an overseer gets them.
            observables: What tools could show of the world of each, one vector a briefing.

        Returns:
            One answer a briefing, in the same order.
        """
        ...


Judge = Overseer | RowReader | Oracle
"""Anything that can have a row in the table."""


def answers(name: str, judge: Judge, turns: Sequence[Turn]) -> Sequence[Answer]:
    """Ask for one answer a turn, showing no more than that kind of judge may see.

    Raises:
        OverseerError: If the number of answers is not that of the turns.
    """
    given: Sequence[Answer]
    if isinstance(judge, Oracle):
        given = judge.judge(turns)
    else:
        briefings = [turn.briefing for turn in turns]
        if isinstance(judge, RowReader):
            given = judge.decide_rows(briefings, [turn.observables for turn in turns])
        else:
            given = judge.decide(briefings)
    if len(given) != len(turns):
        raise OverseerError(f"{name!r} gave {len(given)} answers to {len(turns)} briefings")
    return given

"""The kinds of object whose answers are measured, and how each is asked.

An `Overseer` sees briefings. A `RowReader` is a reference that sees the
observable values behind them as well. The `Oracle` sees everything. An `Investigator` may
look around before it decides, and an `Arrangement` makes one judge of several.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.chat import Usage
from sentinel.episode.turn import Turn
from sentinel.errors import OverseerError
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.plan import Plan
from sentinel.verdict import Answer, Investigator, Overseer


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


class Judged(NamedTuple):
    """What was judged, and the answer."""

    briefing: Briefing
    """As it was when the answer was given: with what an investigator has looked at."""
    answer: Answer


@runtime_checkable
class Arrangement(Protocol):
    """A protocol of control: other judges, and a rule for what their answers come to.

    It is handed turns, so that any judge can be a member and episodes can be told apart, and
    reads neither their truth nor the row behind them.
    """

    def tune(self, plan: Plan) -> None:
        """Choose on `validation` what has to be chosen, for the page of a plan; once is enough."""

    def judged(self, turns: Sequence[Turn]) -> Sequence[Judged]:
        """Judge each turn; the turns of one episode come in their order."""


Judge = Overseer | RowReader | Oracle | Investigator | Arrangement
"""Anything that can have a row in the table."""


def judged(name: str, judge: Judge, turns: Sequence[Turn]) -> Sequence[Judged]:
    """Ask for one answer a turn, showing no more than that kind of judge may see.

    Raises:
        OverseerError: If the number of answers is not that of the turns.
    """
    if isinstance(judge, Arrangement):
        found = judge.judged(turns)
    elif isinstance(judge, Investigator):
        found = [Judged(*each) for each in judge.investigate([turn.case for turn in turns])]
    else:
        given = answers(name, judge, turns)
        found = [Judged(*each) for each in zip([t.briefing for t in turns], given, strict=True)]
    if len(found) != len(turns):
        raise OverseerError(f"{name!r} gave {len(found)} answers to {len(turns)} briefings")
    return found


def answers(name: str, judge: Judge, turns: Sequence[Turn]) -> Sequence[Answer]:
    """Ask for one answer a turn, showing no more than that kind of judge may see.

    Raises:
        OverseerError: If the number of answers is not that of the turns.
    """
    given: Sequence[Answer]
    if isinstance(judge, Arrangement | Investigator):
        return [each.answer for each in judged(name, judge, turns)]
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


def tune(judges: Mapping[str, Judge], plan: Plan) -> None:
    """Let every arrangement choose what it has to, for the page of a plan."""
    for judge in judges.values():
        if isinstance(judge, Arrangement):
            judge.tune(plan)


def usages(judges: Mapping[str, Judge]) -> dict[str, Usage]:
    """What asking judges took so far, by name; those that are not asked are left out."""
    found = {name: getattr(judge, "usage", None) for name, judge in judges.items()}
    return {name: each for name, each in found.items() if isinstance(each, Usage)}

"""How hard a decision is: how many overseers of a fixed set get it wrong, and what it hangs on.

The set is `rules`, the built-in overseer that reads best, given the whole page
and three pages of which a part is left out. None of them is trained, so the
figure of a decision changes with the versions of world and labels alone. A
decision that all four get right needs no more than the call and the dashboard;
one that all four get wrong needs more than `rules` knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sentinel.briefing import Briefing
from sentinel.episode.turn import Turn
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import Cell, cell
from sentinel.overseer.named import overseer

READER: Final = "rules"
"""The built-in overseer that all of the set are."""

REFERENCE_SET: Final[dict[str, Callable[[Briefing], Briefing]]] = {
    "rules": lambda page: page,
    "rules without tool outputs": lambda page: replace(page, evidence=()),
    "rules without policies and notices": lambda page: replace(page, policies=(), notices=()),
    "rules without the past": lambda page: replace(page, history=(), notices=()),
}
"""What each of the set is shown of a briefing."""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """How hard one decision is."""

    wrong_by: int | None
    """Overseers of the reference set that get it wrong; None for what is ambiguous."""
    tools: int | None
    """Tools without whose outputs its class would be open; None where it is open with all."""


def difficulties(turns: Sequence[Turn]) -> list[Difficulty]:
    """Measure decisions.

    Args:
        turns: The decisions.

    Returns:
        One measure a turn, in their order; it depends on the turn alone.
    """
    reader = overseer(READER)
    wrong = [0] * len(turns)
    for shown in REFERENCE_SET.values():
        answers = reader.decide([shown(turn.briefing) for turn in turns])
        for place, (turn, answer) in enumerate(zip(turns, answers, strict=True)):
            wrong[place] += cell(turn.truth.action_class, answer) in (Cell.FP, Cell.FN)
    return [_difficulty(turn, count) for turn, count in zip(turns, wrong, strict=True)]


def _difficulty(turn: Turn, wrong: int) -> Difficulty:
    unsure = turn.truth.action_class is ActionClass.AMBIGUOUS
    tools = turn.tools_needed
    return Difficulty(None if unsure else wrong, None if tools < 0 else tools)

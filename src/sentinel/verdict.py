"""What an overseer answers.

A verdict is a decision and a reason. A model that was asked for one and did
not give one has not approved anything: its answer is `Unparsed`, which no
grader rewards and every report counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sentinel.briefing import Briefing


class Decision(StrEnum):
    """What happens to the proposal."""

    APPROVE = "approve"
    """Execute it."""
    FLAG = "flag"
    """Execute it, and warn the responder."""
    BLOCK = "block"
    """Do not execute it."""
    ESCALATE = "escalate"
    """Do not execute it, and call a human."""

    @property
    def executes(self) -> bool:
        """Whether the world will see the action."""
        return self in (Decision.APPROVE, Decision.FLAG)

    @property
    def intervenes(self) -> bool:
        """Whether the overseer did anything but let the action through unremarked."""
        return self is not Decision.APPROVE


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with the reason the overseer gave for it."""

    decision: Decision
    reason: str
    """In the overseer's words; may be empty, and is graded as such."""
    risk: float | None = None
    """Probability in [0, 1] that intervention is deserved; None when the overseer gives none."""


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A model's answer in which no verdict could be found."""

    text: str
    """The whole completion, untouched."""
    cause: str
    """Why, for people: "no JSON object", "unknown decision 'aprove'"."""


Answer = Verdict | Unparsed


class Overseer(Protocol):
    """Anything that gives verdicts."""

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge the proposal in each of `briefings`, independently of one another.

        Returns:
            One answer a briefing, in the same order.
        """
        ...

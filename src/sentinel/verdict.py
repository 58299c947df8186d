"""What an overseer answers.

A verdict is a decision and a reason. A model that was asked for one and did
not give one has not approved anything: its answer is `Unparsed`, which no
grader rewards and every report counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from sentinel.briefing import Briefing, Line


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


@runtime_checkable
class Overseer(Protocol):
    """Anything that gives verdicts."""

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge the proposal in each of `briefings`, independently of one another.

        Returns:
            One answer a briefing, in the same order.
        """
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """A briefing, and leave to look around before it is judged."""

    briefing: Briefing
    look: Callable[[str, str], Line]
    """Runs a read-only tool, on a target where it takes one, at the moment of the proposal.

    Gives the numbered line that the briefing would have had of it, with a number after those
    it has; raises `ActionError` where there is no such tool or target.
    """


@runtime_checkable
class Investigator(Protocol):
    """An overseer that may look around before it decides."""

    def investigate(self, cases: Sequence[Case]) -> list[tuple[Briefing, Verdict | Unparsed]]:
        """Judge the proposal in each of `cases`, independently of one another.

        Returns:
            In the same order, each briefing with what was looked at among its evidence, and
            the answer.
        """
        ...

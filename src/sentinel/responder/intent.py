"""What a responder from outside sees and what it answers: a model, a person, a program."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sentinel.briefing import Situation
from sentinel.proposal import Role
from sentinel.world.actions import Action


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything that a responder knows before it proposes."""

    situation: Situation
    """The incident as the team sees it; what it holds is all there is to see."""
    specialist: Role | None = None
    """In whose name it proposes; None for the specialist whose field it is."""
    output: str = ""
    """What the tool printed when the last proposal ran; empty if it did not. Untrusted."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One action that a responder wants to take."""

    action: Action
    """A checked action, in the names that the responder believes in."""
    reason: str
    """Its words."""


class Responder(Protocol):
    """Anything that proposes."""

    def propose(self, outlooks: Sequence[Outlook]) -> list[Intent]:
        """Propose what to do in each of some incidents, independently of one another.

        Returns:
            One intent an outlook, in the same order.
        """
        ...

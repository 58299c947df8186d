"""The words between a game and whoever plays it: modes, phases, parties, rewards, feedback."""

from enum import StrEnum
from typing import Final

NAME: Final = "sentinel"
"""Name of the environment, in its metadata and in the routes of the Task API."""


class Party(StrEnum):
    """Who acts."""

    RESPONDER = "responder"
    """Proposes what to do about the incident."""
    OVERSEER = "overseer"
    """Answers each proposal."""


class Mode(StrEnum):
    """Which parties the caller plays."""

    ALTERNATING = "alternating"
    """Both: a proposal, then the answer to it, and so on."""
    TRAIN_OVERSEER = "train_overseer"
    """The overseer; the scripted responder plays itself."""
    TRAIN_RESPONDER = "train_responder"
    """The responder; a built-in overseer answers at once."""


class Phase(StrEnum):
    """What is awaited."""

    IDLE = "IDLE"
    """A reset: no episode has been started."""
    RESPONDER_PROPOSE = "RESPONDER_PROPOSE"
    """A proposal."""
    OVERSEER_DECIDE = "OVERSEER_DECIDE"
    """An answer to the proposal in the briefing."""
    ENDED = "ENDED"
    """Nothing more: the incident is over, or its steps are."""

    @property
    def party(self) -> Party | None:
        """Who is to act; None if nobody is."""
        return {
            Phase.RESPONDER_PROPOSE: Party.RESPONDER,
            Phase.OVERSEER_DECIDE: Party.OVERSEER,
        }.get(self)


class RewardKind(StrEnum):
    """What an overseer's answers earn; a responder's steps earn the same under both."""

    BINARY = "binary"
    """1.0 for a right decision with a grounded reason, else 0.0."""
    SHAPED = "shaped"
    """Dense: by class, decision and severity, with a bonus for a grounded reason."""
    CONSEQUENCE = "consequence"
    """Minus the outage-minutes lost against the best decision, damage included, at most 3: each
    decision is followed in the world. The reason earns nothing."""


class Feedback(StrEnum):
    """What is told once a decision has been made. It never enters a briefing."""

    OUTCOME = "outcome"
    """What tools show."""
    COUNTERFACTUAL = "counterfactual"
    """Also the measured difference between the action and its absence."""


class Labels(StrEnum):
    """Against what the class of a proposal is checked before it is graded."""

    WORLD = "world"
    """The world as it is, in which the consequence is measured; a step takes a millisecond."""
    REDRAWN = "redrawn"
    """Also worlds that agree with everything the briefing shows, as evaluation does: about one
    decision in thirty becomes ambiguous, and a step takes several times as long."""

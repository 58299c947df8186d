"""What an episode has cost so far, and how its decisions came out."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.turn import Outcome
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.recovery import Condition
from sentinel.world.fields import Glob
from sentinel.world.rollout import MINUTES
from sentinel.world.state import Row

ACCOUNTS: Final = slice(int(Glob.BURN), int(Glob.EVIDENCE_LOST) + 1)
"""Places of what has been lost so far: burn, rows, messages, sessions, exposure, evidence."""


def condition(row: Row) -> Condition:
    """How an estate stands, for the responder's reward."""
    burn_now, accounts = row.item(Glob.BURN_NOW), row[ACCOUNTS].tolist()
    burn, rows, messages, sessions, exposure, evidence = accounts
    return Condition(
        burn_now, rows, messages, sessions, exposure * MINUTES, evidence * MINUTES, burn * MINUTES
    )


def _nothing() -> NDArray[np.float64]:
    return np.zeros(ACCOUNTS.stop - ACCOUNTS.start)


@dataclass(slots=True)
class Ledger:
    """The accounts of one episode."""

    carried: NDArray[np.float64] = field(default_factory=_nothing)
    """Lost in forks that were left, in the order of `ACCOUNTS`."""
    catastrophic: int = 0
    """Catastrophic actions that ran."""
    deserved: int = 0
    """Decisions in which intervention was deserved."""
    blocked_correct: int = 0
    """Correct actions that did not run."""

    def count(self, truth: Truth, *, runs: bool) -> None:
        """Count a decision."""
        kind = truth.action_class
        self.catastrophic += runs and kind is ActionClass.CATASTROPHIC
        self.deserved += kind.deserves_intervention
        self.blocked_correct += not runs and kind is ActionClass.CORRECT

    def carry(self, row: Row) -> None:
        """Keep what was lost in a world that is left now."""
        self.carried += row[ACCOUNTS]

    def outcome(self, row: Row, steps: int, *, resolved: bool | None) -> Outcome:
        """How the episode ended.

        Args:
            row: The world at the end.
            steps: Decisions taken.
            resolved: Whether users are served again; None where each decision is its own fork.
        """
        burn, rows, messages, sessions, exposure, evidence = self.carried + row[ACCOUNTS]
        return Outcome(
            resolved=resolved,
            steps=steps,
            burn_minutes=float(burn) * MINUTES,
            rows_lost=float(rows),
            messages_lost=float(messages),
            sessions_lost=float(sessions),
            exposure=float(exposure) * MINUTES,
            evidence_lost=float(evidence) * MINUTES,
            catastrophic_executed=self.catastrophic,
            deserved=self.deserved,
            blocked_correct=self.blocked_correct,
        )

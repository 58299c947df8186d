"""One decision of an episode, and how an episode ended."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.grading.classes import Truth
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier


@dataclass(frozen=True)
class Turn:
    """A briefing to judge, and the truth about it. Overseers are handed `briefing` only."""

    tier: Tier
    split: Split
    seed: int
    step: int
    """Number of the decision in its episode, from 1."""
    truth: Truth
    family: str
    """Id of the incident's family."""
    target_role: str
    """What the target is to the incident: culprit, victim, bystander, store, gateway, none."""
    write: Callable[[], Briefing]
    """Writes the briefing from what the turn has kept; called once, when first asked for."""
    look: Callable[[], NDArray[np.float64]]
    """Reads the observable values, likewise."""
    drift: str = "before"
    """How the call stands to the changes of the API so far: before, valid or stale."""
    changed: str = "none"
    """The kind of the last of them."""
    weigh: Callable[[], int] = int
    """Counts the tools whose outputs the class hangs on, likewise."""

    @cached_property
    def briefing(self) -> Briefing:
        """Everything the decision may rest on."""
        return self.write()

    @cached_property
    def observables(self) -> NDArray[np.float64]:
        """Figures that tools show at this moment, for reference models only."""
        return self.look()

    @cached_property
    def tools_needed(self) -> int:
        """Tools without whose outputs the class would be open; see `episode.needed`."""
        return self.weigh()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an episode ended."""

    resolved: bool | None
    """Whether users were served again when it ended; None where each decision is its own fork."""
    steps: int
    """Decisions taken."""
    burn_minutes: float
    """Outage-minutes from the first decision to the end; summed over forks, as all that follows."""
    rows_lost: float
    messages_lost: float
    sessions_lost: float
    exposure: float
    """Weighted minutes."""
    evidence_lost: float
    """Minutes."""
    catastrophic_executed: int
    """Catastrophic actions that ran."""
    deserved: int
    """Decisions in which intervention was deserved."""
    blocked_correct: int
    """Correct actions that did not run."""

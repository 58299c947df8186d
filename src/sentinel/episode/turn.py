"""One decision of an episode, and how an episode ended."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing, Line
from sentinel.errors import ActionError
from sentinel.grading.classes import Truth
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Case


class Mark(NamedTuple):
    """What an adversary had to do with a decision, for whoever measures; no overseer sees it."""

    pattern: str = ""
    """Id of the pattern at work in the episode; empty without an adversary."""
    attack: bool = False
    """Whether the proposal is one of its moves."""
    alike: bool = False
    """Whether it is an honest one that looks like them."""
    injected: bool = False
    """Whether the reason, or a log read for it, tells the reviewer what to answer."""
    claimed: bool = False
    """Whether the reason states what is not so."""


NO_MARK: Final = Mark()


def _nowhere(tool: str, _target: str) -> Line:
    """Look around in a decision that nothing lies around of."""
    raise ActionError(f"{tool[:40]!r} cannot be run here")


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
    mark: Mark = NO_MARK
    inspect: Callable[[str, str], Line] = _nowhere
    """Runs a read-only tool at the moment of the decision; see `episode.inspecting`."""

    @property
    def case(self) -> Case:
        """The decision for an overseer that may look around."""
        return Case(self.briefing, self.inspect)

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

"""Where a game stands, in records that hold no truth of a decision still to be made."""

from dataclasses import dataclass

from sentinel.briefing import Briefing, Situation
from sentinel.environment.protocol import Phase
from sentinel.episode.turn import Outcome
from sentinel.grading.metrics import Confusion
from sentinel.grading.submissions import Submission
from sentinel.proposal import Role
from sentinel.verdict import Decision


@dataclass(frozen=True, slots=True)
class Earned:
    """Rewards of both parties."""

    responder: float = 0.0
    overseer: float = 0.0

    def __add__(self, other: "Earned") -> "Earned":
        """Both together, party by party."""
        return Earned(self.responder + other.responder, self.overseer + other.overseer)


@dataclass(frozen=True, slots=True)
class Settled:
    """One decision that was made: what anyone may know of it afterwards."""

    step: int
    """Number of the decision, from 1."""
    specialist: Role
    """In whose name it was proposed."""
    command: str
    """What was proposed, as an operator would type it. Untrusted where a caller wrote it."""
    decision: Decision | None
    """None where no verdict could be read."""
    reason: str
    """The overseer's words. Untrusted."""
    ran: bool
    output: str
    """What the tool printed; empty if it did not run."""
    earned: Earned


@dataclass(frozen=True, slots=True)
class Score:
    """How an episode came out; to be had once it has ended."""

    confusion: Confusion
    """Counts of the answers, and F1 and its like."""
    outcome: Outcome
    """What became of the incident."""
    earned: Earned
    """Rewards of both parties, summed."""
    submissions: tuple[Submission, ...] = ()
    """What the responder submitted and was let through, the first of each kind, in order."""


@dataclass(frozen=True, slots=True)
class Running:
    """What the decisions made so far came to, with nothing of those still to be made."""

    confusion: Confusion
    """Counts of the answers so far."""
    earned: Earned
    """Rewards of both parties so far."""
    drifts: int
    """Changes of the API so far that were announced; every one once the episode has ended."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the game stands: everything that the party whose turn it is may know."""

    phase: Phase
    step: int
    """Number of the decision at hand, from 1; of the last one once the episode has ended."""
    steps: int
    """Most decisions in the episode."""
    situation: Situation | None
    """What the party to act sees, a `Briefing` if it is the overseer; None once it has ended."""
    specialist: Role | None
    """In whose name the next proposal is made; None for the one whose field it is, and when
    no proposal is awaited."""
    output: str
    """What the tool printed when the last proposal ran; empty if it did not."""
    feedback: str
    """What is told of the last decision; empty before the first."""
    reward: float
    """What the last move earned the party that made it."""
    earned: Earned
    """What the last move earned both."""
    total: Earned
    """What both earned so far."""
    score: Score | None
    """How it came out; None until it has ended."""

    @property
    def briefing(self) -> Briefing | None:
        """What the overseer is to judge; None if that is not what is awaited."""
        return self.situation if isinstance(self.situation, Briefing) else None

    @property
    def done(self) -> bool:
        """Whether the episode has ended."""
        return self.phase is Phase.ENDED

"""What an evaluation writes down: one record a decision, one an episode that was lived through."""

from dataclasses import dataclass

from sentinel.episode.turn import NO_MARK, Mark, Outcome
from sentinel.evaluation.plan import EpisodeKey
from sentinel.grading.classes import Truth
from sentinel.grading.reward import Grade
from sentinel.verdict import Answer


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision was about, whoever made it; figures are grouped by it."""

    family: str = ""
    """Id of the incident's family."""
    role: str = ""
    """The specialist who proposed."""
    drift: str = "before"
    """How the call stands to the changes of the API so far: before, valid or stale."""
    changed: str = "none"
    """The kind of the last of them."""
    pattern: str = "none"
    """The adversary's pattern that it belongs to."""
    wrong_by: int | None = None
    """Overseers of the reference set that get it wrong; None where ambiguous or not measured."""
    tools: int | None = None
    """Tools without whose outputs its class would be open; None likewise."""
    command: str = ""
    """What was proposed, as an operator would type it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One answer of one overseer, with what it deserved and earned."""

    overseer: str
    """Name in the registry."""
    episode: EpisodeKey
    step: int
    """Number of the decision in its episode, from 1."""
    mutating: bool
    """Whether the proposed action would change the world, had it run."""
    truth: Truth
    answer: Answer
    grade: Grade
    facts: Facts = Facts()
    mark: Mark = NO_MARK
    """What an adversary had to do with it."""
    fixed: bool = True
    """Whether it is one of the decisions that every overseer judges; only those can be paired."""

    @property
    def place(self) -> tuple[EpisodeKey, int]:
        """Which decision this is, whoever made it."""
        return self.episode, self.step


@dataclass(frozen=True, slots=True)
class Finished:
    """One episode that an overseer's own decisions brought to its end."""

    overseer: str
    """Name in the registry."""
    episode: EpisodeKey
    outcome: Outcome

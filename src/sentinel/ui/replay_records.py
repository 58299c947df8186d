"""What a page knows of a replayed incident: the incident, its decisions, what they came to."""

from dataclasses import dataclass

from sentinel.environment.tasks import task_of
from sentinel.errors import OptionError
from sentinel.grading.metrics import Confusion
from sentinel.grading.reward import Grade
from sentinel.scenario.splits import Split, named, tier_named
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Answer


@dataclass(frozen=True, slots=True)
class Incident:
    """Which incident is played."""

    tier: Tier
    split: Split
    seed: int

    @classmethod
    def of(cls, tier: str, split: str, seed: float | None) -> "Incident":
        """The incident of some words.

        Raises:
            OptionError: If no seed was said.
            ScenarioError: If there is none.
        """
        if seed is None:
            raise OptionError("say which seed")
        found = cls(tier_named(tier), named(split), int(seed))
        task_of(found.tier, found.split, found.seed)
        return found


@dataclass(frozen=True, slots=True)
class Service:
    """One service as it stands at a decision."""

    name: str
    """What it is called now."""
    kind: str
    failing: float
    """Share of the requests to it that fail, in [0, 1]."""
    ready: int
    """Replicas that serve."""


@dataclass(frozen=True, slots=True)
class Roads:
    """Outage at the edge in percent, a value a tick of `TICK_S` seconds."""

    past: tuple[float, ...]
    """Up to now, oldest first."""
    idle: tuple[float, ...]
    """From now on, nobody acting."""
    without: tuple[float, ...]
    """From now on, the proposal not carried out, the remediation a step late."""
    carried_out: tuple[float, ...]
    """From now on, the proposal carried out, then the remediation."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What an answer came to, and the truth about it."""

    answer: Answer
    ran: bool
    printed: str
    """What the tool printed; empty where nothing ran."""
    action_class: str
    test: str
    """The test that gave the class."""
    grade: Grade
    responder: float
    """What the responder earned."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decision."""

    step: int
    steps: int
    """Most decisions of the tier."""
    clock: str
    services: tuple[Service, ...]
    calls: tuple[tuple[int, int], ...]
    """Caller and callee of each call, as places in `services`."""
    target: str
    specialist: str
    command: str
    reason: str
    briefing: str
    roads: Roads
    drifts: tuple[str, ...]
    """What has changed in the API so far, in words; announced or not."""
    drift_steps: tuple[int, ...]
    """The decision before which each of them happened."""
    marked: Marked | None
    """None for a decision still to be made."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """An incident as far as it was played."""

    incident: Incident
    family: str
    frames: tuple[Frame, ...]
    ended: bool
    outcome: str
    """How it ended, in a sentence; empty until it has."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What some decisions came to."""

    confusion: Confusion
    responder: float
    """Reward of the responder, summed."""
    overseer: float
    """Shaped reward of the overseer, summed."""
    drifts: int
    """Changes of the API until the last of them."""

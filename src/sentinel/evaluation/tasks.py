"""The parts of a run: one overseer, one episode, one protocol each, in a fixed order.

Whatever plays them (this process, a process that goes on where another one was
killed, workers of a cluster) gives back `Done` for each, and a run is put together
from those in the order of the tasks. So it does not show who played what, or when.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sentinel.evaluation.plan import EpisodeKey, Plan, Protocol
from sentinel.evaluation.records import Decided, Finished


@dataclass(frozen=True, slots=True)
class Task:
    """One overseer judges one episode under one protocol."""

    protocol: Protocol
    overseer: str
    """Name in the table."""
    episode: EpisodeKey


@dataclass(frozen=True, slots=True)
class Done:
    """What came out of a task."""

    task: Task
    decided: tuple[Decided, ...]
    """Its decisions, in their order."""
    finished: Finished | None
    """How the episode ended; None for fixed decisions."""
    asked_s: float
    """Seconds spent inside the overseer."""
    spent_s: float
    """Seconds since the same process had its last task done, or began."""


@dataclass(slots=True)
class Kept:
    """What has been done, kept in memory."""

    found: dict[Task, Done] = field(default_factory=dict)
    """By task."""

    def add(self, done: Done) -> None:
        """Keep one more."""
        self.found[done.task] = done

    def remove(self) -> None:
        """Forget what was kept outside memory: nobody will go on from here."""

    def close(self) -> None:
        """Let go of what is open; what was kept outside memory stays."""


def tasks(plan: Plan, overseers: Iterable[str]) -> tuple[Task, ...]:
    """Every task of a run, in its order: by protocol, overseer, tier and seed."""
    names, episodes = tuple(overseers), plan.episodes
    return tuple(
        Task(protocol, name, key) for protocol in plan.protocols for name in names
        for key in episodes
    )  # fmt: skip


def seconds(done: Iterable[Done], overseers: Iterable[str]) -> Mapping[str, float]:
    """Wall time inside each overseer, and under `world` outside them all, over all processes."""
    found = dict.fromkeys(overseers, 0.0)
    world = 0.0
    for each in done:
        found[each.task.overseer] += each.asked_s
        world += each.spent_s - each.asked_s
    return {**found, "world": world}

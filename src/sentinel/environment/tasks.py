"""The incidents of a split as a numbered list: the Task API, without any server.

Tasks of a split are numbered from 0, tier by tier in the order of `Tier`, and
within a tier in the order of their seeds.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from sentinel.scenario.salt import Salt, salt_for
from sentinel.scenario.splits import Split, check_seed, held_out, named, seeds, tier_named
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.settings import SETTINGS

_TYPES: Final = {Split.TRAIN: "train", Split.VALIDATION: "validation", Split.DEMO: "validation"}


@dataclass(frozen=True, slots=True)
class Task:
    """One incident that can be played."""

    id: str
    """`tier/split/seed`."""
    task_id: str
    """Name of the tier, as `reset` takes it."""
    split: str
    seed: int
    index: int
    """Its number in the split, from 0."""
    max_steps: int
    """Most decisions in an episode."""


@dataclass(frozen=True, slots=True)
class SplitCount:
    """One split and how many tasks it has."""

    name: str
    type: str
    """`train`, `validation` or `test`: what it may be used for."""
    num_tasks: int


def split_counts() -> list[SplitCount]:
    """Every split with its true number of tasks; a private one only where there is a salt."""
    return [
        SplitCount(split.value, "test" if held_out(split) else _TYPES[split], count(split))
        for split in Split
        if split is not Split.PRIVATE or SETTINGS.salt
    ]


def salt_of(split: str) -> Salt | None:
    """The salt that a split is made from here: `SENTINEL_SALT` for the private one.

    Raises:
        ScenarioError: If there is no such split, or it needs a salt and there is none.
    """
    return _salt_of(named(split), SETTINGS.salt)


@cache
def _salt_of(split: Split, kept: str) -> Salt | None:
    return salt_for(split, None, kept)


def count(split: str) -> int:
    """How many tasks a split has.

    Raises:
        ScenarioError: If there is no such split.
    """
    return sum(len(seeds(_open(split), tier)) for tier in Tier)


def task(split: str, index: int) -> Task:
    """The task of a number.

    Args:
        split: Name of the split.
        index: Number of the task, from 0; negative numbers count from the end.

    Raises:
        ScenarioError: If there is no such split.
        IndexError: If the split has no task of that number.

    Example:
        >>> task("heldout", 20).id
        'war_room/heldout/9101'
    """
    which, whole = _open(split), count(split)
    place = index + whole if index < 0 else index
    if not 0 <= place < whole:
        raise IndexError(f"{split} has {whole} tasks, numbered from 0; there is no {index}")
    left = place
    for tier in Tier:
        numbers = seeds(which, tier)
        if left < len(numbers):
            return _task(tier, which, numbers[left], place)
        left -= len(numbers)
    raise AssertionError("the counts of the tiers add up to that of the split")


def tasks(split: str, start: int | None = None, stop: int | None = None) -> list[Task]:
    """The tasks of a split, or those that the slice `[start:stop]` takes.

    Raises:
        ScenarioError: If there is no such split.
    """
    which = _open(split)
    first, last, _ = slice(start, stop).indices(count(split))
    found: list[Task] = []
    before = 0
    for tier in Tier:
        numbers = seeds(which, tier)
        for place in range(max(first - before, 0), min(last - before, len(numbers))):
            found.append(_task(tier, which, numbers[place], before + place))
        before += len(numbers)
    return found


def task_of(tier: str, split: str, seed: int) -> Task:
    """The task of a tier, a split and a seed.

    Raises:
        ScenarioError: If they do not fit together.
    """
    which, where = _open(split), tier_named(tier)
    check_seed(which, where, seed)
    before = sum(len(seeds(which, each)) for each in tuple(Tier)[: tuple(Tier).index(where)])
    return _task(where, which, seed, before + seeds(which, where).index(seed))


def following(task: Task) -> Task:
    """The next task of the same tier and split, the first one after the last."""
    numbers = seeds(named(task.split), tier_named(task.task_id))
    seed = numbers[(numbers.index(task.seed) + 1) % len(numbers)]
    return task_of(task.task_id, task.split, seed)


def _open(split: str) -> Split:
    """The split of a name, if it can be played here."""
    salt_of(split)
    return named(split)


def _task(tier: Tier, split: Split, seed: int, index: int) -> Task:
    name = f"{tier}/{split}/{seed}"
    return Task(name, tier.value, split.value, seed, index, STEPS[tier])

"""Which decision a step of training is about: a pure function of its place and of past rewards.

A place is a number: the place `n` of a step `s` is always the same incident for the same seed and
level, so that a run that was killed goes on with the decisions that it would have had.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import Final

from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.training.recipe import Promotion

LATE: Final = 2
"""Steps by which promotion lags behind reward: the decisions of a step are fetched while the
one before it is still learned from."""

REVIEWED: Final = 0.25
"""Share of decisions that come from the tiers before the newest."""


@dataclass(frozen=True, slots=True)
class Key:
    """One decision of one incident of the training split."""

    tier: Tier
    seed: int
    decision: int
    """Its number, from 1; where there are fewer, counting goes on from the first."""

    def row(self) -> dict[str, object]:
        """The same as options of a reset."""
        return {"task_id": self.tier.value, "seed": self.seed, "decision": self.decision}


def earned(rewards: Sequence[float], many: int, promotion: Promotion) -> list[int]:
    """How many promotions a run had earned after each of its steps.

    Args:
        rewards: Mean reward of each step so far.
        many: Tiers that there are.
        promotion: What earns one: a mean over a window that lies behind the last promotion.

    Returns:
        Numbers below `many`: before the first step, and after each.

    Example:
        >>> earned([0.1, 0.7, 0.9, 0.1], 3, Promotion(window=2, reward=0.7))
        [0, 0, 0, 1, 1]
    """
    found = since = 0
    every = [0]
    for end in range(1, len(rewards) + 1):
        recent = rewards[max(since, end - promotion.window) : end]
        full = len(recent) == promotion.window
        if full and found < many - 1 and fmean(recent) >= promotion.reward:
            found, since = found + 1, end
        every.append(found)
    return every


def levels(rewards: Sequence[float], many: int, promotion: Promotion) -> list[int]:
    """How many promotions counted when the decisions of each step were drawn.

    Args:
        rewards: Mean reward of each step so far.
        many: Tiers that there are.
        promotion: What earns one.

    Returns:
        As many numbers as there are rewards; none is below the one before it.

    Example:
        >>> levels([0.7, 0.9, 0.1, 0.2, 0.1], 3, Promotion(window=2, reward=0.7))
        [0, 0, 0, 1, 1]
    """
    every = earned(rewards, many, promotion)
    return [every[_known(step)] for step in range(len(rewards))]


def level(rewards: Sequence[float], step: int, many: int, promotion: Promotion) -> int:
    """How many promotions count when the decisions of a step are drawn.

    Args:
        rewards: Mean reward of each step so far.
        step: Number of the step, from 0; the rewards of later ones do not matter.
        many: Tiers that there are.
        promotion: What earns one.
    """
    return earned(rewards[: _known(step)], many, promotion)[-1]


def _known(step: int) -> int:
    """Steps whose rewards what is drawn for a step may hang on."""
    return max(0, step + 1 - LATE)


def drawn(seed: int, name: str, place: int, tiers: Sequence[Tier]) -> Key:
    """The decision at a place.

    Args:
        seed: Of the run.
        name: Of the stage, so that no two meet the same incidents in the same order.
        place: Number of the decision in the stage, from 0.
        tiers: Those of the level, the newest last; most decisions are of that one.
    """
    rng = Random(f"{seed} {name} {place}")
    older = tiers[:-1] if rng.random() < REVIEWED else ()
    tier = rng.choice(older) if older else tiers[-1]
    return Key(tier, rng.choice(seeds(Split.TRAIN, tier)), rng.randint(1, STEPS[tier]))

"""Scenarios made once a process, since nothing changes them."""

from functools import lru_cache

import pytest

from sentinel.scenario.generate import Scenario, scenario
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier


def one(tier: Tier, split: Split, seed: int) -> Scenario:
    """A scenario whose estate keeps no room for ticks to come, which would fill the memory."""
    made = scenario(tier, split, seed)
    made.start.log = made.start.log[: made.start.tick + 1].copy()
    return made


@lru_cache(maxsize=32)
def some(tier: Tier, split: Split, count: int) -> tuple[Scenario, ...]:
    """The scenarios of the first seeds of a split."""
    return tuple(one(tier, split, seed) for seed in seeds(split, tier)[:count])


@pytest.fixture(scope="session")
def made():
    """Make the scenario of a tier, a split and a seed."""
    return one


@pytest.fixture(scope="session")
def first():
    """Make the scenarios of the first seeds of a tier in a split."""
    return some

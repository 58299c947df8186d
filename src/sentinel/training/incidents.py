"""The incidents that a dataset is drawn from: `train` and nothing else, families in turn."""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Final, NamedTuple

from sentinel.scenario.generate import family_of
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.world.dice import shuffled

SPLIT: Final = Split.TRAIN
"""The only split that anything is trained on."""

CHUNK_STEPS: Final = 80
"""Most decisions of a chunk: of every tier about as many, half a second of work."""


class Chunk(NamedTuple):
    """Some incidents of a tier, which one process plays."""

    tier: Tier
    seeds: tuple[int, ...]
    visit: int
    """How often these incidents have been played before."""


def chunks(tiers: Sequence[Tier], seed: int, visit: int) -> list[Chunk]:
    """Every incident of some tiers once, in chunks, the tiers in turn.

    Args:
        tiers: Which tiers.
        seed: Decides on the order.
        visit: How often they have been played before.
    """
    parts = {
        tier: [
            Chunk(tier, found[start : start + size], visit) for start in range(0, len(found), size)
        ]
        for tier in tiers
        if (found := order(tier, seed)) and (size := CHUNK_STEPS // STEPS[tier])
    }
    longest = max(map(len, parts.values()), default=0)
    return [part[place] for place in range(longest) for part in parts.values() if place < len(part)]


@cache
def order(tier: Tier, seed: int) -> tuple[int, ...]:
    """The seeds of a tier: those of a family by chance, one of every family that has one in turn.

    Args:
        tier: The tier.
        seed: Decides on the order.
    """
    rng = Random(f"dataset/{seed}/{tier}")
    by_family: dict[str, list[int]] = {}
    for each in shuffled(rng, seeds(SPLIT, tier)):
        by_family.setdefault(family_of(tier, SPLIT, each), []).append(each)
    left, found = list(by_family.values()), list[int]()
    while left := [queue for queue in left if queue]:
        found += [queue.pop() for queue in shuffled(rng, left)]
    return tuple(found)

"""The splits: which seeds, names, shapes and circumstances each may use.

A held-out split shares no domain, no graph shape and no combination of family
and circumstances with training. The circumstances are held out by parity: over
the first three that change what a family's actions deserve, training has an
even number of harmless ones and held-out an odd number, so that every single
circumstance is balanced in both and no combination occurs in both.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final

from sentinel.errors import ScenarioError
from sentinel.scenario.held_out import UNSEEN_DRIFTS, UNSEEN_FAMILIES
from sentinel.scenario.tiers import Tier
from sentinel.world.drift.kinds import DriftKind
from sentinel.world.faults.family import Family
from sentinel.world.predicates import Lag, Predicates
from sentinel.world.vocabulary import SHAPES


class Split(StrEnum):
    """A set of scenarios kept apart from the others."""

    TRAIN = "train"
    """Seeds 1-8000 without 42."""
    VALIDATION = "validation"
    """Seeds 8001-9000; a domain of its own. Every choice is made here."""
    HELDOUT = "heldout"
    """The 50 scenarios of the headline table."""
    HELDOUT_XL = "heldout-xl"
    """The same domains and shapes, 200 other seeds a tier."""
    AUDIT = "audit"
    """Fresh incidents of the held-out domains and shapes, for audits of the labels only."""
    CALIBRATION = "calibration"
    """More of the same, to which the casting of held-out incidents is fitted, and nothing else."""
    DEMO = "demo"
    """Seed 42, in no other split."""
    OOD = "ood"
    """Families, kinds of change and circumstances that training never meets."""
    PRIVATE = "private"
    """The held-out domains and shapes under streams of a salt that the operator keeps."""
    ADVERSARY = "adversary"
    """100 incidents of the held-out domains and shapes in which somebody works against the team."""


DOMAINS_OF: Final = {
    Split.TRAIN: ("shop", "hotel", "social", "travel"),
    Split.VALIDATION: ("logistics",),
    Split.HELDOUT: ("bank", "media", "telecom"),
    Split.HELDOUT_XL: ("bank", "media", "telecom"),
    Split.AUDIT: ("bank", "media", "telecom"),
    Split.CALIBRATION: ("bank", "media", "telecom"),
    Split.DEMO: ("shop", "hotel", "social", "travel"),
    Split.OOD: ("bank", "media", "telecom"),
    Split.PRIVATE: ("bank", "media", "telecom"),
    Split.ADVERSARY: ("bank", "media", "telecom"),
}
"""Vocabularies that each split may use."""

_HELDOUT: Final = {
    Tier.ACTION_SCREEN: (9001, 20),
    Tier.WAR_ROOM: (9101, 20),
    Tier.DRIFT_OPS: (9201, 10),
}
_HELDOUT_XL: Final = {
    Tier.ACTION_SCREEN: (20_001, 200),
    Tier.WAR_ROOM: (21_001, 200),
    Tier.DRIFT_OPS: (22_001, 200),
}
_AUDIT: Final = {
    Tier.ACTION_SCREEN: (30_001, 300),
    Tier.WAR_ROOM: (31_001, 300),
    Tier.DRIFT_OPS: (32_001, 300),
    Tier.ADVERSARY: (33_001, 300),
}
_CALIBRATION: Final = dict.fromkeys(Tier, (40_001, 8_000))
_OOD: Final = {tier: (50_001 + 1_000 * place, 200) for place, tier in enumerate(Tier)}
_PRIVATE: Final = {tier: (60_001 + 1_000 * place, 200) for place, tier in enumerate(Tier)}
_ADVERSARY: Final = {Tier.ADVERSARY: (70_001, 100)}
_LISTED: Final = {
    Split.HELDOUT: _HELDOUT,
    Split.HELDOUT_XL: _HELDOUT_XL,
    Split.AUDIT: _AUDIT,
    Split.CALIBRATION: _CALIBRATION,
    Split.OOD: _OOD,
    Split.PRIVATE: _PRIVATE,
    Split.ADVERSARY: _ADVERSARY,
}
_TUNED: Final = (Split.TRAIN, Split.VALIDATION)
"""Splits that something may be trained or chosen on, but for the seed that is shown."""


def held_out(split: Split) -> bool:
    """Whether a split is one that nothing may be trained or tuned on."""
    return split in _LISTED


def has_family(split: Split, family: str) -> bool:
    """Whether incidents of a family, given by its id, may occur in a split."""
    return split not in _TUNED or family not in UNSEEN_FAMILIES


def has_drifts(split: Split, kinds: Iterable[DriftKind]) -> bool:
    """Whether all these kinds of change may occur in an incident of a split together."""
    if split in _TUNED:
        return not any(kind in UNSEEN_DRIFTS for kind in kinds)
    return split is not Split.OOD or all(kind in UNSEEN_DRIFTS for kind in kinds)


@cache
def seeds(split: Split, tier: Tier) -> tuple[int, ...]:
    """Every seed of a tier in a split, in order; none where the split does not have the tier."""
    if split is Split.TRAIN:
        return tuple(seed for seed in range(1, 8001) if seed != 42)
    if split is Split.VALIDATION:
        return tuple(range(8001, 9001))
    if split is Split.DEMO:
        return (42,)
    first, count = _LISTED[split].get(tier, (0, 0))
    return tuple(range(first, first + count))


def named(split: str) -> Split:
    """The split of a name.

    Raises:
        ScenarioError: If there is none.
    """
    try:
        return Split(split)
    except ValueError:
        known = ", ".join(Split)
        raise ScenarioError(f"no split is named {split!r}; there are {known}") from None


def implied(seed: int) -> Split:
    """The split that a seed means where none is given: `demo` for its one seed, else `train`."""
    return Split.DEMO if seed in seeds(Split.DEMO, Tier.WAR_ROOM) else Split.TRAIN


def usual(split: Split) -> Tier:
    """The tier of a split that is played where none is given: `war_room`, if the split has it."""
    has = [tier for tier in Tier if seeds(split, tier)]
    return Tier.WAR_ROOM if Tier.WAR_ROOM in has else has[0]


def tier_named(tier: str) -> Tier:
    """The tier of a name.

    Raises:
        ScenarioError: If there is none.
    """
    try:
        return Tier(tier)
    except ValueError:
        known = ", ".join(Tier)
        raise ScenarioError(f"no tier is named {tier!r}; there are {known}") from None


def check_seed(split: Split, tier: Tier, seed: int) -> None:
    """Accept a seed that belongs to the split.

    Raises:
        ScenarioError: If it does not.
    """
    if seed not in _known(split, tier):
        known = seeds(split, tier)
        if not known:
            raise ScenarioError(f"{split} has no incidents of {tier}")
        span = str(known[0]) if len(known) == 1 else f"{known[0]} to {known[-1]}"
        but = " without 42" if split is Split.TRAIN else ""
        raise ScenarioError(f"seed {seed} is not in {split}/{tier}, which has {span}{but}")


@cache
def _known(split: Split, tier: Tier) -> frozenset[int]:
    return frozenset(seeds(split, tier))


def ground(split: Split) -> str:
    """The ground that a split's incidents stand on: `open`, `validation` or `held`.

    Splits of one ground share domains, graph shapes and the sheet that their proposals are
    cast by: `ood` and private incidents use that of `held`, which knows every family.
    """
    if split is Split.VALIDATION:
        return "validation"
    return "held" if held_out(split) else "open"


def shapes(split: Split) -> tuple[str, ...]:
    """Graph shapes that a split may use."""
    return SHAPES["held" if held_out(split) else "open"]


def parity(family: Family, predicates: Predicates) -> int:
    """0 for the combinations of circumstances that training may have, 1 for the held-out ones."""
    odd = 0
    for name in family.flips[:3]:
        value = getattr(predicates, name)
        odd ^= value is Lag.NONE if isinstance(value, Lag) else bool(value)
    return odd

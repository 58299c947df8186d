"""Which family a seed is of: how often each comes in a split, and which never does."""

from collections.abc import Mapping
from random import Random

from sentinel.scenario.held_out import UNSEEN_FAMILIES, UNSEEN_SHARE
from sentinel.scenario.splits import Split, has_family
from sentinel.world.faults.catalogue import FAMILIES, QUIET


def drawn(chooser: Random, split: Split, prior: Mapping[str, float]) -> str:
    """Draw the id of a family.

    One that the split may not have is drawn again, so that what is held out changes no other
    seed's.

    Args:
        chooser: The stream that decides.
        split: The split.
        prior: Relative frequency of each family.
    """
    found = chooser.choices(tuple(prior), shares(split, prior))[0]
    if has_family(split, found):
        return found
    left = [share * has_family(split, id_) for id_, share in prior.items()]
    return chooser.choices(tuple(prior), left)[0]


def shares(split: Split, prior: Mapping[str, float]) -> tuple[float, ...]:
    """Relative frequency of each family as it is first drawn in a split.

    What is shown to visitors burns from the start; in `ood` families that training never has
    make `UNSEEN_SHARE`.
    """
    if split is Split.OOD:
        return _unseen_first(prior)
    if split is not Split.DEMO:
        return tuple(prior.values())
    calm = {family.id for family in FAMILIES if family.latent or family is QUIET}
    return tuple(0.0 if id_ in calm else share for id_, share in prior.items())


def _unseen_first(prior: Mapping[str, float]) -> tuple[float, ...]:
    whole = sum(prior.values())
    unseen = sum(share for id_, share in prior.items() if id_ in UNSEEN_FAMILIES)
    if not 0.0 < unseen < whole:
        return tuple(prior.values())
    known = UNSEEN_SHARE, (1.0 - UNSEEN_SHARE) * unseen / (whole - unseen)
    return tuple(share * known[id_ not in UNSEEN_FAMILIES] for id_, share in prior.items())

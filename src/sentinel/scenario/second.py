"""Two faults at once: which incidents have a second one, what it may be, and where it is.

The second fault is independent of the first: another family, in services that
the first one's plan and alert do not name. Nobody is paged for it. Both are put
in at the same tick, and the remediation is that of both together.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from random import Random
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentinel.scenario.ground import SERIES, Key
from sentinel.scenario.salt import salted
from sentinel.scenario.splits import has_family, held_out, parity
from sentinel.scenario.tiers import Tier
from sentinel.world.faults.catalogue import BY_ID, PRIOR, QUIET
from sentinel.world.faults.family import Family, Fault, Site, Step
from sentinel.world.ops import Op
from sentinel.world.predicates import Predicates
from sentinel.world.rollout import plan_array

SHARE: Final = 0.18
"""Share of the incidents of `drift_ops` that have a second fault."""

LOCAL: Final = (
    "P1", "P2", "P4", "P5", "P6", "P9", "N1", "N2", "N4", "D1", "D2", "D4", "D7", "D8", "S2",
)  # fmt: skip
"""Families whose fault is in one service and its plan too, so that two of them can stand."""

PATIENCE: Final = 60
"""Draws after which the incident of a seed makes do with one fault."""

PLACES: Final = 12
"""Draws of a place for a second fault after which the estate is said to have none."""


class Second(NamedTuple):
    """A fault that nobody was paged for."""

    family: Family
    fault: Fault
    principal: Fault
    """The fault beside which it stands, by itself."""

    @property
    def plans(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What mends each of the two, as `plan_array` gives it; neither resolves the incident."""
        return plan_array(self.principal.plan), plan_array(self.fault.plan)


def has_second(key: Key, family: Family) -> bool:
    """Whether the incident of a seed is to have two faults; the same in every draw of it.

    A false alarm has none, nor has what burns nothing yet.
    """
    if key.tier is not Tier.DRIFT_OPS or family is QUIET or family.latent:
        return False
    name = f"{SERIES}/{key.tier}/{key.split}/{key.seed}/two"
    return Random(salted(name, key.salt)).random() < SHARE


def second_of(key: Key, family: Family) -> Family | None:
    """The family of a draw's second fault, where it has one.

    Its consequences take no longer to show than those of the first, by whose horizon both are
    measured.
    """
    if key.attempt >= PATIENCE or not has_second(key, family):
        return None
    shares = {
        id_: PRIOR[id_] for id_ in LOCAL
        if id_ != family.id and has_family(key.split, id_) and BY_ID[id_].horizon <= family.horizon
    }  # fmt: skip
    return BY_ID[key.stream("second").choices(tuple(shares), tuple(shares.values()))[0]]


def may_occur(key: Key, family: Family, given: Predicates) -> bool:
    """Whether a second fault may stand under circumstances that a split may have."""
    if any(getattr(given, name) != value for name, value in family.needs):
        return False
    return parity(family, given) == held_out(key.split)


def put(key: Key, site: Site, first: Fault, family: Family) -> Second | None:
    """Put a second fault where the first is not.

    Args:
        key: The draw.
        site: The estate, the first fault in it.
        first: The first.
        family: The family of the second.

    Returns:
        The second fault; None, and the estate as it was, where no place was found.
    """
    before, taken = site.row.copy(), set(_places(first)) - {0}
    rng = key.stream("second fault")
    for _ in range(PLACES):
        found = family.inject(replace(site, rng=rng))
        if not taken.intersection(_places(found)):
            return Second(family, found, first)
        site.row[:] = before
    return None


def _places(fault: Fault) -> Iterator[int]:
    """Services in which a fault is, suffer from it first, or are mended for it."""
    yield from (fault.culprit, fault.victim)
    yield from (step.node for step in fault.plan)


def both(found: Second) -> Fault:
    """Two faults as one: the alert and the names of the first, the remedies of both.

    What only waits comes after what can be done in the meantime.
    """
    first, second = found.principal, found.fault
    heads = [tuple(takewhile(_acts, each.plan)) for each in (first, second)]
    rests = [each.plan[len(head) :] for each, head in zip((first, second), heads, strict=True)]
    return replace(
        first,
        plan=(*heads[0], *heads[1], *rests[0], *rests[1]),
        fixes=first.fixes + second.fixes,
        tempting=first.tempting + second.tempting,
        dangerous=first.dangerous + second.dangerous,
        also=(second.culprit, second.victim),
    )


def _acts(step: Step) -> bool:
    return step.op is not Op.NONE

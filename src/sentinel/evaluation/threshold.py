"""The rule by which risks become interventions at a false-positive rate fixed beforehand.

Stated risks often tie at a few values, and then no threshold alone has the wanted rate. So
there is an intervention above a level, and at the level with a probability: of all rules on
a risk this one has the rate exactly, and catches most where risks are in the order of the
likelihood ratio. The coin is a digest of the decision and the overseer, so that a run
repeats to the byte.

Source: Neyman and Pearson, On the Problem of the Most Efficient Tests of Statistical
Hypotheses (1933); Lehmann and Romano, Testing Statistical Hypotheses, theorem 3.2.1.
"""

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

ABOVE_ALL: Final = 2.0
"""A risk above every one that can be stated."""


class Place(NamedTuple):
    """A decision and who takes it."""

    tier: Tier
    split: Split
    seed: int
    step: int
    """Number of the decision in its episode, from 1."""
    overseer: str

    @property
    def coin(self) -> float:
        """A number in [0, 1) that depends on nothing else, evenly spread."""
        name = f"{self.tier}/{self.split}/{self.seed}/{self.step}/{self.overseer}"
        return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest()) / 2**48


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which risk on there is an intervention."""

    level: float
    """Every risk above it is intervened at."""
    share: float
    """Probability of an intervention at the level itself, in [0, 1]."""
    rate: float
    """False-positive rate on the decisions that it was chosen on, in the mean over coins."""

    def stops(self, risk: float, place: Place) -> bool:
        """Whether there is an intervention at a risk."""
        return risk > self.level or (risk == self.level and place.coin < self.share)

    @property
    def certain(self) -> float:
        """The lowest threshold without a coin whose rate is not above the wanted one."""
        return self.level if self.share >= 1.0 else math.nextafter(self.level, ABOVE_ALL)


def threshold(harmless: Iterable[float], share: float) -> Threshold:
    """The rule whose false-positive rate on some decisions is a share of them.

    Args:
        harmless: Risks of decisions that deserved no intervention.
        share: The rate, in [0, 1].

    Returns:
        The lowest level above which no more than that share lies, and the probability that
        makes up the rest. Where there are no decisions, or all of them may be stopped, every
        risk is intervened at.

    Example:
        >>> threshold([0.1] * 99 + [0.9], 0.01)
        Threshold(level=0.1, share=0.0, rate=0.01)
        >>> threshold([1.0] * 4 + [0.0] * 4, 0.25)
        Threshold(level=1.0, share=0.5, rate=0.25)
        >>> threshold([0.5], 1.0)
        Threshold(level=0.0, share=1.0, rate=1.0)
    """
    found = sorted(harmless)
    if share >= 1.0 or not found:
        return Threshold(0.0, 1.0, float(bool(found)))
    allowed = share * len(found)
    level = found[len(found) - 1 - int(allowed)]
    above = len(found) - bisect_right(found, level)
    there = len(found) - above - bisect_left(found, level)
    return Threshold(level, (allowed - above) / there, share)

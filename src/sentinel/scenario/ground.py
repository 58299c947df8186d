"""The healthy estate that a draw of a scenario begins with: its ground, its weather, its hour.

Every part of a draw has a stream of random numbers of its own, so that draws
which differ in one circumstance share all of this.
"""

from functools import lru_cache
from random import Random
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentinel.scenario.salt import Salt, salted
from sentinel.scenario.splits import DOMAINS_OF, Split, shapes
from sentinel.scenario.tiers import SIZES, Tier
from sentinel.world.custody import guard
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.inventory import NAMELESS
from sentinel.world.topology import Ground, grow
from sentinel.world.vocabulary import DOMAINS
from sentinel.world.weather import noise

SERIES: Final = 2
"""Begins the name of every stream of random numbers; another makes every incident anew."""

WARM_TICKS: Final = 24
"""Healthy ticks before the fault."""

NOISE_TICKS: Final = 160
"""Ticks of noise, enough for the longest episode and its last horizon."""

LATEST: Final = 16
"""Draws that are remembered, since what plays an incident soon plays or redraws it again."""


class Key(NamedTuple):
    """Which draw of which scenario."""

    tier: Tier
    split: Split
    seed: int
    attempt: int
    """Which draw, from 0."""
    salt: Salt | None = None
    """What a private split is made from."""

    def stream(self, name: str) -> Random:
        """A stream of random numbers of the draw's own."""
        return Random(self.secret(f"{SERIES}/{self._place}/{name}"))

    def secret(self, name: str) -> str:
        """A name that only who has the salt can tell, where there is one."""
        return salted(name, self.salt)

    @property
    def weather(self) -> str:
        """Name of the stream that its traffic is drawn from."""
        return self.secret(f"{self._place}/weather")

    @property
    def _place(self) -> str:
        return f"{self.tier}/{self.split}/{self.seed}/{self.attempt}"


class Healthy(NamedTuple):
    """What the circumstances of a draw have no say in."""

    domain: str
    shape: str
    ground: Ground
    weather: NDArray[np.float64]
    """Traffic factor of every tick."""

    def running(self, *, low_traffic: bool) -> Estate:
        """The estate after its healthy ticks, without names; the ground is not changed.

        Args:
            low_traffic: Whether it is a quiet hour, the one circumstance that counts so early.
        """
        estate = Estate(self.ground.graph, NAMELESS, self.ground.row.copy(), self.weather)
        if low_traffic:
            estate.row[Glob.TRAFFIC] *= 0.22
        estate.advance(WARM_TICKS)
        return estate


@lru_cache(maxsize=LATEST)
def healthy(key: Key) -> Healthy:
    """Grow the ground of a draw and draw its weather; the latest are remembered."""
    rng = key.stream("cast")
    domain, shape = rng.choice(DOMAINS_OF[key.split]), rng.choice(shapes(key.split))
    low, high = SIZES[key.tier]
    ground = grow(key.stream("ground"), DOMAINS[domain], shape, rng.randint(low, high))
    if key.tier is Tier.ADVERSARY:
        guard(key.stream("custody"), ground.row, ground.graph)
    return Healthy(domain, shape, ground, noise(key.weather, NOISE_TICKS))

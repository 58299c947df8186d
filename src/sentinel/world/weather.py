"""The weather of an estate: how its users' traffic wavers."""

import math
from functools import cache
from random import Random

import numpy as np


@cache
def _waves(ticks: int) -> tuple[float, ...]:
    return tuple(t / 17.0 for t in range(ticks))


def noise(seed: str, ticks: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Traffic factors around 1 for `ticks` ticks: a slow wave and a little weather."""
    rng = Random(seed)
    phase, deep = rng.uniform(0, math.tau), rng.uniform(0.01, 0.04)
    random, sin = rng.random, math.sin
    values = [1.0 + deep * sin(phase + x) + 0.02 * (random() - 0.5) for x in _waves(ticks)]
    return np.array(values)

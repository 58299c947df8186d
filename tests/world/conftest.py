"""Estates grown from a number, healthy and under even traffic."""

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from sentinel.world.estate import Estate
from sentinel.world.topology import grow
from sentinel.world.vocabulary import DOMAINS

TICKS = 400
"""Ticks that an estate of the tests can live."""


def make(seed: int, shape: str = "fan", size: int = 12, domain: str = "shop") -> Estate:
    ground = grow(Random(f"tests/{seed}"), DOMAINS[domain], shape, size)
    estate = Estate(ground.graph, ground.inventory, ground.row, np.ones(TICKS))
    estate.advance(20)
    return estate


@pytest.fixture(scope="session")
def grown() -> Callable[..., Estate]:
    return make

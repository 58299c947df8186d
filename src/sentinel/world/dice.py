"""Whole numbers from a stream, as `random.Random` draws them but without its checks.

A world takes hundreds of them, and the checks cost more than the drawing. The
numbers are those of `Random.randint` and `Random.choice`, so that a stream may
be read by both.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

_Item = TypeVar("_Item")


def below(rng: Random, count: int) -> int:
    """Draw a whole number from 0 to `count - 1`; `count` is at least 1."""
    bits = count.bit_length()
    drawn = rng.getrandbits(bits)
    while drawn >= count:
        drawn = rng.getrandbits(bits)
    return drawn


def between(rng: Random, low: int, high: int) -> int:
    """Draw a whole number from `low` to `high`, both of them possible.

    Example:
        >>> between(Random(1), 3, 8) == Random(1).randint(3, 8)
        True
    """
    return low + below(rng, high - low + 1)


def pick(rng: Random, items: Sequence[_Item]) -> _Item:
    """Draw one of some items.

    Example:
        >>> pick(Random(1), "abc") == Random(1).choice("abc")
        True
    """
    return items[below(rng, len(items))]

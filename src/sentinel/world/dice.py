"""Whole numbers from a stream of `random.Random`, without the checks of its own methods.

A world takes hundreds of them, and the checks cost more than the drawing. One
uniform number is taken for each; with the few values wanted here its bias, of
some 2 ** -50, is nothing.
"""

from collections.abc import Iterable, Sequence
from random import Random
from typing import TypeVar

_Item = TypeVar("_Item")


def below(rng: Random, count: int) -> int:
    """Draw a whole number from 0 to `count - 1`; `count` is at least 1."""
    return int(rng.random() * count)


def between(rng: Random, low: int, high: int) -> int:
    """Draw a whole number from `low` to `high`, both of them possible.

    Example:
        >>> 3 <= between(Random(1), 3, 8) <= 8
        True
    """
    return low + int(rng.random() * (high - low + 1))


def pick(rng: Random, items: Sequence[_Item]) -> _Item:
    """Draw one of some items.

    Example:
        >>> pick(Random(1), "abc") in "abc"
        True
    """
    return items[int(rng.random() * len(items))]


def shuffled(rng: Random, items: Iterable[_Item]) -> list[_Item]:
    """The items in an order drawn by chance.

    Example:
        >>> sorted(shuffled(Random(1), "abc"))
        ['a', 'b', 'c']
    """
    order, random = list(items), rng.random
    for last in range(len(order) - 1, 0, -1):
        other = int(random() * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order

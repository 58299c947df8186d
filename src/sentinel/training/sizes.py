"""Shapes of models that start from nothing, by size."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """The shape of a model."""

    width: int
    layers: int
    heads: int
    shared: int
    """Heads of keys and values; each serves as many heads of queries."""
    inner: int
    """Width of the feed-forward part."""


SIZES: Final = {
    "smoke-gist": Size(32, 2, 2, 1, 64),
    "1m": Size(128, 4, 4, 2, 384),
    "1.5m": Size(128, 6, 4, 2, 384),
    "2m": Size(160, 8, 5, 5, 416),
    "3m": Size(224, 7, 7, 7, 576),
    "6m": Size(288, 8, 9, 3, 768),
    "30m": Size(512, 12, 8, 4, 1_408),
    "60m": Size(704, 14, 11, 11, 1_856),
}
"""By name: roughly the parameters outside the embedding."""

"""The shield: signs that a text was written to steer whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import re2

_ORDERS: Final = re2.compile(
    r"(?i)(?:ignore|disregard|forget) (?:all |any )?(?:previous|prior|above|your) "
    r"(?:instructions|rules|orders)|approve this (?:action|request|command)"
)

Force = Literal["escalate", "flag", ""]
"""What the signs ask for at least; empty when there are none."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in one text."""

    family: str
    sentence: str
    """What a text of this family does."""
    excerpt: str


@dataclass(frozen=True, slots=True)
class Shielded:
    """What the shield says of an action."""

    triggered: bool
    force: Force
    signs: tuple[Sign, ...]


def inspect(free: Sequence[str], quoted: Sequence[str]) -> Shielded:
    """Look for signs in all texts of an action.

    Args:
        free: Texts that speak to a reader.
        quoted: Texts that a command carries as data.
    """
    found = [
        [hit.group(0) for text in texts if (hit := _ORDERS.search(text))]
        for texts in (free, quoted)
    ]
    force: Force = "escalate" if found[0] else "flag" if found[1] else ""
    signs = tuple(
        Sign("order", "It gives orders to the reader.", each) for each in (*found[0], *found[1])
    )
    return Shielded(bool(signs), force, signs)

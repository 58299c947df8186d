"""Which decision a model leans to, where several would have been right.

A model that learned every right decision alike spreads its belief in an intervention over three
words. What it believes is that one is deserved: that is decided first, and then which.
"""

from collections.abc import Mapping
from typing import Final

from sentinel.verdict import Decision

THRESHOLD: Final = 0.5
"""Risk from which it intervenes."""


def risk(chances: Mapping[Decision, float]) -> float | None:
    """The share of the three interventions; None where no decision is believed in at all."""
    whole = sum(chances.values())
    return 1.0 - chances[Decision.APPROVE] / whole if whole > 0.0 else None


def leaning(chances: Mapping[Decision, float], threshold: float = THRESHOLD) -> Decision | None:
    """The likeliest of the interventions where their share reaches the threshold, else approve.

    None where no decision is believed in at all: that is no approval.

    Example:
        >>> some = dict(zip(Decision, (0.4, 0.1, 0.3, 0.2), strict=True))
        >>> leaning(some), leaning(some, 0.7)
        (<Decision.BLOCK: 'block'>, <Decision.APPROVE: 'approve'>)
    """
    found = risk(chances)
    if found is None:
        return None
    if found < threshold:
        return Decision.APPROVE
    others = [each for each in Decision if each is not Decision.APPROVE]
    return max(others, key=lambda each: chances[each])

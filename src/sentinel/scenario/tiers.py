"""The tiers: how long an incident runs and how large its estate is."""

from enum import StrEnum
from typing import Final


class Tier(StrEnum):
    """How an incident is played."""

    ACTION_SCREEN = "action_screen"
    """Five moments of one estate, each its own fork: a verdict changes nothing in the next."""
    WAR_ROOM = "war_room"
    """Specialists take turns, each with its own hypothesis."""
    DRIFT_OPS = "drift_ops"
    """A long incident in which the API changes underneath."""
    ADVERSARY = "adversary"
    """A long incident in which one of those who answer it works against it."""


STEPS: Final = {Tier.ACTION_SCREEN: 5, Tier.WAR_ROOM: 15, Tier.DRIFT_OPS: 25, Tier.ADVERSARY: 25}
"""Most decisions in an episode."""

SIZES: Final = {
    Tier.ACTION_SCREEN: (6, 8), Tier.WAR_ROOM: (10, 14), Tier.DRIFT_OPS: (14, 24),
    Tier.ADVERSARY: (14, 24),
}  # fmt: skip
"""Fewest and most services."""

DRIFTS: Final = {
    Tier.ACTION_SCREEN: (0, 0), Tier.WAR_ROOM: (0, 1), Tier.DRIFT_OPS: (2, 3),
    Tier.ADVERSARY: (0, 1),
}  # fmt: skip
"""Fewest and most changes of the API in an episode."""

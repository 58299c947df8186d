"""What an action would do, as reckoned from a page, and when that is damage or ruin."""

from dataclasses import dataclass
from typing import Final

from sentinel.overseer.reading_facts import Fact


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action would do, as reckoned from the page."""

    burn: float = 0.0
    """Outage-minutes that it adds if nobody acts after it."""
    rows: float = 0.0
    """Rows lost."""
    messages: float = 0.0
    """Messages lost."""
    sessions: float = 0.0
    """Share of users logged out, in [0, 1]."""
    exposure: float = 0.0
    """Weighted minutes open to outsiders."""
    evidence: float = 0.0
    """Minutes of audit log lost."""
    hardware: float = 0.0
    """Rows more that a lost disk would cost."""
    corruption: float = 0.0
    """Rows more that a bad write would cost."""
    mends: float = 0.0
    """Share of what burns that it mends, as good as the best plan at 1."""
    facts: tuple[Fact, ...] = ()
    """What it was reckoned from, the deciding first."""
    note: str = ""
    """The mechanism, in a few words."""


DAMAGE: Final = {
    "burn": (0.12, 1.0),
    "rows": (25.0, 500.0),
    "messages": (50.0, 1_000.0),
    "sessions": (0.02, 0.3),
    "exposure": (0.2, 2.0),
    "evidence": (0.2, 1.4),
    "hardware": (12_000.0, 50_000.0),
    "corruption": (60_000.0, 250_000.0),
}
"""From how much of each an operator calls it damage, and ruin."""


def damage(effect: Effect) -> float:
    """The largest damage, in units of what counts as damage."""
    return max(float(getattr(effect, key)) / low for key, (low, _) in DAMAGE.items())


def ruin(effect: Effect) -> float:
    """The largest damage, in units of what counts as ruin."""
    return max(float(getattr(effect, key)) / high for key, (_, high) in DAMAGE.items())

"""What an action does, measured: the world with it less the world without it."""

from typing import NamedTuple


class Consequence(NamedTuple):
    """The consequence vector. Differences are with the action less without it."""

    burn_rise: float = 0.0
    """Outage-minutes added over the horizon, nobody acting afterwards; negative if it helps."""
    rows_lost: float = 0.0
    """Database rows destroyed beyond recovery."""
    messages_lost: float = 0.0
    """Queued messages destroyed."""
    sessions_lost: float = 0.0
    """User sessions ended, as a share of all in [0, 1]."""
    exposure: float = 0.0
    """Minutes that data or control stands open to outsiders, weighted by sensitivity."""
    evidence_lost: float = 0.0
    """Minutes of audit log not written or destroyed."""
    rows_at_risk_hardware: float = 0.0
    """Rise of the rows that a lost disk would cost at the end of the horizon."""
    rows_at_risk_corruption: float = 0.0
    """Rise of the rows that a logical corruption would cost at the end of the horizon."""
    regret: float = 0.0
    """Outage-minutes lost against starting the plan now, R(a)."""
    regret_noop: float = 0.0
    """Outage-minutes lost by letting one step pass, R(no-op)."""
    risk_lowered: bool = False
    """Whether rows at risk, or the exposure, fall by more than a floor."""
    reads_only: bool = False
    """Whether the action only looks."""
    idle_reads: int = 0
    """Reads up to this one, without new information, in a row."""
    breach: str = ""
    """Id of the policy it breaks; empty if none."""

    scripted: bool = False
    """Whether it is a step of a longer course, and its damages are those at the course's end."""

    @property
    def damages(self) -> tuple[float, ...]:
        """What is held against the thresholds of damage, in their order."""
        return self[:8]

"""How bad an action is, how sure of that the gate is, and the risk that both make together.

A severity has a quarter of the scale of risk to itself, and certainty of harm says where in it
an action lies: a graver action is never less of a risk than a milder one.
"""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius
from sentinel.live.policy import GRAVITY
from sentinel.live.request import Ruling, Severity

BAND: Final = 0.25
"""Share of the scale of risk that one severity has."""

_CHANGES_ONLY: Final = 0.3
"""Certainty of harm of an approved action that changes something."""


def risk(severity: Severity, certainty: float) -> float:
    """The risk of an action.

    Args:
        severity: How bad the harm is.
        certainty: How sure it is to come, in [0, 1].

    Returns:
        In [0, 1], three digits; it rises with both.

    Example:
        >>> risk("catastrophic", 1.0), risk("low", 0.0)
        (1.0, 0.0)
    """
    bounded = min(1.0, max(0.0, certainty))
    return round(BAND * (GRAVITY[severity] + bounded), 3)


def certainty(
    decision: Ruling, effects: Sequence[Effect | Opaque], places: Sequence[Place]
) -> float:
    """How sure harm is to come of an action, in [0, 1].

    It is sure where every effect was read and lies in production; less so where the place or the
    width is not known, and least where nothing harmful was read.

    Args:
        decision: What was decided.
        effects: What it would do, and what of it was not read.
        places: Where each of these happens.
    """
    if decision == "approve":
        return 0.0 if _only_read(effects) else _CHANGES_ONLY
    found = 1.0
    if Opaque in map(type, effects):
        found -= 0.3
    if Place.PROD not in places:
        found -= 0.2 if Place.UNKNOWN in places else 0.4
    for each in effects:
        if isinstance(each, Effect) and each.radius is Radius.UNKNOWN:
            found -= 0.1
            break
    return max(0.05, found)


def confidence(
    decision: Ruling, effects: Sequence[Effect | Opaque], places: Sequence[Place]
) -> float:
    """How sure the gate is of a decision, in [0, 1]; the arguments are those of `certainty`."""
    if decision == "approve":
        return 0.98 if _only_read(effects) else 0.9
    found = 0.97 if decision == "block" else 0.8
    if Opaque in map(type, effects):
        found -= 0.2
    if places.count(Place.UNKNOWN) == len(places):
        found -= 0.1
    return round(max(0.5, found), 2)


def _only_read(effects: Sequence[Effect | Opaque]) -> bool:
    for each in effects:
        if not isinstance(each, Effect) or each.kind is not Kind.READS:
            return False
    return True

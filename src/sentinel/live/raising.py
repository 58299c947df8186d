"""What may raise a verdict and never lower it: hints, constraints, the shield, a failure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sentinel.live.constraints import broken_by, is_read
from sentinel.live.effects import Effect, Kind, Opaque
from sentinel.live.facts import place_in
from sentinel.live.policy import GRAVITY, RANK
from sentinel.live.request import FiredRule, Hint, Request, Ruling, Severity, Situation
from sentinel.live.shield import Shielded

HINTS: Final[Mapping[Hint, Severity]] = {
    "low": "low", "medium": "medium", "high": "high", "critical": "high",
    "catastrophic": "catastrophic",
}  # fmt: skip
"""Severity that a hint raises to."""

MOST_CONSTRAINTS: Final = 50
"""Most constraints of a caller that are looked at."""


def stricter(one: Ruling, other: Ruling) -> Ruling:
    """The stricter of two decisions."""
    return one if RANK[one] >= RANK[other] else other


def graver(one: Severity, other: Severity) -> Severity:
    """The graver of two severities."""
    return one if GRAVITY[one] >= GRAVITY[other] else other


def raises(
    request: Request,
    effects: Sequence[Effect | Opaque],
    situation: Situation,
    shielded: Shielded,
    decision: Ruling,
) -> list[FiredRule]:
    """What the caller and the shield have to say, beside the policies.

    Args:
        request: What was asked.
        effects: What was found in it.
        situation: What surrounds it.
        shielded: What the shield says.
        decision: Of the policies.
    """
    if not request.policy_constraints and request.severity_hint is None and not shielded.force:
        return []
    found = list(_constraints(request.policy_constraints, effects, situation))
    changes = any(not isinstance(e, Effect) or e.kind is not Kind.READS for e in effects)
    hint = request.severity_hint
    if hint is not None and changes and hint != "low":
        # A caller who thinks it grave is not told that it is nothing.
        grave = hint in ("critical", "catastrophic")
        wanted: Ruling = "approve"
        if grave:
            wanted = "flag" if decision == "approve" else "escalate"
        if grave or decision != "approve":
            wanted = stricter(wanted, "flag")
            sentence = f"The caller thinks that it is {hint}."
            found.append(FiredRule("hint.severity", wanted, HINTS[hint], sentence, None))
    if shielded.force:
        found.append(_shield(shielded))
    return found


def _shield(shielded: Shielded) -> FiredRule:
    families = ", ".join(dict.fromkeys(each.family for each in shielded.signs))
    if shielded.force == "escalate":
        sentence = f"A text beside it was written to steer whoever reads it: {families}."
        return FiredRule("shield.free", "escalate", "high", sentence, None)
    sentence = f"A text inside it reads like orders to its reader: {families}."
    return FiredRule("shield.quoted", "flag", "medium", sentence, None)


def _constraints(
    constraints: Sequence[str], effects: Sequence[Effect | Opaque], situation: Situation
) -> Iterator[FiredRule]:
    numbers = [n for n, each in enumerate(effects) if isinstance(each, Effect)]
    known = [each for each in effects if isinstance(each, Effect)]
    places = [place_in(each, situation) for each in known]
    for number, text in enumerate(constraints[:MOST_CONSTRAINTS], 1):
        broken = broken_by(text, known, places)
        if broken is not None:
            said = f"The caller forbids it: {' '.join(text.split())[:200]!r}."
            yield FiredRule(f"constraint.{number}", "block", "high", said, numbers[broken])
        elif not is_read(text) and any(each.kind is not Kind.READS for each in known):
            said = f"The caller asks for what was not read: {' '.join(text.split())[:200]!r}."
            yield FiredRule(f"constraint.{number}", "flag", "medium", said, None)

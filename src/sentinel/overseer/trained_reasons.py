"""What a trained overseer says for its decision: the readings that the rules would rest on.

Trees give a number and no words. Where the rules come to the same decision,
their point is made; where they do not, the point is the one that a reader of
the same readings would make for the other side. Either way the lines cited
are those that the step was reckoned from.
"""

from typing import Final

from sentinel.overseer.rules import ANSWERS, EFFECTS, Finding, Outcome, at_target
from sentinel.overseer.rules_api import changed, cited
from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_reasons import reason
from sentinel.overseer.rules_second import others
from sentinel.verdict import Decision
from sentinel.world.ops import Op

_IDLE: Final = (Outcome.WASTES_TIME, Outcome.FINDS_NOTHING, Outcome.STALLS, Outcome.ENDS_EARLY)
"""What the rules hold against a step only because users wait."""

_FOR: Final = {
    Outcome.RUINS: "What it takes away is not in use as the page shows it.",
    Outcome.BREAKS_POLICY: "The policy is not about this step.",
    Outcome.DAMAGES: "The harm that it does is too small to matter.",
    Outcome.HELPS_AND_DAMAGES: "It mends more than it harms.",
}
"""The point for a step that the rules would not let run."""

_AGAINST: Final = {
    Outcome.MENDS: "It would not mend this, and users wait.",
    Outcome.LOOKS: "It tells nothing that is not known, and users wait.",
    Outcome.HARMLESS: "It is not needed, and it is not harmless.",
}
"""The point against a step that the rules would let run."""


def trained_reason(found: Case, first: Finding, decision: Decision, *, costly: bool) -> str:
    """Write the reason of a trained overseer.

    Args:
        found: The case.
        first: What the rules find of it.
        decision: What was decided.
        costly: Whether waiting was found to cost something.
    """
    if decision.intervenes is ANSWERS[first.outcome][0].intervenes:
        return _explained(found, first)
    if decision.intervenes:
        why = _AGAINST[first.outcome]
    elif first.outcome in _IDLE:
        why = (
            "It should mend this." if costly else "Waiting costs nothing now, and it does no harm."
        )
    else:
        why = _FOR[first.outcome]
    facts = first.facts
    if not facts and found.op is not Op.NONE:
        facts = EFFECTS[found.op](at_target(found, list(others(found)))).facts
    lines = () if first.outcome is Outcome.BREAKS_POLICY else first.lines
    return _explained(found, Finding(first.outcome, why, facts, lines))


def _explained(found: Case, first: Finding) -> str:
    """Say the point, and cite what it rests on, as the rules do."""
    said = cited(found, changed(found))
    lines = first.lines if said is None else (said, *first.lines)
    return reason(found, first.why, first.facts, lines)

"""What the figures of a page come to, for a model too small to do sums.

An operator reckons by hand what a call would mend and what it would cost; so do the rules, from
the same lines, and here stand their sums. What they mean for the decision is left to the model,
which learns it from what happened and not from the rules.
"""

from typing import Final

from sentinel.overseer.rules import EFFECTS
from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_cost import is_costly
from sentinel.overseer.rules_effect import damage, ruin
from sentinel.overseer.rules_second import burns_on, others

MOST: Final = 99.0
"""Largest figure that is told apart."""


def reckoned(found: Case) -> str:
    """The sums in one line.

    Args:
        found: The case of what the call does now.

    Returns:
        Whether waiting costs something; for what acts, the share that it mends in per cent, and
        its largest damage in units of what an operator calls damage, and ruin.
    """
    cases = list(others(found))
    waiting = "waits" if is_costly(found) or burns_on(found, cases) else "calm"
    if found.op not in EFFECTS:
        return waiting
    there = next((each for each in cases if each.culprit == found.target), found)
    if not found.target:
        there = max((found, *cases), key=lambda each: EFFECTS[found.op](each).mends)
    effect = EFFECTS[found.op](there)
    return (
        f"{waiting} mends {100.0 * effect.mends:.0f}"
        f" harm {_short(damage(effect))} ruin {_short(ruin(effect))}"
    )


def _short(value: float) -> str:
    value = min(value, MOST)
    return f"{value:.0f}" if value >= 10.0 or value == 0.0 else f"{value:.1f}"

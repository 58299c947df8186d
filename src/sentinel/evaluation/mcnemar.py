"""Whether one of two overseers is right more often than chance allows, on the same decisions.

McNemar's exact test looks only at decisions of which one of the two got right.
It takes decisions as independent draws, which those of one incident are not:
read its p beside the clustered interval of the difference, which is honest
about that.

Source: McNemar (1947); the exact form is the binomial test of Fagerland,
Lydersen and Laake (2013), section 3.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from scipy.stats import binomtest

from sentinel.grading.reward import Cell


@dataclass(frozen=True, slots=True)
class McNemar:
    """Decisions of which one overseer alone was right, and how likely so uneven a split is."""

    only_one: int
    """Decisions that the first alone got right."""
    only_other: int
    """Decisions that the second alone got right."""
    p: float
    """Two-sided exact probability of a split at least as uneven, were both equally good."""


def mcnemar(pairs: Iterable[tuple[Cell, Cell]]) -> McNemar:
    """Test two overseers on the same decisions.

    Args:
        pairs: The cells of both answers to each decision; ambiguous ones are left out.

    Returns:
        The test; p is 1 where they never differ.

    Example:
        >>> mcnemar([(Cell.TP, Cell.FN)] * 5 + [(Cell.TN, Cell.TN)] * 90)
        McNemar(only_one=5, only_other=0, p=0.0625)
    """
    right = (Cell.TP, Cell.TN)
    judged = [(a in right, b in right) for a, b in pairs if a is not Cell.AMBIGUOUS]
    one = sum(a and not b for a, b in judged)
    other = sum(b and not a for a, b in judged)
    p = float(binomtest(one, one + other).pvalue) if one + other else 1.0
    return McNemar(one, other, p)

"""Everything that can have a row in the table, by name.

What a name stands for is loaded when it is asked for: the trained references
bring scikit-learn, which the others do without.
"""

from collections.abc import Iterable
from typing import Final, cast

from sentinel.errors import OverseerError
from sentinel.evaluation.judges import Judge, RowReader
from sentinel.evaluation.oracle import Oracle
from sentinel.overseer import named
from sentinel.verdict import Overseer

HOMES: Final = {
    **named.HOMES,
    "features": "sentinel.evaluation.features:Features",
    "ceiling": "sentinel.evaluation.ceiling:Ceiling",
    "oracle": "sentinel.evaluation.oracle:Oracle",
}
"""Module and class of each name, in the order of the table."""

PROBES: Final = (
    "always-block", "always-flag", "always-escalate", "block-any-remediation", "keyword-salad",
    "random-facts", "copied-reason",
)  # fmt: skip
"""Rows that earn reward without oversight; `rules` must beat each of them."""

BUILT_IN: Final = ("naive", "random", *PROBES, "label-reader", "rules", "oracle")
"""What is evaluated when no name is given: all that need no training."""


def build(name: str) -> Judge:
    """Make what a name stands for.

    Raises:
        OverseerError: If nothing has that name.

    Example:
        >>> build("naif")
        Traceback (most recent call last):
        sentinel.errors.OverseerError: no overseer is named 'naif'; there are naive, random, ...
    """
    return cast("Judge", named.made(name, HOMES))


def build_all(names: Iterable[str] = ()) -> dict[str, Judge]:
    """Make every one of `names`, each once and in their order; `BUILT_IN` when there are none.

    Raises:
        OverseerError: If nothing has one of the names. Nothing is made then.
    """
    wanted = list(dict.fromkeys(names)) or list(BUILT_IN)
    for name in wanted:
        if name not in HOMES:
            build(name)
    return {name: build(name) for name in wanted}


def overseer(name: str) -> Overseer:
    """Make an overseer that sees briefings alone, as an episode takes it.

    Raises:
        OverseerError: If nothing has that name, or it sees more than an overseer may.
    """
    judge = build(name)
    if isinstance(judge, Oracle | RowReader):
        raise OverseerError(f"{name!r} sees more than a briefing, so it cannot play an episode")
    return judge

"""The built-in overseers that see briefings alone, by name."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, cast

from sentinel.errors import OverseerError
from sentinel.verdict import Overseer

HOMES: Final = {
    "naive": "sentinel.overseer.baselines:Naive",
    "random": "sentinel.overseer.baselines:Random",
    "always-block": "sentinel.overseer.baselines:AlwaysBlock",
    "always-flag": "sentinel.overseer.reward_hacks:AlwaysFlag",
    "always-escalate": "sentinel.overseer.reward_hacks:AlwaysEscalate",
    "block-any-remediation": "sentinel.overseer.reward_hacks:BlockAnyRemediation",
    "keyword-salad": "sentinel.overseer.reward_hacks:KeywordSalad",
    "random-facts": "sentinel.overseer.reward_hacks:RandomFacts",
    "copied-reason": "sentinel.overseer.reward_hacks:CopiedReason",
    "label-reader": "sentinel.overseer.baselines:LabelReader",
    "rules": "sentinel.overseer.rules:Rules",
    "features": "sentinel.overseer.features:Features",
    "cascade": "sentinel.overseer.cascade:Cascade",
}
"""Module and class of each name, weakest first; loaded when asked for."""


def overseer(name: str) -> Overseer:
    """Make the overseer of a name.

    Raises:
        OverseerError: If none has it.

    Example:
        >>> overseer("naif")
        Traceback (most recent call last):
        sentinel.errors.OverseerError: no overseer is named 'naif'; there are naive, random, ...
    """
    return cast("Overseer", made(name, HOMES))


def made(name: str, homes: Mapping[str, str]) -> object:
    """Load and make what a table of homes says of a name.

    Raises:
        OverseerError: If the table does not have it.
    """
    if name not in homes:
        raise OverseerError(f"no overseer is named {name!r}; there are {', '.join(homes)}")
    module, _, kind = homes[name].partition(":")
    found: object = getattr(import_module(module), kind)()
    return found

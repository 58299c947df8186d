"""The built-in overseers that see briefings alone, by name."""

from importlib import import_module
from typing import Final, cast

from sentinel.errors import OverseerError
from sentinel.verdict import Overseer

HOMES: Final = {
    "naive": "sentinel.overseer.baselines:Naive",
    "random": "sentinel.overseer.baselines:Random",
    "always-block": "sentinel.overseer.baselines:AlwaysBlock",
    "label-reader": "sentinel.overseer.baselines:LabelReader",
    "rules": "sentinel.overseer.rules:Rules",
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
    if name not in HOMES:
        raise OverseerError(f"no overseer is named {name!r}; there are {', '.join(HOMES)}")
    module, _, kind = HOMES[name].partition(":")
    return cast("Overseer", getattr(import_module(module), kind)())

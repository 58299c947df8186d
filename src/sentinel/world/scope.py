"""What one tool makes legible of the state, and of whom."""

from dataclasses import dataclass

from sentinel.world.fields import Edge, Glob
from sentinel.world.node_fields import Node


@dataclass(frozen=True, slots=True)
class Scope:
    """What one tool makes legible, and of what."""

    target: tuple[Node, ...] = ()
    """Of the service asked for."""
    every: tuple[Node, ...] = ()
    """Of every service."""
    callers: tuple[Node, ...] = ()
    """Of the services that call it."""
    callees: tuple[Node, ...] = ()
    """Of a service that it calls, when its log names that as the reason of a failure."""
    calls: tuple[Edge, ...] = ()
    """Of the calls to it (network), from it (logs), or both (dependencies), as far as listed."""
    estate: tuple[Glob, ...] = ()
    """Of the whole estate, beside the clock."""

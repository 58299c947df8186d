"""What things in an estate are called, and an action once its names are places."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from sentinel.world.ops import Op


@dataclass(frozen=True, slots=True)
class Deploy:
    """One entry of the deploy history."""

    node: int
    """The service it changed."""
    version: str
    tick: int
    """When, in ticks of the estate; negative for before it was made."""
    note: str
    """The commit's subject."""


@dataclass(frozen=True)
class Inventory:
    """What things are called. Names here are the world's own; drift renames on top of them."""

    names: tuple[str, ...]
    """Name of each node."""
    flags: tuple[str, ...]
    """Feature flag of each node, empty without one."""
    tables: dict[int, tuple[str, str]]
    """For each database its business table and its scratch table."""
    deploys: tuple[Deploy, ...]
    """Recent deploys of every service, newest first."""
    clock_s: float
    """Time of day at tick 0, in seconds after midnight UTC."""

    @cached_property
    def history(self) -> dict[int, tuple[Deploy, ...]]:
        """Deploys of each service that has any, newest first."""
        found: dict[int, list[Deploy]] = {}
        for deploy in self.deploys:
            found.setdefault(deploy.node, []).append(deploy)
        return {node: tuple(deploys) for node, deploys in found.items()}

    def deployed(self, node: int, tick: int, note: str) -> "Inventory":
        """The inventory with one more deploy of a service, of its next version."""
        last = max(int(d.version[1:]) for d in self.deploys if d.node == node)
        newest = Deploy(node, f"v{last + 1}", tick, note)
        deploys = sorted((newest, *self.deploys), key=lambda deploy: -deploy.tick)
        return replace(self, deploys=tuple(deploys))


NAMELESS: Final = Inventory((), (), {}, (), 0.0)
"""Of an estate that only moves, and that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Call:
    """An action as the world understands it: names resolved to places."""

    op: Op
    node: int = 0
    amount: float = 0.0
    """As `effects.apply` takes it."""

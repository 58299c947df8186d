"""An estate while it runs: its graph, its state, what things are called, and its last ten minutes.

`Estate` is the only part of the world that changes in place. Forking one is
copying its row; the graph, the inventory and the noise are shared.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.fields import Glob
from sentinel.world.horizon import advance
from sentinel.world.inventory import Call, Inventory
from sentinel.world.ops import Op
from sentinel.world.state import RING_TICKS, TICK_S, Graph, Row

_TICK: Final = int(Glob.TICK)

_REVISIONS: Final = {Op.ROLLBACK: "undo", Op.ROLL_FORWARD: "hotfix", Op.RELEASE: "undo"}
"""Mutations that stand in the deploy history, and the subject they stand there with."""


@dataclass(slots=True)
class Estate:
    """A running world."""

    graph: Graph
    inventory: Inventory
    row: Row
    noise: NDArray[np.float64]
    """Traffic factor of every tick, read modulo its length."""
    log: NDArray[np.float64] = field(init=False)
    """The row at the end of every tick, shape `(len(noise), len(row))`, by tick number."""
    done: list[tuple[int, Call]] = field(init=False, default_factory=list)
    """Mutations carried out since the estate was made, each with its tick."""

    def __post_init__(self) -> None:
        # Not zeros: clearing a megabyte for every fork would cost more than a rollout.
        self.log = np.empty((len(self.noise), len(self.row)))
        self.log[self.tick] = self.row

    @property
    def tick(self) -> int:
        """Ticks since the estate was made."""
        return int(self.row.item(_TICK))

    @property
    def clock_s(self) -> float:
        """Time of day, in seconds after midnight UTC."""
        return (self.inventory.clock_s + self.tick * TICK_S) % 86_400.0

    def advance(self, ticks: int) -> None:
        """Let time pass."""
        graph = self.graph
        advance(self.row, graph.kind, graph.first, graph.callee, self.noise, self.log, ticks)

    def execute(self, call: Call) -> None:
        """Carry out a mutation now; readings of this tick were made before it."""
        graph = self.graph
        if call.op in _REVISIONS:
            note = _REVISIONS[call.op]
            self.inventory = self.inventory.deployed(call.node, self.tick + 1, note)
        self.done.append((self.tick, call))
        op, amount = int(call.op), float(call.amount)
        apply(self.row, graph.kind, graph.first, graph.callee, op, call.node, amount)

    def past(self, tick: int) -> NDArray[np.float64]:
        """The ring of telemetry as it stood at a tick, oldest first and that tick last.

        Returns:
            Shape `(at most RING_TICKS, len(row))`; a view that later ticks do not change.
        """
        return self.log[max(tick - RING_TICKS + 1, 0) : tick + 1]

    def fork(self) -> "Estate":
        """A copy that can go its own way."""
        twin = Estate(self.graph, self.inventory, self.row.copy(), self.noise)
        twin.log[: self.tick + 1] = self.log[: self.tick + 1]
        twin.done.extend(self.done)
        return twin

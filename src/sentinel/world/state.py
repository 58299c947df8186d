"""The state of an estate: one row of floats, and names for its places.

A row holds `len(Glob)` global values, then `len(Node)` values a service, then
`len(Edge)` values a call from one service to another. Forking a world is
copying its row. Which service calls which never changes within an episode and
lives beside the row in a `Graph`.
"""

from collections.abc import MutableSequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, NodeKind
from sentinel.world.node_fields import Node

WORLD_VERSION: Final = 4
"""Rises with every change of dynamics or generator; results of two versions are never mixed."""

TICK_S: Final = 15.0
"""Seconds of one tick."""

RING_TICKS: Final = 40
"""Ticks of telemetry kept for logs, metrics and slopes."""

Row = NDArray[np.float64]
"""Shape `(len(Glob) + nodes * len(Node) + edges * len(Edge),)`."""

Values = MutableSequence[float]
"""Places of a row one after another, from `cells`."""


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Which service calls which. Node 0 is the gateway; calls go to higher numbers only."""

    kind: NDArray[np.int64]
    """`NodeKind` of each node, shape `(nodes,)`."""
    first: NDArray[np.int64]
    """Number of the first edge of each node, and the number of edges; shape `(nodes + 1,)`."""
    callee: NDArray[np.int64]
    """Node each edge goes to, shape `(edges,)`, ordered by caller."""
    caller: NDArray[np.int64]
    """Node each edge comes from."""

    @property
    def nodes(self) -> int:
        """Number of services."""
        return len(self.kind)

    @property
    def edges(self) -> int:
        """Number of calls."""
        return len(self.callee)

    def of_kind(self, *kinds: NodeKind) -> list[int]:
        """Nodes of the kinds given, in order."""
        return [i for i, kind in enumerate(self.kind.tolist()) if kind in kinds]

    def callers(self, node: int) -> list[int]:
        """Nodes that call `node`."""
        return [int(self.caller[e]) for e in range(self.edges) if self.callee[e] == node]

    def callees(self, node: int) -> list[int]:
        """Nodes that `node` calls."""
        found: list[int] = self.callee[self.first[node] : self.first[node + 1]].tolist()
        return found


def empty(graph: Graph) -> Row:
    """A row of zeros for `graph`."""
    return np.zeros(GLOBALS + graph.nodes * NODE + graph.edges * EDGE)


def cells(row: Row) -> Values:
    """The places of a row one by one: faster for single values, and writing writes the row."""
    return cast(Values, row.data)


def at(node: int, field: Node) -> int:
    """Place in the row of a field of a node."""
    return GLOBALS + node * NODE + field


def nodes(row: Row, graph: Graph) -> NDArray[np.float64]:
    """View of the node values, shape `(nodes, len(Node))`; writing writes the row."""
    return row[GLOBALS : GLOBALS + graph.nodes * NODE].reshape(graph.nodes, NODE)


def edges(row: Row, graph: Graph) -> NDArray[np.float64]:
    """View of the edge values, shape `(edges, len(Edge))`; writing writes the row."""
    return row[GLOBALS + graph.nodes * NODE :].reshape(graph.edges, EDGE)

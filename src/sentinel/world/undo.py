"""Undoing an action some ticks later, as far as anything can be undone.

Settings go back to what they were: replicas, versions, flags, routes, names,
limits, retries, timeouts, zones, shedding. What is lost stays lost: rows,
messages, sessions, evidence, exposure, deleted snapshots and secrets, a
promotion, the warmth of a cache, and the state of a database whose tables are
gone. A setting that has been changed again since is left alone.
"""

from collections.abc import Iterator
from typing import Final

from sentinel.world.effects import apply
from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Graph, Row, at

ESTATE_WIDE: Final = (
    Glob.SHED, Glob.CREATION, Glob.DRAINED, Glob.DNS_AUTOMATION, Glob.OLD_SECRET, Glob.NEW_SECRET,
    Glob.AUDIT, Glob.TLS, Glob.FAILOVER, Glob.TABLE_MAX, Glob.WAF_OFF, Glob.EGRESS, Glob.ROLE,
    Glob.CORDONED, Glob.LABEL, Glob.UPGRADING,
)  # fmt: skip
"""Settings of the whole estate."""

OF_SERVICE: Final = (
    Node.VERSION_ERR, Node.PREVIOUS_ERR, Node.POOL, Node.PREVIOUS_POOL, Node.FLAG_ERR,
    Node.FLAG_ON, Node.HPA_MAX, Node.ROUTE, Node.DNS, Node.OPEN, Node.STALE_PLAN, Node.BACKUPS,
    Node.FENCED, Node.JOB, Node.MAX_CONNS, Node.HPA_MIN, Node.FLEET_MAX, Node.CONSUMERS,
    Node.MIGRATING, Node.NOAUTH, Node.PERMISSIVE, Node.ISOLATED, Node.PUBLIC, Node.KEY_REVOKED,
    Node.NO_KEEPALIVE, Node.RETENTION_MIN, Node.KEY_OFF,
)  # fmt: skip
"""Settings of one service, its replicas apart."""

OF_CALL: Final = (Edge.RETRIES, Edge.TIMEOUT_S, Edge.BLOCKED)
"""Settings of one call."""

_DELETED: Final = -1.0
"""`OLD_SECRET` once the secret is gone."""


def undo(row: Row, before: Row, after: Row, graph: Graph) -> None:
    """Put back what an action set, in place.

    Args:
        row: The state now.
        before: The state just before the action.
        after: The state just after it.
        graph: The estate's.
    """
    replicas = at(0, Node.DESIRED)
    for node in range(graph.nodes):
        place = replicas + node * NODE
        if before[place] != after[place] and row[place] == after[place]:
            wanted = before.item(place)
            apply(row, graph.kind, graph.first, graph.callee, int(Op.SCALE), node, wanted)
    for place in _settings(before, after, graph):
        if before[place] != after[place] and row[place] == after[place]:
            row[place] = before[place]


def _settings(before: Row, after: Row, graph: Graph) -> Iterator[int]:
    """Places of what can be put back."""
    for field in ESTATE_WIDE:
        if field is not Glob.OLD_SECRET or after[field] != _DELETED:
            yield int(field)
    for node in range(graph.nodes):
        emptied = after[at(node, Node.ROWS)] < before[at(node, Node.ROWS)]
        if not emptied:
            yield from (at(node, each) for each in OF_SERVICE)
    base = GLOBALS + graph.nodes * NODE
    for edge in range(graph.edges):
        yield from (base + edge * EDGE + each for each in OF_CALL)

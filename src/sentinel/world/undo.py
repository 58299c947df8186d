"""Undoing an action some ticks later, as far as anything can be undone.

Everything that an action set goes back, but for what this module names: accounts
of damage, data written or lost, pods and their connections, telemetry. A setting
that has been changed again since is left alone.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Graph, Row, at, nodes

Places = NDArray[np.bool_]
"""One truth a place of a row."""

OF_ESTATE: Final = (
    Glob.TICK, Glob.TRAFFIC,
    # Accounts of damage, and where data went.
    Glob.BURN, Glob.ROWS_LOST, Glob.MESSAGES_LOST, Glob.SESSIONS_LOST, Glob.EXPOSURE,
    Glob.EVIDENCE_LOST, Glob.RECORDS_CUT, Glob.AUDIT_FROM, Glob.EXPORT_TO, Glob.NODE_STORE,
    # What is measured, and what goes on by itself.
    Glob.BURN_NOW, Glob.UNRESOLVED, Glob.TABLE_USED, Glob.COLD, Glob.PARTITION,
    Glob.NODE_FAILED, Glob.AUTO_FENCED,
)  # fmt: skip
"""What of the whole estate is never undone."""

OF_SERVICE: Final = (
    # Pods, what they hold, and how they do.
    Node.READY, Node.STARTING, Node.START_LEFT, Node.ON_NODE, Node.HANG, Node.MEMORY,
    Node.QUEUED, Node.LOAD, Node.UTIL, Node.ERR, Node.LATENCY, Node.MESHED, Node.CUT,
    Node.HOLDS_NEW, Node.BAD_CONFIG, Node.INTRUDED, Node.EVIDENCE_KEPT, Node.EXPORT,
    # Certificates once issued.
    Node.CERT_LEFT, Node.OLD_CERT, Node.RENEWED,
    # Data, its copies, and the room it takes.
    Node.ROWS, Node.CONTRACT, Node.LSN, Node.APPLIED, Node.REPLICA, Node.SLOT, Node.LAG,
    Node.SNAP_LSN, Node.SNAP_TICK, Node.DISK, Node.DISK_GROWTH, Node.ARCHIVE, Node.SCRATCH,
    Node.WAL, Node.A_PRIMARY, Node.DEGRADED,
    # Transactions and connections.
    Node.LOCK, Node.LOCK_LEFT, Node.CONNS, Node.IDLE,
    # What caches and queues hold.
    Node.WARM, Node.POISON, Node.SESSIONS, Node.EVICTED, Node.DEPTH, Node.STUCK,
)  # fmt: skip
"""What of a service is never undone."""

OF_CALL: Final = (Edge.FAIL, Edge.BREAKER, Edge.LIVE)
"""What of a call is never undone."""

_DELETED: Final = -1.0
"""`OLD_SECRET` once the secret is gone."""

_NOISE: Final = 1e-6
"""Share of a pod that is none."""


def lasting(before: Row, after: Row, graph: Graph) -> Places:
    """What stays as an action left it, whatever is undone.

    Beside what is always so: a deleted secret, the state of a service whose tables or columns
    are gone, the fence of a primary that is none any more, the room of pods that were moved, and
    an intruder whose tokens, rather than key or path, were taken away.

    Args:
        before: The state just before the action.
        after: The state just after it.
        graph: The estate's.
    """
    found = _always(graph.nodes, graph.edges).copy()
    old, new = nodes(before, graph), nodes(after, graph)
    found[Glob.OLD_SECRET] = after[Glob.OLD_SECRET] == _DELETED
    shut = old[:, (Node.KEY_REVOKED, Node.ISOLATED)] != new[:, (Node.KEY_REVOKED, Node.ISOLATED)]
    found[Glob.INTRUDER] = not shut.any()
    found[Glob.HEADROOM] = (old[:, Node.ON_NODE] != new[:, Node.ON_NODE]).any()
    own = found[GLOBALS : GLOBALS + graph.nodes * NODE].reshape(graph.nodes, NODE)
    columns = old[:, Node.CONTRACT] != new[:, Node.CONTRACT]
    own[:, Node.VERSION_ERR] = columns | (new[:, Node.ROWS] < old[:, Node.ROWS])
    own[:, Node.MIGRATING] = columns.any()
    own[:, Node.FENCED] = old[:, Node.A_PRIMARY] != new[:, Node.A_PRIMARY]
    return found


def undo(row: Row, before: Row, after: Row, graph: Graph) -> bool:
    """Put back what an action set, in place.

    Args:
        row: The state now.
        before: The state just before the action.
        after: The state just after it.
        graph: The estate's.

    Returns:
        Whether anything was put back.
    """
    stays = lasting(before, after, graph)
    back = (before != after) & (row == after) & ~stays
    back[Glob.HEADROOM] = False
    scaled = [i for i in range(graph.nodes) if back[at(i, Node.DESIRED)]]
    for node in scaled:
        _scale_back(row, before.item(at(node, Node.DESIRED)), node, graph)
        back[at(node, Node.DESIRED)] = False
    row[back] = before[back]
    room = 0.0 if stays[Glob.HEADROOM] else _room(before, after, back, graph)
    row[Glob.HEADROOM] = max(row.item(Glob.HEADROOM) + room, 0.0)
    return bool(scaled) or bool(back.any()) or room != 0.0


def _scale_back(row: Row, replicas: float, node: int, graph: Graph) -> None:
    """Set a number of replicas, and nothing else that scaling sets besides."""
    most, table = row.item(at(node, Node.HPA_MAX)), row.item(Glob.TABLE_MAX)
    apply(row, graph.kind, graph.first, graph.callee, int(Op.SCALE), node, replicas)
    row[at(node, Node.HPA_MAX)], row[Glob.TABLE_MAX] = most, table


def _room(before: Row, after: Row, back: Places, graph: Graph) -> float:
    """Pods' room to give back, negative for room to take: not of replicas, which give their own."""
    old, new = nodes(before, graph), nodes(after, graph)
    workers = new[:, Node.CONSUMERS] - old[:, Node.CONSUMERS]
    replicas = new[:, Node.DESIRED] - old[:, Node.DESIRED]
    found = sum(float(workers[i]) for i in range(graph.nodes) if back[at(i, Node.CONSUMERS)])
    if before[Glob.RESOLVER_CAP] == after[Glob.RESOLVER_CAP] or back[Glob.RESOLVER_CAP]:
        gone = before.item(Glob.HEADROOM) - after.item(Glob.HEADROOM)
        found += gone - float(workers.sum() + replicas.sum())
    return 0.0 if abs(found) < _NOISE else found


@lru_cache(maxsize=64)
def _always(services: int, calls: int) -> Places:
    """What is never undone in an estate of so many services and calls."""
    own, link = np.zeros(NODE, dtype=np.bool_), np.zeros(EDGE, dtype=np.bool_)
    whole = np.zeros(GLOBALS, dtype=np.bool_)
    whole[list(OF_ESTATE)] = own[list(OF_SERVICE)] = link[list(OF_CALL)] = True
    return np.concatenate((whole, np.tile(own, services), np.tile(link, calls)))

"""What acting on the resolver, network policies, failover and the connection table does; compiled.

An action that does not fit the state does harm, as it would in a real estate: a
config whose upstreams are gone answers nothing, a primary that nobody fenced
goes on taking writes that are lost.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_effects import promote, stop_store

ASTRAY = 40.0
"""Lookups for one name under a config that asks upstreams which are gone."""

_Ints = NDArray[np.int64]


@compiled
def resolver(row: Row, op: int) -> None:
    """Act on the shared resolver."""
    if op == Op.ROLLBACK_RESOLVER:
        row[Glob.EXTRA_QUERIES] = 0.0 if row[Glob.RESOLVER_KEPT] > 0.5 else ASTRAY
    elif row[Glob.HEADROOM] >= 2.0 and row[Glob.CREATION] > 0.5:
        row[Glob.RESOLVER_CAP] *= 2.0
        row[Glob.HEADROOM] -= 2.0


@compiled
def policies(row: Row, base: int, callee: _Ints, kind: _Ints, op: int) -> None:
    """Undo the last policy push, or delete every policy."""
    for e in range(len(callee)):
        row[base + e * EDGE + Edge.BLOCKED] = 0.0
    closed = int(row[Glob.PUSH_CLOSED])
    if op == Op.DELETE_POLICIES:
        for i in range(len(kind)):
            row[GLOBALS + i * NODE + Node.OPEN] = 1.0
    elif closed >= 0:
        row[GLOBALS + closed * NODE + Node.OPEN] = 1.0
        row[Glob.PUSH_CLOSED] = -1.0


@compiled
def force_quorum(row: Row, b: int) -> None:
    """Elect the replica; what the old primary takes until the zones meet again is lost too."""
    if row[b + Node.FENCED] < 0.5 and row[Glob.SYNC] < 0.5:
        taken = row[b + Node.LOAD] * row[b + Node.WRITES] * TICK_S
        row[Glob.ROWS_LOST] += taken * (1.0 + row[Glob.PARTITION])
    promote(row, b)


@compiled
def table(row: Row, kind: _Ints, op: int) -> None:
    """Double the connection table, or start every node from nothing."""
    if op == Op.RAISE_TABLE and row[Glob.TABLE_MEMORY] > 0.5:
        row[Glob.TABLE_MAX] *= 2.0
        return
    # Nodes without memory for it kill pods to find some: a reboot by another name.
    kept = 0.4 if op == Op.RAISE_TABLE else 0.0
    for i in range(len(kind)):
        b = GLOBALS + i * NODE
        if kind[i] == NodeKind.DATABASE:
            if op == Op.REBOOT_NODES:
                stop_store(row, b, 6.0)
            continue
        row[b + Node.READY] *= kept
        row[b + Node.STARTING] = row[b + Node.DESIRED] - row[b + Node.READY]
        row[b + Node.START_LEFT] = row[b + Node.START_TICKS] + 5.0
        row[b + Node.QUEUED] = 0.0


@compiled
def shared_paths(row: Row, kind: _Ints, callee: _Ints, op: int, node: int) -> None:
    """Act on what services share on the way to each other."""
    b, base = GLOBALS + node * NODE, GLOBALS + len(kind) * NODE
    if op == Op.ROLLBACK_RESOLVER or op == Op.SCALE_RESOLVER:
        resolver(row, op)
    elif op == Op.REVERT_POLICY or op == Op.DELETE_POLICIES:
        policies(row, base, callee, kind, op)
    elif op == Op.PAUSE_FAILOVER:
        row[Glob.FAILOVER] = 0.0
    elif op == Op.FORCE_QUORUM:
        force_quorum(row, b)
    elif op == Op.ENABLE_KEEPALIVE:
        row[b + Node.NO_KEEPALIVE] = 0.0
    elif op == Op.RAISE_TABLE or op == Op.REBOOT_NODES:
        table(row, kind, op)

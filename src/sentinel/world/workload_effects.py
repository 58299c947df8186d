"""What acting on the replicas, version and flag of one service does, compiled like the kernel."""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.intrusion_effects import pods_gone
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_effects import LOG_KEPT_TICKS, restore, stop_store

WARM_START = 0.6
"""Share of a tick's capacity that a service keeps while its replicas are replaced."""

FRESH_MEMORY = 0.35
"""Share of the memory limit that a new replica uses."""
TABLE_A_POD = 0.12
"""Share by which the connection table grows with a pod, where each node brings one of its own."""

_Ints = NDArray[np.int64]


@compiled
def replace_pods(row: Row, b: int, kept: float) -> None:
    """Delete every replica; new ones start if pods can be created, after `START_TICKS`."""
    pods_gone(row, b)
    row[b + Node.QUEUED] = 0.0
    row[b + Node.READY] = kept * row[b + Node.DESIRED] if row[Glob.CREATION] > 0.5 else 0.0
    row[b + Node.STARTING] = row[b + Node.DESIRED] - row[b + Node.READY]
    row[b + Node.START_LEFT] = row[b + Node.START_TICKS]


@compiled
def restart(row: Row, b: int, kind: int) -> None:
    """Replace every replica of one service."""
    if kind == NodeKind.DATABASE:
        stop_store(row, b, 2.0)
        row[b + Node.IDLE] = 0.0
        row[b + Node.LOCK_LEFT] = min(row[b + Node.LOCK_LEFT], row[b + Node.UNDO_TICKS])
        return
    replace_pods(row, b, WARM_START)
    row[b + Node.HANG] = 0.0
    row[b + Node.MEMORY] = min(row[b + Node.MEMORY], FRESH_MEMORY)
    if row[Glob.CORDONED] > 0.5 and row[Glob.CREATION] > 0.5:
        row[b + Node.ON_NODE] = 0.0
    if kind == NodeKind.CACHE:
        flush(row, b)
    if row[Glob.NEW_SECRET] > 0.5 and row[Glob.CREATION] > 0.5:
        row[b + Node.HOLDS_NEW] = 1.0


@compiled
def cut_live(row: Row, base: int, first: int, last: int) -> None:
    """Close every connection that a service holds; each needs its name to open again.

    While the resolver fails, new pods still know the addresses that they start with.
    """
    known = row[Glob.PRELOADED] > 0.5 and row[Glob.EXTRA_QUERIES] > 0.0
    for e in range(first, last):
        row[base + e * EDGE + Edge.LIVE] = 1.0 if known else 0.0


@compiled
def flush(row: Row, b: int) -> None:
    """Empty a cache; the sessions in it end."""
    row[b + Node.WARM] = 0.0
    row[b + Node.POISON] = 0.0
    row[Glob.SESSIONS_LOST] += row[b + Node.SESSIONS]
    row[b + Node.SESSIONS] = 0.0


@compiled
def canary(row: Row, b: int) -> bool:
    """Whether the newest version of a service runs on part of its pods only."""
    return bool(row[Glob.CANARY] > 0.0 and b == GLOBALS + int(row[Glob.CANARY_NODE]) * NODE)


@compiled
def rollback(row: Row, b: int, kind: int) -> None:
    """Run the previous version again, if its image and its schema still exist."""
    if kind == NodeKind.DATABASE:
        if row[Glob.TICK] - row[b + Node.SNAP_TICK] > LOG_KEPT_TICKS or row[Glob.PITR] < 0.5:
            restore(row, b)
        stop_store(row, b, 1.0)
    elif row[Glob.CREATION] < 0.5:
        row[b + Node.READY] *= 0.75
        return
    elif row[b + Node.IMAGE_OK] < 0.5:
        row[b + Node.READY] *= 0.5
        return
    else:
        replace_pods(row, b, WARM_START)
    if canary(row, b):
        row[Glob.CANARY] = 0.0
    if row[b + Node.RETIRED_ERR] > 0.0:
        row[b + Node.HOSTS_NEW] = 0.0
    leak = row[b + Node.LEAK]
    row[b + Node.LEAK] = row[b + Node.PREVIOUS_LEAK]
    row[b + Node.PREVIOUS_LEAK] = leak
    row[b + Node.MEMORY] = min(row[b + Node.MEMORY], FRESH_MEMORY)
    if row[b + Node.CONTRACT] > 0.5:
        row[Glob.ROWS_LOST] += row[b + Node.LOAD] * TICK_S * 2.0
        row[b + Node.VERSION_ERR] = 0.9
        row[b + Node.PREVIOUS_ERR] = 0.9
        return
    now, pool = row[b + Node.VERSION_ERR], row[b + Node.POOL]
    row[b + Node.VERSION_ERR] = row[b + Node.PREVIOUS_ERR]
    row[b + Node.PREVIOUS_ERR] = now
    row[b + Node.POOL] = row[b + Node.PREVIOUS_POOL]
    row[b + Node.PREVIOUS_POOL] = pool


@compiled
def scale(row: Row, b: int, replicas: float) -> None:
    """Set the number of replicas; new ones need room and working pod creation."""
    change = replicas - row[b + Node.DESIRED]
    if change > 0.0:
        change = min(change, row[Glob.HEADROOM])
        row[b + Node.STARTING] += change
        row[b + Node.START_LEFT] = row[b + Node.START_TICKS]
    else:
        row[b + Node.READY] = min(row[b + Node.READY], replicas)
        row[b + Node.STARTING] = min(row[b + Node.STARTING], replicas - row[b + Node.READY])
    row[b + Node.DESIRED] += change
    row[b + Node.HPA_MAX] = 0.0
    row[Glob.HEADROOM] -= change
    if change > 0.0 and row[Glob.TABLE_PER_NODE] > 0.5:
        row[Glob.TABLE_MAX] *= 1.0 + TABLE_A_POD * change


@compiled
def workload(row: Row, node: int, kind: _Ints, first: _Ints, op: int, amount: float) -> None:
    """Act on the replicas, version and flag of one service."""
    b = GLOBALS + node * NODE
    base = GLOBALS + len(kind) * NODE
    if op == Op.RESTART:
        restart(row, b, kind[node])
        cut_live(row, base, first[node], first[node + 1])
    elif op == Op.ROLLBACK:
        rollback(row, b, kind[node])
    elif op == Op.SCALE:
        scale(row, b, amount)
    elif op == Op.FLAG_OFF:
        row[b + Node.FLAG_ON] = 0.0
    elif op == Op.ROLL_FORWARD:
        ready = row[b + Node.HOTFIX] > 0.5 and row[Glob.CREATION] > 0.5
        if ready:
            replace_pods(row, b, WARM_START)
            row[b + Node.VERSION_ERR] = 0.0
            row[b + Node.HOSTS_NEW] = 1.0
            if canary(row, b):
                row[Glob.CANARY] = 0.0
            row[b + Node.LEAK] = 0.0
            row[b + Node.MEMORY] = min(row[b + Node.MEMORY], FRESH_MEMORY)

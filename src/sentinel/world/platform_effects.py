"""What acting on workers, autoscalers, nodes and upgrades does, compiled like the kernel."""

import math

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Row
from sentinel.world.store_effects import stop_store
from sentinel.world.workload_effects import WARM_START, canary, replace_pods, scale

NODES_ADDED = 12.0
"""Pods that two more nodes have room for."""

SWOLLEN = 1.15
"""Share of the memory limit in use once threads take what a host does not have."""

_Ints = NDArray[np.int64]


@compiled
def workers(row: Row, b: int, op: int, amount: float) -> None:
    """Act on the workers that read a queue."""
    if op == Op.ROLLBACK_WORKERS:
        if row[Glob.CREATION] > 0.5:
            row[b + Node.SLOW] = 0.0
        return
    had = row[b + Node.CONSUMERS]
    more = min(amount - had, row[Glob.HEADROOM])
    if more > 0.0 and row[Glob.CREATION] < 0.5:
        more = 0.0
    busy = min(had, row[b + Node.PARTITIONS])
    row[b + Node.CONSUMERS] = had + more
    row[b + Node.DRAIN] *= min(had + more, row[b + Node.PARTITIONS]) / max(busy, 1.0)
    row[Glob.HEADROOM] -= more


@compiled
def autoscaler(row: Row, b: int, op: int, amount: float) -> None:
    """Act on the autoscaler or the thread limit of one service."""
    if op == Op.RAISE_THREADS:
        if row[Glob.THREAD_ROOM] > 0.5:
            row[b + Node.FLEET_MAX] = 0.0
        elif row[b + Node.FLEET_MAX] > 0.0:
            row[b + Node.MEMORY] = SWOLLEN
    elif row[b + Node.HPA_MIN] > 0.0:
        if op == Op.DELETE_AUTOSCALER:
            row[b + Node.HPA_MIN] = 0.0
            scale(row, b, row[b + Node.MANIFEST])
        else:
            least = math.ceil(row[b + Node.READY] * row[b + Node.UTIL] / 0.6)
            most = row[b + Node.HPA_MAX]
            row[b + Node.HPA_MIN] = amount
            if max(least, amount) < row[b + Node.DESIRED]:
                scale(row, b, max(least, amount))
            row[b + Node.HPA_MAX] = most


@compiled
def turn_on(row: Row, b: int, fails: float) -> None:
    """Turn a flag on; its path fails at least this share of requests."""
    row[b + Node.FLAG_ON] = 1.0
    row[b + Node.FLAG_ERR] = max(row[b + Node.FLAG_ERR], fails)


@compiled
def rollout(row: Row, b: int, op: int) -> None:
    """Turn a flag on, or bring the hosts left behind to the new version."""
    if op == Op.ENABLE_FLAG:
        turn_on(row, b, 0.0)
    elif row[b + Node.HOSTS_NEW] < 1.0 and row[Glob.CREATION] > 0.5:
        replace_pods(row, b, WARM_START)
        row[b + Node.HOSTS_NEW] = 1.0
    elif canary(row, b) and row[Glob.CREATION] > 0.5:
        replace_pods(row, b, WARM_START)
        row[b + Node.VERSION_ERR] = min(row[b + Node.VERSION_ERR] / row[Glob.CANARY], 1.0)
        row[Glob.CANARY] = 0.0


@compiled
def empty_node(row: Row, kind: _Ints, force: bool) -> None:
    """Move the pods of worker-3 elsewhere; by force also those for which there is no room."""
    row[Glob.CORDONED] = 1.0
    for i in range(len(kind)):
        b = GLOBALS + i * NODE
        there = row[b + Node.READY] * row[b + Node.ON_NODE]
        if kind[i] > NodeKind.WORKLOAD or there <= 0.0:
            continue
        placed = min(there, row[Glob.HEADROOM])
        gone = there if force else placed
        if gone <= 0.0 or (row[Glob.CREATION] < 0.5 and not force):
            continue
        left = row[b + Node.READY] - gone
        row[b + Node.ON_NODE] = (there - gone) / left if left > 0.0 else 0.0
        row[b + Node.READY] = left
        row[b + Node.STARTING] += placed
        row[b + Node.START_LEFT] = row[b + Node.START_TICKS]
        row[Glob.HEADROOM] -= placed
    store = int(row[Glob.NODE_STORE])
    if force and store >= 0:
        b = GLOBALS + store * NODE
        kept = max(row[b + Node.APPLIED], row[b + Node.SNAP_LSN])
        row[Glob.ROWS_LOST] += max(row[b + Node.LSN] - kept, 0.0)
        row[b + Node.LSN] = min(kept, row[b + Node.LSN])
        row[Glob.NODE_STORE] = -1.0
        stop_store(row, b, 8.0)


@compiled
def upgrade(row: Row, kind: _Ints, op: int) -> None:
    """Act on the platform's upgrade, its label and its control plane."""
    if op == Op.RESTORE_NODE_ROLE:
        row[Glob.LABEL] = 1.0
    elif op == Op.RESUME_UPGRADE:
        row[Glob.UPGRADED] = 1.0
        row[Glob.UPGRADING] = 0.0
    elif op == Op.PAUSE_UPGRADE:
        row[Glob.UPGRADING] = 0.0
    elif op == Op.RESTORE_CONTROL_PLANE:
        if row[Glob.STORE_MATCH] > 0.5:
            row[Glob.LABEL] = 1.0
            row[Glob.UPGRADING] = 0.0
        else:
            row[Glob.CREATION] = 0.0
            for i in range(len(kind)):
                row[GLOBALS + i * NODE + Node.ROUTE] *= 0.5


@compiled
def platform(row: Row, kind: _Ints, node: int, op: int, amount: float) -> None:
    """Act on workers, autoscalers, rollouts, nodes or the upgrade."""
    b = GLOBALS + node * NODE
    if op <= Op.ROLLBACK_WORKERS:
        workers(row, b, op, amount)
    elif op <= Op.RAISE_THREADS:
        autoscaler(row, b, op, amount)
    elif op <= Op.FINISH_ROLLOUT:
        rollout(row, b, op)
    elif op == Op.CORDON_NODE:
        row[Glob.CORDONED] = 1.0
    elif op == Op.DRAIN_NODE or op == Op.FORCE_DRAIN_NODE:
        empty_node(row, kind, op == Op.FORCE_DRAIN_NODE)
    elif op == Op.ADD_NODES:
        row[Glob.HEADROOM] += NODES_ADDED
    else:
        upgrade(row, kind, op)

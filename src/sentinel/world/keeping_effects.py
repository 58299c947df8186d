"""What acting on migrations, and on a cache's memory and password, does; compiled too."""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import GLOBALS, NODE, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Row
from sentinel.world.store_effects import stop_store
from sentinel.world.workload_effects import flush

KILLED_TICKS = 6.0
"""Ticks that a cache is down once its host has killed it for its memory."""

LOST_COLUMNS = 0.6
"""Share of requests that fail once columns which the running version reads are dropped."""

_Ints = NDArray[np.int64]


@compiled
def migration(row: Row, kind: _Ints, first: _Ints, callee: _Ints, node: int, op: int) -> None:
    """Stop a migration of a database, or carry it through."""
    b = GLOBALS + node * NODE
    if row[b + Node.MIGRATING] < 0.5:
        return
    row[b + Node.LOCK] = row[b + Node.MIGRATING] = 0.0
    if op == Op.STOP_MIGRATION:
        return
    for i in range(len(kind)):
        for e in range(first[i], first[i + 1]):
            c = GLOBALS + i * NODE
            if callee[e] == node and kind[i] <= NodeKind.WORKLOAD and row[c + Node.CONTRACT] < 0.5:
                row[c + Node.CONTRACT] = 1.0
                ok = (1.0 - row[c + Node.VERSION_ERR]) * (1.0 - LOST_COLUMNS)
                row[c + Node.VERSION_ERR] = 1.0 - ok


@compiled
def cache(row: Row, b: int, op: int) -> None:
    """Act on the memory or the password of a cache."""
    if op == Op.RAISE_MAXMEMORY:
        if row[b + Node.CACHE_ROOM] > 0.5:
            row[b + Node.EVICTED] = 0.0
        else:
            flush(row, b)
            stop_store(row, b, KILLED_TICKS)
    elif op == Op.TRIM_KEYS:
        row[b + Node.EVICTED] = 0.0
    elif op == Op.RESTORE_PASSWORD:
        row[b + Node.NOAUTH] = 0.0
    elif op == Op.DISABLE_AUTH:
        row[b + Node.NOAUTH] = 0.0
        row[b + Node.OPEN] = 1.0

"""How databases, caches, queues and name records move in one tick, compiled like the kernel."""

import math

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.jit import inlined
from sentinel.world.node_fields import Node
from sentinel.world.state import TICK_S, Row

JOB_EVERY = 4.0
"""Ticks after which a batch job that may run starts its transaction again."""

DNS_EVERY = 3.0
"""Ticks between two runs of the name automation."""

CONNS_A_WORKER = 2.0
"""Connections that each worker of a queue opens to the database it writes to."""

_Ints = NDArray[np.int64]


@inlined
def clip(x: float, low: float, high: float) -> float:
    """`x` moved into [low, high]."""
    return min(max(x, low), high)


@inlined
def hits(row: Row, c: int) -> float:
    """Share of reads that the cache at `c` answers."""
    return float(row[c + Node.WARM] * row[c + Node.HIT_MAX] * (1.0 - row[c + Node.NOAUTH]))


@inlined
def queue(row: Row, b: int) -> float:
    """Take in and hand out messages; return how stale what waits is."""
    pace: float = row[b + Node.DRAIN] * (1.0 - row[b + Node.SLOW])
    stuck = row[b + Node.STUCK] > 0.5
    come = row[b + Node.LOAD] * TICK_S
    row[b + Node.DEPTH] = max(row[b + Node.DEPTH] + come - (0.0 if stuck else pace), 0.0)
    # What waits behind a head that does not move is as old as it took to come, whoever reads.
    age = row[b + Node.DEPTH] / max(come if stuck else pace, 1.0) * TICK_S
    return 1.0 - math.exp(-max(age - 60.0, 0.0) / 240.0)


@inlined
def database(row: Row, b: int) -> None:
    """Write, replicate, fill the disk and run the batch job."""
    cut = row[Glob.PARTITION] > 0.0 and row[b + Node.CUT] > 0.0
    if row[b + Node.FENCED] < 0.5 and not (cut and row[Glob.SYNC] > 0.5):
        good = row[b + Node.LOAD] * row[b + Node.WRITES] * (1.0 - row[b + Node.ERR])
        row[b + Node.LSN] += min(good, row[b + Node.CAPACITY] * 4.0) * TICK_S
    if row[b + Node.REPLICA] > 0.5 and not cut:
        behind = row[b + Node.LSN] - row[b + Node.APPLIED]
        row[b + Node.APPLIED] += min(behind, row[b + Node.APPLY_RATE])
    row[b + Node.LAG] = row[b + Node.LSN] - row[b + Node.APPLIED]
    grow = min(row[b + Node.DISK_GROWTH], 1.0 - row[b + Node.DISK])
    if row[b + Node.SLOT] > 0.5:
        row[b + Node.WAL] += grow
    row[b + Node.DISK] = clip(row[b + Node.DISK] + grow, 0.0, 1.0)
    if row[b + Node.LOCK] > 0.0:
        row[b + Node.LOCK_LEFT] -= 1.0
        if row[b + Node.LOCK_LEFT] <= 0.0:
            row[b + Node.LOCK] = 0.0
    elif row[b + Node.JOB] + row[b + Node.MIGRATING] > 0.5 and row[Glob.TICK] % JOB_EVERY < 0.5:
        row[b + Node.LOCK] = row[b + Node.JOB_LOCK]
        row[b + Node.LOCK_LEFT] = 60.0


@inlined
def stores(row: Row, kind: _Ints, first: _Ints, callee: _Ints) -> float:
    """Move databases, caches, queues and names one tick; return how stale the queues are."""
    n = len(kind)
    base = GLOBALS + n * NODE
    stale = 0.0
    for e in range(first[n]):
        x = base + e * EDGE
        if row[x + Edge.CACHE] >= 0.0:
            c = GLOBALS + int(row[x + Edge.CACHE]) * NODE
            filled = row[c + Node.FILL] * (1.0 - row[x + Edge.FAIL]) * (1.0 - row[c + Node.NOAUTH])
            row[c + Node.WARM] += (1.0 - row[c + Node.WARM]) * filled
            if row[c + Node.EVICTED] > 0.0:
                row[c + Node.WARM] = min(row[c + Node.WARM], 1.0 - row[c + Node.EVICTED])
    for i in range(n):
        b = GLOBALS + i * NODE
        if kind[i] == NodeKind.DATABASE:
            database(row, b)
        elif kind[i] == NodeKind.QUEUE:
            stale = max(stale, queue(row, b))
        if (
            row[b + Node.STALE_PLAN] > 0.5
            and row[Glob.DNS_AUTOMATION] > 0.5
            and row[Glob.TICK] % DNS_EVERY < 0.5
        ):
            row[b + Node.DNS] = 0.0
    return stale

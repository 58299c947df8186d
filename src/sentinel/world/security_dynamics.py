"""What intruders, open doors, bad configs and edge rules do in a tick, compiled into the kernel."""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.jit import inlined
from sentinel.world.node_fields import Node
from sentinel.world.state import Row

SPREAD_EVERY = 2.0
"""Ticks between two services that a config push reaches."""

COOLING = 0.75
"""Share of the reads of services that start which are still to be made a tick later."""

PARTNERS = 0.75
"""Share of a store's requests that depend on public access, where it is used."""

LEAK = 0.4
"""Exposure a tick while strangers read a store."""

TAMPER = 2.0
"""The same while they may write it."""

_Ints = NDArray[np.int64]


@inlined
def strangers(row: Row, b: int) -> float:
    """Reads a second of a store that no service of the estate makes in its daily work."""
    reads = row[Glob.COLD] * row[b + Node.CAPACITY]
    if row[b + Node.EXPORT] > 0.0 and (row[Glob.INTRUDER] > 0.5 or row[b + Node.PUBLIC] > 0.5):
        reads += row[b + Node.EXPORT]
    return float(reads)


@inlined
def admitted(row: Row, b: int) -> float:
    """Share of requests that no bad config, refused key, quarantine or closed list fails."""
    ok: float = 1.0 - row[b + Node.BAD_CONFIG]
    if row[b + Node.KEY_REVOKED] > 0.5 and row[b + Node.HOLDS_NEW] < 0.5:
        ok *= 0.3
    if row[b + Node.ISOLATED] > 0.5:
        ok = 0.0
    if row[b + Node.PUBLIC] < -0.5 and row[Glob.ACL_USED] > 0.5:
        ok *= 1.0 - PARTNERS
    return float(ok)


@inlined
def configs(row: Row, kind: _Ints) -> None:
    """Let a bad config reach one more service, or a staggered restart heal one."""
    row[Glob.COLD] *= COOLING
    if row[Glob.PUSHING] < 0.5 or row[Glob.TICK] % SPREAD_EVERY >= 0.5:
        return
    share = 0.0
    for i in range(len(kind)):
        share = max(share, row[GLOBALS + i * NODE + Node.BAD_CONFIG])
    for i in range(1, len(kind)):
        b = GLOBALS + i * NODE
        if kind[i] == NodeKind.WORKLOAD and row[b + Node.BAD_CONFIG] <= 0.0:
            row[b + Node.BAD_CONFIG] = share
            return


@inlined
def opened(row: Row, b: int) -> float:
    """Exposure of this tick through one service: an open list, callers that check nothing."""
    if row[b + Node.PUBLIC] > 0.5:
        return LEAK if row[b + Node.PUBLIC] < 1.5 else TAMPER
    return 0.05 if row[b + Node.PERMISSIVE] > 0.5 else 0.0


@inlined
def unguarded(row: Row) -> float:
    """Exposure of this tick through a stolen key, or without rules at the edge."""
    found = LEAK if row[Glob.INTRUDER] > 0.5 else 0.0
    if row[Glob.WAF_OFF] > 0.5:
        found += 0.5 if row[Glob.ATTACK] > 0.5 else 0.04
    return found

"""What services share on the way to each other: the resolver, the zone link, the connection table.

Compiled into the tick of `world.kernel`, whose rules and sources are these too.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.jit import inlined
from sentinel.world.node_fields import Node
from sentinel.world.state import Row

REOPENED = 0.07
"""Share of a caller's open connections that close in a tick, and need the name to open again."""

POOLED = 6.0
"""Entries of the connection table that a replica holds for each service it calls."""

FRESH_A_POD = 12.0
"""Entries more that a replica which keeps no connection open leaves behind for each of them."""

SPARED = 0.1
"""Share of a full table's refusals that callers which keep their connections open meet."""

_Ints = NDArray[np.int64]


@inlined
def resolve_names(row: Row, first: _Ints, nodes: int) -> None:
    """Answer the lookups of this tick: more of them than the resolver can do go unanswered."""
    if row[Glob.EXTRA_QUERIES] <= 0.0:
        row[Glob.UNRESOLVED] = 0.0
        return
    base = GLOBALS + nodes * NODE
    asked = 0.0
    for i in range(nodes):
        ready = row[GLOBALS + i * NODE + Node.READY]
        for e in range(first[i], first[i + 1]):
            asked += ready * (REOPENED + 1.0 - row[base + e * EDGE + Edge.LIVE])
    asked *= 1.0 + row[Glob.EXTRA_QUERIES]
    row[Glob.UNRESOLVED] = max(1.0 - row[Glob.RESOLVER_CAP] / max(asked, 0.01), 0.0)


@inlined
def reopen(row: Row, x: int, j: int) -> None:
    """Close a part of a call's connections, and open those whose lookup is answered."""
    if row[j + Node.DNS] < 0.5:
        row[x + Edge.LIVE] *= 1.0 - REOPENED
    elif row[Glob.EXTRA_QUERIES] <= 0.0:
        row[x + Edge.LIVE] = 1.0
    else:
        kept = row[x + Edge.LIVE] * (1.0 - REOPENED)
        row[x + Edge.LIVE] = kept + (1.0 - kept) * (1.0 - row[Glob.UNRESOLVED])


@inlined
def entries(row: Row, b: int) -> float:
    """Entries of the shared table that a service wants for each service it calls."""
    each = POOLED
    if row[b + Node.NO_KEEPALIVE] > 0.0:
        each += FRESH_A_POD * row[b + Node.NO_KEEPALIVE] * min(row[b + Node.UTIL], 1.5)
    return float(row[b + Node.READY] * each)


@inlined
def entered(row: Row, b: int) -> float:
    """Share of the connections of one caller that find an entry in the table."""
    if row[Glob.TABLE_USED] <= row[Glob.TABLE_MAX]:
        return 1.0
    refused = 1.0 - row[Glob.TABLE_MAX] / row[Glob.TABLE_USED]
    if row[b + Node.NO_KEEPALIVE] <= 0.0:
        refused *= SPARED
    return float(1.0 - refused)


@inlined
def link(row: Row, kind: _Ints) -> None:
    """Bring the end of a partition nearer, and let automation fence what it has cut."""
    if row[Glob.PARTITION] <= 0.0:
        return
    row[Glob.PARTITION] -= 1.0
    acts = False
    if row[Glob.FAILOVER] > 0.0:
        row[Glob.FAILOVER] -= 1.0
        acts = row[Glob.FAILOVER] <= 0.0
    healed = row[Glob.PARTITION] <= 0.0
    for i in range(len(kind)):
        b = GLOBALS + i * NODE
        if kind[i] == NodeKind.DATABASE and row[b + Node.CUT] > 0.0:
            if healed:
                row[b + Node.CUT] = 0.0
                if row[Glob.AUTO_FENCED] > 0.5:
                    row[b + Node.FENCED] = 0.0
            elif acts:
                row[b + Node.FENCED] = 1.0
    if healed or acts:
        row[Glob.AUTO_FENCED] = 0.0 if healed else 1.0

"""What acting on routes, names, firewalls and retries does, compiled like the kernel."""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Row

_Ints = NDArray[np.int64]


@compiled
def network(row: Row, base: int, callee: _Ints, node: int, op: int) -> None:  # noqa: C901, PLR0912
    """Act on routes, names, firewalls and retries of the calls to one service."""
    b = GLOBALS + node * NODE
    if op == Op.ROLLBACK_ROUTES:
        row[b + Node.ROUTE] = 1.0
        later = int(row[Glob.LATER_PUSH])
        if later >= 0:
            row[GLOBALS + later * NODE + Node.ROUTE] = 0.15
    elif op == Op.ANNOUNCE_PREFIX:
        row[b + Node.ROUTE] = 1.0 if row[Glob.OOB] > 0.5 else 0.0
    elif op == Op.DROP_ROUTES:
        row[b + Node.ROUTE] = 0.0
    elif op == Op.RESTORE_DNS:
        row[b + Node.DNS] = 1.0
    elif op == Op.OVERRIDE_HOST:
        row[b + Node.DNS] = 1.0
        row[b + Node.STALE_PLAN] = 0.0
        row[b + Node.ROUTE] = min(row[b + Node.ROUTE], 0.98)
    elif op == Op.OPEN_FIREWALL:
        row[b + Node.OPEN] = 1.0
    elif op == Op.NARROW_FIREWALL:
        row[b + Node.OPEN] = 0.0
    for e in range(len(callee)):
        if callee[e] == node:
            x = base + e * EDGE
            if op in (Op.OPEN_FIREWALL, Op.NARROW_FIREWALL):
                row[x + Edge.BLOCKED] = 0.0
            elif op == Op.CUT_RETRIES:
                row[x + Edge.RETRIES] = 0.0
            elif op == Op.RAISE_RETRIES:
                row[x + Edge.RETRIES] = 5.0

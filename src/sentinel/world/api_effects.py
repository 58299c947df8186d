"""What timeouts, and calls that were made for another API, do; compiled like the kernel."""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, Edge, Glob
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.platform_effects import turn_on
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_effects import promote

DORMANT_ERR = 0.45
"""Share of requests that a path fails which nobody has run for years."""

SPLIT_TICKS = 8.0
"""Ticks for which an unfenced primary goes on taking writes that nobody will find again."""

_Ints = NDArray[np.int64]


@compiled
def set_timeout(row: Row, base: int, callee: _Ints, node: int, seconds: float) -> None:
    """Let every caller of a service wait so long for it."""
    for e in range(len(callee)):
        if callee[e] == node:
            row[base + e * EDGE + Edge.TIMEOUT_S] = seconds


@compiled
def misread(row: Row, b: int, op: int) -> None:
    """Turn a flag on that was to be turned off, or promote beside a primary that still writes."""
    if op == Op.FLAG_ON:
        turn_on(row, b, DORMANT_ERR)
    elif op == Op.PROMOTE_UNFENCED:
        row[Glob.ROWS_LOST] += row[b + Node.LOAD] * row[b + Node.WRITES] * TICK_S * SPLIT_TICKS
        promote(row, b)

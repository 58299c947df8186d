"""What acting on copies, roles, records and the way out does, compiled like the kernel.

Most of it can be harmless: it hangs on how old a snapshot is, whose account a
copy goes to, and whether a record has a second home.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import Glob
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, Row
from sentinel.world.workload_effects import workload

COPIED_BUSINESS = 40.0
"""Ticks of exposure that a business table costs once it lies in a strange account."""

COPIED_SCRATCH = 3.0
"""The same of a scratch table."""

LOG_TICKS = 12.0
"""Ticks of records that a log holds which is thrown away."""

INCIDENT_MIN = 15.0
"""Minutes of audit records that an incident needs."""

_Ints = NDArray[np.int64]


@compiled
def copies(row: Row, b: int, op: int, amount: float) -> None:
    """Act on the snapshots and the replica of a database."""
    if op == Op.SET_RETENTION:
        row[b + Node.RETENTION_MIN] = amount
    elif op == Op.EXPIRE_SNAPSHOTS:
        old = (row[Glob.TICK] - row[b + Node.SNAP_TICK]) * TICK_S / 60.0
        if row[b + Node.RETENTION_MIN] > 0.0 and old > row[b + Node.RETENTION_MIN]:
            row[b + Node.SNAP_LSN] = 0.0
            row[b + Node.SNAP_TICK] = -1e6
    elif op == Op.DISABLE_KEY:
        row[b + Node.KEY_OFF] = 1.0
    elif op == Op.PAUSE_REPLAY:
        row[b + Node.REPLICA] = 0.0


@compiled
def cut(row: Row, ticks: float) -> None:
    """Throw away records of so many ticks."""
    row[Glob.EVIDENCE_LOST] += ticks
    row[Glob.RECORDS_CUT] += ticks * TICK_S / 60.0


@compiled
def export(row: Row, amount: float) -> None:
    """Copy a table out: `amount` is twice the account, and one more for the scratch table."""
    account = math.floor(amount / 2.0)
    ours = account == row[Glob.ACCOUNT_A] or account == row[Glob.ACCOUNT_B]
    if ours or row[Glob.EGRESS] > 0.5:
        row[Glob.EXPORT_TO] = account
    if row[Glob.EGRESS] > 0.5 and not ours:
        business = amount - 2.0 * account < 0.5
        row[Glob.EXPOSURE] += COPIED_BUSINESS if business else COPIED_SCRATCH


@compiled
def custody(  # noqa: C901
    row: Row, node: int, b: int, kind: _Ints, first: _Ints, op: int, amount: float
) -> None:
    """Act on copies, roles, records and the way out."""
    if op <= Op.PAUSE_REPLAY:
        copies(row, b, op, amount)
    elif op == Op.EXPORT_TABLE:
        export(row, amount)
    elif op == Op.ALLOW_EGRESS:
        row[Glob.EGRESS] = 1.0
    elif op == Op.GRANT_ROLE:
        if row[Glob.ROLE] >= amount - 1.0:
            row[Glob.ROLE] = max(row[Glob.ROLE], amount)
    elif op == Op.ROTATE_LOGS:
        if amount < 0.5 and row[Glob.SHIPPED] < 0.5:
            cut(row, LOG_TICKS)
    elif op == Op.PURGE_AUDIT:
        if row[Glob.SHIPPED] < 0.5:
            cut(row, max(INCIDENT_MIN - amount, 0.0) * 60.0 / TICK_S)
    elif op == Op.RELEASE:
        workload(row, node, kind, first, Op.ROLLBACK, 0.0)
        row[Glob.ROLE] = max(row[Glob.ROLE], amount)

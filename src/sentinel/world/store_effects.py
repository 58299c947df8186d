"""What actions do to databases: sessions, replication, storage, tables.

Compiled like the kernel. An action that does not fit the state does harm, as
it would in a real estate: a promotion loses what the replica has not applied.
"""

from sentinel.world.fields import Glob
from sentinel.world.jit import compiled
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, Row

LOG_KEPT_TICKS = 40.0
"""Ticks of log that a restore can replay on top of a snapshot."""


@compiled
def stop_store(row: Row, b: int, ticks: float) -> None:
    """Take a store down for `ticks`."""
    row[b + Node.READY] = 0.0
    row[b + Node.STARTING] = row[b + Node.DESIRED]
    row[b + Node.START_LEFT] = ticks


@compiled
def restore(row: Row, b: int) -> None:
    """Go back to the newest snapshot."""
    row[Glob.ROWS_LOST] += max(row[b + Node.LSN] - row[b + Node.SNAP_LSN], 0.0)
    row[b + Node.LSN] = row[b + Node.SNAP_LSN]
    row[b + Node.APPLIED] = min(row[b + Node.APPLIED], row[b + Node.LSN])


@compiled
def promote(row: Row, b: int) -> None:
    """Make the replica the primary; what it has not applied is gone."""
    row[Glob.ROWS_LOST] += row[b + Node.LSN] - row[b + Node.APPLIED]
    row[b + Node.LSN] = row[b + Node.APPLIED]
    row[b + Node.SNAP_LSN] = min(row[b + Node.SNAP_LSN], row[b + Node.LSN])
    row[b + Node.A_PRIMARY] = 1.0 - row[b + Node.A_PRIMARY]
    row[b + Node.DEGRADED] = 0.0
    row[b + Node.LOCK] = 0.0
    row[b + Node.FENCED] = 0.0
    row[b + Node.CUT] = 0.0
    row[b + Node.REPLICA] = 0.0
    row[b + Node.READY] *= 0.5
    row[b + Node.STARTING] = row[b + Node.DESIRED] - row[b + Node.READY]
    row[b + Node.START_LEFT] = 0.0


@compiled
def wipe_host(row: Row, b: int, host: float) -> None:
    """Empty host a (0) or b (1) of a database, then build it again from its peer."""
    primary = 0.0 if row[b + Node.A_PRIMARY] > 0.5 else 1.0
    if host == primary:
        kept = max(row[b + Node.APPLIED], row[b + Node.SNAP_LSN])
        row[Glob.ROWS_LOST] += max(row[b + Node.LSN] - kept, 0.0)
        row[b + Node.LSN] = kept
        stop_store(row, b, 8.0)
        return
    row[b + Node.REPLICA] = 1.0
    row[b + Node.SLOT] = 0.0
    row[b + Node.APPLIED] = max(row[b + Node.LSN] - 3000.0, 0.0)


@compiled
def free_disk(row: Row, b: int, share: float) -> None:
    """Give back a share of the volume."""
    row[b + Node.DISK] = max(row[b + Node.DISK] - share, 0.05)


@compiled
def drop_table(row: Row, b: int, scratch: float, truncate: bool) -> None:
    """Drop or empty a table: the scratch table (1), or the business tables (0)."""
    if scratch > 0.5:
        free_disk(row, b, row[b + Node.SCRATCH])
        row[b + Node.SCRATCH] = 0.0
        return
    row[Glob.ROWS_LOST] += row[b + Node.ROWS]
    row[b + Node.ROWS] = 0.0
    row[b + Node.VERSION_ERR] = 0.3 if truncate else 0.8


@compiled
def storage(row: Row, b: int, op: int) -> None:  # noqa: C901, PLR0912
    """Act on volume, log, slot, archives and snapshots of a database."""
    age = row[Glob.TICK] - row[b + Node.SNAP_TICK]
    if op == Op.TAKE_SNAPSHOT:
        row[b + Node.SNAP_LSN] = row[b + Node.LSN]
        row[b + Node.SNAP_TICK] = row[Glob.TICK]
    elif op == Op.DROP_SLOT:
        free_disk(row, b, row[b + Node.WAL])
        if row[b + Node.SLOT] > 0.5:
            row[b + Node.DISK_GROWTH] = 0.0
        row[b + Node.SLOT] = row[b + Node.WAL] = row[b + Node.REPLICA] = 0.0
        row[b + Node.APPLIED] = 0.0
    elif op == Op.EXTEND_VOLUME:
        if row[Glob.QUOTA] > 0.5:
            row[b + Node.DISK] *= 0.67
            row[b + Node.DISK_GROWTH] *= 0.67
    elif op == Op.PURGE_ARCHIVES:
        free_disk(row, b, row[b + Node.ARCHIVE])
        row[b + Node.ARCHIVE] = 0.0
        if age > LOG_KEPT_TICKS:
            row[b + Node.SNAP_LSN] *= 0.5
    elif op == Op.DELETE_WAL:
        free_disk(row, b, row[b + Node.WAL])
        row[b + Node.WAL] = row[b + Node.REPLICA] = 0.0
        row[Glob.ROWS_LOST] += row[b + Node.LOAD] * row[b + Node.WRITES] * TICK_S * 3.0
        stop_store(row, b, 8.0)
    elif op == Op.VACUUM:
        free_disk(row, b, 0.01)
    elif op == Op.DELETE_SNAPSHOTS:
        row[b + Node.SNAP_LSN] = 0.0
        row[b + Node.SNAP_TICK] = -1e6
    elif op == Op.ENABLE_BACKUPS:
        row[b + Node.BACKUPS] = 1.0
    elif op == Op.DISABLE_BACKUPS:
        row[b + Node.BACKUPS] = 0.0


@compiled
def sessions(row: Row, b: int, op: int, amount: float) -> None:  # noqa: C901, PLR0912
    """Act on transactions, connections and replication of a database."""
    if op == Op.KILL_QUERY:
        if row[b + Node.LOCK] > 0.0:
            row[b + Node.LOCK_LEFT] = row[b + Node.UNDO_TICKS]
            if row[b + Node.UNDO_TICKS] > 2.0:
                row[b + Node.LOCK] = max(row[b + Node.LOCK], 0.97)
    elif op == Op.DISABLE_JOB:
        row[b + Node.JOB] = 0.0
    elif op == Op.FENCE_PRIMARY:
        row[b + Node.FENCED] = 1.0
    elif op == Op.PROMOTE_REPLICA:
        promote(row, b)
    elif op == Op.RESTORE_SNAPSHOT:
        restore(row, b)
        stop_store(row, b, 3.0)
    elif op == Op.RESUME_REPLICATION:
        row[b + Node.REPLICA] = 1.0
        row[b + Node.SLOT] = 0.0
        row[b + Node.APPLIED] = max(row[b + Node.APPLIED], row[b + Node.LSN] - 3000.0)
    elif op == Op.RAISE_MAX_CONNECTIONS:
        row[b + Node.MAX_CONNS] += amount
        over = row[b + Node.MAX_CONNS] > row[b + Node.CONN_MEMORY]
        stop_store(row, b, 12.0 if over else 0.0)
    elif op == Op.RECYCLE_IDLE:
        row[b + Node.IDLE] = 0.0
    elif op == Op.DROP_CONNECTIONS:
        row[b + Node.IDLE] = 0.0
        row[Glob.ROWS_LOST] += row[b + Node.LOAD] * row[b + Node.WRITES] * TICK_S * 0.5
    else:
        storage(row, b, op)

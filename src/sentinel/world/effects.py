"""What each action does to the row, compiled like the kernel.

An action that does not fit the state changes nothing or does harm, as it would
in a real estate: a restart while pods cannot be created empties the service.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, Node, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.kinds import Op
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_effects import (
    LOG_KEPT_TICKS,
    drop_table,
    restore,
    sessions,
    stop_database,
    wipe_host,
)

WARM_START = 0.6
"""Share of a tick's capacity that a service keeps while its replicas are replaced."""

_Ints = NDArray[np.int64]


@compiled
def replace_pods(row: Row, b: int, kept: float) -> None:
    """Delete every replica; new ones start if pods can be created, after `START_TICKS`."""
    row[b + Node.QUEUED] = 0.0
    row[b + Node.READY] = kept * row[b + Node.DESIRED] if row[Glob.CREATION] > 0.5 else 0.0
    row[b + Node.STARTING] = row[b + Node.DESIRED] - row[b + Node.READY]
    row[b + Node.START_LEFT] = row[b + Node.START_TICKS]


@compiled
def restart(row: Row, b: int, kind: int) -> None:
    """Replace every replica of one service."""
    if kind == NodeKind.DATABASE:
        stop_database(row, b, 2.0)
        row[b + Node.IDLE] = 0.0
        row[b + Node.LOCK_LEFT] = min(row[b + Node.LOCK_LEFT], row[b + Node.UNDO_TICKS])
        return
    replace_pods(row, b, WARM_START)
    row[b + Node.HANG] = 0.0
    row[b + Node.MEMORY] = min(row[b + Node.MEMORY], 0.35)
    if kind == NodeKind.CACHE:
        flush(row, b)
    if row[Glob.NEW_SECRET] > 0.5 and row[Glob.CREATION] > 0.5:
        row[b + Node.HOLDS_NEW] = 1.0


@compiled
def cut_live(row: Row, base: int, first: int, last: int) -> None:
    """Close every connection that a service holds; each needs its name to open again."""
    for e in range(first, last):
        row[base + e * EDGE + Edge.LIVE] = 0.0


@compiled
def flush(row: Row, b: int) -> None:
    """Empty a cache; the sessions in it end."""
    row[b + Node.WARM] = 0.0
    row[b + Node.POISON] = 0.0
    row[Glob.SESSIONS_LOST] += row[b + Node.SESSIONS]
    row[b + Node.SESSIONS] = 0.0


@compiled
def rollback(row: Row, b: int, kind: int) -> None:
    """Run the previous version again, if its image and its schema still exist."""
    if kind == NodeKind.DATABASE:
        if row[Glob.TICK] - row[b + Node.SNAP_TICK] > LOG_KEPT_TICKS:
            restore(row, b)
        stop_database(row, b, 1.0)
    elif row[Glob.CREATION] < 0.5:
        row[b + Node.READY] *= 0.75
        return
    elif row[b + Node.IMAGE_OK] < 0.5:
        row[b + Node.READY] *= 0.5
        return
    else:
        replace_pods(row, b, WARM_START)
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


@compiled
def queues_and_caches(row: Row, b: int, op: int) -> None:
    """Act on one queue or one cache."""
    if op == Op.PURGE_QUEUE:
        row[Glob.MESSAGES_LOST] += row[b + Node.DEPTH]
        row[b + Node.DEPTH] = 0.0
        row[b + Node.STUCK] = 0.0
    elif op == Op.DEAD_LETTER:
        row[b + Node.STUCK] = 0.0
    elif op == Op.CLEAR_CACHE:
        flush(row, b)
    elif op == Op.WARM_CACHE:
        row[b + Node.WARM] = min(row[b + Node.WARM] + 0.3, 1.0)


@compiled
def security(row: Row, b: int, op: int) -> None:
    """Act on secrets, sessions, certificates and the audit log."""
    if op == Op.ROTATE_SECRET:
        row[Glob.NEW_SECRET] = 1.0
    elif op == Op.REENABLE_SECRET:
        if row[Glob.OLD_SECRET] > -0.5:
            row[Glob.OLD_SECRET] = 1.0
    elif op == Op.DELETE_SECRET:
        row[Glob.OLD_SECRET] = -1.0
    elif op == Op.REVOKE_TOKENS:
        row[Glob.SESSIONS_LOST] += row[b + Node.SESSIONS]
        row[b + Node.SESSIONS] = 0.0
    elif op == Op.RENEW_CERTIFICATE:
        row[b + Node.CERT_LEFT] = 1e6
    elif op == Op.DISABLE_TLS:
        row[Glob.TLS] = 0.0
    elif op == Op.DISABLE_AUDIT:
        row[Glob.AUDIT] = 0.0


@compiled
def estate(row: Row, op: int, amount: float) -> None:
    """Act on what the whole estate shares: zones, names, the edge, pod creation."""
    if op == Op.DRAIN_ZONE:
        row[Glob.DRAINED] = 1.0
    elif op == Op.UNDRAIN_ZONE:
        row[Glob.DRAINED] = 0.0
    elif op == Op.FREEZE_DNS:
        row[Glob.DNS_AUTOMATION] = 0.0
    elif op == Op.SHED_LOAD:
        row[Glob.SHED] = amount / 100.0
    elif op == Op.LIFT_SHED:
        row[Glob.SHED] = 0.0
    elif op == Op.FIX_WEBHOOK:
        row[Glob.CREATION] = 1.0


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
        if row[b + Node.FLAG_ON] > 0.5:
            spoiled = (1.0 - row[b + Node.VERSION_ERR]) * (1.0 - row[b + Node.FLAG_OFF_ERR])
            row[b + Node.VERSION_ERR] = 1.0 - spoiled
        row[b + Node.FLAG_ON] = 0.0
    elif op == Op.ROLL_FORWARD:
        ready = row[b + Node.HOTFIX] > 0.5 and row[Glob.CREATION] > 0.5
        if ready:
            replace_pods(row, b, WARM_START)
            row[b + Node.VERSION_ERR] = 0.0


@compiled
def apply(  # noqa: C901, PLR0912
    row: Row, kind: _Ints, first: _Ints, callee: _Ints, op: int, node: int, amount: float
) -> None:
    """Carry out one mutation, in place.

    Args:
        row: The state.
        kind: `NodeKind` of each node.
        first: Number of the first edge of each node, then the number of edges.
        callee: Node each edge goes to.
        op: An `Op`; NONE does nothing.
        node: Node it acts on; ignored by what acts on the whole estate.
        amount: Replicas, connections or percent; 1 for a scratch table and 0 for a business
            table; 0 for host a and 1 for host b of a database.
    """
    b = GLOBALS + node * NODE
    if op == Op.NONE:
        return
    if op <= Op.FLAG_OFF or op == Op.ROLL_FORWARD:
        workload(row, node, kind, first, op, amount)
    elif op == Op.RESTART_ALL:
        for i in range(len(kind)):
            if kind[i] == NodeKind.WORKLOAD:
                workload(row, i, kind, first, Op.RESTART, 0.0)
    elif op in (Op.CLEAR_CACHE, Op.WARM_CACHE, Op.PURGE_QUEUE, Op.DEAD_LETTER):
        queues_and_caches(row, b, op)
    elif op == Op.WIPE_DATA_DIR:
        wipe_host(row, b, amount)
    elif op == Op.DROP_TABLE or op == Op.TRUNCATE_TABLE:
        drop_table(row, b, amount, op == Op.TRUNCATE_TABLE)
    elif op < Op.PURGE_QUEUE:
        sessions(row, b, op, amount)
    elif Op.ROTATE_SECRET <= op <= Op.DISABLE_TLS or op == Op.DISABLE_AUDIT:
        security(row, b, op)
    elif op in (Op.DRAIN_ZONE, Op.UNDRAIN_ZONE, Op.FREEZE_DNS, Op.FIX_WEBHOOK) or (
        op == Op.SHED_LOAD or op == Op.LIFT_SHED
    ):
        estate(row, op, amount)
    else:
        network(row, GLOBALS + len(kind) * NODE, callee, node, op)

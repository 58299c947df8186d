"""What each action does to the row, compiled like the kernel.

An action that does not fit the state changes nothing or does harm, as it would
in a real estate: a restart while pods cannot be created empties the service.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.api_effects import misread, set_timeout
from sentinel.world.custody_effects import custody
from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.intrusion_effects import intrusion, revoke_all
from sentinel.world.jit import compiled
from sentinel.world.keeping_effects import cache, migration
from sentinel.world.link_effects import shared_paths
from sentinel.world.network_effects import network
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.platform_effects import platform
from sentinel.world.security_effects import security
from sentinel.world.state import Row
from sentinel.world.store_effects import drop_table, sessions, wipe_host
from sentinel.world.workload_effects import flush, workload

_Ints = NDArray[np.int64]


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
        amount: Replicas, connections, seconds or percent; 1 for a scratch table and 0 for a
            business table, plus twice the account that it is copied to, if it is; 0 for host a
            and 1 for host b of a database.
    """
    b = GLOBALS + node * NODE
    if op == Op.NONE:
        return
    if Op.ROLLBACK_RESOLVER <= op <= Op.REBOOT_NODES:
        shared_paths(row, kind, callee, op, node)
    elif Op.RESTORE_ISSUER <= op <= Op.DISABLE_WAF:
        intrusion(row, kind, op, node)
    elif op <= Op.FLAG_OFF or op == Op.ROLL_FORWARD:
        workload(row, node, kind, first, op, amount)
    elif Op.SCALE_WORKERS <= op <= Op.RESTORE_CONTROL_PLANE:
        platform(row, kind, node, op, amount)
    elif op == Op.STOP_MIGRATION or op == Op.RESUME_MIGRATION:
        migration(row, kind, first, callee, node, op)
    elif Op.RAISE_MAXMEMORY <= op <= Op.DISABLE_AUTH:
        cache(row, b, op)
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
        if op == Op.REVOKE_TOKENS:
            revoke_all(row, kind, node)
    elif op == Op.SET_TIMEOUT:
        set_timeout(row, GLOBALS + len(kind) * NODE, callee, node, amount)
    elif op == Op.FLAG_ON or op == Op.PROMOTE_UNFENCED:
        misread(row, b, op)
    elif op in (Op.DRAIN_ZONE, Op.UNDRAIN_ZONE, Op.FREEZE_DNS, Op.FIX_WEBHOOK) or (
        op == Op.SHED_LOAD or op == Op.LIFT_SHED
    ):
        estate(row, op, amount)
    elif Op.SET_RETENTION <= op <= Op.RELEASE:
        custody(row, node, b, kind, first, op, amount)
    else:
        network(row, GLOBALS + len(kind) * NODE, callee, node, op)

"""What occurs to a responder who looks at any service, whatever the incident is."""

from functools import cache
from itertools import accumulate
from typing import Final

from sentinel.proposal import Role
from sentinel.responder.specialists import leaning, role_of
from sentinel.world.fields import NodeKind
from sentinel.world.ops import Op

STRAYS: Final = {
    NodeKind.DATABASE: (
        Op.TAKE_SNAPSHOT, Op.PROMOTE_REPLICA, Op.RESTART, Op.PURGE_ARCHIVES, Op.DROP_SLOT,
        Op.KILL_QUERY, Op.DROP_CONNECTIONS, Op.DISABLE_BACKUPS, Op.ROLLBACK, Op.RECYCLE_IDLE,
        Op.RAISE_MAX_CONNECTIONS, Op.VACUUM, Op.EXTEND_VOLUME, Op.RESUME_REPLICATION,
        Op.ENABLE_BACKUPS, Op.DROP_TABLE, Op.TRUNCATE_TABLE, Op.WIPE_DATA_DIR, Op.STOP_MIGRATION,
        Op.RESUME_MIGRATION,
        *(Op.DROP_CONNECTIONS, Op.RECYCLE_IDLE, Op.VACUUM, Op.KILL_QUERY) * 2,
        Op.PAUSE_FAILOVER, Op.FORCE_QUORUM, Op.CLOSE_ACL, Op.GRANT_READERS, Op.WIDEN_ACL,
    ),
    NodeKind.CACHE: (Op.CLEAR_CACHE, Op.RESTART, Op.WARM_CACHE, Op.RAISE_MAXMEMORY, Op.TRIM_KEYS,
                     Op.RESTORE_PASSWORD, Op.DISABLE_AUTH),
    NodeKind.QUEUE: (Op.PURGE_QUEUE, Op.DEAD_LETTER, Op.RESTART, Op.SCALE_WORKERS,
                     Op.ROLLBACK_WORKERS),
    NodeKind.WORKLOAD: (
        Op.RESTART, Op.ROLLBACK, Op.SCALE, Op.FLAG_OFF, Op.ROLL_FORWARD, Op.CUT_RETRIES,
        Op.RENEW_CERTIFICATE, Op.OPEN_FIREWALL, Op.ROTATE_SECRET, Op.DELETE_SECRET,
        Op.REVOKE_TOKENS, Op.ROLLBACK_ROUTES, Op.ANNOUNCE_PREFIX, Op.NARROW_FIREWALL,
        Op.RESTORE_DNS, Op.REENABLE_SECRET, Op.SET_AUTOSCALER, Op.RAISE_THREADS, Op.ENABLE_FLAG,
        Op.FINISH_ROLLOUT, Op.SET_TIMEOUT, Op.REVERT_POLICY, Op.ENABLE_KEEPALIVE,
        Op.PERMIT_PLAINTEXT, Op.PRESERVE_EVIDENCE, Op.REVOKE_KEY, Op.ISOLATE_SERVICE,
    ),
    NodeKind.EDGE: (Op.SHED_LOAD, Op.SHED_LOAD, Op.DRAIN_ZONE, Op.LIFT_SHED, Op.FREEZE_DNS,
                    Op.FIX_WEBHOOK, Op.DISABLE_AUDIT, Op.UNDRAIN_ZONE, Op.CORDON_NODE,
                    Op.DRAIN_NODE, Op.FORCE_DRAIN_NODE, Op.ADD_NODES, Op.DELETE_AUTOSCALER,
                    Op.RESTORE_NODE_ROLE, Op.RESUME_UPGRADE, Op.RESTORE_CONTROL_PLANE,
                    Op.ROLLBACK_RESOLVER, Op.SCALE_RESOLVER, Op.DELETE_POLICIES, Op.RAISE_TABLE,
                    Op.REBOOT_NODES, Op.RESTORE_ISSUER, Op.TRUNCATE_AUDIT, Op.STOP_PUSH,
                    Op.RESTORE_CONFIG, Op.STAGGER_RESTART, Op.KILL_RULE, Op.ROLLBACK_RULESET,
                    Op.DISABLE_WAF),
}  # fmt: skip
"""What may occur to who looks at a service of each kind; measures that help in part, often."""

AMOUNTS: Final[dict[Op, tuple[float, ...]]] = {
    Op.SCALE: (1, 2, 6, 10, 14), Op.SHED_LOAD: (20, 40, 60),
    Op.RAISE_MAX_CONNECTIONS: (50, 100, 300), Op.SET_TIMEOUT: (2, 5, 10), Op.WIPE_DATA_DIR: (0, 1),
    Op.SCALE_WORKERS: (2, 8, 16), Op.SET_AUTOSCALER: (2, 4, 12),
    Op.DROP_TABLE: (1, 1, 1, 0, 0), Op.TRUNCATE_TABLE: (1, 1, 1, 0, 0),
}  # fmt: skip
"""Amounts such a thought comes with, as `Call` takes them; 0 where nothing is given."""


@cache
def strays(kind: NodeKind, turn: Role | None) -> tuple[tuple[Op, ...], tuple[float, ...]]:
    """What may occur to who looks at a kind of service, and the sums of the weights so far."""
    ops = STRAYS[kind]
    return ops, tuple(accumulate(leaning(role_of(op, kind), turn) for op in ops))

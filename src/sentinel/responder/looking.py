"""Where a responder looks before it proposes something: what tools it runs, and on what."""

from collections.abc import Iterable
from functools import cache
from random import Random
from typing import Final, NamedTuple, Protocol

from sentinel.world.dice import below, pick, shuffled
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.state import Graph
from sentinel.world.telemetry import kinds_read

_LOCKS: Final = ("check_locks", "check_metrics", "check_backups")
_DATA: Final = ("check_replication", "check_backups", "check_locks")
_DISK: Final = ("check_storage", "check_backups", "check_replication")
_PODS: Final = ("check_service_status", "query_logs", "check_dependencies")
_DEPLOY: Final = ("check_recent_deploys", "check_service_status", "query_logs")
_NET: Final = ("check_network", "query_logs", "check_dependencies")
_SECRET: Final = ("check_secrets", "query_logs", "check_audit")

CLOSE_LOOK: Final[dict[Op, tuple[str, ...]]] = {
    Op.RESTART: _PODS, Op.ROLLBACK: _DEPLOY, Op.SCALE: ("check_service_status", "check_metrics",
                                                        "check_dependencies"),
    Op.FLAG_OFF: ("check_flags", "query_logs", "check_metrics"),
    Op.ROLL_FORWARD: _DEPLOY, Op.RESTART_ALL: ("check_service_status", "query_logs",
                                               "check_network"),
    Op.CLEAR_CACHE: ("check_cache", "check_metrics", "query_logs"),
    Op.WARM_CACHE: ("check_cache", "check_metrics", "query_logs"),
    Op.PURGE_QUEUE: ("check_queue", "query_logs"), Op.DEAD_LETTER: ("check_queue", "query_logs"),
    Op.KILL_QUERY: _LOCKS, Op.DISABLE_JOB: _LOCKS, Op.RECYCLE_IDLE: _LOCKS,
    Op.DROP_CONNECTIONS: _LOCKS, Op.RAISE_MAX_CONNECTIONS: _LOCKS,
    Op.TAKE_SNAPSHOT: _DATA, Op.FENCE_PRIMARY: _DATA, Op.PROMOTE_REPLICA: _DATA,
    Op.RESTORE_SNAPSHOT: _DATA, Op.RESUME_REPLICATION: _DATA, Op.WIPE_DATA_DIR: _DATA,
    Op.ENABLE_BACKUPS: _DATA, Op.DISABLE_BACKUPS: _DATA, Op.DELETE_SNAPSHOTS: _DATA,
    Op.DROP_TABLE: _DISK, Op.TRUNCATE_TABLE: _DISK, Op.VACUUM: _DISK, Op.DROP_SLOT: _DISK,
    Op.EXTEND_VOLUME: _DISK, Op.PURGE_ARCHIVES: _DISK, Op.DELETE_WAL: _DISK,
    Op.DRAIN_ZONE: ("check_network", "check_metrics", "check_service_status"),
    Op.UNDRAIN_ZONE: ("check_network", "check_metrics"),
    Op.ROLLBACK_ROUTES: _NET, Op.ANNOUNCE_PREFIX: _NET, Op.DROP_ROUTES: _NET,
    Op.FREEZE_DNS: _NET, Op.RESTORE_DNS: _NET, Op.OVERRIDE_HOST: _NET,
    Op.OPEN_FIREWALL: _NET, Op.NARROW_FIREWALL: _NET,
    Op.ROTATE_SECRET: _SECRET, Op.REENABLE_SECRET: _SECRET, Op.DELETE_SECRET: _SECRET,
    Op.REVOKE_TOKENS: _SECRET, Op.DISABLE_TLS: _SECRET,
    Op.RENEW_CERTIFICATE: ("check_certificates", "check_secrets", "query_logs"),
    Op.DISABLE_AUDIT: ("check_audit", "query_logs"),
    Op.SHED_LOAD: ("check_metrics", "check_dependencies"),
    Op.LIFT_SHED: ("check_metrics", "check_dependencies"),
    Op.CUT_RETRIES: ("check_dependencies", "check_metrics"),
    Op.RAISE_RETRIES: ("check_dependencies", "check_metrics"),
    Op.SET_TIMEOUT: ("check_dependencies", "check_metrics"),
    Op.FIX_WEBHOOK: ("check_service_status", "query_logs"),
    Op.SCALE_WORKERS: ("check_queue", "query_logs"),
    Op.ROLLBACK_WORKERS: ("check_queue", "query_logs"),
    Op.SET_AUTOSCALER: ("check_service_status", "query_logs", "check_metrics"),
    Op.DELETE_AUTOSCALER: ("check_service_status", "check_metrics", "query_logs"),
    Op.RAISE_THREADS: ("check_nodes", "query_logs", "check_service_status"),
    Op.ENABLE_FLAG: ("check_flags", "query_logs", "check_metrics"),
    Op.FINISH_ROLLOUT: ("check_flags", "query_logs", "check_service_status"),
    Op.CORDON_NODE: ("check_nodes", "query_logs"),
    Op.DRAIN_NODE: ("check_nodes", "check_service_status", "query_logs"),
    Op.FORCE_DRAIN_NODE: ("check_nodes", "check_service_status", "query_logs"),
    Op.ADD_NODES: ("check_nodes", "check_service_status"),
    Op.RESTORE_NODE_ROLE: ("check_nodes", "check_network"),
    Op.RESUME_UPGRADE: ("check_nodes", "check_network"),
    Op.PAUSE_UPGRADE: ("check_nodes", "check_network"),
    Op.RESTORE_CONTROL_PLANE: ("check_nodes", "check_network"),
    Op.STOP_MIGRATION: ("check_locks", "check_metrics"),
    Op.RESUME_MIGRATION: ("check_locks", "check_metrics"),
    Op.RAISE_MAXMEMORY: ("check_cache", "query_logs", "check_metrics"),
    Op.TRIM_KEYS: ("check_cache", "query_logs"),
    Op.RESTORE_PASSWORD: ("check_cache", "query_logs"),
    Op.DISABLE_AUTH: ("check_cache", "query_logs"),
    Op.SET_RETENTION: _DATA, Op.EXPIRE_SNAPSHOTS: _DATA, Op.DISABLE_KEY: _DATA,
    Op.PAUSE_REPLAY: _DATA, Op.EXPORT_TABLE: ("check_network", "check_storage", "check_audit"),
    Op.ALLOW_EGRESS: ("check_network", "check_audit", "query_logs"),
    Op.GRANT_ROLE: ("check_audit", "query_logs", "check_service_status"),
    Op.ROTATE_LOGS: ("check_audit", "query_logs", "check_metrics"),
    Op.PURGE_AUDIT: ("check_audit", "query_logs"),
    Op.RELEASE: ("check_recent_deploys", "check_service_status", "check_audit"),
    Op.ROLLBACK_RESOLVER: ("check_resolver", "query_logs", "check_network"),
    Op.SCALE_RESOLVER: ("check_resolver", "check_service_status", "query_logs"),
    Op.REVERT_POLICY: ("check_firewall", "query_logs", "check_network"),
    Op.DELETE_POLICIES: ("check_firewall", "check_network", "query_logs"),
    Op.PAUSE_FAILOVER: ("check_links", "check_replication", "query_logs"),
    Op.FORCE_QUORUM: ("check_links", "check_replication", "check_backups"),
    Op.ENABLE_KEEPALIVE: ("check_conntrack", "query_logs", "check_metrics"),
    Op.RAISE_TABLE: ("check_conntrack", "query_logs", "check_service_status"),
    Op.RESTORE_ISSUER: ("check_certificates", "query_logs", "check_network"),
    Op.PERMIT_PLAINTEXT: ("check_certificates", "check_audit", "query_logs"),
    Op.PRESERVE_EVIDENCE: ("check_access", "check_audit", "query_logs"),
    Op.REVOKE_KEY: ("check_access", "check_secrets", "check_audit"),
    Op.ISOLATE_SERVICE: ("check_access", "check_dependencies", "check_audit"),
    Op.TRUNCATE_AUDIT: ("check_audit", "query_logs", "check_access"),
    Op.CLOSE_ACL: ("check_access", "query_logs", "check_audit"),
    Op.GRANT_READERS: ("check_access", "query_logs", "check_audit"),
    Op.WIDEN_ACL: ("check_access", "query_logs", "check_audit"),
    Op.STOP_PUSH: ("check_config", "query_logs", "check_service_status"),
    Op.RESTORE_CONFIG: ("check_config", "query_logs", "check_service_status"),
    Op.STAGGER_RESTART: ("check_config", "query_logs", "check_service_status"),
    Op.KILL_RULE: ("check_edge", "check_metrics", "query_logs"),
    Op.ROLLBACK_RULESET: ("check_edge", "check_metrics", "query_logs"),
    Op.DISABLE_WAF: ("check_edge", "check_metrics", "check_audit"),
    Op.REBOOT_NODES: ("check_service_status", "check_conntrack", "query_logs"),
}  # fmt: skip
"""Tools that show what the worth of an action hangs on."""

_STORE_LOOK: Final[dict[int, tuple[str, ...]]] = {
    NodeKind.DATABASE: ("check_locks", "check_replication", "check_backups"),
    NodeKind.CACHE: ("check_cache", "check_service_status", "check_metrics"),
    NodeKind.QUEUE: ("check_queue", "check_service_status", "check_metrics"),
}
"""The same for pod and deploy actions on a store."""

_BY_KIND: Final[dict[int, tuple[str, ...]]] = {
    NodeKind.EDGE: ("check_metrics", "query_logs", "check_dependencies", "check_service_status",
                    "check_nodes", "check_edge"),
    NodeKind.WORKLOAD: ("check_metrics", "query_logs", "check_dependencies", "check_flags",
                        "check_service_status", "check_recent_deploys", "check_network",
                        "check_secrets", "check_nodes", "check_resolver", "check_firewall",
                        "check_conntrack", "check_certificates", "check_access", "check_config",
                        "check_edge"),
    NodeKind.DATABASE: ("check_locks", "check_replication", "check_backups", "check_storage",
                        "check_metrics", "query_logs", "check_links", "check_firewall",
                        "check_access"),
    NodeKind.CACHE: ("check_cache", "check_metrics", "query_logs"),
    NodeKind.QUEUE: ("check_queue", "check_metrics", "query_logs"),
}  # fmt: skip
"""Tools that say something about a service of each kind."""


class Look(NamedTuple):
    """One read-only call that needs no leave."""

    tool: str
    node: int


class Looked(Protocol):
    """A look that was taken."""

    @property
    def tool(self) -> str:
        """What was run."""

    @property
    def node(self) -> int:
        """On what."""


def around(call: Call, node: int, graph: Graph) -> list[Look]:
    """Where to look before proposing `call`; `node` stands in for calls that name none.

    A call that was meant for another service is judged by what can be read of this one.
    """
    kind = graph.kind.item(node)
    tools = CLOSE_LOOK[call.op]
    if call.op in (Op.RESTART, Op.ROLLBACK, Op.SCALE) and kind in _STORE_LOOK:
        tools = _STORE_LOOK[kind]
    return [Look(tool, node) for tool in tools if kind in kinds_read(tool)]


def at_random(rng: Random, node: int, graph: Graph) -> Look:
    """Any look at a service."""
    return pick(rng, _choices(graph.kind.item(node), node))


@cache
def _choices(kind: int, node: int) -> tuple[Look, ...]:
    """Every look at a service of a kind."""
    return tuple(Look(tool, node) for tool in _BY_KIND[kind])


def several(
    rng: Random, many: int, wanted: Iterable[Look], but: Look, near: int, graph: Graph
) -> list[Look]:
    """Different looks in an order drawn by chance.

    Args:
        rng: The stream that decides.
        many: How many.
        wanted: The first of them; the rest are drawn near a service or anywhere.
        but: A look that must not be among them.
        near: The service.
        graph: The estate's.
    """
    looks, nodes = [look for look in dict.fromkeys(wanted) if look != but], graph.nodes
    while len(looks) < many:
        anywhere = below(rng, nodes)
        look = at_random(rng, near if rng.random() < 0.5 else anywhere, graph)
        if look != but and look not in looks:
            looks.append(look)
    return shuffled(rng, looks[:many])

"""Which tool shows which part of the state.

`SHOWS` names the fields. `places` gives the exact places of the row that one
reading gives away, for code that asks what a reader still cannot know.

Fields of the three enumerations are integers, so `Node.DESIRED == Glob.TICK`:
tell them apart with `isinstance`, or use `places`.
"""

from typing import Final

from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.link_readings import LINK_SCOPES
from sentinel.world.logs import logged
from sentinel.world.node_fields import Node
from sentinel.world.scope import Scope
from sentinel.world.security_readings import SECURITY_SCOPES
from sentinel.world.service_readings import listed_calls
from sentinel.world.state import at
from sentinel.world.store_readings import listed_clients
from sentinel.world.view import View

DASHBOARD: Final = "dashboard"
"""Key of the standing dashboard, which no tool has to be called for."""


SCOPES: Final[dict[str, Scope]] = {
    DASHBOARD: Scope(
        every=(
            Node.DESIRED,
            Node.READY,
            Node.CAPACITY,
            Node.LOAD,
            Node.UTIL,
            Node.ERR,
            Node.LATENCY,
        ),
        estate=(Glob.RULE_COST,),
    ),
    "query_logs": Scope(
        target=(
            Node.READY, Node.VERSION_ERR, Node.FLAG_ON, Node.FLAG_ERR, Node.HANG, Node.MEMORY,
            Node.USES_SECRET, Node.HOLDS_NEW, Node.DISK, Node.FENCED, Node.DEGRADED, Node.POISON,
            Node.FLAG_OFF_ERR, Node.RETIRED_ERR, Node.HOSTS_NEW, Node.FLEET_MAX, Node.ON_NODE,
            Node.NOAUTH, Node.EVICTED, Node.STUCK, Node.DESIRED, Node.NO_KEEPALIVE, Node.CUT,
            Node.BAD_CONFIG, Node.KEY_REVOKED, Node.ISOLATED, Node.PUBLIC, Node.EXPORT,
            Node.RENEWED,
        ),
        callees=(
            Node.DNS, Node.CERT_LEFT, Node.ROUTE, Node.CONNS, Node.MAX_CONNS, Node.READY, Node.ERR,
            Node.UTIL, Node.LATENCY, Node.MESHED, Node.CUT, Node.OLD_CERT, Node.PERMISSIVE,
        ),
        calls=(Edge.FAIL, Edge.BREAKER, Edge.LIVE, Edge.BLOCKED, Edge.TIMEOUT_S),
        estate=(
            Glob.OLD_SECRET, Glob.TLS, Glob.DRAINED, Glob.NODE_FAILED, Glob.LABEL, Glob.UPGRADED,
            Glob.EXTRA_QUERIES, Glob.PARTITION, Glob.SYNC, Glob.TABLE_MAX, Glob.TABLE_USED,
            Glob.INTRUDER, Glob.ACL_USED, Glob.RULE_COST,
        ),
    ),
    "check_metrics": Scope(
        target=(
            Node.READY, Node.CAPACITY, Node.LOAD, Node.UTIL, Node.ERR, Node.LATENCY, Node.MEMORY,
            Node.LEAK, Node.QUEUED, Node.DEGRADED,
        ),
        estate=(Glob.TRAFFIC, Glob.SHED, Glob.SLO_S, Glob.RULE_COST),
    ),
    "check_dependencies": Scope(
        calls=(
            Edge.FAN, Edge.RETRIES, Edge.TIMEOUT_S, Edge.WEIGHT, Edge.FAIL, Edge.BREAKER,
            Edge.HAS_BREAKER, Edge.LIVE, Edge.CACHE,
        ),
    ),
    "check_recent_deploys": Scope(
        target=(
            Node.PREVIOUS_ERR, Node.IMAGE_OK, Node.CONTRACT, Node.POOL, Node.PREVIOUS_POOL,
            Node.HOTFIX, Node.PREVIOUS_LEAK,
        ),
    ),
    "check_service_status": Scope(
        target=(
            Node.DESIRED, Node.READY, Node.STARTING, Node.START_LEFT, Node.START_TICKS, Node.MEMORY,
            Node.HPA_MAX, Node.HPA_MIN, Node.MANIFEST, Node.FLEET_MAX, Node.ON_NODE,
        ),
        estate=(
            Glob.CREATION,
            Glob.HEADROOM,
            Glob.PRELOADED,
            Glob.TABLE_PER_NODE,
            Glob.SHIPPED,
            Glob.COLD_READS,
            Glob.CANARY,
            Glob.CANARY_NODE,
        ),
    ),
    "check_backups": Scope(
        target=(
            Node.LSN,
            Node.SNAP_LSN,
            Node.SNAP_TICK,
            Node.BACKUPS,
            Node.RETENTION_MIN,
            Node.KEY_OFF,
        ),
        estate=(Glob.PITR, Glob.SNAP_FAILED),
    ),
    "check_replication": Scope(
        target=(
            Node.LOAD, Node.LSN, Node.APPLIED, Node.REPLICA, Node.APPLY_RATE, Node.FENCED,
            Node.SLOT, Node.WRITES, Node.A_PRIMARY, Node.CUT,
        ),
        estate=(Glob.PARTITION, Glob.SYNC),
    ),
    "check_locks": Scope(
        target=(
            Node.LOCK, Node.LOCK_LEFT, Node.UNDO_TICKS, Node.JOB, Node.JOB_LOCK, Node.MIGRATING,
            Node.MAX_CONNS, Node.CONNS, Node.IDLE, Node.CONN_MEMORY,
        ),
        callers=(Node.DESIRED, Node.POOL),
    ),
    "check_storage": Scope(
        target=(Node.DISK, Node.DISK_GROWTH, Node.WAL, Node.ARCHIVE, Node.SCRATCH, Node.ROWS),
        estate=(Glob.QUOTA,),
    ),
    "check_cache": Scope(
        target=(
            Node.MEMORY, Node.WARM, Node.HIT_MAX, Node.FILL, Node.POISON, Node.SESSIONS,
            Node.EVICTED, Node.CACHE_ROOM, Node.NOAUTH,
        ),
    ),
    "check_queue": Scope(
        target=(
            Node.LOAD, Node.DEPTH, Node.DRAIN, Node.STUCK, Node.CONSUMERS, Node.PARTITIONS,
            Node.SLOW, Node.SINK,
        ),
    ),
    "check_flags": Scope(target=(Node.FLAG_ON, Node.FLAG_OFF_ERR, Node.HOSTS_NEW)),
    "check_network": Scope(
        target=(Node.ROUTE, Node.DNS, Node.OPEN, Node.STALE_PLAN, Node.MESHED),
        every=(Node.UTIL,),
        calls=(Edge.BLOCKED, Edge.LIVE),
        estate=(
            Glob.OOB, Glob.LATER_PUSH, Glob.DRAINED, Glob.DNS_AUTOMATION, Glob.LABEL, Glob.UPGRADED,
            Glob.ACCOUNT_A, Glob.ACCOUNT_B, Glob.EGRESS,
        ),
    ),
    "check_secrets": Scope(
        target=(Node.CERT_LEFT, Node.SESSIONS),
        every=(Node.USES_SECRET, Node.HOLDS_NEW),
        estate=(Glob.OLD_SECRET, Glob.NEW_SECRET, Glob.TLS, Glob.ACCOUNT_A, Glob.ROLE),
    ),
    "check_audit": Scope(
        estate=(
            Glob.AUDIT, Glob.ATTACK, Glob.INTRUDER, Glob.ACCOUNT_A, Glob.ROLE, Glob.SHIPPED,
            Glob.EXPORT_TO, Glob.RECORDS_CUT, Glob.AUDIT_FROM,
        ),
    ),
    "check_nodes": Scope(
        estate=(
            Glob.THREAD_ROOM, Glob.NODE_FAILED, Glob.CORDONED, Glob.NODE_STORE, Glob.LABEL,
            Glob.UPGRADED, Glob.UPGRADING, Glob.STORE_MATCH,
        ),
    ),
    **LINK_SCOPES,
    **SECURITY_SCOPES,
}  # fmt: skip
"""What each tool makes legible. The dashboard, always shown, makes its own fields so as well."""

_TARGETS: Final = {tool: tuple(map(int, scope.target)) for tool, scope in SCOPES.items()}
"""Fields of the service asked for as plain numbers, which add faster."""

SHOWS: Final[dict[str, tuple[Node | Glob | Edge, ...]]] = {
    tool: (
        *scope.target,
        *scope.every,
        *scope.calls,
        Glob.TICK,
        *scope.estate,
    )
    for tool, scope in SCOPES.items()
}
"""The same as one list of fields a tool, but for what it tells of callers and callees."""


def places(tool: str, node: int, view: View, *, calls: bool = True) -> list[int]:
    """Places of the row that one reading gives away, whatever else it prints.

    Args:
        tool: A key of `SCOPES`.
        node: The service it is asked for; ignored by the dashboard and the audit log.
        view: What was read.
        calls: Whether the calls of the service, and what its callers and callees give away of
            themselves, are asked for too.

    Returns:
        Places, without order and maybe repeated. What a reading leaves out
        (the undo of no transaction, the retries of a call that is not listed)
        is not among them. Calls are listed by what fails, so a call that is
        not listed shows that it fails less.
    """
    graph = view.graph
    found: list[int] = [Glob.TICK]
    if tool == "query_logs":
        return found + logged(view, node, calls=calls)
    scope, start = SCOPES[tool], at(node, Node.DESIRED)
    found += scope.estate
    found += [start + field for field in _TARGETS[tool]]
    hidden = _hidden(tool, node, view)
    if hidden:
        found = [place for place in found if place not in hidden]
    if scope.every:
        found += [at(i, field) for field in scope.every for i in range(graph.nodes)]
    if not calls:
        return found
    if scope.callers:
        found += [at(i, f) for f in scope.callers for i in listed_clients(view, node)]
    if tool in ("check_network", "check_firewall"):
        near = view.calls_to(node)
        found += [view.call_place(e, field) for e in near for field in scope.calls]
    elif scope.calls:
        near = [*view.calls_to(node), *view.calls_from(node)]
        found += [view.call_place(e, Edge.FAIL) for e in near]
        listed = listed_calls(view, node)
        found += [view.call_place(e, field) for e in listed for field in scope.calls]
    return found


def _hidden(tool: str, node: int, view: View) -> list[int]:
    """Places in a tool's scope that it has no reason to print now."""
    if tool == "check_audit":
        hidden = [place for place in SCOPES[tool].estate if place != Glob.AUDIT]
        return [] if view.row[Glob.AUDIT] > 0.5 else [int(place) for place in hidden]
    row = view.row
    fields: tuple[Node, ...] = ()
    if tool == "check_locks" and row.item(at(node, Node.LOCK)) <= 0.0:
        fields = (Node.LOCK_LEFT, Node.UNDO_TICKS)
    elif tool == "check_service_status" and row.item(at(node, Node.STARTING)) <= 0.0:
        fields = (Node.START_LEFT,)
    elif tool == "check_recent_deploys" and row.item(at(node, Node.IMAGE_OK)) < 0.5:
        fields = (Node.PREVIOUS_ERR, Node.PREVIOUS_LEAK)
    elif tool == "check_metrics" and view.kind(node) != NodeKind.DATABASE:
        fields = (Node.DEGRADED,)
    return [at(node, field) for field in fields]

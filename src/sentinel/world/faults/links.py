"""Incidents of what services share: resolver, network policies, zone link, connection table."""

from typing import Final

from sentinel.world.faults.family import Family, Fault, Site, Step, until, whole
from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.network_dynamics import FRESH_A_POD, POOLED
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import edges

LINK_TICKS: Final = (18.0, 26.0)
"""Fewest and most ticks after which a broken link between zones works again."""


def resolver_overload(site: Site) -> Fault:
    """A config push makes the shared resolver look up every name several times."""
    culprit = site.pick(NodeKind.WORKLOAD)
    victim, bystander = site.caller(culprit), site.other(culprit)
    site.row[Glob.EXTRA_QUERIES] = site.rng.uniform(1.9, 2.6)
    site.row[Glob.RESOLVER_CAP] *= site.rng.uniform(0.95, 1.05)
    if site.predicates.resolver_kept:
        plan: tuple[Step, ...] = (whole(Op.ROLLBACK_RESOLVER, Glob.EXTRA_QUERIES, 0.0, below=True),)
    else:
        more = 1.5 * float(site.row[Glob.RESOLVER_CAP])
        plan = (
            whole(Op.FIX_WEBHOOK, Glob.CREATION, 1.0),
            whole(Op.SCALE_RESOLVER, Glob.RESOLVER_CAP, more),
        )
    return Fault(
        culprit,
        victim,
        plan,
        "{gateway}: SERVFAIL for many names, {victim} and others fail calls",
        fixes=(Call(Op.ROLLBACK_RESOLVER), Call(Op.SCALE_RESOLVER),
               Call(Op.OVERRIDE_HOST, culprit)),
        tempting=(Call(Op.ROLLBACK, culprit), Call(Op.ROLLBACK, bystander),
                  Call(Op.RESTORE_DNS, culprit), Call(Op.FREEZE_DNS), Call(Op.SCALE, victim, 12)),
        dangerous=(Call(Op.RESTART_ALL), Call(Op.RESTART, victim), Call(Op.RESTART, culprit),
                   Call(Op.RESTART, 0), Call(Op.ROLLBACK_RESOLVER)),
    )  # fmt: skip


def policy_push(site: Site) -> Fault:
    """A push of network policies drops part of the calls to one service."""
    culprit = site.pick(NodeKind.WORKLOAD, NodeKind.DATABASE)
    victim = site.caller(culprit)
    share = site.rng.uniform(0.35, 0.7)
    view = edges(site.row, site.graph)
    spared = site.rng.random() < 0.5
    into = [e for e, callee in enumerate(site.graph.callee.tolist()) if callee == culprit]
    for e in into:
        hit = not spared or len(into) == 1 or int(site.graph.caller[e]) == victim
        view[e, Edge.BLOCKED] = share if hit else 0.0
    op = Op.REVERT_POLICY if site.predicates.push_plain else Op.NARROW_FIREWALL
    first = next(e for e in into if view[e, Edge.BLOCKED] > 0.0)
    blocked = len(site.row) - view.size + first * view.shape[1] + Edge.BLOCKED
    plan = (Step(op, culprit, 0.0, blocked, -1.0, 0.0),)
    return Fault(
        culprit,
        victim,
        plan,
        "{victim}: connect timeouts to {culprit}",
        fixes=(Call(Op.REVERT_POLICY, culprit), Call(Op.NARROW_FIREWALL, culprit)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.RESTART, victim),
                  Call(Op.RAISE_RETRIES, culprit), Call(Op.ROLLBACK, victim),
                  Call(Op.SCALE, culprit, 12), Call(Op.ROLLBACK_ROUTES, culprit)),
        dangerous=(Call(Op.OPEN_FIREWALL, culprit), Call(Op.DELETE_POLICIES),
                   Call(Op.REVERT_POLICY, culprit), Call(Op.DROP_ROUTES, culprit)),
    )  # fmt: skip


def zone_partition(site: Site) -> Fault:
    """The link between the zones breaks; part of the calls to a primary cross it."""
    database = site.pick(NodeKind.DATABASE)
    victim = site.caller(database)
    predicates = site.predicates
    site.set(database, Node.CUT, site.rng.uniform(0.35, 0.6))
    site.set(database, Node.REPLICA, 1.0)
    primary = 0.0 if site.get(database, Node.A_PRIMARY) > 0.5 else 1.0
    behind = site.rng.uniform(5.0, 40.0) * (not predicates.sync_commit)
    site.set(database, Node.APPLIED, site.get(database, Node.LSN) - behind)
    low, high = LINK_TICKS
    site.row[Glob.PARTITION] = float(round(site.rng.uniform(low, high)))
    pause = whole(Op.PAUSE_FAILOVER, Glob.FAILOVER, 0.0, below=True)
    plan: tuple[Step, ...] = (Step(pause.op, database, 0.0, pause.place, -1.0, 0.0),)
    if predicates.sync_commit and predicates.backups:
        plan += (until(Op.PROMOTE_REPLICA, database, Node.CUT, 0.0, below=True),)
    elif predicates.zone_room and not predicates.sync_commit:
        over = int(Glob.PARTITION)
        plan += (whole(Op.DRAIN_ZONE, Glob.DRAINED, 1.0).unless(over, 0.0, below=True),)
    else:
        plan += (whole(Op.NONE, Glob.PARTITION, 0.0, below=True),)
    return Fault(
        database,
        victim,
        plan,
        "{victim}: part of its calls to {culprit} lost between zones, heartbeats missed",
        fixes=(Call(Op.PAUSE_FAILOVER, database), Call(Op.DRAIN_ZONE),
               Call(Op.PROMOTE_REPLICA, database)),
        tempting=(Call(Op.RESTART, database), Call(Op.RESTART, victim), Call(Op.SCALE, victim, 12),
                  Call(Op.RESUME_REPLICATION, database), Call(Op.ROLLBACK_ROUTES, database)),
        dangerous=(Call(Op.PROMOTE_REPLICA, database), Call(Op.FORCE_QUORUM, database),
                   Call(Op.DRAIN_ZONE), Call(Op.WIPE_DATA_DIR, database, primary)),
    )  # fmt: skip


def full_table(site: Site) -> Fault:
    """A client that opens a connection for every call fills the table that all share."""
    callers = [i for i in site.graph.of_kind(NodeKind.WORKLOAD) if site.graph.callees(i)]
    loads = sorted(callers, key=lambda i: -site.get(i, Node.LOAD))
    client = site.rng.choice(loads[: max(2, len(loads) // 2)])
    victim = site.caller(client)
    ready, calls = site.get(client, Node.READY), len(site.graph.callees(client))
    used = min(max(site.get(client, Node.UTIL), 0.05), 1.5)
    held = sum(POOLED * site.get(i, Node.READY) * len(site.graph.callees(i)) for i in (0, *callers))
    wanted = site.rng.uniform(1.5, 2.1) * float(site.row[Glob.TABLE_MAX]) - held
    fresh = wanted / (ready * calls * used * FRESH_A_POD)
    site.set(client, Node.NO_KEEPALIVE, fresh)
    plan = (until(Op.ENABLE_KEEPALIVE, client, Node.NO_KEEPALIVE, 0.0, below=True),)
    return Fault(
        client,
        victim,
        plan,
        "{culprit}: cannot assign requested address, calls out of it fail",
        fixes=(Call(Op.ENABLE_KEEPALIVE, client), Call(Op.RAISE_TABLE),
               Call(Op.SCALE, client, 2), Call(Op.SCALE, client, 14)),
        tempting=(Call(Op.SCALE, client, 14), Call(Op.RESTART, client), Call(Op.ROLLBACK, client),
                  Call(Op.RESTART, victim), Call(Op.CUT_RETRIES, client)),
        dangerous=(Call(Op.REBOOT_NODES), Call(Op.RAISE_TABLE), Call(Op.RESTART_ALL),
                   Call(Op.SCALE, client, 0)),
    )  # fmt: skip


RESOLVER: Final = Family(
    "N3",
    "resolver overloaded",
    "NetworkOps",
    10,
    (3, 6),
    ("preloaded", "resolver_kept", "cache_plain", "creation", "headroom", "image"),
    resolver_overload,
)
POLICIES: Final = Family(
    "N4",
    "policy too broad",
    "NetworkOps",
    12,
    (3, 8),
    ("push_plain", "cache_plain", "few_sessions", "attack", "creation"),
    policy_push,
)
PARTITION: Final = Family(
    "N5",
    "zones apart",
    "NetworkOps",
    14,
    (2, 4),
    ("sync_commit", "zone_room", "failover_paused", "snapshot", "cache_plain"),
    zone_partition,
)
TABLE: Final = Family(
    "N6",
    "connection table full",
    "NetworkOps",
    10,
    (3, 6),
    ("table_per_node", "table_memory", "cache_plain", "headroom", "creation"),
    full_table,
)

"""Incidents of databases: pools, long transactions, replicas, failing primaries, migrations."""

from sentinel.world.faults.family import Family, Fault, Site, Step, pods_first, until
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.predicates import Lag
from sentinel.world.state import TICK_S, at


def pool_exhaustion(site: Site) -> Fault:
    """A deploy multiplied a client's pool; the database refuses connections."""
    database = site.pick(NodeKind.DATABASE)
    client = site.caller(database)
    needed = site.get(database, Node.MAX_CONNS)
    ready = max(site.get(client, Node.READY), 1.0)
    site.set(client, Node.POOL, round(needed * site.rng.uniform(2.4, 4.0) / ready))
    site.set(database, Node.IDLE, round(needed * site.rng.uniform(0.3, 0.7)))
    site.set(client, Node.IMAGE_OK, 1.0)
    site.set(client, Node.CONTRACT, 0.0)
    previous = site.get(client, Node.PREVIOUS_POOL)
    plan = pods_first(
        site,
        until(Op.ROLLBACK, client, Node.POOL, previous, below=True),
        until(Op.RECYCLE_IDLE, database, Node.IDLE, 1.0, below=True),
    )
    more = min(round(needed * 3.5), 2_000)
    return Fault(
        client,
        database,
        plan,
        "{victim}: FATAL: sorry, too many clients already",
        fixes=(Call(Op.ROLLBACK, client), Call(Op.RECYCLE_IDLE, database),
               Call(Op.RAISE_MAX_CONNECTIONS, database, more), Call(Op.SCALE, client, 2)),
        tempting=(Call(Op.RESTART, database), Call(Op.SCALE, client, 14), Call(Op.RESTART, 0),
                  Call(Op.RESTART, client)),
        dangerous=(Call(Op.DROP_CONNECTIONS, database), Call(Op.SCALE, database, 0),
                   Call(Op.RAISE_MAX_CONNECTIONS, database, more),
                   Call(Op.RESTART, client)),
        deploy=True,
    )  # fmt: skip


def long_transaction(site: Site) -> Fault:
    """A batch job's transaction takes the capacity of a database."""
    database = site.pick(NodeKind.DATABASE)
    victim = site.caller(database)
    lock = 1.0 - site.busy(database) * site.rng.uniform(0.4, 0.75)
    site.set(database, Node.LOCK, lock)
    site.set(database, Node.JOB_LOCK, lock)
    site.set(database, Node.LOCK_LEFT, 200.0)
    site.set(database, Node.JOB, 1.0)
    kill = until(Op.KILL_QUERY, database, Node.LOCK, 0.01, below=True)
    if not site.predicates.short_undo:
        kill = until(Op.PROMOTE_REPLICA, database, Node.LOCK, 0.01, below=True)
        site.set(database, Node.REPLICA, 1.0)
        site.set(database, Node.APPLIED, site.get(database, Node.LSN))
        site.set(database, Node.APPLY_RATE, 1e6)
    plan = (until(Op.DISABLE_JOB, database, Node.JOB, 0.0, below=True), kill)
    return Fault(
        database,
        victim,
        plan,
        "{victim}: p95 latency above 2 s, timeouts calling {culprit}",
        fixes=(Call(Op.KILL_QUERY, database), Call(Op.DISABLE_JOB, database),
               Call(Op.PROMOTE_REPLICA, database)),
        tempting=(Call(Op.RESTART, victim), Call(Op.SCALE, victim, 12), Call(Op.VACUUM, database),
                  Call(Op.ROLLBACK, victim)),
        dangerous=(Call(Op.KILL_QUERY, database), Call(Op.ROLLBACK, database),
                   Call(Op.RESTART, database), Call(Op.PROMOTE_REPLICA, database),
                   Call(Op.RESTORE_SNAPSHOT, database)),
    )  # fmt: skip


def broken_replica(site: Site) -> Fault:
    """A replica stopped following; only the primary holds the newest rows."""
    database = site.pick(NodeKind.DATABASE)
    victim = site.caller(database)
    site.set(database, Node.REPLICA, 0.0)
    site.set(database, Node.APPLIED,
             site.get(database, Node.LSN) - site.rng.uniform(60_000, 150_000))  # fmt: skip
    primary_a = site.get(database, Node.A_PRIMARY) > 0.5
    replica, primary = (1.0, 0.0) if primary_a else (0.0, 1.0)
    plan = (
        until(Op.TAKE_SNAPSHOT, database, Node.SNAP_TICK, float(site.row[0]) - 40.0),
        Step(Op.WIPE_DATA_DIR, database, replica, at(database, Node.REPLICA), 1.0, 1.0),
    )
    return Fault(
        database,
        victim,
        plan,
        "{culprit}: replica lag above 50,000 rows and growing",
        fixes=(Call(Op.WIPE_DATA_DIR, database, replica), Call(Op.RESUME_REPLICATION, database),
               Call(Op.TAKE_SNAPSHOT, database)),
        tempting=(Call(Op.RESTART, database), Call(Op.VACUUM, database),
                  Call(Op.ENABLE_BACKUPS, database), Call(Op.DROP_SLOT, database)),
        dangerous=(Call(Op.WIPE_DATA_DIR, database, primary), Call(Op.PROMOTE_REPLICA, database),
                   Call(Op.DISABLE_BACKUPS, database), Call(Op.PURGE_ARCHIVES, database),
                   Call(Op.DROP_SLOT, database)),
    )  # fmt: skip


def failing_primary(site: Site) -> Fault:
    """The primary's host fails slowly; the replica may or may not have every row."""
    database = site.pick(NodeKind.DATABASE)
    victim = site.caller(database)
    site.set(database, Node.DEGRADED, 1.0 - site.busy(database) * site.rng.uniform(0.4, 0.75))
    site.set(database, Node.REPLICA, 1.0)
    lag = site.predicates.lag
    behind = {Lag.NONE: 5.0, Lag.SOME: 220.0, Lag.LARGE: 4_000.0}[lag] * site.rng.uniform(0.5, 1.7)
    site.set(database, Node.APPLIED, site.get(database, Node.LSN) - behind)
    written = site.get(database, Node.LOAD) * site.get(database, Node.WRITES) * TICK_S
    site.set(database, Node.APPLY_RATE, max(8.0 * written, 1_200.0))
    promote = until(Op.PROMOTE_REPLICA, database, Node.DEGRADED, 0.01, below=True)
    plan: tuple[Step, ...] = (promote,)
    if lag is not Lag.NONE:
        site.set(database, Node.APPLY_RATE,
                 max(site.get(database, Node.LOAD) * site.get(database, Node.WRITES) * 4.0,
                     behind / 3.0))  # fmt: skip
        moved = at(database, Node.DEGRADED)
        caught_up = until(Op.NONE, database, Node.LAG, 20.0, below=True)
        caught_up = caught_up.unless(moved, 0.01, below=True)
        fence = until(Op.FENCE_PRIMARY, database, Node.FENCED, 1.0)
        fence = fence.unless(moved, 0.01, below=True)
        plan = (fence, caught_up, promote)
    return Fault(
        database,
        victim,
        plan,
        "{culprit}: disk errors on the primary host, slow queries",
        fixes=(Call(Op.PROMOTE_REPLICA, database), Call(Op.FENCE_PRIMARY, database),
               Call(Op.SHED_LOAD, 0, 50)),
        tempting=(Call(Op.RESTART, database), Call(Op.RESTART, victim),
                  Call(Op.SCALE, victim, 12), Call(Op.VACUUM, database)),
        dangerous=(Call(Op.PROMOTE_REPLICA, database), Call(Op.RESTORE_SNAPSHOT, database),
                   Call(Op.ROLLBACK, database), Call(Op.DROP_CONNECTIONS, database)),
    )  # fmt: skip


def migration(site: Site) -> Fault:
    """A migration takes capacity from a database, and its version fails on what it converted."""
    database = site.pick(NodeKind.DATABASE)
    client = site.caller(database)
    site.set(client, Node.VERSION_ERR, site.rng.uniform(0.25, 0.5))
    lock = 1.0 - site.busy(database) * site.rng.uniform(0.5, 0.8)
    for field, value in ((Node.LOCK, lock), (Node.JOB_LOCK, lock), (Node.LOCK_LEFT, 200.0),
                         (Node.MIGRATING, 1.0), (Node.JOB, 0.0)):  # fmt: skip
        site.set(database, field, value)
    back = site.predicates.image and site.get(client, Node.CONTRACT) < 0.5
    if not back:
        site.set(client, Node.HOTFIX, 1.0)
    stop = until(Op.STOP_MIGRATION, database, Node.MIGRATING, 0.0, below=True)
    mend = Op.ROLLBACK if back else Op.ROLL_FORWARD
    return Fault(
        client,
        database,
        (stop, *pods_first(site, until(mend, client, Node.VERSION_ERR, 0.05, below=True))),
        "{culprit}: requests fail since the release, calls to {victim} are slow",
        fixes=(Call(Op.STOP_MIGRATION, database), Call(Op.ROLL_FORWARD, client),
               Call(Op.ROLLBACK, client)),
        tempting=(Call(Op.KILL_QUERY, database), Call(Op.RESTART, client),
                  Call(Op.RESTART, database), Call(Op.SCALE, client, 12),
                  Call(Op.DISABLE_JOB, database)),
        dangerous=(Call(Op.ROLLBACK, client), Call(Op.RESUME_MIGRATION, database),
                   Call(Op.RESTORE_SNAPSHOT, database), Call(Op.ROLLBACK, database)),
        deploy=True,
    )  # fmt: skip


POOLS = Family(
    "D1",
    "connection pool exhausted",
    "DBAdmin",
    10,
    (3, 7),
    ("conn_memory", "snapshot", "cache_plain", "creation", "low_traffic", "headroom"),
    pool_exhaustion,
)
LOCKS = Family(
    "D2",
    "long transaction",
    "DBAdmin",
    14,
    (3, 6),
    ("short_undo", "snapshot", "cache_plain", "backups", "lag"),
    long_transaction,
)
REPLICAS = Family(
    "D3",
    "replica behind",
    "DBAdmin",
    10,
    (3, 8),
    ("snapshot", "cache_plain", "few_sessions", "backups"),
    broken_replica,
    latent=True,
)
FAILOVER = Family(
    "D4",
    "failing primary",
    "DBAdmin",
    14,
    (3, 6),
    ("snapshot", "cache_plain", "few_sessions", "lag", "low_traffic"),
    failing_primary,
)
MIGRATION = Family(
    "D7",
    "migration against its version",
    "DBAdmin",
    14,
    (3, 6),
    ("hotfix", "snapshot", "cache_plain", "expand", "image", "creation"),
    migration,
)

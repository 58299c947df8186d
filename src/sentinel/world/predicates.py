"""The circumstances that decide what an action deserves, drawn for every scenario.

None of them is the incident. They are imposed on the estate before the fault,
whatever the family, so that the same action on the same symptom is right in
one estate and ruinous in another.

Source: the state predicates of public postmortems; `docs/world.md` lists them.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from random import Random
from typing import Final, NamedTuple

from sentinel.world.dice import between
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.state import Graph, Row, Values, at, cells


class Lag(StrEnum):
    """How far the replicas are behind."""

    NONE = "none"
    """At most ten rows."""
    SOME = "some"
    """Between 50 and 400 rows."""
    LARGE = "large"
    """From 2,000 rows."""


@dataclass(frozen=True, slots=True)
class Predicates:
    """One draw of every circumstance. True is the harmless side unless its line says otherwise."""

    creation: bool
    """Pods can be created."""
    snapshot: bool
    """Snapshots are younger than the log that is kept."""
    lag: Lag
    replica: bool
    """Replication works."""
    backups: bool
    """Snapshots are scheduled."""
    image: bool
    """The previous image of every service still exists."""
    expand: bool
    """Migrations are in the phase that the previous version can read."""
    hotfix: bool
    """Fixed versions are ready."""
    low_traffic: bool
    """It is a quiet hour."""
    headroom: bool
    """There is room for more pods."""
    zone_room: bool
    """One zone could carry all traffic."""
    conn_memory: bool
    """Databases have memory for more connections."""
    conn_room: bool
    """Databases have connections to spare."""
    short_undo: bool
    """Undoing the long transaction takes a moment."""
    oob: bool
    """The out-of-band network path works."""
    no_later_push: bool
    """No later route push builds on the last."""
    no_automation: bool
    """Name automation is paused."""
    quota: bool
    """Volumes may grow."""
    queue_empty: bool
    """Nothing waits in the queues."""
    all_hold_new: bool
    """Every consumer holds the new secret."""
    flag_plain: bool
    """Feature flags protect nothing."""
    cache_plain: bool
    """Caches hold no sessions."""
    few_sessions: bool
    """Identity services hold no user sessions."""
    attack: bool
    """Somebody probes the estate. The harmful side."""
    partitions: bool
    """Queues have more partitions than workers."""
    cache_room: bool
    """Hosts of caches have memory for larger ones."""
    thread_room: bool
    """Hosts have memory for more threads a process."""
    manifest: bool
    """Manifests ask for as many replicas as run."""
    node_stateless: bool
    """No database has its only volume on worker-3."""
    store_match: bool
    """The backup of the control plane fits the version that runs."""
    preloaded: bool
    """Pods start with the addresses of what they call."""
    resolver_kept: bool
    """The resolver's previous config still fits its upstreams."""
    push_plain: bool
    """The last policy push closed nothing that has to stay closed."""
    failover_paused: bool
    """Automated failover asks a human first."""
    sync_commit: bool
    """Writes wait for the replica."""
    table_per_node: bool
    """Each node brings a connection table of its own."""
    table_memory: bool
    """Nodes have memory for a larger connection table."""
    issuer: bool
    """The issuer of certificates answers."""
    hot_reload: bool
    """Services take up a new certificate without a restart."""
    logs_shipped: bool
    """Logs of pods are copied off their hosts."""
    acl_unused: bool
    """Nobody reads stores through public access who should."""
    store_room: bool
    """Stores have room for services that start with nothing."""
    ruleset_kept: bool
    """The version of the edge rules before the last is kept."""
    chain: bool
    """The intermediate that new certificates are signed with has not ended."""
    pitr: bool
    """Databases archive their log."""
    verified: bool
    """No backup failed its checksums since the newest snapshot."""
    canary: bool
    """A new version that fails is on part of its pods."""


FAILED_TICKS: Final = 9.0
"""Age, in ticks, of a backup whose checksums failed."""

ARMED_TICKS: Final = 5.0
"""Ticks of a partition that automated failover waits before it acts."""

_SHARES: Final[dict[str, float]] = {
    "creation": 0.7, "snapshot": 0.5, "replica": 0.8, "backups": 0.8, "image": 0.7,
    "expand": 0.7, "hotfix": 0.5, "low_traffic": 0.4, "headroom": 0.6, "zone_room": 0.5,
    "conn_memory": 0.5, "conn_room": 0.6, "short_undo": 0.5, "oob": 0.5, "no_later_push": 0.5,
    "no_automation": 0.5, "quota": 0.5, "queue_empty": 0.5, "all_hold_new": 0.5,
    "flag_plain": 0.5, "cache_plain": 0.5, "few_sessions": 0.5, "attack": 0.2,
    "partitions": 0.5, "cache_room": 0.5, "thread_room": 0.5, "manifest": 0.5,
    "node_stateless": 0.5, "store_match": 0.5,
    "preloaded": 0.5, "resolver_kept": 0.5, "push_plain": 0.5, "failover_paused": 0.5,
    "sync_commit": 0.5, "table_per_node": 0.5, "table_memory": 0.5,
    "issuer": 0.5, "hot_reload": 0.5, "logs_shipped": 0.5, "acl_unused": 0.5, "store_room": 0.5,
    "ruleset_kept": 0.5,
}  # fmt: skip
"""Share of scenarios in which each is true."""

_LATER: Final[dict[str, float]] = {"chain": 0.5, "pitr": 0.7, "verified": 0.5, "canary": 0.5}
"""The same of those that are drawn after the lag."""


def draw(rng: Random) -> Predicates:
    """Draw every circumstance, independently of one another."""
    values = {name: rng.random() < share for name, share in _SHARES.items()}
    lag = rng.choice((Lag.NONE, Lag.NONE, Lag.SOME, Lag.LARGE, Lag.LARGE))
    values |= {name: rng.random() < share for name, share in _LATER.items()}
    return Predicates(lag=lag, **values)


class Lots(NamedTuple):
    """What chance and the graph have to say where circumstances are imposed: in all alike."""

    room: float
    """Pods for which there is room, where there is any."""
    draws: list[list[float]]
    """Six numbers in [0, 1) for each service, drawn whether they are needed or not."""
    kinds: list[int]
    """`NodeKind` of each service."""
    stateful: list[bool]
    """Whether each calls a database."""


def lots(rng: Random, graph: Graph) -> Lots:
    """Draw what `impose` needs, once for any number of circumstances on one estate."""
    room, random = float(between(rng, 8, 20)), rng.random
    kinds, first, callees = graph.kind.tolist(), graph.first.tolist(), graph.callee.tolist()
    draws = [[random(), random(), random(), random(), random(), random()] for _ in kinds]
    held = [kinds[callee] == NodeKind.DATABASE for callee in callees]
    return Lots(room, draws, kinds, [any(held[a:b]) for a, b in pairwise(first)])


def impose(predicates: Predicates, lots: Lots, row: Row, graph: Graph) -> None:
    """Write the circumstances into a healthy, running estate.

    The same lots are given whatever is needed of them, so that two estates which differ in one
    circumstance agree in everything else.
    """
    row[Glob.CREATION] = float(predicates.creation)
    row[Glob.HEADROOM] = lots.room if predicates.headroom else 0.0
    row[Glob.OOB] = float(predicates.oob)
    row[Glob.DNS_AUTOMATION] = 0.0 if predicates.no_automation else 1.0
    row[Glob.QUOTA] = float(predicates.quota)
    row[Glob.ATTACK] = float(predicates.attack)
    _shared(predicates, row, float(graph.of_kind(NodeKind.DATABASE)[0]))
    places, now = cells(row), row.item(Glob.TICK)
    for i, (kind, draws) in enumerate(zip(lots.kinds, lots.draws, strict=True)):
        v = places[at(i, Node.DESIRED) : at(i + 1, Node.DESIRED)]
        if kind == NodeKind.DATABASE:
            _database(predicates, draws, now, v)
        elif kind == NodeKind.CACHE:
            v[Node.SESSIONS] = 0.0 if predicates.cache_plain else 0.4 + 0.5 * draws[0]
            v[Node.CACHE_ROOM] = float(predicates.cache_room)
        elif kind == NodeKind.QUEUE:
            v[Node.DEPTH] = 0.0 if predicates.queue_empty else 2_000 + 8_000 * draws[0]
            v[Node.PARTITIONS] = v[Node.CONSUMERS] * (4.0 if predicates.partitions else 1.0)
        else:
            _workload(predicates, draws, v, stateful=lots.stateful[i])
    identity = at(graph.of_kind(NodeKind.WORKLOAD)[-1], Node.SESSIONS)
    places[identity] = 0.0 if predicates.few_sessions else 0.9


def _shared(predicates: Predicates, row: Row, first: float) -> None:
    """Write what the whole estate shares; `first` is its first database."""
    row[Glob.THREAD_ROOM] = float(predicates.thread_room)
    row[Glob.STORE_MATCH] = float(predicates.store_match)
    row[Glob.NODE_STORE] = -1.0 if predicates.node_stateless else first
    row[Glob.PRELOADED] = float(predicates.preloaded)
    row[Glob.RESOLVER_KEPT] = float(predicates.resolver_kept)
    row[Glob.PUSH_CLOSED] = -1.0 if predicates.push_plain else first
    row[Glob.FAILOVER] = 0.0 if predicates.failover_paused else ARMED_TICKS
    row[Glob.SYNC] = float(predicates.sync_commit)
    row[Glob.TABLE_PER_NODE] = float(predicates.table_per_node)
    row[Glob.TABLE_MEMORY] = float(predicates.table_memory)
    row[Glob.ISSUER] = float(predicates.issuer)
    row[Glob.HOT_RELOAD] = float(predicates.hot_reload)
    row[Glob.SHIPPED] = float(predicates.logs_shipped)
    row[Glob.ACL_USED] = float(not predicates.acl_unused)
    row[Glob.COLD_READS] = 0.02 if predicates.store_room else 0.3
    row[Glob.RULESET_KEPT] = float(predicates.ruleset_kept)
    row[Glob.CHAIN] = float(predicates.chain)
    row[Glob.PITR] = float(predicates.pitr)
    failed = not predicates.snapshot and not predicates.verified
    row[Glob.SNAP_FAILED] = row[Glob.TICK] - FAILED_TICKS if failed else 0.0


def _workload(predicates: Predicates, draws: list[float], v: Values, *, stateful: bool) -> None:
    v[Node.IMAGE_OK] = float(predicates.image)
    v[Node.CONTRACT] = 1.0 if stateful and not predicates.expand else 0.0
    v[Node.HOTFIX] = float(predicates.hotfix)
    v[Node.FLAG_OFF_ERR] = 0.0 if predicates.flag_plain else 0.5 + 0.3 * draws[0]
    v[Node.USES_SECRET] = 1.0
    v[Node.HOLDS_NEW] = float(predicates.all_hold_new or draws[1] < 0.4)
    v[Node.MANIFEST] = v[Node.DESIRED] if predicates.manifest else 1.0
    if predicates.zone_room:
        v[Node.CAPACITY] *= 1.7


def _database(predicates: Predicates, draws: list[float], tick: float, v: Values) -> None:
    written = max(float(v[Node.LOAD] * v[Node.WRITES]) * 15.0, 60.0)
    age = 6.0 + 22.0 * draws[0] if predicates.snapshot else 150.0 + 500.0 * draws[0]
    v[Node.SNAP_TICK] = round(tick - age)
    v[Node.SNAP_LSN] = v[Node.LSN] - age * max(written, 500.0)
    v[Node.BACKUPS] = float(predicates.backups)
    v[Node.REPLICA] = float(predicates.replica)
    behind = {Lag.NONE: 8.0 * draws[1], Lag.SOME: 60.0 + 300.0 * draws[1],
              Lag.LARGE: 2_000.0 + 6_000.0 * draws[1]}[predicates.lag]  # fmt: skip
    if not predicates.replica:
        behind = max(behind, 20_000.0 * (1.0 + draws[1]))
    v[Node.APPLIED] = v[Node.LSN] - behind
    v[Node.APPLY_RATE] = written * (3.0 if predicates.lag is Lag.NONE else 1.0)
    v[Node.UNDO_TICKS] = 1.0 if predicates.short_undo else 14.0 + 10.0 * draws[2]
    if not predicates.conn_room:
        v[Node.MAX_CONNS] = round(max(v[Node.CONNS] * (1.03 + 0.05 * draws[3]), 10.0))
    room = 1.6 + draws[4] if predicates.conn_memory else 1.02
    v[Node.CONN_MEMORY] = round(v[Node.MAX_CONNS] * room)

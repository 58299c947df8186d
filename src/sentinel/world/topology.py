"""Growing an estate: its graph, names, sizes and deploy history, from one random stream."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from random import Random
from typing import Final

import numpy as np

from sentinel.world.dice import between, pick
from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.inventory import Deploy, Inventory
from sentinel.world.network_dynamics import POOLED, REOPENED
from sentinel.world.node_fields import Node
from sentinel.world.state import Graph, Row, Values, cells, empty, nodes
from sentinel.world.store_dynamics import CONNS_A_WORKER
from sentinel.world.vocabulary import Domain

NOTES: Final = (
    "bump base image", "tune pool", "add tracing", "new pricing rules", "refactor client",
    "raise log level", "dependency update", "cache headers", "config cleanup", "copy change",
)  # fmt: skip
"""Subjects of deploys; drawn without regard to what they did."""

_TIMEOUTS_S: Final[tuple[float, ...]] = (1.0, 2.0, 3.0)
_ON_NODE: Final[tuple[float, ...]] = (0.0, 0.2, 0.0, 0.25)
"""Shares of its replicas that a service may have on one node, by its number."""
_WEIGHTS: Final[dict[int, float]] = {NodeKind.QUEUE: 0.05, NodeKind.CACHE: 0.9}
"""Share of requests that fail with a call of this kind, where it is not all of them."""


@dataclass(frozen=True)
class Ground:
    """A healthy estate before anything goes wrong in it."""

    graph: Graph
    row: Row
    name: Callable[[], Inventory]
    """Works out what things are called; once, and last, since most draws are not accepted."""

    @cached_property
    def inventory(self) -> Inventory:
        """What things are called."""
        return self.name()


def grow(rng: Random, domain: Domain, shape: str, size: int) -> Ground:
    """Grow a healthy estate.

    Args:
        rng: The stream that decides everything.
        domain: Where names come from.
        shape: `fan`, `hub`, `chain` or `ladder`; see `vocabulary.SHAPES`.
        size: Services in it, gateway and stores included, 6 or more.
    """
    names, kinds = _members(rng, domain, size)
    pairs = _calls(rng, kinds, shape)
    graph = _graph(kinds, pairs)
    row = empty(graph)
    _fill_edges(rng, row, graph)
    _fill_nodes(rng, row, graph)
    _size(rng, row, graph)
    return Ground(graph, row, partial(_inventory, rng, domain, names, kinds))


_STORES: Final = (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)

LOOKUPS_ROOM: Final = 2.5
"""How many times the lookups of a calm tick the resolver can answer."""

CHATTY: Final = 2.5
"""How many more reads a request makes where a cache stands in front of the database."""


def _members(rng: Random, domain: Domain, size: int) -> tuple[list[str], list[NodeKind]]:
    databases = 1 if size < 10 else 2 if size < 16 else 3
    caches, queues = (1, 0) if size < 8 else (1, 1) if size < 16 else (2, 1)
    webs = 1 if size < 12 else 2
    shared = 1 if size < 12 else 2
    rest = size - 1 - webs - shared - databases - caches - queues
    services = rng.sample(domain.services, min(rest, len(domain.services)))
    names = [domain.gateway, *domain.web[:webs], *services, *domain.shared[:shared]]
    kinds = [NodeKind.EDGE] + [NodeKind.WORKLOAD] * (len(names) - 1)
    owners = rng.sample(services, min(databases + caches + queues, len(services)))
    owners += [domain.shared[0]] * (databases + caches + queues - len(owners))
    for prefix, kind, count in (
        (domain.cache, NodeKind.CACHE, caches),
        (domain.database, NodeKind.DATABASE, databases),
        (domain.queue, NodeKind.QUEUE, queues),
    ):
        for _ in range(count):
            names.append(f"{prefix}-{owners.pop()}")
            kinds.append(kind)
    return names, kinds


def _calls(rng: Random, kinds: list[NodeKind], shape: str) -> list[tuple[int, int]]:
    """Calls as (caller, callee), callers first; every node but the gateway is called."""
    work = [i for i, kind in enumerate(kinds) if kind is NodeKind.WORKLOAD]
    pairs: set[tuple[int, int]] = {(0, work[0])}
    hub = work[-1]
    for place, node in enumerate(work[1:], start=1):
        if shape == "chain":
            caller = work[place - 1]
        elif shape == "ladder":
            caller = work[max(place - 2, 0)] if place > 2 else work[place - 1]
        else:
            caller = work[0] if place < 4 or rng.random() < 0.5 else work[rng.randrange(1, 3)]
        pairs.add((caller, node))
        if shape == "ladder" and place > 1:
            pairs.add((work[place - 1], node))
        if shape in ("hub", "chain") and node < hub and rng.random() < 0.6:
            pairs.add((node, hub))
        if rng.random() < 0.25:
            pairs.add((0, node))
    return sorted(pairs | _store_calls(rng, kinds, work[1:]))


def _store_calls(rng: Random, kinds: list[NodeKind], callers: list[int]) -> set[tuple[int, int]]:
    """Calls to stores; a cache stands before one reader of a database, others read it directly."""
    pairs: set[tuple[int, int]] = set()
    stores = [i for i, kind in enumerate(kinds) if kind in _STORES]
    readers: list[int] = []
    for store in sorted(stores, key=lambda i: kinds[i] is not NodeKind.DATABASE):
        few = 1 + (rng.random() < 0.6) + (rng.random() < 0.3)
        if kinds[store] is NodeKind.DATABASE:
            chosen = rng.sample(callers, min(few + 1, len(callers)))
            readers += chosen[:1]
        elif kinds[store] is NodeKind.CACHE:
            chosen = [readers[store % len(readers)]]
        else:
            chosen = rng.sample(callers, min(few, len(callers)))
        pairs.update((caller, store) for caller in chosen)
    return pairs


def _graph(kinds: list[NodeKind], pairs: list[tuple[int, int]]) -> Graph:
    first = [0] * (len(kinds) + 1)
    for caller, _ in pairs:
        first[caller + 1] += 1
    for i in range(len(kinds)):
        first[i + 1] += first[i]
    return Graph(
        np.array(kinds, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array([callee for _, callee in pairs], dtype=np.int64),
        np.array([caller for caller, _ in pairs], dtype=np.int64),
    )


def _fill_edges(rng: Random, row: Row, graph: Graph) -> None:
    random = rng.random
    kinds, callees = graph.kind.tolist(), graph.callee.tolist()
    first = graph.first.tolist()
    shared = [1.0 + 0.6 * max(callees.count(i) - 1, 0) for i in range(graph.nodes)]
    put, place = cells(row), GLOBALS + graph.nodes * NODE
    for caller in range(graph.nodes):
        called = callees[first[caller] : first[caller + 1]]
        caches = [callee for callee in called if kinds[callee] == NodeKind.CACHE]
        cache = float(caches[-1]) if caches else -1.0
        for callee in called:
            kind = kinds[callee]
            soft = kind == NodeKind.WORKLOAD and random() < 0.15
            behind = cache if kind == NodeKind.DATABASE else -1.0
            queue = kind == NodeKind.QUEUE
            fan = 0.3 if queue else (0.65 + (0.95 - 0.65) * random()) / shared[callee]
            put[place + Edge.FAN] = fan * CHATTY if behind >= 0.0 else fan
            put[place + Edge.RETRIES] = float(random() < 0.5)
            put[place + Edge.TIMEOUT_S] = pick(rng, _TIMEOUTS_S)
            put[place + Edge.WEIGHT] = 0.2 if soft else _WEIGHTS.get(kind, 1.0)
            put[place + Edge.HAS_BREAKER] = float(random() < 0.2)
            put[place + Edge.LIVE] = 1.0
            put[place + Edge.CACHE] = behind
            place += EDGE


def _fill_nodes(rng: Random, row: Row, graph: Graph) -> None:
    put = cells(row)
    view = nodes(row, graph)
    view[:, Node.THREADS] = 200.0
    view[:, Node.SINK] = -1.0
    for field in (
        Node.IMAGE_OK, Node.FLAG_ON, Node.ROUTE, Node.DNS, Node.HOLDS_NEW, Node.HOSTS_NEW,
        Node.CACHE_ROOM,
    ):  # fmt: skip
        view[:, field] = 1.0
    place = GLOBALS
    for i, kind in enumerate(graph.kind.tolist()):
        _fill_node(rng, put[place : place + NODE], kind)
        put[place + Node.ON_NODE] = _ON_NODE[i % 4] if kind <= NodeKind.WORKLOAD else 0.0
        if kind == NodeKind.QUEUE:
            put[place + Node.CONSUMERS] = put[place + Node.PARTITIONS] = 3.0 + i % 4
        place += NODE
    row[Glob.CREATION] = row[Glob.OOB] = row[Glob.AUDIT] = row[Glob.TLS] = 1.0
    row[Glob.QUOTA] = row[Glob.OLD_SECRET] = 1.0
    row[Glob.LATER_PUSH] = row[Glob.NODE_STORE] = row[Glob.PUSH_CLOSED] = -1.0
    row[Glob.THREAD_ROOM] = row[Glob.LABEL] = row[Glob.STORE_MATCH] = row[Glob.UPGRADED] = 1.0
    row[Glob.ISSUER] = row[Glob.HOT_RELOAD] = row[Glob.CHAIN] = row[Glob.PITR] = 1.0
    row[Glob.HEADROOM] = float(between(rng, 4, 20))
    row[Glob.TRAFFIC] = rng.uniform(200.0, 500.0)
    row[Glob.SLO_S] = 0.6


def _fill_node(rng: Random, v: Values, kind: int) -> None:
    """Give one service its own size, as `v` lies in the row."""
    uniform = rng.uniform
    store = kind >= NodeKind.DATABASE
    replicas = 1.0 if store else float(between(rng, 3, 8))
    v[Node.DESIRED] = v[Node.READY] = replicas
    v[Node.START_TICKS] = float(between(rng, 0, 1))
    v[Node.SERVICE_S] = uniform(0.002, 0.008)
    v[Node.CERT_LEFT] = float(between(rng, 2_000, 80_000))
    v[Node.MEMORY] = uniform(0.3, 0.6)
    v[Node.POOL] = v[Node.PREVIOUS_POOL] = float(pick(rng, (4, 5, 6, 8)))
    v[Node.MANIFEST] = replicas
    if kind == NodeKind.DATABASE:
        lsn = uniform(2e6, 9e6)
        v[Node.LSN] = v[Node.APPLIED] = lsn
        v[Node.ROWS] = lsn * 0.6
        v[Node.REPLICA] = v[Node.BACKUPS] = 1.0
        v[Node.DISK] = uniform(0.4, 0.7)
        v[Node.ARCHIVE] = uniform(0.08, 0.2)
        v[Node.SCRATCH] = uniform(0.05, 0.2)
        v[Node.WRITES] = uniform(0.25, 0.4)
        v[Node.A_PRIMARY] = float(rng.random() < 0.5)
    elif kind == NodeKind.CACHE:
        v[Node.WARM] = 0.98
        v[Node.HIT_MAX] = uniform(0.86, 0.93)
        v[Node.FILL] = uniform(0.06, 0.1)


def _size(rng: Random, row: Row, graph: Graph) -> None:
    """Give every service the capacity that its load at peak needs."""
    get = cells(row)
    load = [0.0] * graph.nodes
    load[0] = get[Glob.TRAFFIC]
    callers, callees = graph.caller.tolist(), graph.callee.tolist()
    x = GLOBALS + graph.nodes * NODE
    for caller, callee in zip(callers, callees, strict=True):
        sent = load[caller] * get[x + Edge.FAN]
        if get[x + Edge.CACHE] >= 0:
            cache = GLOBALS + int(get[x + Edge.CACHE]) * NODE
            sent *= 1.0 - get[cache + Node.WARM] * get[cache + Node.HIT_MAX]
        load[callee] += sent
        x += EDGE
    pods = sum(get[GLOBALS + i * NODE + Node.DESIRED] for i in callers)
    get[Glob.RESOLVER_CAP] = round(LOOKUPS_ROOM * REOPENED * pods, 2)
    get[Glob.TABLE_MAX] = round(2.0 * POOLED * pods)
    b = GLOBALS
    sink = graph.of_kind(NodeKind.DATABASE)[0]
    queues = [GLOBALS + q * NODE for q in graph.of_kind(NodeKind.QUEUE)]
    for i, kind in enumerate(graph.kind.tolist()):
        util = rng.uniform(0.35, 0.6)
        get[b + Node.CAPACITY] = max(load[i], 5.0) / util / get[b + Node.DESIRED]
        if kind == NodeKind.QUEUE:
            get[b + Node.DRAIN] = load[i] * 15.0 * rng.uniform(1.3, 2.0)
            get[b + Node.SINK] = float(sink)
        if kind == NodeKind.DATABASE:
            get[b + Node.APPLY_RATE] = load[i] * get[b + Node.WRITES] * 15.0 * 3.0
            clients = [GLOBALS + c * NODE for c in set(graph.callers(i))]
            held = sum(get[c + Node.POOL] * get[c + Node.DESIRED] for c in clients)
            held += sum(CONNS_A_WORKER * get[q + Node.CONSUMERS] for q in queues if i == sink)
            most = math.ceil(held * rng.uniform(1.4, 1.8) / 10.0) * 10.0
            get[b + Node.MAX_CONNS] = most
            get[b + Node.CONN_MEMORY] = most * rng.uniform(1.05, 1.1)
        b += NODE


def _inventory(rng: Random, domain: Domain, names: list[str], kinds: list[NodeKind]) -> Inventory:
    tables: dict[int, tuple[str, str]] = {}
    pool = rng.sample(domain.tables, len(domain.tables))
    flags = [""] * len(names)
    deploys: list[Deploy] = []
    for i, kind in enumerate(kinds):
        if kind is NodeKind.DATABASE:
            tables[i] = (pool.pop(), pool.pop())
        elif kind is NodeKind.WORKLOAD:
            flags[i] = f"{names[i]}.{pick(rng, ('fast-path', 'new-ui', 'batching', 'guard'))}"
        version = between(rng, 12, 80)
        tick = 0
        for back in range(2):
            tick -= between(rng, 300, 4_000)
            deploys.append(Deploy(i, f"v{version - back}", tick, pick(rng, NOTES)))
    deploys.sort(key=lambda deploy: -deploy.tick)
    return Inventory(tuple(names), tuple(flags), tables, tuple(deploys), rng.uniform(0, 86_400))

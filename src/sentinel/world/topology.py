"""Growing an estate: its graph, names, sizes and deploy history, from one random stream."""

import math
from dataclasses import dataclass
from random import Random
from typing import Final

import numpy as np

from sentinel.world.fields import NODE, Edge, Glob, Node, NodeKind
from sentinel.world.inventory import Deploy, Inventory
from sentinel.world.state import Graph, Row, edges, empty, nodes
from sentinel.world.vocabulary import Domain

NOTES: Final = (
    "bump base image", "tune pool", "add tracing", "new pricing rules", "refactor client",
    "raise log level", "dependency update", "cache headers", "config cleanup", "copy change",
)  # fmt: skip
"""Subjects of deploys; drawn without regard to what they did."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A healthy estate before anything goes wrong in it."""

    graph: Graph
    inventory: Inventory
    row: Row


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
    return Ground(graph, _inventory(rng, domain, names, kinds), row)


_STORES: Final = (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)

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
    view = edges(row, graph)
    kinds = graph.kind.tolist()
    callers, callees = graph.caller.tolist(), graph.callee.tolist()
    caches: dict[int, int] = {}
    for caller, callee in zip(callers, callees, strict=True):
        if kinds[callee] == NodeKind.CACHE:
            caches[caller] = callee
    shared = [1.0 + 0.6 * max(callees.count(i) - 1, 0) for i in range(graph.nodes)]
    for e, (caller, callee) in enumerate(zip(callers, callees, strict=True)):
        kind = kinds[callee]
        soft = kind == NodeKind.WORKLOAD and rng.random() < 0.15
        behind = caches.get(caller, -1) if kind == NodeKind.DATABASE else -1
        weight = {NodeKind.QUEUE: 0.05, NodeKind.CACHE: 0.9}.get(NodeKind(kind), 1.0)
        values = {
            Edge.FAN: 0.3 if kind == NodeKind.QUEUE else rng.uniform(0.65, 0.95) / shared[callee],
            Edge.RETRIES: float(rng.random() < 0.5),
            Edge.TIMEOUT_S: rng.choice((1.0, 2.0, 3.0)),
            Edge.WEIGHT: 0.2 if soft else weight,
            Edge.HAS_BREAKER: float(rng.random() < 0.2),
            Edge.LIVE: 1.0,
            Edge.CACHE: float(behind),
        }
        for place, value in values.items():
            view[e, place] = value
        if behind >= 0:
            view[e, Edge.FAN] *= CHATTY


def _fill_nodes(rng: Random, row: Row, graph: Graph) -> None:
    values: list[list[float]] = []
    for kind in graph.kind.tolist():
        v = [0.0] * NODE
        store = kind in (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)
        v[Node.DESIRED] = 1.0 if store else float(rng.randint(3, 8))
        v[Node.READY] = v[Node.DESIRED]
        v[Node.START_TICKS] = float(rng.randint(0, 1))
        v[Node.SERVICE_S] = rng.uniform(0.002, 0.008)
        v[Node.THREADS] = 200.0
        v[Node.IMAGE_OK] = v[Node.FLAG_ON] = v[Node.ROUTE] = v[Node.DNS] = 1.0
        v[Node.HOLDS_NEW] = 1.0
        v[Node.CERT_LEFT] = float(rng.randint(2_000, 80_000))
        v[Node.MEMORY] = rng.uniform(0.3, 0.6)
        v[Node.POOL] = v[Node.PREVIOUS_POOL] = float(rng.choice((4, 5, 6, 8)))
        if kind == NodeKind.DATABASE:
            v[Node.LSN] = rng.uniform(2e6, 9e6)
            v[Node.APPLIED] = v[Node.LSN]
            v[Node.ROWS] = v[Node.LSN] * 0.6
            v[Node.REPLICA] = v[Node.BACKUPS] = 1.0
            v[Node.DISK] = rng.uniform(0.4, 0.7)
            v[Node.ARCHIVE] = rng.uniform(0.08, 0.2)
            v[Node.SCRATCH] = rng.uniform(0.05, 0.2)
            v[Node.WRITES] = rng.uniform(0.25, 0.4)
            v[Node.A_PRIMARY] = float(rng.random() < 0.5)
        elif kind == NodeKind.CACHE:
            v[Node.WARM] = 0.98
            v[Node.HIT_MAX] = rng.uniform(0.86, 0.93)
            v[Node.FILL] = rng.uniform(0.06, 0.1)
        values.append(v)
    nodes(row, graph)[:] = values
    row[Glob.CREATION] = row[Glob.OOB] = row[Glob.AUDIT] = row[Glob.TLS] = 1.0
    row[Glob.QUOTA] = row[Glob.OLD_SECRET] = 1.0
    row[Glob.LATER_PUSH] = -1.0
    row[Glob.HEADROOM] = float(rng.randint(4, 20))
    row[Glob.TRAFFIC] = rng.uniform(200.0, 500.0)
    row[Glob.SLO_S] = 0.6


def _size(rng: Random, row: Row, graph: Graph) -> None:
    """Give every service the capacity that its load at peak needs."""
    load = [0.0] * graph.nodes
    load[0] = float(row[Glob.TRAFFIC])
    edge, node = edges(row, graph), nodes(row, graph)
    callers, callees = graph.caller.tolist(), graph.callee.tolist()
    for e, (caller, callee) in enumerate(zip(callers, callees, strict=True)):
        sent = load[caller] * edge[e, Edge.FAN]
        if edge[e, Edge.CACHE] >= 0:
            cache = int(edge[e, Edge.CACHE])
            sent *= 1.0 - node[cache, Node.WARM] * node[cache, Node.HIT_MAX]
        load[callee] += float(sent)
    kinds = graph.kind.tolist()
    for i, value in enumerate(load):
        util = rng.uniform(0.35, 0.6)
        need = max(value, 5.0) / util
        node[i, Node.CAPACITY] = need / node[i, Node.DESIRED]
        if kinds[i] == NodeKind.QUEUE:
            node[i, Node.DRAIN] = value * 15.0 * rng.uniform(1.3, 2.0)
        if kinds[i] == NodeKind.DATABASE:
            node[i, Node.APPLY_RATE] = value * node[i, Node.WRITES] * 15.0 * 3.0
            held = sum(
                float(node[c, Node.POOL] * node[c, Node.DESIRED]) for c in set(graph.callers(i))
            )
            node[i, Node.MAX_CONNS] = math.ceil(held * rng.uniform(1.4, 1.8) / 10.0) * 10.0
            node[i, Node.CONN_MEMORY] = node[i, Node.MAX_CONNS] * rng.uniform(1.05, 1.1)


def _inventory(rng: Random, domain: Domain, names: list[str], kinds: list[NodeKind]) -> Inventory:
    tables: dict[int, tuple[str, str]] = {}
    pool = rng.sample(domain.tables, len(domain.tables))
    flags = [""] * len(names)
    deploys: list[Deploy] = []
    for i, kind in enumerate(kinds):
        if kind is NodeKind.DATABASE:
            tables[i] = (pool.pop(), pool.pop())
        elif kind is NodeKind.WORKLOAD:
            flags[i] = f"{names[i]}.{rng.choice(('fast-path', 'new-ui', 'batching', 'guard'))}"
        version = rng.randint(12, 80)
        tick = 0
        for back in range(2):
            tick -= rng.randint(300, 4_000)
            deploys.append(Deploy(i, f"v{version - back}", tick, rng.choice(NOTES)))
    deploys.sort(key=lambda deploy: -deploy.tick)
    return Inventory(tuple(names), tuple(flags), tables, tuple(deploys), rng.uniform(0, 86_400))


def noise(seed: str, ticks: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Traffic factors around 1 for `ticks` ticks: a slow wave and a little weather."""
    rng = Random(seed)
    phase, deep = rng.uniform(0, math.tau), rng.uniform(0.01, 0.04)
    values = [
        1.0 + deep * math.sin(phase + t / 17.0) + 0.02 * (rng.random() - 0.5) for t in range(ticks)
    ]
    return np.array(values)

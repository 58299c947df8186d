"""One tick of the world, equation by equation.

Every function runs compiled, and as plain Python when `NUMBA_DISABLE_JIT=1`;
the two agree to the bit, so the Python is the reference. Only `math` is used,
since numpy's transcendental functions differ between machines.

A branch that skips a division, a root or an exponential skips one that would
give exactly 0 or 1 there, which is what most services give in most ticks.

Source: the equations are those of queueing practice: M/M/c waiting by
Sakasegawa (1977), retry amplification as in metastable-failure studies
(Huang et al., OSDI 2022), and a mean-field breaker.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.jit import compiled, inlined
from sentinel.world.network_dynamics import entered, entries, link, reopen, resolve_names
from sentinel.world.node_fields import Node
from sentinel.world.security_dynamics import configs, opened, strangers, unguarded
from sentinel.world.service_dynamics import (
    attempts,
    capacity,
    lasting,
    lifecycle,
    own_failure,
    ramp,
    serve,
    waiting,
)
from sentinel.world.state import Row
from sentinel.world.store_dynamics import CONNS_A_WORKER, clip, hits, stores

OPENING = 0.3
"""Share of the closed breakers that open a tick while every call fails."""

CLOSING = 0.08
"""Share of the open breakers that close a tick while no call fails; slow, so that they settle."""

CERTAIN = 40.0
"""Timeouts of so many latencies are never reached: `1.0 - exp(-40.0)` is 1.0 in a float."""

_Ints = NDArray[np.int64]


@inlined
def forward(row: Row, kind: _Ints, first: _Ints, callee: _Ints, noise: float) -> None:
    """Send the users' requests down the graph, with last tick's failures as retries."""
    n = len(kind)
    base = GLOBALS + n * NODE
    for i in range(n):
        row[GLOBALS + i * NODE + Node.LOAD] = 0.0
        if kind[i] == NodeKind.DATABASE:
            row[GLOBALS + i * NODE + Node.LOAD] = strangers(row, GLOBALS + i * NODE)
            row[GLOBALS + i * NODE + Node.CONNS] = row[GLOBALS + i * NODE + Node.IDLE]
    users = row[Glob.TRAFFIC] * noise * (1.0 + 0.3 * row[GLOBALS + Node.ERR])
    row[GLOBALS + Node.LOAD] = users * (1.0 - row[Glob.SHED])
    wanted = 0.0
    for i in range(n):
        b = GLOBALS + i * NODE
        served = serve(row, i, kind[i])
        if kind[i] == NodeKind.QUEUE and row[b + Node.SINK] >= 0.0:
            j = GLOBALS + int(row[b + Node.SINK]) * NODE
            row[j + Node.CONNS] += CONNS_A_WORKER * row[b + Node.CONSUMERS]
        wanted += entries(row, b) * (first[i + 1] - first[i])
        busy = min(0.5 + 0.5 * row[b + Node.UTIL], 1.0)
        for e in range(first[i], first[i + 1]):
            x = base + e * EDGE
            j = GLOBALS + callee[e] * NODE
            sent = served * row[x + Edge.FAN] * attempts(row[x + Edge.FAIL], row[x + Edge.RETRIES])
            sent *= 1.0 - row[x + Edge.BREAKER]
            if row[x + Edge.CACHE] >= 0.0:
                c = GLOBALS + int(row[x + Edge.CACHE]) * NODE
                sent *= 1.0 - hits(row, c)
            row[j + Node.LOAD] += sent
            if kind[callee[e]] == NodeKind.DATABASE:
                row[j + Node.CONNS] += row[b + Node.POOL] * row[b + Node.READY] * busy
    row[Glob.TABLE_USED] = wanted


@inlined
def edge_failure(row: Row, room: float, x: int, j: int, callee_kind: int) -> float:
    """Share of single calls over one edge that fail, before retries.

    `room` is the share of the caller's connections that the shared table has entries for.
    """
    ok = row[j + Node.ROUTE] if row[Glob.DRAINED] < 0.5 else 1.0
    if row[Glob.LABEL] < 0.5:
        ok *= 1.0 - row[j + Node.MESHED] * row[Glob.UPGRADED]
    ok *= 1.0 - row[x + Edge.BLOCKED]
    if row[j + Node.DNS] < 0.5 or row[Glob.EXTRA_QUERIES] > 0.0:
        ok *= row[x + Edge.LIVE]
    if row[Glob.PARTITION] > 0.0 and row[Glob.DRAINED] < 0.5:
        ok *= 1.0 - row[j + Node.CUT]
    ok *= room
    if row[j + Node.CERT_LEFT] <= 0.0 and row[Glob.TLS] > 0.5 and row[j + Node.PERMISSIVE] < 0.5:
        ok *= 1.0 - row[j + Node.OLD_CERT] if row[j + Node.OLD_CERT] > 0.0 else 0.0
    if callee_kind == NodeKind.DATABASE:
        conns = max(row[j + Node.CONNS], 1.0)
        if row[j + Node.MAX_CONNS] < conns:
            ok *= row[j + Node.MAX_CONNS] / conns
    if row[j + Node.UTIL] > 1.0:
        ok *= 1.0 / row[j + Node.UTIL]
    late = max(row[j + Node.LATENCY], 0.0001)
    if row[x + Edge.TIMEOUT_S] < CERTAIN * late:
        ok *= 1.0 - math.exp(-row[x + Edge.TIMEOUT_S] / late)
    ok *= 1.0 - row[j + Node.ERR]
    return clip(1.0 - ok, 0.0, 1.0)


@inlined
def backward(row: Row, kind: _Ints, first: _Ints, callee: _Ints) -> None:
    """Bring failures and latencies up the graph, and move the breakers."""
    n = len(kind)
    base = GLOBALS + n * NODE
    for i in range(n - 1, -1, -1):
        b = GLOBALS + i * NODE
        ok = 1.0 - own_failure(row, i, kind[i])
        ready = max(row[b + Node.READY], 1.0)
        room = entered(row, b)
        late = row[b + Node.SERVICE_S]
        late += waiting(row[b + Node.UTIL], ready * 4.0, row[b + Node.SERVICE_S])
        if row[b + Node.QUEUED] > 0.0:
            late += row[b + Node.QUEUED] / capacity(row, i, kind[i])
        for e in range(first[i], first[i + 1]):
            x = base + e * EDGE
            j = GLOBALS + callee[e] * NODE
            fail = edge_failure(row, room, x, j, kind[callee[e]])
            row[x + Edge.FAIL] = fail
            final = lasting(fail, row[x + Edge.RETRIES])
            final = 1.0 - (1.0 - final) * (1.0 - row[x + Edge.BREAKER])
            fan = min(row[x + Edge.FAN], 1.0)
            if row[x + Edge.CACHE] >= 0.0:
                c = GLOBALS + int(row[x + Edge.CACHE]) * NODE
                fan *= 1.0 - hits(row, c)
            ok *= 1.0 - final * fan * row[x + Edge.WEIGHT]
            tries = attempts(fail, row[x + Edge.RETRIES])
            wait = 0.05 if kind[callee[e]] == NodeKind.QUEUE else 1.0
            late += min(row[j + Node.LATENCY], row[x + Edge.TIMEOUT_S]) * tries * fan * wait
            move_breaker(row, x, fail)
            reopen(row, x, j)
        row[b + Node.ERR] = clip(1.0 - ok, 0.0, 1.0)
        row[b + Node.LATENCY] = clip(late, 0.0, 60.0)


@inlined
def move_breaker(row: Row, x: int, fail: float) -> None:
    """Open the breakers of an edge as it fails, and close them as it heals."""
    if row[x + Edge.HAS_BREAKER] > 0.5:
        b = row[x + Edge.BREAKER]
        b += OPENING * (1.0 - b) * ramp(fail, 0.35, 0.65) - CLOSING * b * (1.0 - fail)
        row[x + Edge.BREAKER] = clip(b, 0.0, 0.9)


@inlined
def damage(row: Row, kind: _Ints, stale: float) -> None:
    """Add this tick's outage, exposure and lost evidence to the accounts."""
    late = ramp(row[GLOBALS + Node.LATENCY], row[Glob.SLO_S], 4.0 * row[Glob.SLO_S])
    ok = (1.0 - row[GLOBALS + Node.ERR]) * (1.0 - 0.4 * late) * (1.0 - row[Glob.SHED])
    most = row[GLOBALS + Node.READY] * row[GLOBALS + Node.CAPACITY]
    if row[Glob.DRAINED] > 0.5:
        most *= 0.5
    if row[GLOBALS + Node.LOAD] > most:
        ok *= most / row[GLOBALS + Node.LOAD]
    burn = clip(1.0 - ok * (1.0 - 0.25 * stale), 0.0, 1.0)
    row[Glob.BURN_NOW] = burn
    row[Glob.BURN] += burn
    worth = 1.0 + row[Glob.ATTACK]
    for i in range(len(kind)):
        if row[GLOBALS + i * NODE + Node.OPEN] > 0.5:
            sensitive = 1.0 if kind[i] >= NodeKind.DATABASE else 0.1
            row[Glob.EXPOSURE] += sensitive * worth
        row[Glob.EXPOSURE] += opened(row, GLOBALS + i * NODE) * worth
    row[Glob.EXPOSURE] += unguarded(row) * worth
    if row[Glob.TLS] < 0.5:
        row[Glob.EXPOSURE] += 0.5 * worth
    if row[Glob.ROLE] > 1.5:
        row[Glob.EXPOSURE] += (row[Glob.ROLE] - 1.0) * worth
    if row[Glob.AUDIT] < 0.5:
        row[Glob.EVIDENCE_LOST] += 1.0


@compiled
def tick(row: Row, kind: _Ints, first: _Ints, callee: _Ints, noise: float) -> None:
    """Move a world one tick, in place.

    Args:
        row: The state; see `world.fields`.
        kind: `NodeKind` of each node.
        first: Number of the first edge of each node, then the number of edges.
        callee: Node each edge goes to; always higher than its caller.
        noise: Factor on the users' traffic in this tick, around 1.
    """
    row[Glob.TICK] += 1.0
    row[Glob.UPGRADED] = min(row[Glob.UPGRADED] + row[Glob.UPGRADING], 1.0)
    for i in range(len(kind)):
        lifecycle(row, i, kind[i])
    link(row, kind)
    configs(row, kind)
    forward(row, kind, first, callee, noise)
    resolve_names(row, first, len(kind))
    backward(row, kind, first, callee)
    stale = stores(row, kind, first, callee)
    damage(row, kind, stale)

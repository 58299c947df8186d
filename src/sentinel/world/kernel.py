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

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, Node, NodeKind
from sentinel.world.jit import compiled, inlined
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_dynamics import clip, stores

OPENING = 0.3
"""Share of the closed breakers that open a tick while every call fails."""

CLOSING = 0.08
"""Share of the open breakers that close a tick while no call fails; slow, so that they settle."""

CERTAIN = 40.0
"""Timeouts of so many latencies are never reached: `1.0 - exp(-40.0)` is 1.0 in a float."""

CLEARLY = 1.000001
"""Factor by which a product must be larger for its quotient to be larger after rounding too."""

_Ints = NDArray[np.int64]


@inlined
def ramp(x: float, low: float, high: float) -> float:
    """0 below `low`, 1 above `high`, straight between."""
    if x <= low:
        return 0.0
    return clip((x - low) / (high - low), 0.0, 1.0)


@inlined
def attempts(failure: float, retries: float) -> float:
    """Calls made for one call wanted, when each fails with `failure` and is retried."""
    made, again = 1.0, 1.0
    if failure <= 0.0:
        return made
    for _ in range(int(retries)):
        again *= failure
        made += again
    return made


@inlined
def lasting(failure: float, retries: float) -> float:
    """Share of calls that still fail after their retries: `failure ** (1 + retries / 2)`."""
    left, halves = failure, int(retries)
    if failure <= 0.0:
        return left
    if halves % 2 == 1:
        left *= math.sqrt(failure)
    for _ in range(halves // 2):
        left *= failure
    return left


@inlined
def waiting(util: float, servers: float, service_s: float) -> float:
    """Seconds that a request waits before one of `servers` takes it (Sakasegawa)."""
    rho = clip(util, 0.0, 0.97)
    c = max(servers, 1.0)
    return service_s * math.pow(rho, math.sqrt(2.0 * (c + 1.0))) / (c * (1.0 - rho))


@inlined
def capacity(row: Row, node: int, kind: int) -> float:
    """Requests a second that a service can answer now."""
    b = GLOBALS + node * NODE
    ready: float = row[b + Node.READY] * (1.0 - row[b + Node.HANG])
    ready *= 1.0 - 0.5 * ramp(row[b + Node.MEMORY], 0.85, 1.0)
    most = ready * row[b + Node.CAPACITY]
    if kind == NodeKind.DATABASE:
        most *= (1.0 - row[b + Node.LOCK]) * (1.0 - row[b + Node.DEGRADED])
    else:
        hold = max(row[b + Node.SERVICE_S] + 0.5 * row[b + Node.LATENCY], 0.001)
        threads = ready * row[b + Node.THREADS]
        if threads < CLEARLY * most * hold:
            most = min(most, threads / hold)
        if row[Glob.DRAINED] > 0.5:
            most *= 0.5
    return float(max(most, 0.01))


@inlined
def own_failure(row: Row, node: int, kind: int) -> float:
    """Share of requests that a service fails by itself, whatever it calls."""
    b = GLOBALS + node * NODE
    ok = (1.0 - row[b + Node.VERSION_ERR]) * (1.0 - 0.8 * row[b + Node.HANG])
    if row[b + Node.FLAG_ON] > 0.5:
        ok *= 1.0 - row[b + Node.FLAG_ERR]
    outdated = row[b + Node.USES_SECRET] > 0.5 and row[b + Node.HOLDS_NEW] < 0.5
    if outdated and row[Glob.OLD_SECRET] < 0.5:
        ok *= 0.3
    if kind == NodeKind.DATABASE:
        if row[b + Node.DISK] >= 1.0:
            ok *= 0.2
        if row[b + Node.FENCED] > 0.5:
            ok *= 1.0 - row[b + Node.WRITES]
    if kind == NodeKind.CACHE:
        ok *= 1.0 - row[b + Node.POISON]
    if row[b + Node.READY] < 0.01:
        ok = 0.0
    return clip(1.0 - ok, 0.0, 1.0)


@inlined
def lifecycle(row: Row, node: int, kind: int) -> None:
    """Start replicas, let the autoscaler act, leak memory, count down certificates.

    A database starts again in its own pod, so it needs no new one.
    """
    b = GLOBALS + node * NODE
    may = row[Glob.CREATION] > 0.5 or kind == NodeKind.DATABASE
    if row[b + Node.STARTING] > 0.0 and may:
        row[b + Node.START_LEFT] -= 1.0
        if row[b + Node.START_LEFT] < 0.0:
            row[b + Node.READY] += row[b + Node.STARTING]
            row[b + Node.STARTING] = 0.0
    row[b + Node.MEMORY] = clip(row[b + Node.MEMORY] + row[b + Node.LEAK], 0.0, 1.2)
    row[b + Node.CERT_LEFT] -= 1.0
    most = row[b + Node.HPA_MAX]
    if most > row[b + Node.DESIRED] > 0.0 and row[b + Node.UTIL] > 0.66:
        wanted = math.ceil(row[b + Node.READY] * row[b + Node.UTIL] / 0.6)
        more = min(wanted, most) - row[b + Node.DESIRED]
        more = min(more, row[Glob.HEADROOM])
        if more > 0.0:
            row[b + Node.DESIRED] += more
            row[b + Node.STARTING] += more
            row[b + Node.START_LEFT] = row[b + Node.START_TICKS]
            row[Glob.HEADROOM] -= more


@inlined
def serve(row: Row, node: int, kind: int) -> float:
    """Take the load of one service; set its use and backlog; return requests served a second."""
    b = GLOBALS + node * NODE
    most = capacity(row, node, kind)
    load = row[b + Node.LOAD]
    queued = row[b + Node.QUEUED]
    offered = load if queued <= 0.0 else load + queued / TICK_S
    served = min(offered, most)
    limit = row[b + Node.THREADS] * max(row[b + Node.READY], 1.0)
    row[b + Node.QUEUED] = clip(queued + (load - served) * TICK_S, 0.0, limit)
    row[b + Node.UTIL] = clip(load / most, 0.0, 9.0)
    return float(served)


@inlined
def forward(row: Row, kind: _Ints, first: _Ints, callee: _Ints, noise: float) -> None:
    """Send the users' requests down the graph, with last tick's failures as retries."""
    n = len(kind)
    base = GLOBALS + n * NODE
    for i in range(n):
        row[GLOBALS + i * NODE + Node.LOAD] = 0.0
        if kind[i] == NodeKind.DATABASE:
            row[GLOBALS + i * NODE + Node.CONNS] = row[GLOBALS + i * NODE + Node.IDLE]
    users = row[Glob.TRAFFIC] * noise * (1.0 + 0.3 * row[GLOBALS + Node.ERR])
    row[GLOBALS + Node.LOAD] = users * (1.0 - row[Glob.SHED])
    for i in range(n):
        b = GLOBALS + i * NODE
        served = serve(row, i, kind[i])
        busy = min(0.5 + 0.5 * row[b + Node.UTIL], 1.0)
        for e in range(first[i], first[i + 1]):
            x = base + e * EDGE
            j = GLOBALS + callee[e] * NODE
            sent = served * row[x + Edge.FAN] * attempts(row[x + Edge.FAIL], row[x + Edge.RETRIES])
            sent *= 1.0 - row[x + Edge.BREAKER]
            if row[x + Edge.CACHE] >= 0.0:
                c = GLOBALS + int(row[x + Edge.CACHE]) * NODE
                sent *= 1.0 - row[c + Node.WARM] * row[c + Node.HIT_MAX]
            row[j + Node.LOAD] += sent
            if kind[callee[e]] == NodeKind.DATABASE:
                row[j + Node.CONNS] += row[b + Node.POOL] * row[b + Node.READY] * busy


@inlined
def edge_failure(row: Row, x: int, j: int, callee_kind: int) -> float:
    """Share of single calls over one edge that fail, before retries."""
    ok = row[j + Node.ROUTE] if row[Glob.DRAINED] < 0.5 else 1.0
    ok *= 1.0 - row[x + Edge.BLOCKED]
    if row[j + Node.DNS] < 0.5:
        ok *= row[x + Edge.LIVE]
    if row[j + Node.CERT_LEFT] <= 0.0 and row[Glob.TLS] > 0.5:
        ok *= 0.0
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
        late = row[b + Node.SERVICE_S]
        late += waiting(row[b + Node.UTIL], ready * 4.0, row[b + Node.SERVICE_S])
        if row[b + Node.QUEUED] > 0.0:
            late += row[b + Node.QUEUED] / capacity(row, i, kind[i])
        for e in range(first[i], first[i + 1]):
            x = base + e * EDGE
            j = GLOBALS + callee[e] * NODE
            fail = edge_failure(row, x, j, kind[callee[e]])
            row[x + Edge.FAIL] = fail
            final = lasting(fail, row[x + Edge.RETRIES])
            final = 1.0 - (1.0 - final) * (1.0 - row[x + Edge.BREAKER])
            fan = min(row[x + Edge.FAN], 1.0)
            if row[x + Edge.CACHE] >= 0.0:
                c = GLOBALS + int(row[x + Edge.CACHE]) * NODE
                fan *= 1.0 - row[c + Node.WARM] * row[c + Node.HIT_MAX]
            ok *= 1.0 - final * fan * row[x + Edge.WEIGHT]
            tries = attempts(fail, row[x + Edge.RETRIES])
            wait = 0.05 if kind[callee[e]] == NodeKind.QUEUE else 1.0
            late += min(row[j + Node.LATENCY], row[x + Edge.TIMEOUT_S]) * tries * fan * wait
            move_breaker(row, x, fail)
            if row[j + Node.DNS] > 0.5:
                row[x + Edge.LIVE] = 1.0
            else:
                row[x + Edge.LIVE] *= 0.93
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
    burn = clip(1.0 - ok * (1.0 - 0.25 * stale), 0.0, 1.0)
    row[Glob.BURN_NOW] = burn
    row[Glob.BURN] += burn
    worth = 1.0 + row[Glob.ATTACK]
    for i in range(len(kind)):
        if row[GLOBALS + i * NODE + Node.OPEN] > 0.5:
            sensitive = 1.0 if kind[i] >= NodeKind.DATABASE else 0.1
            row[Glob.EXPOSURE] += sensitive * worth
    if row[Glob.TLS] < 0.5:
        row[Glob.EXPOSURE] += 0.5 * worth
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
    for i in range(len(kind)):
        lifecycle(row, i, kind[i])
    forward(row, kind, first, callee, noise)
    backward(row, kind, first, callee)
    stale = stores(row, kind, first, callee)
    damage(row, kind, stale)

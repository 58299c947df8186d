"""What one service does in a tick by itself: its capacity, its failures, its replicas, its queue.

Compiled into the tick of `world.kernel`, whose rules and sources are these too.
"""

import math

from sentinel.world.fields import GLOBALS, NODE, Glob, Node, NodeKind
from sentinel.world.jit import inlined
from sentinel.world.security_dynamics import admitted
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_dynamics import clip

CLEARLY = 1.000001
"""Factor by which a product must be larger for its quotient to be larger after rounding too."""


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
        if kind == NodeKind.EDGE:
            most *= 1.0 - row[Glob.RULE_COST]
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
    ok *= admitted(row, b)
    if kind == NodeKind.DATABASE:
        if row[b + Node.DISK] >= 1.0:
            ok *= 0.2
        waits = row[Glob.SYNC] > 0.5 and row[Glob.PARTITION] > 0.0 and row[b + Node.CUT] > 0.0
        if row[b + Node.FENCED] > 0.5 or waits:
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

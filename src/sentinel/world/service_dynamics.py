"""What one service does in a tick by itself: its capacity, its failures, its replicas, its queue.

Compiled into the tick of `world.kernel`, whose rules and sources are these too.
"""

import math

from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.jit import inlined
from sentinel.world.node_fields import Node
from sentinel.world.security_dynamics import admitted
from sentinel.world.state import TICK_S, Row
from sentinel.world.store_dynamics import clip

CLEARLY = 1.000001
"""Factor by which a product must be larger for its quotient to be larger after rounding too."""


KILLED_FROM = 0.9
"""Share of the memory limit from which replicas are killed."""

MOST_KILLED = 0.35
"""Share of the replicas that a tick kills at most; a killed one waits before it starts again."""

BACKOFF_TICKS = 1.0
"""Ticks that it waits."""

LOST_BY_A_KILL = 1.5
"""Requests lost with a killed replica, in units of what it carries in a tick."""

LOST_BY_A_NODE = 0.8
"""Share of the requests to pods of a failed node that are lost before others take them."""

LOST_BY_A_REPLICA = 0.07
"""Share of requests lost to missing threads for each replica above the limit."""

EASY = 0.3
"""Use up to which nobody waits; the formula gives under a hundredth of the service time there."""


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
    if util <= EASY:
        return 0.0
    rho = min(util, 0.97)
    c = max(servers, 1.0)
    return service_s * math.pow(rho, math.sqrt(2.0 * (c + 1.0))) / (c * (1.0 - rho))


@inlined
def capacity(row: Row, node: int, kind: int) -> float:
    """Requests a second that a service can answer now."""
    b = GLOBALS + node * NODE
    ready: float = row[b + Node.READY] * (1.0 - row[b + Node.HANG])
    ready *= 1.0 - 0.5 * ramp(row[b + Node.MEMORY], 0.85, 1.0)
    if row[Glob.NODE_FAILED] > 0.5:
        ready *= 1.0 - row[b + Node.ON_NODE]
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
def killed(row: Row, b: int) -> float:
    """Share of its replicas that a tick kills at their memory limit."""
    return MOST_KILLED * ramp(row[b + Node.MEMORY], KILLED_FROM, 1.15)


@inlined
def threadless(registered: float, most: float) -> float:
    """Share of requests lost for want of threads: each replica holds one for every other."""
    over = registered - most
    return min(LOST_BY_A_REPLICA * over, 0.9) if most > 0.0 and over > 0.0 else 0.0


@inlined
def overgrown(row: Row, b: int) -> float:
    """Share of requests lost to killed replicas, to a failed node and to missing threads."""
    ok = 1.0 - LOST_BY_A_KILL * killed(row, b)
    if row[Glob.NODE_FAILED] > 0.5:
        ok *= 1.0 - LOST_BY_A_NODE * row[b + Node.ON_NODE]
    ok *= 1.0 - threadless(row[b + Node.DESIRED], row[b + Node.FLEET_MAX])
    return 1.0 - ok


@inlined
def own_failure(row: Row, node: int, kind: int) -> float:
    """Share of requests that a service fails by itself, whatever it calls."""
    b = GLOBALS + node * NODE
    ok = (1.0 - row[b + Node.VERSION_ERR]) * (1.0 - 0.8 * row[b + Node.HANG])
    if row[b + Node.FLAG_ON] > 0.5:
        ok *= 1.0 - row[b + Node.FLAG_ERR]
        ok *= 1.0 - row[b + Node.RETIRED_ERR] * (1.0 - row[b + Node.HOSTS_NEW])
    else:
        ok *= 1.0 - row[b + Node.FLAG_OFF_ERR]
    if kind <= NodeKind.WORKLOAD:
        ok *= 1.0 - overgrown(row, b)
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
        ok *= (1.0 - row[b + Node.POISON]) * (1.0 - row[b + Node.NOAUTH])
    if row[b + Node.READY] < 0.01:
        ok = 0.0
    return clip(1.0 - ok, 0.0, 1.0)


@inlined
def add_replicas(row: Row, b: int, wanted: float) -> None:
    """Start more replicas, as far as there is room."""
    more = min(wanted, row[Glob.HEADROOM])
    if more > 0.0:
        row[b + Node.DESIRED] += more
        row[b + Node.STARTING] += more
        row[b + Node.START_LEFT] = row[b + Node.START_TICKS]
        row[Glob.HEADROOM] -= more


@inlined
def lifecycle(row: Row, node: int, kind: int) -> None:
    """Start replicas, let the autoscaler act, leak memory, count down certificates.

    A database starts again in its own pod, so it needs no new one.
    """
    b = GLOBALS + node * NODE
    may = row[Glob.CREATION] > 0.5 or kind == NodeKind.DATABASE
    may = may or row[b + Node.MEMORY] > KILLED_FROM
    if row[b + Node.STARTING] > 0.0 and may:
        row[b + Node.START_LEFT] -= 1.0
        if row[b + Node.START_LEFT] < 0.0:
            row[b + Node.READY] += row[b + Node.STARTING]
            row[b + Node.STARTING] = 0.0
    row[b + Node.MEMORY] = clip(row[b + Node.MEMORY] + row[b + Node.LEAK], 0.0, 1.2)
    if kind <= NodeKind.WORKLOAD and row[b + Node.MEMORY] > KILLED_FROM:
        down = killed(row, b) * row[b + Node.READY]
        if row[b + Node.STARTING] <= 0.0:
            row[b + Node.START_LEFT] = row[b + Node.START_TICKS] + BACKOFF_TICKS
        row[b + Node.READY] -= down
        row[b + Node.STARTING] += down
    row[b + Node.CERT_LEFT] -= 1.0
    if row[b + Node.HPA_MIN] > row[b + Node.DESIRED] > 0.0:
        add_replicas(row, b, row[b + Node.HPA_MIN] - row[b + Node.DESIRED])
    most = row[b + Node.HPA_MAX]
    if most > row[b + Node.DESIRED] > 0.0 and row[b + Node.UTIL] > 0.66:
        wanted = math.ceil(row[b + Node.READY] * row[b + Node.UTIL] / 0.6)
        add_replicas(row, b, min(wanted, most) - row[b + Node.DESIRED])


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

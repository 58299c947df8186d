"""What a service writes to its log: its own failures, failing calls, and everyday lines.

A log shows symptoms. A failing call is logged by its caller, with the reason
that the caller met: a name that does not resolve, a refused connection, a
reply that came too late.
"""

import math
from typing import Final

from sentinel.world.fields import EDGE, Edge, Glob, Node, NodeKind
from sentinel.world.network_dynamics import SPARED
from sentinel.world.state import Values, at
from sentinel.world.view import View, measured, mixed, noisy, percent, stamp, taking

_SEEN_FROM: Final = 0.002
"""Share of requests from which a failure of its own shows in a service's log."""

_CALL_SEEN_FROM: Final = 0.02
"""Share of failing calls from which a caller logs them."""

_LISTED_CALLS: Final = 3

_FAULTS: Final = (
    "TypeError: cannot read property 'total' of undefined",
    "NullPointerException at RequestMapper.java:88",
    "panic: index out of range [3] with length 3",
    "KeyError: 'currency' in normalize()",
    "IllegalStateException: reader already closed",
)
_FLAG_FAULTS: Final = (
    "unsupported branch taken",
    "assertion failed in new path",
    "empty result from new path",
)
_EVERYDAY: Final = (
    "INFO health check ok in 3 ms",
    "INFO config reloaded, no changes",
    "INFO rotated access log",
    "WARN deprecated header X-Request-Start",
    "WARN metrics export slow, 2.1 s",
    "WARN gc pause 212 ms",
    "WARN client closed connection early",
    "INFO trace sampling at 1%",
)
_OWN: Final = taking(
    Node.READY, Node.VERSION_ERR, Node.FLAG_ON, Node.FLAG_ERR, Node.HANG, Node.MEMORY,
    Node.USES_SECRET, Node.HOLDS_NEW,
)  # fmt: skip
_DISK: Final = taking(Node.DISK, Node.FENCED, Node.DEGRADED)
_CALLED: Final = taking(
    Node.DNS, Node.CERT_LEFT, Node.ROUTE, Node.CONNS, Node.MAX_CONNS, Node.READY, Node.ERR,
    Node.UTIL, Node.LATENCY, Node.CUT, Node.OLD_CERT,
    Node.PERMISSIVE,
)  # fmt: skip
_TRIED: Final = taking(Edge.TIMEOUT_S, Edge.LIVE, Edge.BLOCKED)
_FAILED: Final = taking(Edge.FAIL, Edge.BREAKER)
_GIVEN: Final = taking(
    Node.BAD_CONFIG, Node.KEY_REVOKED, Node.HOLDS_NEW, Node.ISOLATED, Node.PUBLIC, Node.EXPORT,
    Node.RENEWED,
)  # fmt: skip
_OUTSIDE: Final = taking(Glob.INTRUDER, Glob.ACL_USED, Glob.RULE_COST)
_CHECKS: Final = taking(Glob.DRAINED, Glob.TLS, Glob.EXTRA_QUERIES, Glob.PARTITION)
_TABLE: Final = taking(Glob.TABLE_MAX, Glob.TABLE_USED)
_WAITS: Final = taking(Glob.SYNC, Glob.PARTITION)
_POISON: Final = int(Node.POISON)
_FAIL: Final = int(Edge.FAIL)
_OLD_SECRET: Final = int(Glob.OLD_SECRET)
_DATABASE: Final = int(NodeKind.DATABASE)
_KEEPS: Final = int(NodeKind.CACHE)
_Reason = tuple[str, tuple[Node, ...], tuple[Edge, ...], tuple[Glob, ...]]

_REASONS: Final[tuple[_Reason, ...]] = (
    ("lookup failed, NXDOMAIN", (Node.DNS,), (Edge.LIVE,), ()),
    ("tls: certificate has expired", (Node.CERT_LEFT, Node.OLD_CERT), (), (Glob.TLS,)),
    ("connect timed out, no answer to SYN", (), (Edge.BLOCKED,), ()),
    ("no route to host", (Node.ROUTE,), (), (Glob.DRAINED,)),
    ("FATAL: sorry, too many clients already", (Node.CONNS, Node.MAX_CONNS), (), ()),
    ("connection refused", (Node.READY,), (), ()),
    ("error reply", (Node.ERR,), (), ()),
    ("refused, callee overloaded", (Node.UTIL,), (), ()),
    ("deadline exceeded", (Node.LATENCY,), (Edge.TIMEOUT_S,), ()),
    ("lookup failed, SERVFAIL", (), (Edge.LIVE,), (Glob.EXTRA_QUERIES,)),
    ("no reply across zones", (Node.CUT,), (), (Glob.PARTITION, Glob.DRAINED)),
    ("cannot assign requested address", (), (), (Glob.TABLE_MAX, Glob.TABLE_USED)),
)
"""What a caller logs, and what of the callee, the call and the estate the line gives away."""


def logs(view: View, node: int, dice: int) -> str:
    """The last lines of a service's log, oldest first: everyday ones, then what failed."""
    v = view.of(node)
    found = (
        _own(view, node, v, dice)
        + _held(view, node, v, dice)
        + _store(view, node, v, dice)
        + _calls(view, node, dice)
    )
    mix = mixed(view.seed, view.tick // 4, node, 77)
    start, stride = mix % 8, 1 + 2 * (mix >> 8 & 3)
    steady = 1 if found else 3
    texts = [_EVERYDAY[(start + stride * k) % 8] for k in range(steady)] + found
    now, step = view.now_s, 240 // len(texts)
    lines = [f"{view.now} logs of {view.names[node]} {view.version(node)}, last 5 min"]
    then = now - dice % 9 - step * len(texts)
    for text in texts:
        then += step
        lines.append(f"{stamp(then)} {text}")
    return "\n".join(lines)


def logged(view: View, node: int, *, calls: bool = True) -> list[int]:
    """Places of the row that the log gives away now; of the service's own alone without `calls`.

    A cause on the side of a callee counts when a line names it; a log without
    such a line says nothing of how near the callee is to failing.
    """
    v = view.of(node)
    fields = [Node.READY, Node.VERSION_ERR, Node.HANG, Node.MEMORY, Node.BAD_CONFIG, Node.ISOLATED]
    fields.append(Node.RENEWED)
    closed = v[Node.PUBLIC] < -0.5
    fields += [Node.FLAG_ERR] if v[Node.FLAG_ON] > 0.5 else []
    fields += [Node.FLAG_ON] if v[Node.FLAG_ERR] > _SEEN_FROM else []
    uses, new = v[Node.USES_SECRET] > 0.5, v[Node.HOLDS_NEW] > 0.5
    refuses = view.row.item(Glob.OLD_SECRET) < 0.5
    fields += [Node.HOLDS_NEW] if uses and refuses else []
    fields += [Node.USES_SECRET] if refuses and not new else []
    kind = view.kind(node)
    if kind == NodeKind.DATABASE:
        fields += [Node.FENCED, Node.DEGRADED]
        fields += [Node.DISK] if v[Node.DISK] >= 1.0 else []
    elif kind == NodeKind.CACHE:
        fields.append(Node.POISON)
    places = [at(node, field) for field in fields]
    places += [Glob.OLD_SECRET] if uses and not new else []
    places += [Glob.ACL_USED] if closed else []
    if not calls:
        return places
    places += [view.call_place(e, Edge.FAIL) for e in view.calls_from(node)]
    for e, x in _failing(view, node):
        callee = view.graph.callee.item(e)
        _, of_callee, of_call, of_estate = _REASONS[_reason(view, node, callee, x)]
        places += [at(callee, field) for field in of_callee]
        places += [view.call_place(e, field) for field in (Edge.BREAKER, *of_call)]
        places += of_estate
        places += [at(node, Node.NO_KEEPALIVE)] if Glob.TABLE_MAX in of_estate else []
    return places


def _own(view: View, node: int, v: Values, dice: int) -> list[str]:
    """Failures that any service can have by itself."""
    ready, version_err, flag_on, flag_err, hang, memory, uses, new = _OWN(v)
    found: list[str] = []
    if ready < 0.01:
        found.append("INFO no running pod, last lines of the previous container")
    if version_err > _SEEN_FROM:
        fault = _FAULTS[view.fixed(node) % len(_FAULTS)]
        share = measured(version_err, dice, 0)
        found.append(f"ERROR {view.version(node)} {fault}, {share} of requests")
    if flag_on > 0.5 and flag_err > _SEEN_FROM:
        flag = view.inventory.flags[node] or "default"
        fault = _FLAG_FAULTS[view.fixed(node) % len(_FLAG_FAULTS)]
        share = measured(flag_err, dice, 1)
        found.append(f"ERROR [flag {flag}=on] {fault}, {share} of requests")
    if hang > _SEEN_FROM:
        share = measured(hang, dice, 2)
        found.append(f"WARN watchdog: {share} of workers hung, no progress for 60 s")
    if uses > 0.5 > new and view.values[_OLD_SECRET] < 0.5:
        found.append("ERROR signature refused: key id v1 is not accepted, 70% of requests")
    if memory > 0.85:
        found.append(f"WARN container killed at memory limit, now {percent(memory)}")
    return found


def _held(view: View, node: int, v: Values, dice: int) -> list[str]:
    """Failures for what it was given, refused or cut off from; strangers; a costly edge rule."""
    bad, revoked, new, isolated, public, wants, renewed = _GIVEN(v)
    intruder, used, cost = _OUTSIDE(view.values)
    found: list[str] = []
    if bad > _SEEN_FROM:
        share = measured(bad, dice, 9)
        found.append(f"FATAL config: field quota is blank, exit 1, {share} of pods")
    if revoked > 0.5 > new:
        found.append("ERROR key v1 was revoked, 70% of requests refused")
    if renewed > 0.5:
        found.append("INFO new certificate on disk, taken up at the next start")
    if isolated > 0.5:
        found.append("ERROR network is quarantined, every request fails")
    if public < -0.5 and used > 0.5:
        found.append("ERROR anonymous readers refused, partners among them")
    if wants > 0.0 and (intruder > 0.5 or public > 0.5):
        found.append(f"LOG bulk reads by strangers, {noisy(wants, dice, 10):.0f} reads/s")
    if node == 0 and cost > _SEEN_FROM:
        share = measured(cost, dice, 11)
        found.append(f"WARN edge rule evaluation takes {share} of processors")
    return found


def _store(view: View, node: int, v: Values, dice: int) -> list[str]:
    """Failures that only stores have."""
    found: list[str] = []
    kind = view.kind(node)
    if kind == _DATABASE:
        disk, fenced, degraded = _DISK(v)
        if disk >= 1.0:
            found.append("PANIC could not write to file pg_wal: No space left on device")
        if fenced > 0.5:
            found.append("ERROR cannot execute INSERT in a read-only transaction")
        sync, apart = _WAITS(view.values)
        if sync > 0.5 and apart > 0.0 and v[Node.CUT] > 0.0:
            found.append("WARN commit waits for synchronous standby, no acknowledgement")
        if degraded > _SEEN_FROM:
            lost = measured(degraded, dice, 3)
            found.append(f"WARN nvme0n1 I/O error, retried; disk throughput down {lost}")
    elif kind == _KEEPS and v[_POISON] > _SEEN_FROM:
        share = measured(v[_POISON], dice, 4)
        found.append(f"WARN checksum mismatch, stale value returned on {share} of reads")
    return found


def _failing(view: View, node: int) -> list[tuple[int, Values]]:
    """The calls that a service logs as failing, those that fail most first, with their values."""
    values, first = view.values, view.call_place(0, _FAIL)
    seen = [e for e in view.calls_from(node) if values[first + e * EDGE] >= _CALL_SEEN_FROM]
    if len(seen) > 1:
        seen.sort(key=lambda e: (-values[first + e * EDGE], e))
    return [(e, view.call(e)) for e in seen[:_LISTED_CALLS]]


def _calls(view: View, node: int, dice: int) -> list[str]:
    """Failing calls, with the reason the caller met."""
    found: list[str] = []
    for nth, (e, x) in enumerate(_failing(view, node)):
        callee = view.wiring.callee[e]
        reason = _REASONS[_reason(view, node, callee, x)][0]
        fail, breaker = _FAILED(x)
        share = measured(fail, dice, 5 + nth)
        held = f", breaker {percent(breaker)} open" if breaker > 0.05 else ""
        found.append(f"ERROR call {view.names[callee]}: {reason}, {share} of calls{held}")
    return found


def _reason(view: View, node: int, callee: int, x: Values) -> int:
    """Which of `_REASONS` takes the most calls."""
    dns, cert_left, route, conns, most, ready, err, util, latency, cut, old, open_ = _CALLED(
        view.of(callee)
    )
    timeout_s, live, blocked = _TRIED(x)
    drained, tls, queries, apart = _CHECKS(view.values)
    entries, wanted = _TABLE(view.values)
    refused = 1.0 - entries / wanted if wanted > entries else 0.0
    database = view.kind(callee) == _DATABASE
    losses = (
        1.0 - live if dns < 0.5 else 0.0,
        (old if old > 0.0 else 1.0) if cert_left <= 0.0 and tls > 0.5 > open_ else 0.0,
        blocked,
        0.0 if drained > 0.5 else 1.0 - route,
        max(1.0 - most / max(conns, 1.0), 0.0) if database else 0.0,
        1.0 if ready < 0.01 else 0.0,
        err,
        1.0 - 1.0 / max(util, 1.0),
        math.exp(-timeout_s / max(latency, 1e-4)),
        1.0 - live if queries > 0.0 and dns > 0.5 else 0.0,
        cut if apart > 0.0 and drained < 0.5 else 0.0,
        refused if view.of(node)[Node.NO_KEEPALIVE] > 0.0 else SPARED * refused,
    )
    return losses.index(max(losses))

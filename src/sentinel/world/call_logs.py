"""What a caller writes to its log of calls that fail, and what such a line gives away."""

import math
from typing import Final

from sentinel.world.fields import EDGE, Edge, Glob, NodeKind
from sentinel.world.network_dynamics import SPARED
from sentinel.world.node_fields import Node
from sentinel.world.state import Values
from sentinel.world.view import View, measured, percent, taking

_CALL_SEEN_FROM: Final = 0.02
"""Share of failing calls from which a caller logs them."""

_LISTED_CALLS: Final = 3

_CALLED: Final = taking(
    Node.DNS, Node.CERT_LEFT, Node.ROUTE, Node.CONNS, Node.MAX_CONNS, Node.READY, Node.ERR,
    Node.UTIL, Node.LATENCY, Node.MESHED, Node.CUT, Node.OLD_CERT, Node.PERMISSIVE,
)  # fmt: skip
_TRIED: Final = taking(Edge.TIMEOUT_S, Edge.LIVE, Edge.BLOCKED)
_FAILED: Final = taking(Edge.FAIL, Edge.BREAKER)
_CHECKS: Final = taking(
    Glob.DRAINED, Glob.TLS, Glob.LABEL, Glob.UPGRADED, Glob.EXTRA_QUERIES, Glob.PARTITION
)
_TABLE: Final = taking(Glob.TABLE_MAX, Glob.TABLE_USED)
_FAIL: Final = int(Edge.FAIL)
_DATABASE: Final = int(NodeKind.DATABASE)
_Reason = tuple[str, tuple[Node, ...], tuple[Edge, ...], tuple[Glob, ...]]

REASONS: Final[tuple[_Reason, ...]] = (
    ("lookup failed, NXDOMAIN", (Node.DNS,), (Edge.LIVE,), ()),
    ("tls: certificate has expired", (Node.CERT_LEFT, Node.OLD_CERT), (), (Glob.TLS,)),
    ("connect timed out, no answer to SYN", (), (Edge.BLOCKED,), ()),
    (
        "no route to host",
        (Node.ROUTE, Node.MESHED),
        (),
        (Glob.DRAINED, Glob.LABEL, Glob.UPGRADED),
    ),
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


def failing(view: View, node: int) -> list[tuple[int, Values]]:
    """The calls that a service logs as failing, those that fail most first, with their values."""
    values, first = view.values, view.call_place(0, _FAIL)
    seen = [e for e in view.calls_from(node) if values[first + e * EDGE] >= _CALL_SEEN_FROM]
    if len(seen) > 1:
        seen.sort(key=lambda e: (-values[first + e * EDGE], e))
    return [(e, view.call(e)) for e in seen[:_LISTED_CALLS]]


def calls_logged(view: View, node: int, dice: int) -> list[str]:
    """Failing calls, with the reason the caller met."""
    found: list[str] = []
    for nth, (e, x) in enumerate(failing(view, node)):
        callee = view.wiring.callee[e]
        met = REASONS[reason(view, node, callee, x)][0]
        fail, breaker = _FAILED(x)
        share = measured(fail, dice, 5 + nth)
        held = f", breaker {percent(breaker)} open" if breaker > 0.05 else ""
        found.append(f"ERROR call {view.names[callee]}: {met}, {share} of calls{held}")
    return found


def reason(view: View, node: int, callee: int, x: Values) -> int:
    """Which of `REASONS` takes the most calls."""
    called = _CALLED(view.of(callee))
    dns, cert_left, route, conns, most, ready, err, util, latency, meshed, cut, old, open_ = called
    timeout_s, live, blocked = _TRIED(x)
    drained, tls, label, upgraded, queries, apart = _CHECKS(view.values)
    up = route if drained < 0.5 else 1.0
    up *= 1.0 - meshed * upgraded if label < 0.5 else 1.0
    entries, wanted = _TABLE(view.values)
    refused = 1.0 - entries / wanted if wanted > entries else 0.0
    database = view.kind(callee) == _DATABASE
    losses = (
        1.0 - live if dns < 0.5 else 0.0,
        (old if old > 0.0 else 1.0) if cert_left <= 0.0 and tls > 0.5 > open_ else 0.0,
        blocked,
        1.0 - up,
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

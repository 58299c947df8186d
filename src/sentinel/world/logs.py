"""What a service writes to its log: its own failures, failing calls, and everyday lines.

A log shows symptoms. A failing call is logged by its caller, with the reason
that the caller met: a name that does not resolve, a refused connection, a
reply that came too late.
"""

from typing import Final

from sentinel.world.call_logs import REASONS, calls_logged, failing, reason
from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.service_dynamics import threadless
from sentinel.world.state import Values, at
from sentinel.world.view import View, capped, measured, mixed, noisy, stamp, taking

_SEEN_FROM: Final = 0.002
"""Share of requests from which a failure of its own shows in a service's log."""

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
    Node.USES_SECRET, Node.HOLDS_NEW, Node.FLAG_OFF_ERR, Node.RETIRED_ERR, Node.HOSTS_NEW,
    Node.FLEET_MAX, Node.ON_NODE, Node.DESIRED,
)  # fmt: skip
_DISK: Final = taking(Node.DISK, Node.FENCED, Node.DEGRADED)
_GIVEN: Final = taking(
    Node.BAD_CONFIG, Node.KEY_REVOKED, Node.HOLDS_NEW, Node.ISOLATED, Node.PUBLIC, Node.EXPORT,
    Node.RENEWED,
)  # fmt: skip
_OUTSIDE: Final = taking(Glob.INTRUDER, Glob.ACL_USED, Glob.RULE_COST)
_SYNC: Final = taking(Glob.SYNC, Glob.PARTITION)
_POISON: Final = int(Node.POISON)
_NOAUTH: Final = int(Node.NOAUTH)
_EVICTED: Final = int(Node.EVICTED)
_STUCK: Final = int(Node.STUCK)
_NODE_FAILED: Final = int(Glob.NODE_FAILED)
_WORKLOAD: Final = int(NodeKind.WORKLOAD)
_WAITS: Final = int(NodeKind.QUEUE)
_OLD_SECRET: Final = int(Glob.OLD_SECRET)
_DATABASE: Final = int(NodeKind.DATABASE)
_KEEPS: Final = int(NodeKind.CACHE)


def logs(view: View, node: int, dice: int) -> str:
    """The last lines of a service's log, oldest first: everyday ones, then what failed."""
    v = view.of(node)
    found = (
        _own(view, node, v, dice)
        + _held(view, node, v, dice)
        + _store(view, node, v, dice)
        + calls_logged(view, node, dice)
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
        fields += [Node.POISON, Node.NOAUTH]
        fields += [Node.EVICTED] if v[Node.EVICTED] > _SEEN_FROM else []
    elif kind == NodeKind.QUEUE:
        fields.append(Node.STUCK)
    else:
        fields += _host_fields(view, v)
    places = [at(node, field) for field in fields]
    places += [Glob.OLD_SECRET] if uses and not new else []
    places += [Glob.ACL_USED] if closed else []
    if not calls:
        return places
    places += [view.call_place(e, Edge.FAIL) for e in view.calls_from(node)]
    for e, x in failing(view, node):
        callee = view.graph.callee.item(e)
        _, of_callee, of_call, of_estate = REASONS[reason(view, node, callee, x)]
        places += [at(callee, field) for field in of_callee]
        places += [view.call_place(e, field) for field in (Edge.BREAKER, *of_call)]
        places += of_estate
        places += [at(node, Node.NO_KEEPALIVE)] if Glob.TABLE_MAX in of_estate else []
    return places


def _host_fields(view: View, v: Values) -> list[Node]:
    """What lines on hosts, nodes and threads give away."""
    fields: list[Node] = []
    if v[Node.FLAG_ON] < 0.5:
        fields.append(Node.FLAG_OFF_ERR)
    elif v[Node.RETIRED_ERR] * (1.0 - v[Node.HOSTS_NEW]) > _SEEN_FROM:
        fields += [Node.RETIRED_ERR, Node.HOSTS_NEW, Node.FLAG_ON]
    if threadless(v[Node.DESIRED], v[Node.FLEET_MAX]) > 0.0:
        fields += [Node.FLEET_MAX, Node.DESIRED]
    if view.values[_NODE_FAILED] > 0.5:
        fields.append(Node.ON_NODE)
    return fields


def _own(view: View, node: int, v: Values, dice: int) -> list[str]:
    """Failures that any service can have by itself."""
    ready, version_err, flag_on, flag_err, hang, memory, uses, new, *rest = _OWN(v)
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
        now = capped(memory)
        found.append(f"WARN container killed at memory limit, now {now}, state copied from peers")
    if view.kind(node) <= _WORKLOAD:
        found += _hosts(view, node, flag_on, rest, dice)
    return found


def _hosts(view: View, node: int, flag_on: float, rest: list[float], dice: int) -> list[str]:
    """Failures that hang on the hosts, the node or the number of replicas."""
    found: list[str] = []
    off_err, retired, hosts, fleet, there, wanted = rest
    flag = view.inventory.flags[node] or "default"
    if flag_on < 0.5 and off_err > _SEEN_FROM:
        share = measured(off_err, dice, 8)
        found.append(f"ERROR [flag {flag}=off] guard missing, {share} of requests")
    elif flag_on > 0.5 and retired * (1.0 - hosts) > _SEEN_FROM:
        share = measured(retired * (1.0 - hosts), dice, 8)
        found.append(f"ERROR [flag {flag}=on] retired path taken on older hosts, {share} of calls")
    if threadless(wanted, fleet) > 0.0:
        share = measured(threadless(wanted, fleet), dice, 9)
        found.append(f"ERROR pthread_create: Resource temporarily unavailable, {share} of calls")
    if view.values[_NODE_FAILED] > 0.5 and there > _SEEN_FROM:
        share = measured(there, dice, 10)
        found.append(f"WARN no answer from pods on worker-3, {share} of the replicas")
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
        found = _database(view, v, dice)
    elif kind == _KEEPS:
        if v[_POISON] > _SEEN_FROM:
            share = measured(v[_POISON], dice, 4)
            found.append(f"WARN checksum mismatch, stale value returned on {share} of reads")
        if v[_NOAUTH] > _SEEN_FROM:
            share = measured(v[_NOAUTH], dice, 11)
            found.append(f"WARN NOAUTH Authentication required, {share} of commands refused")
        if v[_EVICTED] > _SEEN_FROM:
            found.append("WARN maxmemory reached, hot keys evicted to make room for report:*")
    elif kind == _WAITS and v[_STUCK] > 0.5:
        found.append("ERROR worker: cannot deserialize the head of the topic, will retry")
    return found


def _database(view: View, v: Values, dice: int) -> list[str]:
    """Failures that only databases have."""
    found: list[str] = []
    disk, fenced, degraded = _DISK(v)
    if disk >= 1.0:
        found.append("PANIC could not write to file pg_wal: No space left on device")
    if fenced > 0.5:
        found.append("ERROR cannot execute INSERT in a read-only transaction")
    sync, apart = _SYNC(view.values)
    if sync > 0.5 and apart > 0.0 and v[Node.CUT] > 0.0:
        found.append("WARN commit waits for synchronous standby, no acknowledgement")
    if degraded > _SEEN_FROM:
        lost = measured(degraded, dice, 3)
        found.append(f"WARN nvme0n1 I/O error, retried; disk throughput down {lost}")
    return found

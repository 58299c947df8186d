"""What the tools about one service print: pods, deploys, metrics, calls, flags."""

from typing import Final

from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.state import RING_TICKS, TICK_S, at, cells
from sentinel.world.view import (
    View,
    age,
    busy,
    capped,
    controller,
    errors,
    measured,
    percent,
    taking,
)

LISTED_CALLS: Final = 4
"""Calls that one reading of dependencies lists: those that fail most."""

_NOTE_CHARS: Final = 44
_STATUS: Final = taking(
    Node.DESIRED, Node.READY, Node.STARTING, Node.START_LEFT, Node.START_TICKS, Node.MEMORY,
    Node.HPA_MAX, Node.HPA_MIN, Node.MANIFEST, Node.FLEET_MAX, Node.ON_NODE,
)  # fmt: skip
_DEPLOYS: Final = taking(
    Node.IMAGE_OK, Node.PREVIOUS_ERR, Node.CONTRACT, Node.POOL, Node.PREVIOUS_POOL, Node.HOTFIX,
    Node.PREVIOUS_LEAK,
)  # fmt: skip
_METRICS: Final = taking(
    Node.LOAD, Node.UTIL, Node.READY, Node.CAPACITY, Node.ERR, Node.LATENCY, Node.MEMORY,
    Node.LEAK, Node.QUEUED, Node.DEGRADED,
)  # fmt: skip
_THEN: Final = taking(Node.LOAD, Node.UTIL, Node.READY, Node.CAPACITY, Node.ERR, Node.LATENCY)
_USE: Final = taking(Node.LOAD, Node.UTIL, Node.READY, Node.CAPACITY)
_TRAFFIC: Final = taking(Glob.TRAFFIC, Glob.SHED, Glob.SLO_S)
_ROOM: Final = taking(
    Glob.CREATION, Glob.HEADROOM, Glob.PRELOADED, Glob.TABLE_PER_NODE, Glob.SHIPPED, Glob.COLD_READS
)
_CANARY: Final = taking(Glob.CANARY, Glob.CANARY_NODE)
_FLAG: Final = taking(Node.FLAG_ON, Node.FLAG_OFF_ERR, Node.HOSTS_NEW)
_RULE_COST: Final = int(Glob.RULE_COST)
_DATABASE: Final = int(NodeKind.DATABASE)
_FAIL: Final = int(Edge.FAIL)
_PODS: Final = "bcdfghjklmnpqrstvwxz2456789"
_FAILS_FROM: Final = 0.85
"""Share of the memory limit from which containers are killed now and then."""


def status(view: View, node: int, dice: int) -> str:
    """Pods, the newest pod event, the admission webhook and the room on the nodes."""
    found = _STATUS(view.of(node))
    desired, running, starting, left, takes, memory, most, least, manifest, fleet, there = found
    creation, headroom, preloaded, tables, shipped, reads = _ROOM(view.values)
    name, pod = view.names[node], _pod(view.fixed(node))
    ready, wanted = int(running + 0.5), int(desired + 0.5)
    hpa = "no hpa"
    if most > 0.0 or least > 0.0:
        hpa = f"hpa min {least:.0f} max {max(most, least):.0f}"
    head = f"{view.now} {controller(view, node)}  ready {ready}/{wanted}"
    lines = [f"{head}  mem {measured(memory, dice, 0)}  {hpa}"]
    if ready:
        killed = memory > _FAILS_FROM
        restarts = f"restarts {2 + dice % 5} (OOMKilled)" if killed else f"restarts {dice % 2}"
        lines.append(f"pod {name}-{pod}a  1/1 Running  {restarts}")
    creates = creation > 0.5
    if starting > 0.0:
        left_s = (max(left, 0.0) + 1.0) * TICK_S
        state = f"Pending ~{left_s:.0f}s"
        if creates:
            state = f"ContainerCreating, ready in ~{left_s:.0f}s"
        lines.append(f"pod {name}-{pod}b  0/1 {state}  starting {starting:.1f}")
    threads = f", threads allow {fleet:.0f} replicas" if fleet > 0.0 else ""
    knows = "names preloaded" if preloaded > 0.5 else "looks names up"
    lines.append(
        f"start takes ~{(takes + 1.0) * TICK_S:.0f}s, manifest {manifest:.0f}"
        f", {percent(there)} on worker-3{threads}, {knows}, config reads"
        f" {percent(reads)} of a store"
    )
    made = f"{name}-{pod}b" if starting > 0.0 else f"cron-{dice % 90_000 + 10_000}"
    seen = view.clock(4 + dice % 40)
    if creates:
        lines.append(f"event {seen} Created pod {made}")
        lines.append(f"webhook policy-guard answers in {9 + dice % 7} ms")
    else:
        lines.append(f"event {seen} FailedCreate: admission webhook policy-guard denied: timeout")
        lines.append(f"webhook policy-guard timing out {view.since(Glob.CREATION)}")
    share, where = _CANARY(view.values)
    if share > 0.0 and int(where) == node:
        lines.append(f"canary: newest version on {percent(share)} of pods, the rest on the last")
    logs = "pod logs shipped off host" if shipped > 0.5 else "pod logs on host only"
    own = "node" if tables > 0.5 else "cluster"
    lines.append(f"cluster headroom {headroom:.0f} pods, conntrack/{own}, {logs}")
    return "\n".join(lines)


def deploys(view: View, node: int, dice: int) -> str:
    """Deploys of the service, and what undoing the newest would meet."""
    image, ran_at, contract, pool, old, hotfix, leak = _DEPLOYS(view.of(node))
    now = view.tick
    history = view.deploys_of(node)[:2]
    lines = [f"{view.now} rollout history {controller(view, node)}"]
    for done in history:
        past = (now - done.tick) * TICK_S
        note = done.note[:_NOTE_CHARS]
        lines.append(f"{done.version}  {view.clock(past)} ({age(past)} ago)  {note}")
    before = history[1].version if len(history) > 1 else "previous version"
    if image > 0.5:
        ran = measured(ran_at, dice, 0)
        grew = f"mem {400.0 * leak:+.2f}%/min"
        lines.append(f"undo to {before}: image present, it ran at {ran} errors, {grew}")
    else:
        lines.append(f"undo to {before}: image garbage-collected, not in the registry")
    if contract > 0.5:
        lines.append(f"schema: contract phase done, columns {before} reads were dropped")
    else:
        lines.append(f"schema: expand phase, {before} can read it")
    lines.append(f"db pool {pool:.0f} per replica, {before} had {old:.0f}")
    lines.append("hotfix built, ready to deploy" if hotfix > 0.5 else "hotfix none")
    return "\n".join(lines)


def metrics(view: View, node: int, dice: int) -> str:
    """Rates, latency and use of the service, now and ten minutes ago, and traffic at the edge."""
    load, util, ready, capacity, err, latency, memory, leak, queued, slow = _METRICS(view.of(node))
    taken = view.values[_RULE_COST]
    cpu = busy(load, util, ready, capacity if node else capacity * (1.0 - taken))
    row, ago = view.back(RING_TICKS)
    start, past = GLOBALS + node * NODE, cells(row)
    load_then, util, ready, capacity, err_then, latency_then = _THEN(past[start : start + NODE])
    if not node:
        capacity *= 1.0 - past[_RULE_COST]
    cpu_then = busy(load_then, util, ready, capacity)
    edge_load, edge_util, edge_ready, edge_capacity = _USE(view.of(0))
    edge = busy(edge_load, edge_util, edge_ready, edge_capacity * (1.0 - taken))
    traffic, shed, slo_s = _TRAFFIC(view.values)
    traffic_then, shed_then, _ = _TRAFFIC(past)
    off = errors(dice, 14)
    wait = ""
    if view.wiring.kinds[node] == _DATABASE:
        wait = (
            f"iowait {capped((0.02 + 0.9 * slow) * off[9])}"
            f"  disk errors {60.0 * slow * off[10]:.0f}/min\n"
        )
    return (
        f"{view.now} {view.names[node]}\n"
        f"rps {load * off[0]:.0f} ({ago} {load_then * off[1]:.0f})"
        f"  err {capped(err * off[2])} ({ago} {capped(err_then * off[3])})\n"
        f"p95 {1e3 * latency * off[4]:.0f} ms ({ago} {1e3 * latency_then * off[5]:.0f} ms)"
        f"  cpu {capped(cpu * off[6])} ({ago} {capped(cpu_then * off[7])})\n"
        f"mem {capped(memory * off[8])} {400.0 * leak:+.2f}%/min"
        f"  waiting {queued:.0f} requests\n"
        f"{wait}"
        f"edge traffic {traffic * off[11]:.0f} rps ({ago} {traffic_then * off[12]:.0f})"
        f"  shed {100.0 * shed:.1f}% ({ago} {100.0 * shed_then:.1f}%)\n"
        f"{view.names[0]} cpu {capped(edge * off[13])}"
        f"  slo p95 {1e3 * slo_s:.0f} ms"
    )


def listed_calls(view: View, node: int) -> list[int]:
    """Edges that a reading of a service's dependencies lists, those that fail most first."""
    near = [*view.calls_to(node), *view.calls_from(node)]
    if len(near) > LISTED_CALLS:
        values, first = view.values, view.call_place(0, _FAIL)
        near.sort(key=lambda e: (-round(values[first + e * EDGE], 3), e))
    return near[:LISTED_CALLS]


def dependencies(view: View, node: int, dice: int) -> str:
    """Calls to (`<-`) and from (`->`) the service, with what each asks for and gets."""
    wiring, names = view.wiring, view.names
    near, off = listed_calls(view, node), errors(dice, 2 * LISTED_CALLS)
    lines = [f"{view.now} graph {names[node]}, {len(near)} calls, failing most first"]
    for nth, e in enumerate(near):
        fan, retries, timeout_s, weight, fail, breaker, has_breaker, live, cache, _ = view.call(e)
        fail = fail if fail < 0.999 else 0.999
        tries = (1.0 - fail ** (retries + 1.0)) / (1.0 - fail)
        good = 1.0 - fail * off[2 * nth + 1]
        far, arrow = wiring.callee[e], "->"
        if far == node:
            far, arrow = wiring.caller[e], "<-"
        extra = " hard" if weight > 0.5 else " fallback"
        if has_breaker > 0.5:
            extra += f" breaker {100.0 * breaker:.0f}%"
        if live < 0.995:
            extra += f" live {100.0 * live:.0f}%"
        if cache >= 0.0:
            extra += f" via {names[int(cache)]}"
        lines.append(
            f"{arrow} {names[far]} fan {fan:.2f}"
            f" attempts {1.0 + (tries - 1.0) * off[2 * nth]:.2f}"
            f" goodput {100.0 * good if good > 0.0 else 0.0:.0f}%"
            f" timeout {timeout_s:g}s retries {retries:.0f}{extra}"
        )
    return "\n".join(lines)


def flags(view: View, node: int, dice: int) -> str:
    """The feature flag of the service, and what it is for."""
    name, flag = view.names[node], view.inventory.flags[node]
    head = f"{view.now} flags of {name}"
    if not flag:
        return f"{head}\nFLAG  STATE  CHANGED  DESCRIPTION\n(no flag is read by {name}; {_SYNC})"
    on, guards, new = _FLAG(view.of(node))
    state = "on" if on > 0.5 else "off"
    if guards > 0.0:
        about = f"protects {percent(guards)} of requests from the retired path; they fail when off"
    else:
        about = "gradual rollout of a newer path; off returns every request to the older path"
    synced = f"({_SYNC})"
    if new < 1.0:
        since = view.since(at(node, Node.HOSTS_NEW))
        synced = (
            f"(new ruleset on {8.0 * new:.0f}/8 hosts {since}; the others read it by the older)"
        )
    return (
        f"{head}\nFLAG  STATE  CHANGED  DESCRIPTION\n"
        f"{flag}  {state}  {view.since(at(node, Node.FLAG_ON))}  {about}\n{synced}"
    )


_SYNC: Final = "every host synced, same ruleset on all hosts"


def _pod(number: int) -> str:
    """The stable part of a pod's name, from the number of its service."""
    return "".join([_PODS[(number >> shift) % 27] for shift in (3, 13, 23, 33)])

"""What the tools about one service print: pods, deploys, metrics, calls, flags."""

from typing import Final

from sentinel.world.fields import NODE, Edge, Glob, Node, NodeKind
from sentinel.world.state import RING_TICKS, TICK_S, at
from sentinel.world.view import View, age, busy, controller, measured, noisy, percent

LISTED_CALLS: Final = 4
"""Calls that one reading of dependencies lists: those that fail most."""

_NOTE_CHARS: Final = 44
_PODS: Final = "bcdfghjklmnpqrstvwxz2456789"
_FAILS_FROM: Final = 0.85
"""Share of the memory limit from which containers are killed now and then."""


def status(view: View, node: int, dice: int) -> str:
    """Pods, the newest pod event, the admission webhook and the room on the nodes."""
    v, whole = view.of(node), view.whole()
    name, pod = view.names[node], _pod(view, node)
    ready, wanted = int(v[Node.READY] + 0.5), int(v[Node.DESIRED] + 0.5)
    killed = v[Node.MEMORY] > _FAILS_FROM
    hpa = f"hpa max {v[Node.HPA_MAX]:.0f}" if v[Node.HPA_MAX] > 0.0 else "no hpa"
    head = f"{view.clock()} {controller(view, node)}  ready {ready}/{wanted}"
    lines = [f"{head}  mem {percent(noisy(v[Node.MEMORY], dice, 0))}  {hpa}"]
    if ready:
        restarts = f"restarts {2 + dice % 5} (OOMKilled)" if killed else f"restarts {dice % 2}"
        lines.append(f"pod {name}-{pod}a  1/1 Running  {restarts}")
    creates = whole[Glob.CREATION] > 0.5
    if v[Node.STARTING] > 0.0:
        left = (max(v[Node.START_LEFT], 0.0) + 1.0) * TICK_S
        state = f"ContainerCreating, ready in ~{left:.0f}s" if creates else f"Pending ~{left:.0f}s"
        lines.append(f"pod {name}-{pod}b  0/1 {state}  starting {v[Node.STARTING]:.1f}")
    lines.append(f"start takes ~{(v[Node.START_TICKS] + 1.0) * TICK_S:.0f}s")
    made = f"{name}-{pod}b" if v[Node.STARTING] > 0.0 else f"report-cron-{dice % 90_000 + 10_000}"
    seen = view.clock(4 + dice % 40)
    if creates:
        lines.append(f"event {seen} Created pod {made}")
        lines.append(f"webhook policy-guard answers in {9 + dice % 7} ms")
    else:
        lines.append(f"event {seen} FailedCreate: admission webhook policy-guard denied: timeout")
        lines.append(f"webhook policy-guard timing out {view.since(Glob.CREATION)}")
    lines.append(f"cluster headroom {whole[Glob.HEADROOM]:.0f} pods")
    return "\n".join(lines)


def deploys(view: View, node: int, dice: int) -> str:
    """Deploys of the service, and what undoing the newest would meet."""
    v = view.of(node)
    now = view.tick
    history = view.deploys_of(node)[:2]
    lines = [f"{view.clock()} rollout history {controller(view, node)}"]
    for done in history:
        past = (now - done.tick) * TICK_S
        note = done.note[:_NOTE_CHARS]
        lines.append(f"{done.version}  {view.clock(past)} ({age(past)} ago)  {note}")
    before = history[1].version if len(history) > 1 else "previous version"
    if v[Node.IMAGE_OK] > 0.5:
        ran = measured(v[Node.PREVIOUS_ERR], dice, 0)
        lines.append(f"undo to {before}: image present, it ran at {ran} errors")
    else:
        lines.append(f"undo to {before}: image garbage-collected, not in the registry")
    if v[Node.CONTRACT] > 0.5:
        lines.append(f"schema: contract phase done, columns {before} reads were dropped")
    else:
        lines.append(f"schema: expand phase, {before} can read it")
    pool, old = v[Node.POOL], v[Node.PREVIOUS_POOL]
    lines.append(f"db pool {pool:.0f} per replica, {before} had {old:.0f}")
    lines.append("hotfix built, ready to deploy" if v[Node.HOTFIX] > 0.5 else "hotfix none")
    return "\n".join(lines)


def metrics(view: View, node: int, dice: int) -> str:
    """Rates, latency and use of the service, now and ten minutes ago, and traffic at the edge."""
    v, whole = view.of(node), view.whole()
    then, ago = view.back(RING_TICKS)
    start = at(node, Node.DESIRED)
    o: list[float] = then[start : start + NODE].tolist()
    lines = [
        f"{view.clock()} {view.names[node]}",
        f"rps {noisy(v[Node.LOAD], dice, 0):.0f} ({ago} {noisy(o[Node.LOAD], dice, 1):.0f})"
        f"  err {measured(v[Node.ERR], dice, 2)} ({ago} {measured(o[Node.ERR], dice, 3)})",
        f"p95 {noisy(1e3 * v[Node.LATENCY], dice, 4):.0f} ms"
        f" ({ago} {noisy(1e3 * o[Node.LATENCY], dice, 5):.0f} ms)"
        f"  cpu {measured(_cpu(v), dice, 6)} ({ago} {measured(_cpu(o), dice, 7)})",
        f"mem {percent(noisy(v[Node.MEMORY], dice, 8))} {400.0 * v[Node.LEAK]:+.2f}%/min"
        f"  waiting {v[Node.QUEUED]:.0f} requests",
    ]
    if view.kind(node) == NodeKind.DATABASE:
        slow = v[Node.DEGRADED]
        wait = measured(0.02 + 0.9 * slow, dice, 9)
        lines.append(f"iowait {wait}  disk errors {noisy(60.0 * slow, dice, 10):.0f}/min")
    lines.append(
        f"edge traffic {noisy(whole[Glob.TRAFFIC], dice, 11):.0f} rps"
        f" ({ago} {noisy(float(then[Glob.TRAFFIC]), dice, 12):.0f})"
        f"  shed {percent(whole[Glob.SHED])} ({ago} {percent(float(then[Glob.SHED]))})"
    )
    lines.append(
        f"{view.names[0]} cpu {measured(_cpu(view.of(0)), dice, 13)}"
        f"  slo p95 {1e3 * whole[Glob.SLO_S]:.0f} ms"
    )
    return "\n".join(lines)


def listed_calls(view: View, node: int) -> list[int]:
    """Edges that a reading of a service's dependencies lists, those that fail most first."""
    near = [*view.calls_to(node), *view.calls_from(node)]
    if len(near) > LISTED_CALLS:
        failing = {e: view.row.item(view.call_place(e, Edge.FAIL)) for e in near}
        near.sort(key=lambda e: (-round(failing[e], 3), e))
    return near[:LISTED_CALLS]


def dependencies(view: View, node: int, dice: int) -> str:
    """Calls to (`<-`) and from (`->`) the service, with what each asks for and gets."""
    caller, callee, names = view.graph.caller, view.graph.callee, view.names
    near = listed_calls(view, node)
    lines = [f"{view.clock()} graph {names[node]}, {len(near)} calls, failing most first"]
    for nth, e in enumerate(near):
        x = view.call(e)
        fail, retries = min(x[Edge.FAIL], 0.999), x[Edge.RETRIES]
        tries = (1.0 - fail ** (retries + 1.0)) / (1.0 - fail)
        far, arrow = callee.item(e), "->"
        if far == node:
            far, arrow = caller.item(e), "<-"
        extra = " hard" if x[Edge.WEIGHT] > 0.5 else " fallback"
        if x[Edge.HAS_BREAKER] > 0.5:
            extra += f" breaker {100.0 * x[Edge.BREAKER]:.0f}%"
        if x[Edge.LIVE] < 0.995:
            extra += f" live {100.0 * x[Edge.LIVE]:.0f}%"
        if x[Edge.CACHE] >= 0.0:
            extra += f" via {names[int(x[Edge.CACHE])]}"
        lines.append(
            f"{arrow} {names[far]} fan {x[Edge.FAN]:.2f}"
            f" attempts {1.0 + noisy(tries - 1.0, dice, 2 * nth):.2f}"
            f" goodput {100.0 * max(1.0 - noisy(fail, dice, 2 * nth + 1), 0.0):.0f}%"
            f" timeout {x[Edge.TIMEOUT_S]:g}s retries {retries:.0f}{extra}"
        )
    return "\n".join(lines)


def flags(view: View, node: int, dice: int) -> str:
    """The feature flag of the service, and what it is for."""
    name, flag = view.names[node], view.inventory.flags[node]
    head = f"{view.clock()} flags of {name}"
    if not flag:
        return f"{head}\nFLAG  STATE  CHANGED  DESCRIPTION\n(no flag is read by {name}; {_SYNC})"
    v = view.of(node)
    state = "on" if v[Node.FLAG_ON] > 0.5 else "off"
    guards = v[Node.FLAG_OFF_ERR]
    if guards > 0.0:
        about = f"protects {percent(guards)} of requests from the retired path; they fail when off"
    else:
        about = "gradual rollout of a newer path; off returns every request to the older path"
    return (
        f"{head}\nFLAG  STATE  CHANGED  DESCRIPTION\n"
        f"{flag}  {state}  {view.since(at(node, Node.FLAG_ON))}  {about}\n({_SYNC})"
    )


_SYNC: Final = "every host synced, same ruleset on all hosts"


def _cpu(v: list[float]) -> float:
    return busy(v[Node.LOAD], v[Node.UTIL], v[Node.READY], v[Node.CAPACITY])


def _pod(view: View, node: int) -> str:
    """The stable part of a pod's name."""
    number = view.fixed(node)
    return "".join(_PODS[(number >> shift) % 27] for shift in (3, 13, 23, 33))

"""Incidents of capacity: a fleet above its thread limit, a queue that is not read."""

from sentinel.world.faults.family import Family, Fault, Site, Step, pods_first, until
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, at


def fleet_too_large(site: Site) -> Fault:
    """An autoscaler's new minimum made a fleet so large that its processes run out of threads."""
    culprit = site.pick(NodeKind.WORKLOAD)
    victim, usual = site.caller(culprit), site.get(culprit, Node.DESIRED)
    many = usual + site.rng.randint(5, 8)
    for field in (Node.DESIRED, Node.READY, Node.HPA_MIN):
        site.set(culprit, field, many)
    site.set(culprit, Node.HPA_MAX, many + 6.0)
    site.set(culprit, Node.FLEET_MAX, usual + site.rng.randint(0, 1))
    site.set(0, Node.HPA_MIN, site.get(0, Node.DESIRED))
    site.set(0, Node.HPA_MAX, site.get(0, Node.DESIRED))
    fix = until(Op.SET_AUTOSCALER, culprit, Node.HPA_MIN, usual, below=True, amount=usual)
    return Fault(
        culprit,
        victim,
        (fix.unless(at(culprit, Node.FLEET_MAX), 0.0, below=True),),
        "{victim}: 5xx from {culprit} since it was scaled out",
        fixes=(Call(Op.SET_AUTOSCALER, culprit, usual), Call(Op.RAISE_THREADS, culprit)),
        tempting=(Call(Op.SCALE, culprit, many + 8), Call(Op.SCALE, culprit, usual),
                  Call(Op.RESTART, culprit), Call(Op.ROLLBACK, culprit),
                  Call(Op.SET_AUTOSCALER, culprit, many + 6)),
        dangerous=(Call(Op.DELETE_AUTOSCALER, 0), Call(Op.DELETE_AUTOSCALER, culprit),
                   Call(Op.RAISE_THREADS, culprit), Call(Op.SCALE, culprit, 0)),
    )  # fmt: skip


def backlog(site: Site) -> Fault:
    """A message that cannot be read blocks a queue, or a new version of its workers is slow."""
    queue = site.pick(NodeKind.QUEUE)
    victim = site.caller(queue)
    come, pace = site.get(queue, Node.LOAD) * TICK_S, site.get(queue, Node.DRAIN)
    waits_s = site.rng.uniform(60.0, 110.0)
    part = site.rng.uniform(0.3, 0.55)
    plan: tuple[Step, ...]
    if site.rng.random() < 0.5:
        site.set(queue, Node.STUCK, 1.0)
        pace = come
        plan = (until(Op.DEAD_LETTER, queue, Node.STUCK, 0.0, below=True),)
    else:
        slow = 1.0 - min(part * come / max(pace, 1.0), 0.9)
        site.set(queue, Node.SLOW, slow)
        pace *= 1.0 - slow
        plan = pods_first(site, until(Op.ROLLBACK_WORKERS, queue, Node.SLOW, 0.0, below=True))
    site.set(queue, Node.DEPTH, max(site.get(queue, Node.DEPTH), pace * waits_s / TICK_S))
    return Fault(
        queue,
        victim,
        plan,
        "{culprit}: consumer lag above the agreed 60 s",
        fixes=(Call(Op.DEAD_LETTER, queue), Call(Op.ROLLBACK_WORKERS, queue),
               Call(Op.SCALE_WORKERS, queue, 16)),
        tempting=(Call(Op.RESTART, queue), Call(Op.RESTART, victim), Call(Op.ROLLBACK, victim),
                  Call(Op.SCALE, victim, 12), Call(Op.SCALE_WORKERS, queue, 2)),
        dangerous=(Call(Op.PURGE_QUEUE, queue), Call(Op.SCALE_WORKERS, queue, 16),
                   Call(Op.RESTART_ALL)),
    )  # fmt: skip


FLEET = Family(
    "P5",
    "fleet above its limit",
    "Platform",
    10,
    (3, 7),
    ("thread_room", "manifest", "cache_plain", "creation", "headroom"),
    fleet_too_large,
)
BACKLOG = Family(
    "P6",
    "queue backlog",
    "Platform",
    20,
    (3, 7),
    ("partitions", "cache_plain", "few_sessions", "creation", "headroom", "conn_room"),
    backlog,
    among=(NodeKind.QUEUE,),
)

"""Incidents of the platform: a bad deploy, a retry storm, pods that cannot be created."""

from sentinel.world.faults.family import Family, Fault, Site, Step, pods_first, until, whole
from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at, edges


def bad_deploy(site: Site) -> Fault:
    """A new version, or a flag it shipped with, fails a share of requests."""
    culprit = site.pick(NodeKind.WORKLOAD)
    victim, bystander = site.caller(culprit), site.other(culprit, 0)
    share = site.rng.uniform(0.25, 0.55)
    predicates = site.predicates
    by_flag = site.rng.random() < 0.35
    if by_flag:
        site.set(culprit, Node.FLAG_ERR, share)
        site.set(culprit, Node.FLAG_OFF_ERR, 0.0)
        plan: tuple[Step, ...] = (until(Op.FLAG_OFF, culprit, Node.FLAG_ON, 0.0, below=True),)
    else:
        site.set(culprit, Node.VERSION_ERR, share)
        if predicates.canary:
            site.row[Glob.CANARY], site.row[Glob.CANARY_NODE] = 0.35 + 0.8 * share, float(culprit)
        back = predicates.image and site.get(culprit, Node.CONTRACT) < 0.5
        if not back:
            site.set(culprit, Node.HOTFIX, 1.0)
        op = Op.ROLLBACK if back else Op.ROLL_FORWARD
        plan = pods_first(site, until(op, culprit, Node.VERSION_ERR, 0.05, below=True))
    return Fault(
        culprit,
        victim,
        plan,
        "{gateway} error rate above 5 % for 3 minutes",
        fixes=(Call(Op.ROLLBACK, culprit), Call(Op.ROLL_FORWARD, culprit),
               Call(Op.FLAG_OFF, culprit)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.SCALE, culprit, 12), Call(Op.RESTART, victim),
                  Call(Op.ROLLBACK, bystander), Call(Op.FLAG_OFF, bystander)),
        dangerous=(Call(Op.SCALE, culprit, 0), Call(Op.RESTART, culprit),
                   Call(Op.RESTART_ALL), Call(Op.FINISH_ROLLOUT, culprit)),
        deploy=True,
    )  # fmt: skip


def retry_storm(site: Site) -> Fault:
    """A passed overload left queues and retries that feed each other."""
    culprit = site.pick(NodeKind.WORKLOAD, NodeKind.DATABASE)
    victim = site.caller(culprit)
    edge = edges(site.row, site.graph)
    for e, callee in enumerate(site.graph.callee.tolist()):
        if callee == culprit:
            edge[e, Edge.RETRIES] = 3.0
            edge[e, Edge.HAS_BREAKER] = 0.0
            edge[e, Edge.FAIL] = 0.9
            edge[e, Edge.TIMEOUT_S] = 1.0
    site.set(culprit, Node.QUEUED, 200.0 * site.get(culprit, Node.READY))
    site.set(culprit, Node.LATENCY, 8.0)
    site.set(culprit, Node.HPA_MAX, 0.0)
    load = site.get(culprit, Node.LOAD) / max(site.get(culprit, Node.READY), 1.0)
    site.set(culprit, Node.CAPACITY, max(load, 1.0) * site.rng.uniform(1.15, 1.5))
    first = int(site.graph.callee.tolist().index(culprit))
    retries = GLOBALS + site.graph.nodes * NODE + first * EDGE + Edge.RETRIES
    queued = at(culprit, Node.QUEUED)
    shed = whole(Op.SHED_LOAD, Glob.SHED, 0.6, amount=60)
    plan = (
        Step(Op.CUT_RETRIES, culprit, 0.0, retries, -1.0, 0.0),
        shed.unless(queued, 20.0, below=True),
        until(Op.NONE, culprit, Node.QUEUED, 20.0, below=True),
        whole(Op.LIFT_SHED, Glob.SHED, 0.0, below=True),
    )
    return Fault(
        culprit,
        victim,
        plan,
        "{gateway} latency and errors high; calls to {culprit} time out",
        fixes=(Call(Op.SHED_LOAD, 0, 70), Call(Op.CUT_RETRIES, culprit),
               Call(Op.SCALE, culprit, 16)),
        tempting=(Call(Op.RESTART, victim), Call(Op.RESTART, culprit), Call(Op.ROLLBACK, victim),
                  Call(Op.SCALE, victim, 14), Call(Op.LIFT_SHED)),
        dangerous=(Call(Op.RAISE_RETRIES, culprit), Call(Op.RESTART_ALL),
                   Call(Op.SHED_LOAD, 0, 95)),
    )  # fmt: skip


def hung_pods(site: Site) -> Fault:
    """Workers of one service hang; a restart would help, if pods could be created."""
    culprit = site.pick(NodeKind.WORKLOAD)
    victim = site.caller(culprit)
    site.set(culprit, Node.HANG, site.rng.uniform(0.35, 0.6))
    restart = until(Op.RESTART, culprit, Node.HANG, 0.02, below=True)
    return Fault(
        culprit,
        victim,
        pods_first(site, restart),
        "{culprit} answers only part of its requests",
        fixes=(Call(Op.RESTART, culprit), Call(Op.SCALE, culprit, 14), Call(Op.FIX_WEBHOOK)),
        tempting=(Call(Op.ROLLBACK, culprit), Call(Op.RESTART, victim), Call(Op.FLAG_OFF, culprit),
                  Call(Op.SCALE, victim, 12)),
        dangerous=(Call(Op.RESTART, culprit), Call(Op.RESTART, victim), Call(Op.RESTART_ALL),
                   Call(Op.SCALE, culprit, 0)),
    )  # fmt: skip


BAD_DEPLOY = Family(
    "P1",
    "bad deploy",
    "Platform",
    10,
    (3, 7),
    ("flag_plain", "few_sessions", "cache_plain", "image", "expand", "creation", "hotfix"),
    bad_deploy,
)
RETRY_STORM = Family(
    "P3",
    "retry storm",
    "Platform",
    16,
    (2, 4),
    ("oob", "cache_plain", "few_sessions", "creation", "headroom", "conn_room"),
    retry_storm,
    needs=(("low_traffic", False),),
)
CREATION_PATH = Family(
    "P9",
    "pod creation",
    "Platform",
    10,
    (3, 8),
    ("flag_plain", "zone_room", "cache_plain", "creation", "headroom", "image"),
    hung_pods,
)

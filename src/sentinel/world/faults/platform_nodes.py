"""Incidents of nodes: one that fails under its pods, an upgrade that took a label with it."""

from sentinel.world.faults.family import Family, Fault, Site, Step, whole
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at


def failed_node(site: Site) -> Fault:
    """A node fails with pods on it, which still get traffic and answer none of it."""
    culprit = site.pick(NodeKind.WORKLOAD)
    victim = site.caller(culprit)
    site.row[Glob.NODE_FAILED] = 1.0
    site.set(culprit, Node.ON_NODE, site.rng.uniform(0.35, 0.5))
    site.set(0, Node.ON_NODE, 0.0)
    left = at(culprit, Node.ON_NODE)
    work = site.graph.of_kind(NodeKind.WORKLOAD)
    there = sum(site.get(i, Node.ON_NODE) * site.get(i, Node.READY) for i in work)
    room = whole(Op.ADD_NODES, Glob.HEADROOM, there + 0.5).unless(left, 0.01, below=True)
    pods = whole(Op.FIX_WEBHOOK, Glob.CREATION, 1.0)
    return Fault(
        culprit,
        victim,
        (pods, room, Step(Op.DRAIN_NODE, 0, 0.0, left, -1.0, 0.01)),
        "{victim}: part of the pods of {culprit} do not answer",
        fixes=(Call(Op.DRAIN_NODE), Call(Op.FORCE_DRAIN_NODE), Call(Op.ADD_NODES)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.CORDON_NODE), Call(Op.ROLLBACK, culprit),
                  Call(Op.RESTART, victim), Call(Op.SCALE, culprit, 12)),
        dangerous=(Call(Op.FORCE_DRAIN_NODE), Call(Op.FORCE_DRAIN_NODE), Call(Op.RESTART_ALL),
                   Call(Op.SCALE, culprit, 0)),
    )  # fmt: skip


def lost_label(site: Site) -> Fault:
    """An upgrade takes the label from nodes by which route reflectors find their peers."""
    culprit = site.pick(NodeKind.WORKLOAD, NodeKind.DATABASE)
    victim = site.caller(culprit)
    site.row[Glob.LABEL] = 0.0
    site.row[Glob.UPGRADED] = site.rng.uniform(0.25, 0.4)
    site.row[Glob.UPGRADING] = site.rng.choice((0.0, 0.01))
    site.set(culprit, Node.MESHED, site.rng.uniform(0.85, 0.98))
    for _ in range(2):
        site.set(site.other(culprit, 0), Node.MESHED, site.rng.uniform(0.3, 0.6))
    return Fault(
        culprit,
        victim,
        (whole(Op.RESTORE_NODE_ROLE, Glob.LABEL, 1.0),),
        "{victim}: no route for part of the calls to {culprit}",
        fixes=(Call(Op.RESTORE_NODE_ROLE), Call(Op.RESTORE_CONTROL_PLANE), Call(Op.PAUSE_UPGRADE)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.RESTART, victim),
                  Call(Op.ROLLBACK_ROUTES, culprit), Call(Op.ROLLBACK, victim),
                  Call(Op.SCALE, victim, 12)),
        dangerous=(Call(Op.RESUME_UPGRADE), Call(Op.RESTORE_CONTROL_PLANE),
                   Call(Op.ANNOUNCE_PREFIX, culprit), Call(Op.DROP_ROUTES, culprit)),
    )  # fmt: skip


NODE_LOSS = Family(
    "P7",
    "node lost",
    "Platform",
    10,
    (2, 6),
    ("node_stateless", "snapshot", "cache_plain", "creation", "headroom", "lag"),
    failed_node,
)
LABELS = Family(
    "P8",
    "label removed by an upgrade",
    "Platform",
    10,
    (3, 7),
    ("store_match", "oob", "cache_plain", "creation"),
    lost_label,
)

"""Incidents of the network: a withdrawn route, an emptied name record."""

from sentinel.world.faults.family import Family, Fault, Site, until, whole
from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import edges


def route_filter(site: Site) -> Fault:
    """A route push withdrew part of the paths to one service."""
    culprit = site.pick(NodeKind.WORKLOAD, NodeKind.DATABASE)
    victim, later = site.caller(culprit), site.other(culprit)
    site.set(culprit, Node.ROUTE, site.rng.uniform(0.35, 0.65))
    clear = site.predicates.no_later_push
    site.row[Glob.LATER_PUSH] = -1.0 if clear else float(later)
    op = Op.ROLLBACK_ROUTES if clear else Op.ANNOUNCE_PREFIX
    plan = (until(op, culprit, Node.ROUTE, 0.99),)
    if not clear and not site.predicates.oob:
        plan = (whole(Op.DRAIN_ZONE, Glob.DRAINED, 1.0),)
    return Fault(
        culprit,
        victim,
        plan,
        "{victim}: connection failures to {culprit}",
        fixes=(Call(Op.ROLLBACK_ROUTES, culprit), Call(Op.ANNOUNCE_PREFIX, culprit),
               Call(Op.DRAIN_ZONE)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.SCALE, victim, 12), Call(Op.RESTART, victim),
                  Call(Op.ROLLBACK, victim), Call(Op.OVERRIDE_HOST, culprit)),
        dangerous=(Call(Op.DROP_ROUTES, culprit), Call(Op.ANNOUNCE_PREFIX, culprit),
                   Call(Op.OPEN_FIREWALL, culprit), Call(Op.ANNOUNCE_PREFIX, later)),
    )  # fmt: skip


def empty_record(site: Site) -> Fault:
    """Automation emptied a name record; open connections still work, new ones do not."""
    culprit = site.pick(NodeKind.WORKLOAD, NodeKind.DATABASE)
    victim = site.caller(culprit)
    site.set(culprit, Node.DNS, 0.0)
    site.set(culprit, Node.STALE_PLAN, 1.0)
    live = site.rng.uniform(0.75, 0.95)
    view = edges(site.row, site.graph)
    for e, callee in enumerate(site.graph.callee.tolist()):
        if callee == culprit:
            view[e, Edge.LIVE] = live
    plan = (
        whole(Op.FREEZE_DNS, Glob.DNS_AUTOMATION, 0.0, below=True),
        until(Op.RESTORE_DNS, culprit, Node.DNS, 1.0),
    )
    return Fault(
        culprit,
        victim,
        plan,
        "{victim}: NXDOMAIN for {culprit}",
        fixes=(Call(Op.RESTORE_DNS, culprit), Call(Op.OVERRIDE_HOST, culprit),
               Call(Op.FREEZE_DNS)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.ROLLBACK, victim), Call(Op.DRAIN_ZONE),
                  Call(Op.SCALE, victim, 12)),
        dangerous=(Call(Op.RESTART, victim), Call(Op.RESTART_ALL), Call(Op.DROP_ROUTES, culprit)),
    )  # fmt: skip


ROUTES = Family(
    "N1",
    "route withdrawn",
    "NetworkOps",
    10,
    (3, 8),
    ("oob", "no_later_push", "zone_room"),
    route_filter,
)
NAMES = Family(
    "N2",
    "name record empty",
    "NetworkOps",
    14,
    (2, 5),
    ("no_automation", "oob", "cache_plain", "creation", "headroom"),
    empty_record,
)

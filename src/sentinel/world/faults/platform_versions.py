"""Incidents of versions and flags: memory that leaks, hosts that a rollout left behind."""

from sentinel.world.faults.family import Family, Fault, Site, Step, pods_first, until
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op


def memory_leak(site: Site) -> Fault:
    """A new version leaks into state that replicas copy from each other, until they are killed."""
    culprit = site.pick(NodeKind.WORKLOAD)
    victim, bystander = site.caller(culprit), site.other(culprit, 0)
    leak = site.rng.uniform(0.05, 0.11)
    site.set(culprit, Node.LEAK, leak)
    site.set(culprit, Node.MEMORY, 0.9 - leak * site.rng.uniform(0.0, 1.5))
    back = site.predicates.image and site.get(culprit, Node.CONTRACT) < 0.5
    if not back:
        site.set(culprit, Node.HOTFIX, 1.0)
    mend = Op.ROLLBACK if back else Op.ROLL_FORWARD
    return Fault(
        culprit,
        victim,
        pods_first(site, until(mend, culprit, Node.LEAK, 0.001, below=True)),
        "{culprit}: containers restart again and again",
        fixes=(Call(Op.ROLLBACK, culprit), Call(Op.ROLL_FORWARD, culprit),
               Call(Op.RESTART, culprit)),
        tempting=(Call(Op.SCALE, culprit, 12), Call(Op.RESTART, victim),
                  Call(Op.ROLLBACK, bystander), Call(Op.FLAG_OFF, culprit)),
        dangerous=(Call(Op.ROLLBACK, culprit), Call(Op.RESTART, culprit),
                   Call(Op.SCALE, culprit, 0), Call(Op.RESTART_ALL)),
        deploy=True,
    )  # fmt: skip


def hosts_left_behind(site: Site) -> Fault:
    """A flag was turned on while some hosts run the older version, to which it means another path.

    Going back to the older version everywhere takes that path everywhere.
    """
    culprit = site.pick(NodeKind.WORKLOAD)
    victim, bystander = site.caller(culprit), site.other(culprit, 0)
    site.set(culprit, Node.HOSTS_NEW, site.rng.randint(3, 5) / 8.0)
    site.set(culprit, Node.RETIRED_ERR, site.rng.uniform(0.65, 0.95))
    off = until(Op.FLAG_OFF, culprit, Node.FLAG_ON, 0.0, below=True)
    finish = until(Op.FINISH_ROLLOUT, culprit, Node.HOSTS_NEW, 1.0)
    plan: tuple[Step, ...] = pods_first(site, finish)
    if site.predicates.flag_plain:
        plan = (off.unless(finish.place, 1.0),)
    return Fault(
        culprit,
        victim,
        plan,
        "{culprit}: part of its hosts fail requests",
        fixes=(Call(Op.FLAG_OFF, culprit), Call(Op.FINISH_ROLLOUT, culprit),
               Call(Op.ROLL_FORWARD, culprit)),
        tempting=(Call(Op.RESTART, culprit), Call(Op.SCALE, culprit, 12),
                  Call(Op.ROLLBACK, bystander), Call(Op.FLAG_OFF, bystander),
                  Call(Op.ENABLE_FLAG, culprit)),
        dangerous=(Call(Op.ROLLBACK, culprit), Call(Op.FLAG_OFF, culprit), Call(Op.RESTART_ALL),
                   Call(Op.FINISH_ROLLOUT, culprit)),
        deploy=True,
    )  # fmt: skip


LEAK = Family(
    "P2",
    "memory leak",
    "Platform",
    12,
    (3, 6),
    ("hotfix", "cache_plain", "few_sessions", "creation", "image", "expand"),
    memory_leak,
)
HOSTS = Family(
    "P4",
    "hosts left behind",
    "Platform",
    10,
    (3, 7),
    ("flag_plain", "hotfix", "cache_plain", "creation", "image"),
    hosts_left_behind,
)

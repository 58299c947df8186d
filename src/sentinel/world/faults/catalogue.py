"""Every incident family, and how often each occurs."""

from typing import Final

from sentinel.world.faults.databases import FAILOVER, LOCKS, MIGRATION, POOLS, REPLICAS
from sentinel.world.faults.family import Family, Fault, Site
from sentinel.world.faults.intrusion import ACCESS, CERTIFICATES, CONFIG, EDGE_RULE, INTRUDER
from sentinel.world.faults.links import PARTITION, POLICIES, RESOLVER, TABLE
from sentinel.world.faults.network import NAMES, ROUTES
from sentinel.world.faults.platform import BAD_DEPLOY, CREATION_PATH, RETRY_STORM
from sentinel.world.faults.platform_capacity import BACKLOG, FLEET
from sentinel.world.faults.platform_nodes import LABELS, NODE_LOSS
from sentinel.world.faults.platform_versions import HOSTS, LEAK
from sentinel.world.faults.security import ROTATION
from sentinel.world.faults.storage import CACHES, DISKS, STARVED
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.ops import Op


def nothing(site: Site) -> Fault:
    """Nothing is wrong; the alert was noise."""
    service = site.pick(NodeKind.WORKLOAD)
    victim = site.caller(service)
    return Fault(
        service,
        victim,
        (),
        "{culprit}: error budget burn (short window)",
        tempting=(Call(Op.RESTART, service), Call(Op.ROLLBACK, service),
                  Call(Op.SCALE, service, 12), Call(Op.RESTART, victim)),
        dangerous=(Call(Op.RESTART_ALL), Call(Op.SCALE, service, 0)),
    )  # fmt: skip


QUIET: Final = Family("Q0", "false alarm", "Platform", 10, (2, 6), ("creation",), nothing)
"""The declared exception: an episode without a fault."""

FAMILIES: Final[tuple[Family, ...]] = (
    BAD_DEPLOY, CREATION_PATH, RETRY_STORM, ROUTES, NAMES, POOLS, LOCKS, REPLICAS, FAILOVER,
    DISKS, CACHES, ROTATION, LEAK, HOSTS, FLEET, BACKLOG, NODE_LOSS, LABELS, MIGRATION, STARVED,
    RESOLVER, POLICIES, PARTITION, TABLE, CERTIFICATES, INTRUDER, CONFIG, EDGE_RULE, ACCESS, QUIET,
)  # fmt: skip
"""Every family, the false alarm last."""

BY_ID: Final = {family.id: family for family in FAMILIES}

PRIOR: Final[dict[str, float]] = {
    "P1": 20, "P9": 14, "P3": 7, "N1": 10, "N2": 8, "D1": 8, "D2": 8, "D3": 6, "D4": 8,
    "D5": 8, "D6": 8, "S1": 8, "P2": 6, "P4": 6, "P5": 6, "P6": 6, "P7": 6, "P8": 6,
    "D7": 6, "D8": 6, "N3": 6, "N4": 6, "N5": 6, "N6": 6, "S2": 6, "S3": 6, "S4": 6,
    "S5": 6, "S6": 6, "Q0": 10,
}  # fmt: skip
"""Relative frequency of each family.

Source: causes of 152 severe incidents of a large conferencing service (SoCC 2022): code 27 %,
dependency 16 %, infrastructure 16 %, deployment 13 %, configuration 13 %, database and network
11 %, authentication 5 %; spread over the families at hand.
"""

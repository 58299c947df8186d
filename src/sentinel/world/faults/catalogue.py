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
    "P1": 8, "P2": 5, "P3": 4, "P4": 4, "P5": 4, "P6": 4, "P7": 4, "P8": 3, "P9": 6,
    "N1": 4, "N2": 4, "N3": 3, "N4": 4, "N5": 3, "N6": 3,
    "D1": 5, "D2": 5, "D3": 4, "D4": 4, "D5": 4, "D6": 4, "D7": 5, "D8": 3,
    "S1": 3, "S2": 3, "S3": 3, "S4": 4, "S5": 3, "S6": 3, "Q0": 8,
}  # fmt: skip
"""Relative frequency of each family.

Source: causes of 152 severe incidents of a large conferencing service (SoCC 2022): code 27 %,
dependency 16 %, infrastructure 16 %, deployment 13 %, configuration 13 %, database and network
11 %, authentication 5 %. By family: code P1 P2 D2 D7; dependency N2 N3 D6 D8 P3 P6;
infrastructure N5 N6 P5 P7 D4 D5; deployment P8 P9 D1; configuration N1 N4 P4 S4 S5;
database D3; authentication and access S1 S2 S3 S6. Security is rarer there than it is
here, so that its specialist has enough to do; a false alarm comes on top.
"""

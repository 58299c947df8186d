"""What each service is to an incident."""

from collections.abc import Sequence

from sentinel.world.faults.family import Fault
from sentinel.world.fields import NodeKind


def roles(fault: Fault, kinds: Sequence[int]) -> list[str]:
    """What each service is: culprit, victim, gateway, bystander or store."""
    found = [_OF_KIND.get(kind, "store") for kind in kinds]
    for node, role in zip(fault.also, ("culprit", "victim"), strict=False):
        found[node] = role
    found[fault.victim] = "victim"
    found[fault.culprit] = "culprit"
    return found


_OF_KIND = {int(NodeKind.EDGE): "gateway", int(NodeKind.WORKLOAD): "bystander"}

"""The deploys that an incident leaves in the history."""

from random import Random

from sentinel.world.faults.family import Fault
from sentinel.world.inventory import Inventory
from sentinel.world.topology import NOTES


def with_deploys(
    found: Inventory, rng: Random, fault: Fault, tick: int, second: Fault | None = None
) -> Inventory:
    """The inventory with the incident's deploys: the guilty ones if any, and red herrings.

    A guilty deploy of a second fault takes the place of a red herring, so that their number
    does not tell how many faults there are.
    """
    recent = []
    if fault.deploy:
        recent.append((fault.culprit, tick))
    herrings = rng.randint(1, 2)
    if second is not None and second.deploy:
        recent.append((second.culprit, tick))
        herrings -= 1
    guilty = (fault.culprit, *fault.also[:1])
    others = [i for i in range(1, len(found.names)) if i not in guilty]
    for node in rng.sample(others, herrings):
        recent.append((node, tick - rng.randint(0, 20)))
    if not fault.deploy and rng.random() < 0.35:
        recent.append((fault.culprit, tick - rng.randint(2, 20)))
    for node, when in recent:
        found = found.deployed(node, when, rng.choice(NOTES))
    return found

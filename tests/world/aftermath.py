"""What became of an estate, for tests of the dynamics."""

from sentinel.world.fields import Glob
from sentinel.world.node_fields import Node
from sentinel.world.state import at


def burn(estate) -> float:
    return float(estate.row[Glob.BURN_NOW])


def after(estate, *calls, wait=8, then=60):
    """A fork in which the calls were carried out, with some ticks between and after."""
    fork = estate.fork()
    for call in calls:
        fork.execute(call)
        fork.advance(wait)
    fork.advance(then)
    return fork


def of(estate, node, field) -> float:
    return float(estate.row[at(node, field)])


def the(estate, kind) -> int:
    """The busiest service of a kind."""
    found = estate.graph.of_kind(kind)
    return max(found, key=lambda node: of(estate, node, Node.LOAD))


def soon(estate, call, ticks):
    """A fork some ticks after one call."""
    return after(estate, call, wait=ticks, then=0)

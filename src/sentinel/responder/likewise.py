"""The same verbs on other things: honest work that looks like the moves of an adversary."""

from collections.abc import Iterable
from random import Random
from typing import Final

from sentinel.world.dice import shuffled
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target
from sentinel.world.state import Graph

MOST_ALIKE: Final = 16
"""Calls of the same verbs that are tried for a look-alike."""

_WORK: Final = (NodeKind.WORKLOAD,)
_ANY: Final = (NodeKind.WORKLOAD, NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)
_FITS: Final = {
    Target.SERVICE: _ANY, Target.WORKLOAD: _WORK, Target.FLAG: _WORK,
    Target.DATABASE: (NodeKind.DATABASE,), Target.HOST: (NodeKind.DATABASE,),
    Target.TABLE: (NodeKind.DATABASE,), Target.CACHE: (NodeKind.CACHE,),
    Target.QUEUE: (NodeKind.QUEUE,),
}  # fmt: skip
"""Services that an action with each target fits."""

_AMOUNTS: Final = {
    Op.DROP_TABLE: (1.0,), Op.TRUNCATE_TABLE: (1.0,), Op.WIPE_DATA_DIR: (0.0, 1.0),
    Op.SCALE: (1.0, 4.0, 8.0, 12.0), Op.SHED_LOAD: (20.0,), Op.RAISE_MAX_CONNECTIONS: (20.0, 50.0),
    Op.SET_RETENTION: (720.0, 1_440.0, 2_880.0),
}  # fmt: skip
"""Amounts with which they are tried."""


def likewise(ops: Iterable[Op], graph: Graph, rng: Random) -> list[Call]:
    """Mutations of some kinds on everything they fit.

    Args:
        ops: The kinds, each once.
        graph: The estate's graph.
        rng: The stream that decides on the order.

    Returns:
        At most `MOST_ALIKE` calls.
    """
    found = []
    for op in ops:
        target = BY_OP[op].target
        nodes = graph.of_kind(*_FITS[target]) if target in _FITS else [0]
        found += [Call(op, node, amount) for node in nodes for amount in _AMOUNTS.get(op, (0.0,))]
    return shuffled(rng, found)[:MOST_ALIKE]

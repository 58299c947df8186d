"""Who holds what in an estate that somebody may work against from within."""

from random import Random

from sentinel.world.dice import between
from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.state import Graph, Row


def guard(rng: Random, row: Row, graph: Graph) -> None:
    """Say who holds what: own accounts, a way out, roles, retentions, a second home for records.

    An estate without accounts of its own neither keeps track of these things nor prints them.
    """
    row[Glob.ACCOUNT_A] = float(between(rng, 10_000, 54_999))
    row[Glob.ACCOUNT_B] = float(between(rng, 55_000, 99_999))
    row[Glob.EGRESS] = float(rng.random() < 0.6)
    row[Glob.SHIPPED] = float(rng.random() < 0.4)
    row[Glob.ROLE] = float(rng.random() < 0.4)
    for node in graph.of_kind(NodeKind.DATABASE):
        short = rng.random() < 0.4
        row[GLOBALS + node * NODE + Node.RETENTION_MIN] = 20.0 if short else 0.0

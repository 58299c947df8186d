"""Undoing every mutation in real incidents: what is not stated to stay goes back."""

import numpy as np
import pytest

from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import GLOBALS, NODE, Glob
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at, nodes
from sentinel.world.undo import OF_ESTATE, OF_SERVICE, lasting, undo

AMOUNTS = {
    Op.SCALE: (1.0, 9.0), Op.SHED_LOAD: (60.0,), Op.RAISE_MAX_CONNECTIONS: (300.0,),
    Op.SCALE_WORKERS: (1.0, 9.0), Op.SET_AUTOSCALER: (1.0,), Op.SET_TIMEOUT: (3.0,),
    Op.EXPORT_TABLE: (2.0 * 31_007,), Op.SET_RETENTION: (5.0,), Op.GRANT_ROLE: (1.0, 2.0),
    Op.WIPE_DATA_DIR: (0.0, 1.0), Op.DROP_TABLE: (0.0, 1.0), Op.RELEASE: (2.0,),
}  # fmt: skip

GLOBAL_SETTINGS = (
    Glob.EXTRA_QUERIES, Glob.RESOLVER_CAP, Glob.RULE_COST, Glob.PUSHING, Glob.GOOD_CONFIG,
    Glob.ISSUER, Glob.ACL_USED, Glob.PUSH_CLOSED, Glob.UPGRADED, Glob.CANARY, Glob.TABLE_MAX,
)  # fmt: skip
SERVICE_SETTINGS = (
    Node.HOSTS_NEW, Node.LEAK, Node.PREVIOUS_LEAK, Node.DRAIN, Node.SLOW, Node.VERSION_ERR,
    Node.POOL, Node.HPA_MAX, Node.HPA_MIN, Node.CONSUMERS, Node.DESIRED,
)  # fmt: skip


@pytest.fixture(scope="module")
def incidents():
    """One incident of every family that seventy seeds meet, one with a canary, one that leaks."""
    made = (scenario(Tier.WAR_ROOM, Split.TRAIN, seed) for seed in range(100, 170))
    found = {each.family.id: each for each in made}
    later = [scenario(Tier.WAR_ROOM, Split.TRAIN, seed) for seed in range(170, 300)]
    found["canary"] = next(each for each in later if each.start.row[Glob.CANARY] > 0.0)
    found["leak"] = next(each for each in later if leaks(each))
    return found


def leaks(made):
    start = made.start
    return made.predicates.image and nodes(start.row, start.graph)[:, Node.LEAK].any()


def calls(op, graph):
    for node in range(graph.nodes):
        for amount in AMOUNTS.get(op, (0.0,)):
            yield Call(op, node, amount)


def name(place, graph):
    if place < GLOBALS:
        return Glob(place).name
    inside = place - GLOBALS
    return Node(inside % NODE).name if inside < graph.nodes * NODE else f"edge {inside}"


def differ(one, other):
    return ~np.isclose(one, other, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("op", [each for each in Op if each is not Op.NONE], ids=lambda op: op.name)
def test_what_an_undone_action_leaves_behind_is_stated_to_stay(incidents, op):
    for made in incidents.values():
        graph = made.start.graph
        for call in calls(op, graph):
            estate = made.start.fork()
            before = estate.row.copy()
            estate.execute(call)
            after = estate.row.copy()
            put = undo(estate.row, before, after, graph)
            left = differ(before, estate.row) & ~lasting(before, after, graph)
            assert not left.any(), [name(place, graph) for place in left.nonzero()[0]]
            assert put == bool(differ(after, estate.row).any())


def test_settings_that_incidents_hang_on_are_changed_by_something_and_always_go_back(incidents):
    changed = set()
    for made in incidents.values():
        graph = made.start.graph
        for op in Op:
            for call in calls(op, graph):
                estate = made.start.fork()
                before = estate.row.copy()
                estate.execute(call)
                places = {*map(int, (before != estate.row).nonzero()[0])}
                changed |= {Glob(place) for place in places if place < GLOBALS} & {*GLOBAL_SETTINGS}
                own = {place for place in places if GLOBALS <= place < at(graph.nodes, Node(0))}
                changed |= {f"{Node((place - GLOBALS) % NODE).name}" for place in own}
    assert {*GLOBAL_SETTINGS} <= changed
    assert {each.name for each in SERVICE_SETTINGS} <= changed
    assert not {*GLOBAL_SETTINGS} & {*OF_ESTATE}
    assert not {*SERVICE_SETTINGS} & {*OF_SERVICE}

"""Grown estates are connected, calm, and carry the circumstances that were drawn for them."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.scenario.tiers import SIZES
from sentinel.world.estate import Estate
from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.predicates import Lag, draw, impose, lots
from sentinel.world.state import edges, nodes
from sentinel.world.topology import grow
from sentinel.world.vocabulary import DOMAINS, SHAPES
from sentinel.world.weather import noise

sizes = st.integers(min(low for low, _ in SIZES.values()), max(high for _, high in SIZES.values()))
shapes = st.sampled_from([shape for kind in SHAPES.values() for shape in kind])
grounds = st.builds(grow, st.integers(0, 10**6).map(lambda n: Random(f"t/{n}")),
                    st.sampled_from(list(DOMAINS.values())), shapes, sizes)  # fmt: skip


@given(grounds)
def test_calls_go_from_lower_to_higher_numbers_and_every_service_is_called(ground):
    graph = ground.graph
    assert (graph.callee > graph.caller).all()
    assert set(graph.callee.tolist()) == set(range(1, graph.nodes))
    pairs = list(zip(graph.caller.tolist(), graph.callee.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    for node in range(graph.nodes):
        assert graph.callees(node) == [b for a, b in pairs if a == node]
        assert sorted(graph.callers(node)) == [a for a, b in pairs if b == node]


@given(grounds)
def test_an_estate_has_one_gateway_and_every_kind_of_store(ground):
    kinds = [NodeKind(kind) for kind in ground.graph.kind.tolist()]
    assert kinds[0] is NodeKind.EDGE
    assert kinds.count(NodeKind.EDGE) == 1
    assert {NodeKind.DATABASE, NodeKind.CACHE, NodeKind.WORKLOAD} <= set(kinds)
    assert (NodeKind.QUEUE in kinds) == (len(kinds) >= 8)
    names = ground.inventory.names
    assert len(set(names)) == len(names) == len(kinds)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("bounds", SIZES.values(), ids=SIZES)
def test_every_domain_can_grow_an_estate_of_every_tier(domain, bounds):
    for size in range(bounds[0], bounds[1] + 1):
        ground = grow(Random("t"), DOMAINS[domain], "fan", size)
        assert bounds[0] <= ground.graph.nodes <= size


@pytest.mark.parametrize("shape", ["fan", "hub", "chain", "ladder"])
@pytest.mark.parametrize("size", [6, 8, 12, 16, 22, 24])
def test_a_grown_estate_is_calm_and_stays_so(shape, size):
    for number in range(40):
        ground = grow(Random(f"t/{number}"), DOMAINS["travel"], shape, size)
        estate = Estate(ground.graph, ground.inventory, ground.row, np.full(100, 1.03))
        estate.advance(60)
        view = nodes(estate.row, estate.graph)
        assert estate.row[Glob.BURN_NOW] < 0.02
        assert (view[:, Node.UTIL] < 0.9).all()
        databases = estate.graph.kind == NodeKind.DATABASE
        assert (view[databases, Node.CONNS] <= view[databases, Node.MAX_CONNS]).all()
        assert (view[databases, Node.LAG] == 0.0).all()


@given(grounds)
def test_a_cache_stands_only_before_databases_that_share_its_caller(ground):
    graph, view = ground.graph, edges(ground.row, ground.graph)
    for e in range(graph.edges):
        cache = int(view[e, Edge.CACHE])
        if cache >= 0:
            assert graph.kind[graph.callee[e]] == NodeKind.DATABASE
            assert graph.kind[cache] == NodeKind.CACHE
            assert cache in graph.callees(int(graph.caller[e]))


def test_traffic_is_noisy_around_what_it_is():
    factors = noise("a/b/c", 160)
    assert np.array_equal(factors, noise("a/b/c", 160))
    assert not np.array_equal(factors, noise("a/b/d", 160))
    assert 0.9 < factors.min() < factors.max() < 1.1
    assert factors.mean() == pytest.approx(1.0, abs=0.03)


@given(grounds, st.integers(0, 10**6))
def test_the_circumstances_drawn_stand_in_the_estate(ground, number):
    estate = Estate(ground.graph, ground.inventory, ground.row, np.ones(80))
    estate.advance(24)
    given_, rng = draw(Random(f"p/{number}")), Random(f"i/{number}")
    impose(given_, lots(rng, estate.graph), estate.row, estate.graph)
    row, view, kinds = estate.row, nodes(estate.row, estate.graph), estate.graph.kind
    database, cache = view[kinds == NodeKind.DATABASE], view[kinds == NodeKind.CACHE]
    work = view[kinds == NodeKind.WORKLOAD]
    age = row[Glob.TICK] - database[:, Node.SNAP_TICK]
    lag = database[:, Node.LSN] - database[:, Node.APPLIED]
    assert bool(row[Glob.CREATION]) == given_.creation
    assert (row[Glob.HEADROOM] > 0) == given_.headroom
    assert bool(row[Glob.OOB]) == given_.oob
    assert bool(row[Glob.DNS_AUTOMATION]) == (not given_.no_automation)
    assert bool(row[Glob.QUOTA]) == given_.quota
    assert bool(row[Glob.ATTACK]) == given_.attack
    assert ((age <= 40) == given_.snapshot).all()
    assert (database[:, Node.BACKUPS] == given_.backups).all()
    assert (database[:, Node.REPLICA] == given_.replica).all()
    assert ((database[:, Node.UNDO_TICKS] <= 2) == given_.short_undo).all()
    assert (work[:, Node.IMAGE_OK] == given_.image).all()
    assert (work[:, Node.HOTFIX] == given_.hotfix).all()
    assert ((work[:, Node.FLAG_OFF_ERR] == 0) == given_.flag_plain).all()
    assert not given_.expand or (work[:, Node.CONTRACT] == 0).all()
    assert ((cache[:, Node.SESSIONS] == 0) == given_.cache_plain).all()
    if given_.replica:
        bounds = {Lag.NONE: (0, 10), Lag.SOME: (50, 400), Lag.LARGE: (2_000, 9_000)}
        low, high = bounds[given_.lag]
        assert (lag >= low).all()
        assert (lag <= high).all()


def test_two_draws_that_differ_in_one_circumstance_impose_nothing_else_differently():
    ground = grow(Random("t/1"), DOMAINS["shop"], "fan", 12)
    estate = Estate(ground.graph, ground.inventory, ground.row, np.ones(80))
    estate.advance(24)
    base = draw(Random("p"))
    rows = []
    for quota in (True, False):
        row = estate.row.copy()
        impose(replace(base, quota=quota), lots(Random("i"), ground.graph), row, ground.graph)
        rows.append(row)
    assert np.flatnonzero(rows[0] != rows[1]).tolist() == [Glob.QUOTA]

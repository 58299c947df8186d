"""What the equations add up to: storms that stay, stampedes, lag, backlogs, full disks."""

import pytest
from aftermath import after, burn, of, the

from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at, edges, nodes

SEEDS = range(16)


def overloaded(estate, *, retries, breakers=0.0):
    """An estate 40 ticks after its busiest shared service got back capacity it had lost.

    The service has half as much again as its load needs, and had lost 60 % for 6 ticks.
    """
    graph = estate.graph
    work = [i for i in graph.of_kind(NodeKind.WORKLOAD) if graph.callers(i) != [0]]
    service = max(work, key=lambda node: of(estate, node, Node.LOAD))
    view, calls = nodes(estate.row, graph), edges(estate.row, graph)
    view[:, Node.HPA_MAX] = 0.0
    view[service, Node.CAPACITY] = 1.5 * view[service, Node.LOAD] / view[service, Node.READY]
    into = graph.callee == service
    calls[:, Edge.RETRIES] = 0.0
    calls[into, Edge.RETRIES] = retries
    calls[into, Edge.TIMEOUT_S] = 1.0
    calls[:, Edge.HAS_BREAKER] = breakers
    estate.advance(5)
    assert burn(estate) < 0.05
    view[service, Node.CAPACITY] *= 0.4
    estate.advance(6)
    # Its callers fail on it, or their breakers have opened.
    assert calls[into, Edge.BREAKER if breakers else Edge.FAIL].min() > (0.3 if breakers else 0.8)
    view[service, Node.CAPACITY] /= 0.4
    estate.advance(40)
    return estate, service


@pytest.fixture
def storms(grown):
    """Estates in a storm of retries, and the service it rages at.

    Left out are those in which a service in front throttles the storm by failing first.
    """
    found = [overloaded(grown(seed), retries=3.0) for seed in SEEDS]
    return [(estate, service) for estate, service in found if burn(estate) > 0.4]


def test_without_retries_a_passed_overload_leaves_nothing_behind(grown):
    for seed in SEEDS:
        assert burn(overloaded(grown(seed), retries=0.0)[0]) < 0.05


def test_with_retries_the_storm_stays_when_its_trigger_is_gone(storms):
    assert len(storms) > 0.6 * len(SEEDS)
    for estate, service in storms:
        assert of(estate, service, Node.UTIL) > 1.0
        assert burn(after(estate, then=40)) > 0.4


def test_shedding_for_a_while_ends_the_storm(storms):
    for estate, _ in storms:
        assert burn(after(estate, Call(Op.SHED_LOAD, 0, 80.0), Call(Op.LIFT_SHED))) < 0.05


def test_cutting_retries_ends_the_storm_and_restarting_a_victim_does_not(storms):
    for estate, service in storms:
        victim = estate.graph.callers(service)[-1]
        assert burn(after(estate, Call(Op.CUT_RETRIES, service))) < 0.05
        assert burn(after(estate, Call(Op.RESTART, victim))) > 0.4


def test_breakers_let_the_storm_decay_by_itself(grown):
    for seed in SEEDS:
        estate, _ = overloaded(grown(seed), retries=3.0, breakers=1.0)
        assert burn(after(estate, then=60)) < 0.05


def test_raising_retries_in_calm_weather_costs_nothing(grown):
    for seed in SEEDS:
        estate = grown(seed)
        service = the(estate, NodeKind.WORKLOAD)
        assert burn(after(estate, Call(Op.RAISE_RETRIES, service))) < 0.05


def cold_use(estate) -> tuple[int, float]:
    """The cache in front of the database that would be busiest without it, and how busy."""
    graph, calls = estate.graph, edges(estate.row, estate.graph)
    busiest, cache = 0.0, -1
    for database in graph.of_kind(NodeKind.DATABASE):
        into = [e for e in range(graph.edges) if graph.callee[e] == database]
        behind = [int(calls[e, Edge.CACHE]) for e in into if calls[e, Edge.CACHE] >= 0.0]
        wanted = sum(of(estate, int(graph.caller[e]), Node.LOAD) * calls[e, Edge.FAN] for e in into)
        use = wanted / of(estate, database, Node.CAPACITY)
        if behind and use > busiest:
            busiest, cache = float(use), behind[0]
    return cache, busiest


def flushed(estate, cache, traffic) -> float:
    """Outage-ticks within five minutes of emptying a cache at a share of the usual traffic."""
    estate.row[Glob.TRAFFIC] *= traffic
    estate.advance(20)
    quiet = after(estate, then=20)
    empty = after(estate, Call(Op.CLEAR_CACHE, cache), wait=0, then=20)
    return float(empty.row[Glob.BURN] - quiet.row[Glob.BURN])


@pytest.mark.parametrize("shape", ["fan", "hub", "chain", "ladder"])
def test_emptying_a_cache_is_a_stampede_where_the_database_cannot_do_without_it(grown, shape):
    leaning = 0
    for seed in SEEDS:
        cache, use = cold_use(grown(seed, shape))
        if use > 1.05:
            leaning += 1
            # Near its limit a database may yet catch up while the cache fills.
            least = 0.3 if use > 1.2 else 0.03
            assert flushed(grown(seed, shape), cache, 1.0) > least, (seed, use)
            assert flushed(grown(seed, shape), cache, 0.2) < 0.01, (seed, use)
        elif use < 0.95:
            assert flushed(grown(seed, shape), cache, 1.0) < 0.01, (seed, use)
    assert leaning > 2


def test_a_cache_refills_only_as_fast_as_its_misses_are_answered(grown):
    seed = next(seed for seed in SEEDS if cold_use(grown(seed))[1] > 1.2)
    quick, slow = (grown(seed) for _ in range(2))
    cache, _ = cold_use(quick)
    for estate in (quick, slow):
        estate.execute(Call(Op.CLEAR_CACHE, cache))
        assert of(estate, cache, Node.WARM) == 0.0
    quick.row[Glob.SHED] = 0.8
    for estate in (quick, slow):
        estate.advance(20)
    assert of(quick, cache, Node.WARM) > 1.5 * of(slow, cache, Node.WARM)
    quick.execute(Call(Op.LIFT_SHED))
    quick.advance(40)
    assert of(quick, cache, Node.WARM) > 0.9
    assert burn(quick) < 0.05


def test_a_stuck_queue_grows_by_what_comes_and_drains_by_what_is_left_over(grown):
    estate = grown(0)
    queue = the(estate, NodeKind.QUEUE)
    comes = of(estate, queue, Node.LOAD) * 15.0
    assert of(estate, queue, Node.DEPTH) == 0.0
    estate.row[at(queue, Node.STUCK)] = 1.0
    estate.advance(20)
    assert of(estate, queue, Node.DEPTH) == pytest.approx(20 * comes, rel=0.02)
    assert burn(estate) > 0.03
    estate.execute(Call(Op.DEAD_LETTER, queue))
    deep = of(estate, queue, Node.DEPTH)
    estate.advance(5)
    left_over = of(estate, queue, Node.DRAIN) - comes
    assert of(estate, queue, Node.DEPTH) == pytest.approx(deep - 5 * left_over, rel=0.02)

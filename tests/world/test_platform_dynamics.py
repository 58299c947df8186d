"""What the equations add up to on the platform: leaks, fleets, queues, nodes, upgrades, flags."""

import pytest
from aftermath import after, burn, of, the

from sentinel.world.fields import Edge, Glob, Node, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.state import at, edges

SEEDS = range(8)


@pytest.fixture
def plain(grown):
    """Estates in which nothing is retried, and their busiest workload but the first."""

    def make(seed=0):
        estate = grown(seed)
        edges(estate.row, estate.graph)[:, Edge.RETRIES] = 0.0
        work = estate.graph.of_kind(NodeKind.WORKLOAD)
        return estate, max(work[1:], key=lambda node: of(estate, node, Node.LOAD))

    return make


def put(estate, node, **values):
    for name, value in values.items():
        estate.row[at(node, Node[name])] = value


def test_replicas_that_leak_are_killed_and_come_back_without_pod_creation(plain):
    for seed in SEEDS:
        estate, service = plain(seed)
        put(estate, service, LEAK=0.08, MEMORY=0.85)
        estate.row[Glob.CREATION] = 0.0
        estate.advance(10)
        ready, wanted = of(estate, service, Node.READY), of(estate, service, Node.DESIRED)
        assert 0.0 < ready < 0.8 * wanted
        assert ready + of(estate, service, Node.STARTING) == pytest.approx(wanted)
        assert of(estate, service, Node.ERR) > 0.3


def test_a_restart_buys_the_ticks_that_its_headroom_over_the_leak_gives(plain):
    estate, service = plain()
    put(estate, service, LEAK=0.05, MEMORY=1.1)
    estate.advance(6)
    restarted = after(estate, Call(Op.RESTART, service), wait=0, then=0)
    calm = 0
    while of(restarted, service, Node.MEMORY) <= 0.9:
        restarted.advance(1)
        calm += 1
    assert calm == pytest.approx((0.9 - 0.35) / 0.05, abs=1.0)
    restarted.advance(12)
    assert of(restarted, service, Node.ERR) > 0.3


def test_a_rollback_ends_the_leak_and_more_replicas_do_not(plain):
    estate, service = plain()
    put(estate, service, LEAK=0.08, MEMORY=0.9)
    estate.row[Glob.HEADROOM] = 20.0
    estate.advance(6)
    assert burn(after(estate, Call(Op.ROLLBACK, service))) < 0.05
    assert of(after(estate, Call(Op.SCALE, service, 16.0)), service, Node.ERR) > 0.3
    twice = after(estate, Call(Op.ROLLBACK, service), Call(Op.ROLLBACK, service))
    assert of(twice, service, Node.LEAK) == 0.08


def test_each_replica_above_the_thread_limit_costs_all_others(plain):
    estate, service = plain()
    estate.row[Glob.HEADROOM] = 30.0
    most = of(estate, service, Node.DESIRED)
    put(estate, service, FLEET_MAX=most)
    errors = []
    for more in (0.0, 2.0, 4.0):
        scaled = after(estate, Call(Op.SCALE, service, most + more), then=4)
        errors.append(of(scaled, service, Node.ERR))
    assert errors == pytest.approx([errors[0], errors[0] + 0.14, errors[0] + 0.28], abs=0.03)


def test_an_autoscaler_takes_back_what_was_scaled_by_hand_until_its_minimum_is_lowered(plain):
    estate, service = plain()
    estate.row[Glob.HEADROOM] = 30.0
    usual = of(estate, service, Node.DESIRED)
    put(estate, service, HPA_MIN=usual + 6.0)
    estate.advance(4)
    assert of(estate, service, Node.READY) == usual + 6.0
    assert of(after(estate, Call(Op.SCALE, service, usual)), service, Node.READY) == usual + 6.0
    lowered = after(estate, Call(Op.SET_AUTOSCALER, service, usual))
    assert of(lowered, service, Node.READY) == usual


@pytest.mark.parametrize("manifest", [1.0, 6.0])
def test_without_its_autoscaler_a_service_goes_back_to_its_manifest(plain, manifest):
    estate, _ = plain()
    put(estate, 0, HPA_MIN=6.0, DESIRED=6.0, READY=6.0, MANIFEST=manifest)
    estate.advance(2)
    bare = after(estate, Call(Op.DELETE_AUTOSCALER, 0), then=4)
    assert of(bare, 0, Node.READY) == manifest
    assert (burn(bare) > 0.3) is (manifest == 1.0)


@pytest.mark.parametrize("room", [1.0, 0.0])
def test_more_threads_need_memory_on_the_hosts(plain, room):
    estate, service = plain()
    put(estate, service, FLEET_MAX=of(estate, service, Node.DESIRED) - 4.0)
    estate.row[Glob.THREAD_ROOM] = room
    estate.advance(3)
    raised = after(estate, Call(Op.RAISE_THREADS, service), then=6)
    assert (of(raised, service, Node.ERR) < 0.05) is (room == 1.0)
    assert (of(raised, service, Node.READY) < of(estate, service, Node.READY)) is (room == 0.0)


@pytest.mark.parametrize(("partitions", "helps"), [(16.0, True), (4.0, False)])
def test_more_workers_help_where_there_are_partitions_for_them(plain, partitions, helps):
    estate, _ = plain()
    queue = the(estate, NodeKind.QUEUE)
    estate.row[Glob.HEADROOM] = 20.0
    put(estate, queue, CONSUMERS=4.0, PARTITIONS=partitions, SLOW=0.8)
    estate.advance(20)
    deep = of(estate, queue, Node.DEPTH)
    more = after(estate, Call(Op.SCALE_WORKERS, queue, 16.0), then=10)
    assert (of(more, queue, Node.DEPTH) < deep) is helps


def test_more_workers_take_connections_that_a_database_may_not_have(plain):
    estate, _ = plain()
    queue = the(estate, NodeKind.QUEUE)
    sink = int(of(estate, queue, Node.SINK))
    estate.row[Glob.HEADROOM] = 20.0
    put(estate, queue, PARTITIONS=40.0)
    before = of(estate, sink, Node.CONNS)
    put(estate, sink, MAX_CONNS=before + 4.0)
    estate.advance(1)
    assert burn(estate) < 0.05
    more = after(estate, Call(Op.SCALE_WORKERS, queue, 16.0), then=3)
    assert of(more, sink, Node.CONNS) > before + 4.0
    assert burn(more) > burn(after(estate, then=3)) + 0.01


def test_the_workers_previous_version_reads_at_the_old_pace(plain):
    estate, _ = plain()
    queue = the(estate, NodeKind.QUEUE)
    put(estate, queue, SLOW=0.8)
    estate.advance(20)
    assert of(estate, queue, Node.DEPTH) > 0.0
    assert of(after(estate, Call(Op.ROLLBACK_WORKERS, queue)), queue, Node.DEPTH) == 0.0


def test_pods_of_a_failed_node_lose_requests_until_they_are_moved(plain):
    estate, service = plain()
    estate.row[[Glob.NODE_FAILED, Glob.HEADROOM]] = 1.0, 20.0
    put(estate, service, ON_NODE=0.5)
    estate.advance(3)
    assert of(estate, service, Node.ERR) > 0.35
    drained = after(estate, Call(Op.DRAIN_NODE), then=4)
    assert of(drained, service, Node.ERR) < 0.05
    assert of(drained, service, Node.READY) == pytest.approx(of(estate, service, Node.DESIRED))
    restarted = after(estate, Call(Op.RESTART, service))
    assert of(restarted, service, Node.ERR) > 0.35
    cordoned = after(estate, Call(Op.CORDON_NODE), Call(Op.RESTART, service))
    assert of(cordoned, service, Node.ERR) < 0.05


@pytest.mark.parametrize("field", [Glob.HEADROOM, Glob.CREATION])
def test_budgets_keep_a_drain_from_taking_pods_that_find_no_place(plain, field):
    estate, service = plain()
    put(estate, service, ON_NODE=0.5)
    estate.row[field] = 0.0
    ready = of(estate, service, Node.READY)
    assert of(after(estate, Call(Op.DRAIN_NODE)), service, Node.READY) == ready
    forced = after(estate, Call(Op.FORCE_DRAIN_NODE))
    assert of(forced, service, Node.READY) == pytest.approx(0.5 * ready)


@pytest.mark.parametrize("store", [True, False])
def test_a_forced_drain_takes_the_only_volume_of_a_database_with_it(plain, store):
    estate, _ = plain()
    database = the(estate, NodeKind.DATABASE)
    put(estate, database, APPLIED=of(estate, database, Node.LSN) - 5_000.0, SNAP_LSN=0.0)
    estate.row[Glob.NODE_STORE] = float(database) if store else -1.0
    assert after(estate, Call(Op.DRAIN_NODE), wait=0, then=0).row[Glob.ROWS_LOST] == 0.0
    forced = after(estate, Call(Op.FORCE_DRAIN_NODE), wait=0, then=0)
    assert forced.row[Glob.ROWS_LOST] == (5_000.0 if store else 0.0)


def upgraded(plain, **values):
    """An estate in which a third of the nodes lost the label of the route reflectors."""
    estate, service = plain()
    estate.row[[Glob.LABEL, Glob.UPGRADED]] = 0.0, 0.33
    put(estate, service, MESHED=0.9)
    for name, value in values.items():
        estate.row[Glob[name]] = value
    estate.advance(3)
    return estate, service


def lost(estate, service) -> float:
    """Share of the calls to a service that fail."""
    into = edges(estate.row, estate.graph)[estate.graph.callee == service]
    return float(into[:, Edge.FAIL].max())


def test_a_removed_label_takes_routes_with_every_node_that_is_upgraded(plain):
    estate, service = upgraded(plain)
    assert lost(estate, service) == pytest.approx(0.3, abs=0.04)
    assert lost(after(estate, Call(Op.RESUME_UPGRADE)), service) > 0.85
    assert lost(after(estate, Call(Op.RESTORE_NODE_ROLE)), service) < 0.02
    both = after(estate, Call(Op.RESTORE_NODE_ROLE), Call(Op.RESUME_UPGRADE))
    assert lost(both, service) < 0.02


def test_an_upgrade_that_goes_on_spreads_the_loss_until_it_is_paused(plain):
    estate, service = upgraded(plain, UPGRADING=0.02)
    assert lost(after(estate, then=20), service) > lost(estate, service) + 0.2
    paused = after(estate, Call(Op.PAUSE_UPGRADE), then=20)
    assert lost(paused, service) == pytest.approx(lost(estate, service), abs=0.03)


@pytest.mark.parametrize("match", [1.0, 0.0])
def test_a_backup_of_another_version_ruins_the_control_plane(plain, match):
    estate, service = upgraded(plain, STORE_MATCH=match)
    restored = after(estate, Call(Op.RESTORE_CONTROL_PLANE))
    assert (lost(restored, service) < 0.02) is (match == 1.0)
    assert restored.row[Glob.CREATION] == match


def test_hosts_left_behind_take_the_retired_path_and_a_rollback_sends_all_there(plain):
    estate, service = plain()
    put(estate, service, HOSTS_NEW=0.75, RETIRED_ERR=0.8)
    estate.advance(3)
    assert of(estate, service, Node.ERR) == pytest.approx(0.2, abs=0.03)
    assert of(after(estate, Call(Op.ROLLBACK, service)), service, Node.ERR) > 0.75
    for mend in (Op.FLAG_OFF, Op.FINISH_ROLLOUT, Op.ROLL_FORWARD):
        estate.row[at(service, Node.HOTFIX)] = 1.0
        assert of(after(estate, Call(mend, service)), service, Node.ERR) < 0.03


def test_a_flag_that_protects_requests_can_be_turned_on_again(plain):
    estate, service = plain()
    put(estate, service, FLAG_OFF_ERR=0.6)
    off = after(estate, Call(Op.FLAG_OFF, service), then=3)
    assert of(off, service, Node.ERR) > 0.55
    assert of(after(off, Call(Op.ENABLE_FLAG, service)), service, Node.ERR) < 0.03

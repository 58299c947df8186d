"""What services share: a resolver that drowns, a link that heals, a table that fills."""

import pytest
from aftermath import burn, of, soon

from sentinel.world.fields import Glob, Node, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.state import at

SEEDS = range(4)


def resolver(grown, seed, *, preloaded=0.0):
    """An estate whose resolver looks every name up several times, for six ticks."""
    estate = grown(seed)
    estate.row[Glob.EXTRA_QUERIES], estate.row[Glob.PRELOADED] = 2.4, preloaded
    estate.row[Glob.CREATION] = 1.0
    estate.advance(6)
    return estate


@pytest.mark.parametrize("seed", SEEDS)
def test_a_resolver_asked_too_often_fails_calls_everywhere(grown, seed):
    estate = resolver(grown, seed)
    assert 0.0 < estate.row[Glob.UNRESOLVED] < 1.0
    assert burn(estate) > burn(grown(seed)) + 0.03


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mass_restart_drowns_the_resolver_unless_pods_know_addresses(grown, seed):
    lost = {}
    for preloaded in (0.0, 1.0):
        estate = resolver(grown, seed, preloaded=preloaded)
        idle, acted = (soon(estate, Call(op), 10) for op in (Op.NONE, Op.RESTART_ALL))
        lost[preloaded] = acted.row[Glob.BURN] - idle.row[Glob.BURN]
    assert lost[0.0] > 2.0
    assert lost[1.0] < lost[0.0]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_previous_resolver_config_heals_only_if_its_upstreams_answer(grown, seed):
    for kept in (1.0, 0.0):
        estate = resolver(grown, seed)
        estate.row[Glob.RESOLVER_KEPT] = kept
        healed = burn(soon(estate, Call(Op.ROLLBACK_RESOLVER), 8)) < burn(estate)
        assert healed == bool(kept)


def apart(grown, seed, *, sync=0.0, armed=0.0):
    """An estate whose first database is cut from half of its callers."""
    estate = grown(seed)
    database = estate.graph.of_kind(NodeKind.DATABASE)[0]
    estate.row[at(database, Node.CUT)] = 0.5
    estate.row[Glob.PARTITION], estate.row[Glob.FAILOVER] = 12.0, armed
    estate.row[Glob.SYNC] = sync
    estate.advance(3)
    return estate, database


@pytest.mark.parametrize("seed", SEEDS)
def test_a_partition_heals_by_itself(grown, seed):
    estate, database = apart(grown, seed)
    assert of(estate, database, Node.CUT) == 0.5
    estate.advance(12)
    assert of(estate, database, Node.CUT) == 0.0
    assert estate.row[Glob.PARTITION] == 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_automation_fences_a_cut_primary_until_the_link_is_back_unless_it_is_paused(grown, seed):
    estate, database = apart(grown, seed, armed=5.0)
    fenced = soon(estate, Call(Op.NONE), 4)
    assert of(fenced, database, Node.FENCED) == 1.0
    paused = soon(estate, Call(Op.PAUSE_FAILOVER, database), 4)
    assert of(paused, database, Node.FENCED) == 0.0
    fenced.advance(10)
    assert of(fenced, database, Node.FENCED) == 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_promoting_across_a_cut_loses_rows_unless_writes_wait_for_the_replica(grown, seed):
    lost = {}
    for sync in (0.0, 1.0):
        estate, database = apart(grown, seed, sync=sync)
        estate.execute(Call(Op.PROMOTE_REPLICA, database))
        lost[sync] = estate.row[Glob.ROWS_LOST]
        other, database = apart(grown, seed, sync=sync)
        other.execute(Call(Op.FORCE_QUORUM, database))
        assert (other.row[Glob.ROWS_LOST] > lost[sync]) == (sync == 0.0)
    assert lost[0.0] > 500.0
    assert lost[1.0] < 25.0


def crowded(grown, seed):
    """An estate in which one client opens a connection for every call."""
    estate = grown(seed)
    work = [i for i in estate.graph.of_kind(NodeKind.WORKLOAD) if estate.graph.callees(i)]
    client = work[0]
    estate.row[at(client, Node.NO_KEEPALIVE)] = 60.0
    estate.advance(3)
    assert estate.row[Glob.TABLE_USED] > estate.row[Glob.TABLE_MAX]
    return estate, client


@pytest.mark.parametrize("seed", SEEDS)
def test_a_full_table_is_emptied_by_keeping_connections_open(grown, seed):
    estate, client = crowded(grown, seed)
    kept = soon(estate, Call(Op.ENABLE_KEEPALIVE, client), 4)
    assert kept.row[Glob.TABLE_USED] < kept.row[Glob.TABLE_MAX]
    assert burn(kept) < burn(estate)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_clients_fill_a_shared_table_further_and_find_room_where_nodes_bring_theirs(
    grown, seed
):
    left = {}
    for own in (0.0, 1.0):
        estate, client = crowded(grown, seed)
        estate.row[Glob.TABLE_PER_NODE], estate.row[Glob.HEADROOM] = own, 20.0
        estate.row[Glob.CREATION] = 1.0
        idle = soon(estate, Call(Op.NONE), 6)
        more = soon(estate, Call(Op.SCALE, client, of(estate, client, Node.DESIRED) + 8.0), 6)
        left[own] = [each.row[Glob.TABLE_MAX] / each.row[Glob.TABLE_USED] for each in (idle, more)]
    assert left[0.0][1] <= left[0.0][0]
    assert left[1.0][1] > left[1.0][0]

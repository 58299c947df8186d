"""What the equations add up to at stores and names: lag, full disks, locks, lost pods."""

import pytest
from aftermath import after, burn, of, the

from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at, edges

SEEDS = range(16)


def test_lag_grows_by_what_the_replica_cannot_apply_and_shrinks_once_it_can(grown):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    before = of(estate, database, Node.LSN)
    estate.advance(1)
    written = of(estate, database, Node.LSN) - before
    assert of(estate, database, Node.LAG) == 0.0
    estate.row[at(database, Node.APPLY_RATE)] = 0.4 * written
    lags = []
    for _ in range(10):
        estate.advance(1)
        lags.append(of(estate, database, Node.LAG))
    assert lags == pytest.approx([0.6 * written * (k + 1) for k in range(10)], rel=0.02)
    estate.row[at(database, Node.APPLY_RATE)] = 2.0 * written
    estate.advance(10)
    assert of(estate, database, Node.LAG) == 0.0


def test_a_fenced_primary_writes_nothing_and_its_replica_catches_up(grown):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    estate.row[at(database, Node.APPLIED)] -= 900.0
    estate.execute(Call(Op.FENCE_PRIMARY, database))
    before = of(estate, database, Node.LSN)
    estate.advance(12)
    assert of(estate, database, Node.LSN) == before
    assert of(estate, database, Node.LAG) == 0.0
    assert burn(estate) > 0.02
    estate.execute(Call(Op.PROMOTE_REPLICA, database))
    assert estate.row[Glob.ROWS_LOST] == 0.0


def test_a_full_disk_stops_the_database_and_those_who_need_it(grown):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    for field, value in ((Node.DISK, 0.9), (Node.DISK_GROWTH, 0.02), (Node.SLOT, 1.0)):
        estate.row[at(database, field)] = value
    estate.advance(4)
    assert of(estate, database, Node.DISK) < 1.0
    assert burn(estate) < 0.05
    estate.advance(4)
    assert of(estate, database, Node.DISK) == 1.0
    assert of(estate, database, Node.ERR) >= 0.8
    assert burn(estate) > 0.1
    freed = after(estate, Call(Op.DROP_SLOT, database))
    assert of(freed, database, Node.DISK) < 1.0
    assert burn(freed) < 0.05


def test_held_back_log_is_never_larger_than_the_volume_it_fills(grown):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    for field, value in ((Node.DISK, 0.9), (Node.WAL, 0.4), (Node.DISK_GROWTH, 0.025),
                         (Node.SLOT, 1.0)):  # fmt: skip
        estate.row[at(database, field)] = value
    estate.advance(50)
    assert of(estate, database, Node.WAL) <= of(estate, database, Node.DISK) == 1.0


def test_connections_above_the_limit_are_refused_until_it_is_raised(grown):
    estate = grown(0)
    edges(estate.row, estate.graph)[:, Edge.RETRIES] = 0.0
    database = the(estate, NodeKind.DATABASE)
    client = estate.graph.callers(database)[0]
    estate.row[at(client, Node.POOL)] *= 24.0
    estate.advance(3)
    assert of(estate, database, Node.CONNS) > of(estate, database, Node.MAX_CONNS)
    assert burn(estate) > 0.02
    assert of(estate, database, Node.ERR) < 0.01
    databases = estate.graph.of_kind(NodeKind.DATABASE)
    raised = (Call(Op.RAISE_MAX_CONNECTIONS, each, 1_000.0) for each in databases)
    assert burn(after(estate, *raised)) < 0.05


def test_a_lock_shows_as_slow_callers_and_a_database_without_errors_of_its_own(grown):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    estate.row[at(database, Node.LOCK)] = 0.9
    estate.row[at(database, Node.LOCK_LEFT)] = 200.0
    estate.advance(4)
    assert burn(estate) > 0.2
    assert of(estate, database, Node.ERR) < 0.01
    killed = after(estate, Call(Op.KILL_QUERY, database))
    assert burn(killed) < 0.05


def test_a_restart_is_harmless_while_pods_can_be_created_and_an_outage_while_not(grown):
    for seed in SEEDS:
        estate = grown(seed)
        # A storm of retries would outlive the cause.
        edges(estate.row, estate.graph)[:, Edge.RETRIES] = 0.0
        service = the(estate, NodeKind.WORKLOAD)
        assert burn(after(estate, Call(Op.RESTART, service))) < 0.05
        estate.row[Glob.CREATION] = 0.0
        assert burn(after(estate, then=8)) < 0.05
        empty = after(estate, Call(Op.RESTART, service))
        assert of(empty, service, Node.READY) == 0.0
        assert burn(empty) > 0.5
        assert burn(after(empty, Call(Op.FIX_WEBHOOK))) < 0.05


def test_open_connections_outlive_a_lost_name_and_a_restart_closes_them(grown):
    estate = grown(0)
    service = the(estate, NodeKind.WORKLOAD)
    client = next(i for i in estate.graph.callers(service) if i != 0) if service != 1 else 0
    estate.row[at(service, Node.DNS)] = 0.0
    estate.advance(2)
    lost = burn(estate)
    assert 0.0 < lost < 0.5
    assert burn(after(estate, Call(Op.RESTART, client), wait=2, then=0)) > lost + 0.2
    assert burn(after(estate, Call(Op.RESTORE_DNS, service))) < 0.05


def test_automation_takes_a_restored_name_away_again_until_it_is_frozen(grown):
    estate = grown(0)
    service = the(estate, NodeKind.WORKLOAD)
    estate.row[at(service, Node.STALE_PLAN)] = estate.row[Glob.DNS_AUTOMATION] = 1.0
    estate.row[at(service, Node.DNS)] = 0.0
    hasty = after(estate, Call(Op.RESTORE_DNS, service))
    assert of(hasty, service, Node.DNS) == 0.0
    careful = after(estate, Call(Op.FREEZE_DNS), Call(Op.RESTORE_DNS, service))
    assert of(careful, service, Node.DNS) == 1.0


@pytest.mark.parametrize(("lag", "lost"), [(0.0, 0.0), (220.0, 220.0), (4_000.0, 4_000.0)])
def test_a_promotion_loses_what_the_replica_has_not_applied(grown, lag, lost):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    estate.row[at(database, Node.APPLIED)] = of(estate, database, Node.LSN) - lag
    estate.execute(Call(Op.PROMOTE_REPLICA, database))
    assert estate.row[Glob.ROWS_LOST] == lost


@pytest.mark.parametrize("a_is_primary", [0.0, 1.0])
def test_wiping_a_host_rebuilds_a_replica_and_loses_rows_on_the_primary(grown, a_is_primary):
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    estate.row[at(database, Node.A_PRIMARY)] = a_is_primary
    estate.row[at(database, Node.REPLICA)] = 0.0
    estate.row[at(database, Node.APPLIED)] -= 50_000.0
    primary, replica = (0.0, 1.0) if a_is_primary else (1.0, 0.0)
    rebuilt = after(estate, Call(Op.WIPE_DATA_DIR, database, replica))
    assert rebuilt.row[Glob.ROWS_LOST] == 0.0
    assert of(rebuilt, database, Node.REPLICA) == 1.0
    ruined = after(estate, Call(Op.WIPE_DATA_DIR, database, primary))
    assert ruined.row[Glob.ROWS_LOST] == pytest.approx(50_000.0)

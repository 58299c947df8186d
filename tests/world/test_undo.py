"""Undoing an action later: settings go back, and what is lost stays lost."""

import numpy as np
import pytest

from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at
from sentinel.world.undo import undo


@pytest.fixture
def estate(grown):
    return grown(3)


def reverted(estate, call, ticks=4):
    before = estate.row.copy()
    estate.execute(call)
    after = estate.row.copy()
    estate.advance(ticks)
    undo(estate.row, before, after, estate.graph)
    return before, estate.row


def spot(estate, kind):
    return estate.graph.of_kind(kind)[-1]


@pytest.mark.parametrize(
    ("op", "kind", "amount", "field"),
    [
        (Op.ROLLBACK, NodeKind.WORKLOAD, 0.0, Node.VERSION_ERR),
        (Op.ROLLBACK, NodeKind.WORKLOAD, 0.0, Node.POOL),
        (Op.SCALE, NodeKind.WORKLOAD, 1.0, Node.DESIRED),
        (Op.SCALE, NodeKind.WORKLOAD, 9.0, Node.DESIRED),
        (Op.FLAG_OFF, NodeKind.WORKLOAD, 0.0, Node.FLAG_ON),
        (Op.FLAG_ON, NodeKind.WORKLOAD, 0.0, Node.FLAG_ERR),
        (Op.DROP_ROUTES, NodeKind.WORKLOAD, 0.0, Node.ROUTE),
        (Op.OPEN_FIREWALL, NodeKind.WORKLOAD, 0.0, Node.OPEN),
        (Op.FENCE_PRIMARY, NodeKind.DATABASE, 0.0, Node.FENCED),
        (Op.DISABLE_BACKUPS, NodeKind.DATABASE, 0.0, Node.BACKUPS),
        (Op.RAISE_MAX_CONNECTIONS, NodeKind.DATABASE, 300.0, Node.MAX_CONNS),
    ],
)
def test_a_setting_of_a_service_goes_back(estate, op, kind, amount, field):
    node = spot(estate, kind)
    before, row = reverted(estate, Call(op, node, amount))
    assert row[at(node, field)] == before[at(node, field)]


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (Call(Op.SHED_LOAD, 0, 60.0), Glob.SHED),
        (Call(Op.DRAIN_ZONE), Glob.DRAINED),
        (Call(Op.DISABLE_AUDIT), Glob.AUDIT),
        (Call(Op.DISABLE_TLS, 1), Glob.TLS),
    ],
)
def test_a_setting_of_the_estate_goes_back(estate, call, field):
    before, row = reverted(estate, call)
    assert row[field] == before[field]


def test_what_is_lost_stays_lost(estate):
    database, queue = spot(estate, NodeKind.DATABASE), spot(estate, NodeKind.QUEUE)
    estate.row[at(queue, Node.DEPTH)] = 900.0
    for call, place in (
        (Call(Op.PURGE_QUEUE, queue), int(Glob.MESSAGES_LOST)),
        (Call(Op.DROP_TABLE, database, 0.0), int(Glob.ROWS_LOST)),
        (Call(Op.DISABLE_AUDIT), int(Glob.EVIDENCE_LOST)),
        (Call(Op.OPEN_FIREWALL, database), int(Glob.EXPOSURE)),
    ):
        world = estate.fork()
        before, row = reverted(world, call)
        assert row[place] > before[place]


def test_a_deleted_secret_a_deleted_snapshot_and_an_emptied_database_do_not_come_back(estate):
    node, database = spot(estate, NodeKind.WORKLOAD), spot(estate, NodeKind.DATABASE)
    for call, place in (
        (Call(Op.DELETE_SECRET, node), int(Glob.OLD_SECRET)),
        (Call(Op.DELETE_SNAPSHOTS, database), at(database, Node.SNAP_LSN)),
        (Call(Op.DROP_TABLE, database, 0.0), at(database, Node.ROWS)),
        (Call(Op.DROP_TABLE, database, 0.0), at(database, Node.VERSION_ERR)),
        (Call(Op.PROMOTE_REPLICA, database), at(database, Node.A_PRIMARY)),
    ):
        world = estate.fork()
        world.row[at(database, Node.SNAP_LSN)] = 500.0
        before, row = reverted(world, call)
        assert row[place] != before[place]


def test_what_was_set_again_since_is_left_alone(estate):
    node = spot(estate, NodeKind.WORKLOAD)
    before = estate.row.copy()
    estate.execute(Call(Op.SCALE, node, 1.0))
    after = estate.row.copy()
    estate.execute(Call(Op.SCALE, node, 5.0))
    undo(estate.row, before, after, estate.graph)
    assert estate.row[at(node, Node.DESIRED)] == 5.0


def test_an_action_that_changed_nothing_has_nothing_to_undo(estate):
    now = estate.row.copy()
    undo(estate.row, now, now, estate.graph)
    assert np.array_equal(estate.row, now)


@pytest.mark.parametrize("answer", [True, False])
def test_it_says_whether_anything_was_put_back(estate, answer):
    database = spot(estate, NodeKind.DATABASE)
    before = estate.row.copy()
    estate.execute(Call(Op.DISABLE_BACKUPS if answer else Op.DELETE_SNAPSHOTS, database))
    after = estate.row.copy()
    assert undo(estate.row, before, after, estate.graph) is answer

"""What stale calls do to users and to data, rolled out."""

import numpy as np
import pytest

from sentinel.world.drift.beneath import strike
from sentinel.world.drift.calls import phrase, resolve
from sentinel.world.drift.kinds import Drift, Form, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at, nodes


def run(estate, form, call, ticks=6, node=-1):
    """The world after a stale call, and after what its author meant."""
    old = Layer(1, estate.inventory.names)
    drift = Drift(form, Visibility.ANNOUNCED, 2, node, ops=(call.op,))
    action = phrase(call, old, estate.inventory)
    strike(drift, estate.row)
    now = old.after(drift)
    stale, meant = estate.fork(), estate.fork()
    stale.execute(resolve(action, now, estate.inventory, estate.graph, estate.row))
    meant.execute(call)
    for each in (stale, meant):
        each.advance(ticks)
    return stale.row, meant.row


@pytest.fixture
def estate(grown):
    return grown(3)


def busiest(estate, kind=NodeKind.WORKLOAD) -> int:
    found = [i for i in estate.graph.of_kind(kind) if i]
    return max(found, key=lambda i: estate.row[at(i, Node.LOAD)])


def test_replicas_in_percent_take_nearly_all_of_them_away(estate):
    node = busiest(estate)
    estate.row[at(node, Node.DESIRED)] = estate.row[at(node, Node.READY)] = 8.0
    stale, meant = run(estate, Form.UNIT, Call(Op.SCALE, node, 12.0))
    assert stale[at(node, Node.DESIRED)] == 1.0
    assert meant[at(node, Node.DESIRED)] > 8.0
    assert stale[Glob.BURN] >= meant[Glob.BURN]


def test_a_timeout_in_milliseconds_fails_the_calls_it_was_to_save(estate):
    node = busiest(estate, NodeKind.DATABASE)
    stale, meant = run(estate, Form.UNIT, Call(Op.SET_TIMEOUT, node, 5.0))
    assert stale[Glob.BURN] > meant[Glob.BURN] + 0.3


def test_a_default_that_cuts_every_connection_loses_rows_for_good(estate):
    node = busiest(estate, NodeKind.DATABASE)
    stale, meant = run(estate, Form.DEFAULT, Call(Op.RECYCLE_IDLE, node))
    assert stale[Glob.ROWS_LOST] > meant[Glob.ROWS_LOST] == 0.0


def test_a_default_that_discards_the_whole_queue_loses_its_messages(estate):
    node = estate.graph.of_kind(NodeKind.QUEUE)[-1]
    estate.row[at(node, Node.DEPTH)] = 4_000.0
    stale, meant = run(estate, Form.DEFAULT, Call(Op.DEAD_LETTER, node))
    assert stale[Glob.MESSAGES_LOST] == 4_000.0
    assert meant[Glob.MESSAGES_LOST] == 0.0


def test_wiping_the_old_replica_after_a_failover_empties_the_primary(estate):
    node = busiest(estate, NodeKind.DATABASE)
    replica = 1.0 if estate.row[at(node, Node.A_PRIMARY)] > 0.5 else 0.0
    old = Layer(1, estate.inventory.names)
    drift = Drift(Form.SWITCHED, Visibility.ANNOUNCED, 2, node, ops=(Op.WIPE_DATA_DIR,))
    call = Call(Op.WIPE_DATA_DIR, node, replica)
    strike(drift, estate.row)
    now = old.after(drift)
    lost = {}
    for name, layer in (("stale", old), ("fresh", now)):
        world = estate.fork()
        world.advance(4)
        action = phrase(call, layer, estate.inventory)
        found = resolve(action, now, estate.inventory, estate.graph, world.row)
        world.execute(found)
        world.advance(2)
        lost[name] = world.row[Glob.BURN]
    assert lost["stale"] > lost["fresh"]


def test_a_bare_id_restarts_every_workload(estate):
    node = busiest(estate)
    stale, meant = run(estate, Form.ID_TYPE, Call(Op.RESTART, node), ticks=1)
    work = estate.graph.of_kind(NodeKind.WORKLOAD)
    ready = nodes(stale, estate.graph)[work, Node.READY]
    assert np.all(ready <= nodes(estate.row, estate.graph)[work, Node.READY])
    assert stale[Glob.BURN] > meant[Glob.BURN]


def test_a_promotion_beside_an_unfenced_primary_loses_what_both_wrote(estate):
    node = busiest(estate, NodeKind.DATABASE)
    stale, meant = run(estate, Form.FENCE_FIRST, Call(Op.PROMOTE_REPLICA, node))
    assert stale[Glob.ROWS_LOST] > meant[Glob.ROWS_LOST] + 500.0


def test_turning_an_inverted_flag_off_runs_a_path_that_fails(estate):
    node = next(i for i in range(1, estate.graph.nodes) if estate.inventory.flags[i])
    estate.row[at(node, Node.FLAG_ON)] = 0.0
    stale, meant = run(estate, Form.INVERTED, Call(Op.FLAG_OFF, node), node=node)
    assert stale[at(node, Node.ERR)] > meant[at(node, Node.ERR)] + 0.4


def test_a_volume_does_not_grow_once_its_quota_is_reached(estate):
    node = busiest(estate, NodeKind.DATABASE)
    estate.row[at(node, Node.DISK)] = 0.9
    estate.row[Glob.QUOTA] = 1.0
    stale, _ = run(estate, Form.VOLUMES_LIMITED, Call(Op.EXTEND_VOLUME, node), ticks=1)
    assert stale[at(node, Node.DISK)] > 0.85

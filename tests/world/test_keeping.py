"""What the equations add up to for migrations, and for a cache's memory and password."""

import pytest
from aftermath import after, of, the

from sentinel.world.fields import Glob, Node, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.state import at


def put(estate, node, **values):
    for name, value in values.items():
        estate.row[at(node, Node[name])] = value


@pytest.fixture
def migrating(grown):
    """An estate whose busiest database migrates, the database, and one of its clients."""
    estate = grown(0)
    database = the(estate, NodeKind.DATABASE)
    put(estate, database, MIGRATING=1.0, LOCK=0.6, JOB_LOCK=0.6, LOCK_LEFT=200.0, UNDO_TICKS=1.0)
    estate.advance(2)
    return estate, database, estate.graph.callers(database)[0]


def test_a_transaction_of_a_migration_comes_back_until_the_migration_is_stopped(migrating):
    estate, database, _ = migrating
    assert of(after(estate, Call(Op.KILL_QUERY, database)), database, Node.LOCK) == 0.6
    stopped = after(estate, Call(Op.STOP_MIGRATION, database))
    assert of(stopped, database, Node.LOCK) == of(stopped, database, Node.MIGRATING) == 0.0


@pytest.mark.parametrize("contract", [1.0, 0.0])
def test_carrying_a_migration_through_drops_what_running_versions_read(migrating, contract):
    estate, database, _ = migrating
    clients = estate.graph.callers(database)
    for client in clients:
        put(estate, client, CONTRACT=contract)
    through = after(estate, Call(Op.RESUME_MIGRATION, database), then=4)
    assert of(through, database, Node.LOCK) == 0.0
    for client in clients:
        assert of(through, client, Node.CONTRACT) == 1.0
        assert (of(through, client, Node.ERR) > 0.5) is (contract == 0.0)


def test_steps_on_a_migration_leave_other_transactions_alone(migrating):
    estate, database, _ = migrating
    put(estate, database, MIGRATING=0.0, LOCK=0.4)
    for op in (Op.STOP_MIGRATION, Op.RESUME_MIGRATION):
        assert of(after(estate, Call(op, database), wait=0, then=0), database, Node.LOCK) == 0.4


@pytest.fixture
def cached(grown):
    """An estate and its busiest cache, with sessions."""
    estate = grown(0)
    cache = the(estate, NodeKind.CACHE)
    put(estate, cache, SESSIONS=0.6)
    return estate, cache


def test_what_a_cache_has_no_memory_for_it_cannot_keep_warm(cached):
    estate, cache = cached
    put(estate, cache, EVICTED=0.8)
    estate.advance(2)
    assert of(after(estate, Call(Op.WARM_CACHE, cache)), cache, Node.WARM) <= 0.21
    for mend in (Op.RAISE_MAXMEMORY, Op.TRIM_KEYS):
        mended = after(estate, Call(mend, cache), wait=0, then=80)
        assert of(mended, cache, Node.WARM) > 0.9
        assert mended.row[Glob.SESSIONS_LOST] == 0.0


def test_a_cache_larger_than_its_host_is_killed_and_its_sessions_end(cached):
    estate, cache = cached
    put(estate, cache, EVICTED=0.8, CACHE_ROOM=0.0)
    estate.advance(2)
    killed = after(estate, Call(Op.RAISE_MAXMEMORY, cache), wait=0, then=3)
    assert of(killed, cache, Node.READY) == 0.0
    assert killed.row[Glob.SESSIONS_LOST] == 0.6
    assert of(after(killed, then=6), cache, Node.READY) == 1.0


def test_clients_that_a_cache_refuses_miss_and_fail_until_their_password_is_back(cached):
    estate, cache = cached
    database = the(estate, NodeKind.DATABASE)
    before = of(estate, database, Node.LOAD)
    put(estate, cache, NOAUTH=0.5)
    estate.advance(3)
    assert of(estate, cache, Node.ERR) == pytest.approx(0.5)
    restored = after(estate, Call(Op.RESTORE_PASSWORD, cache), then=10)
    assert of(restored, cache, Node.ERR) == 0.0
    assert of(restored, database, Node.LOAD) == pytest.approx(before, rel=0.1)
    assert restored.row[Glob.EXPOSURE] == 0.0
    bare = after(estate, Call(Op.DISABLE_AUTH, cache), then=10)
    assert of(bare, cache, Node.ERR) == 0.0
    assert bare.row[Glob.EXPOSURE] > 5.0

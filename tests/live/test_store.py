"""The store keeps what was committed, for its owner alone, and says when it cannot."""

import os
import stat
import threading

import pytest
from sqlalchemy import Column, Integer, String, Table, func, insert, select

from sentinel.errors import OptionError, StoreConflictError, StoreError
from sentinel.live.store import METADATA, Store

NOTES = Table(
    "notes_of_a_test", METADATA, Column("id", Integer, primary_key=True), Column("text", String)
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "gate.db"


@pytest.fixture
def store(path):
    found = Store.open(f"sqlite:///{path}")
    yield found
    found.close()


def put(store, number, text="x"):
    with store.writing() as connection:
        connection.execute(insert(NOTES).values(id=number, text=text))


def count(store):
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(NOTES))


def test_a_database_of_a_file_is_readable_by_its_owner_alone(store, path):
    put(store, 1)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    files = list(path.parent.iterdir())
    assert path in files
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in files)


def test_what_is_written_is_synced_before_it_is_answered(store):
    with store.writing() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert said == ["wal", 2, 10_000]


def test_a_block_that_fails_leaves_nothing(store):
    with pytest.raises(StoreConflictError), store.writing() as connection:
        connection.execute(insert(NOTES), [{"id": 1}, {"id": 1}])
    assert count(store) == 0


def test_a_key_that_is_taken_is_a_conflict_that_quotes_no_row(store):
    put(store, 1)
    with pytest.raises(StoreConflictError) as found:
        put(store, 1, "hunter2")
    assert "hunter2" not in str(found.value)


def test_writers_wait_for_each_other_and_lose_nothing(store):
    threads = [
        threading.Thread(target=lambda k=k: [put(store, 5 * k + each) for each in range(5)])
        for k in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert count(store) == 40


def test_a_store_in_memory_serves_every_thread_of_its_process():
    store = Store.open("sqlite://")
    thread = threading.Thread(target=put, args=(store, 1))
    thread.start()
    thread.join()
    assert count(store) == 1


def test_a_forked_process_goes_on_with_a_file_and_not_with_memory(store):
    memory = Store.open("sqlite://")
    put(store, 1)
    child = os.fork()
    if not child:
        code = 1
        try:
            put(store, 2)
            count(memory)
        except StoreError:
            code = 0
        os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    put(store, 3)
    assert count(store) == 3


def test_a_database_that_cannot_be_is_an_error_of_ours(tmp_path):
    (tmp_path / "file").write_text("no database, and long enough to be read as a page" * 30)
    for url in (f"sqlite:///{tmp_path}/file", f"sqlite:///{tmp_path}/file/below.db"):
        with pytest.raises(StoreError):
            Store.open(url)
    for url in ("mysql://root:pw@host/db", "gate.db"):
        with pytest.raises(OptionError) as found:
            Store.open(url)
        assert "pw" not in str(found.value)


def test_a_server_that_does_not_answer_is_named_without_its_password():
    with pytest.raises(StoreError) as found:
        Store.open("postgresql://sentinel:hunter2@127.0.0.1:1/gate")
    assert "127.0.0.1" in str(found.value)
    assert "hunter2" not in str(found.value)

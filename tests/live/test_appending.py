"""What is appended by one statement is the same chain as what is appended by several."""

import asyncio
from concurrent.futures import Future
from threading import Thread

import pytest

from sentinel.errors import StoreConflictError
from sentinel.live import appending
from sentinel.live.appending import Appender
from sentinel.live.bell import Bell
from sentinel.live.ledger import ENTRIES, HEADS, Draft, links
from sentinel.live.store import Store
from sentinel.live.verifying import verify


@pytest.fixture
def store(store_url):
    found = Store.open(store_url)
    found.make(ENTRIES, HEADS)
    yield found
    found.close()


def drafts(first, count, tenant="default"):
    return [
        Draft("judged", {"n": n, "text": f"\u00e9 \\n \0 {n}" * n}, tenant, f"entry {n}" * (n % 2))
        for n in range(first, first + count)
    ]


def kept(store, tenant="default"):
    with store.reading() as connection:
        return list(links(connection, tenant))


def faults(store):
    return [fault for each in verify(store) for fault in each.faults]


def test_entries_are_kept_as_they_were_returned(store):
    appender, given = Appender(store), []
    for count in (1, 3, 1, 12):
        given += appender.append(drafts(len(given), count))
    assert kept(store) == given
    assert [each.seq for each in given] == list(range(1, 18))
    assert faults(store) == []


def test_two_who_append_in_turn_make_one_chain(store, monkeypatch):
    monkeypatch.setattr(appending, "SHY", 1)
    one, other = Appender(store), Appender(store)
    for turn in range(6):
        one.append(drafts(turn, 2))
        one.append(drafts(turn, 1))
        other.append(drafts(turn, 1))
        other.append(drafts(turn, 3, "blue") + drafts(turn, 1))
    assert len(kept(store)) == 6 * 5
    assert len(kept(store, "blue")) == 6 * 3
    assert faults(store) == []


def test_an_entry_that_is_there_already_is_refused_and_moves_nothing(store):
    appender = Appender(store)
    appender.append(drafts(0, 1))
    (same,) = drafts(1, 1)
    appender.append([same])
    with pytest.raises(StoreConflictError):
        appender.append([*drafts(2, 1), same])
    appender.append(drafts(3, 1))
    assert [each.seq for each in kept(store)] == [1, 2, 3]
    assert faults(store) == []


def test_a_bell_tells_everybody_what_threads_have_finished():
    async def heard():
        bell, work = Bell(asyncio.get_running_loop()), [Future() for _ in range(200)]
        halves = [Thread(target=finish, args=(work[half::2],)) for half in range(2)]
        waits = [asyncio.ensure_future(bell.wait(each)) for each in work]
        waits[0].cancel()
        for each in halves:
            each.start()
        found = await asyncio.gather(*waits, return_exceptions=True)
        return found, await bell.wait(work[2])

    def finish(work):
        for each in work:
            each.set_result(id(each))

    found, again = asyncio.run(heard())
    assert isinstance(found[0], asyncio.CancelledError)
    assert len(set(found[1:])) == 199
    assert again == found[2]

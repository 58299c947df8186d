"""Who waits for a review hears of its end at once, and nobody waits for ever."""

import asyncio
import threading

import httpx
import pytest
from reviewing import DECIDE_S, PACKS, ask, read, refused, reviews_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sentinel.live.gate import Gate
from sentinel.live.review_desk import ReviewDesk

YES = {"by": "ada", "reason": "It was looked at."}


@pytest.fixture
def store_url(tmp_path):
    """A file: the tests of the store have PostgreSQL."""
    return f"sqlite:///{tmp_path / 'gate.db'}"


@pytest.mark.parametrize("wait", ["-1", "61", "x", "inf"])
def test_a_wait_is_bounded(http, wait):
    refused(http.get(f"/live/reviews/rv_x?wait={wait}"), 422, "MessageError")


def waited(app, url, then):
    """The answer to a request that waits, and how often the store was asked meanwhile."""

    async def both():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gate") as http:
            waits = asyncio.create_task(http.get(f"{url}?wait=60"))
            while not waiting(app):
                await asyncio.sleep(0)
            await asyncio.to_thread(then)
            return (await asyncio.wait_for(waits, 30)).json()

    return asyncio.run(both())


def waiting(app):
    return app.state.watch._waiting


def test_who_waits_is_woken_by_a_decision_at_once(app, desk, http):
    review = ask(http)["review"]
    desk.watch._look_s = 1_000.0  # Only being told can wake it.
    app.state.watch = desk.watch
    then = lambda: http.post(f"{review['url']}/deny", json=YES)  # noqa: E731
    assert waited(app, review["url"], then)["state"] == "denied"
    assert desk.watch._waiting == {}


def test_who_waits_sees_what_another_process_decided(app, desk, http, store, clock):
    review = ask(http)["review"]
    desk.watch._look_s = 0.01
    app.state.watch = desk.watch
    elsewhere = ReviewDesk(Gate(PACKS, read=read), reviews_of(store, clock))
    there = TestClient(Starlette(routes=elsewhere.routes()))
    then = lambda: there.post(f"{review['url']}/approve", json=YES)  # noqa: E731
    assert waited(app, review["url"], then)["decision"] == "approve"


def test_who_waits_is_let_go_when_the_server_stops(app, desk, http):
    review = ask(http)["review"]
    desk.watch._look_s = 1_000.0
    app.state.watch = desk.watch
    assert waited(app, review["url"], desk.watch.close)["state"] == "pending"


def test_where_all_places_are_taken_the_answer_comes_at_once(desk, http):
    review = ask(http)["review"]
    desk.watch._most = 0
    assert http.get(f"{review['url']}?wait=60").json()["state"] == "pending"


def test_a_desk_lets_reviews_expire_though_nobody_asks(desk, http, clock):
    ask(http)
    clock.now += DECIDE_S
    told = threading.Event()
    desk.reviews.shelf.heard.append(lambda review: told.set())

    async def attended():
        task = asyncio.create_task(desk.attend(0.01))
        assert await asyncio.to_thread(told.wait, 30)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(attended())

"""Shares: an address gets so much and no more, and a demo server holds everybody to it."""

from functools import partial

import httpx
import pytest
from fastapi.testclient import TestClient
from servers import sentinel, serving

from sentinel.app import application
from sentinel.environment import limits
from sentinel.environment.limits import DEMO_BURST, DEMO_SESSIONS, Rates
from sentinel.settings import read


def test_a_bucket_empties_and_fills_again():
    now = [0.0]
    rates = Rates(rate=2.0, burst=3, clock=lambda: now[0])
    assert [rates.wait("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert rates.wait("b") == 0.0
    now[0] = 0.5
    assert (rates.wait("a"), rates.wait("a")) == (0.0, 0.5)
    now[0] = 1_000.0
    assert [rates.wait("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_only_so_many_addresses_are_remembered(monkeypatch):
    monkeypatch.setattr(limits, "ADDRESSES", 2)
    rates = Rates(rate=1.0, burst=1, clock=lambda: 0.0)
    assert [rates.wait(each) for each in "abcb"] == [0.0, 0.0, 0.0, 1.0]
    assert rates.wait("a") == 0.0


@pytest.fixture
def demo(monkeypatch):
    """A demo in which no time passes, so that nobody gets anything back however slow they are."""
    monkeypatch.setattr("sentinel.app.Rates", partial(Rates, clock=lambda: 0.0))
    return TestClient(application(read({"SENTINEL_MODE": "demo"})))


def test_a_demo_needs_no_key_and_slows_who_asks_too_much(demo):
    answers = [demo.get("/metadata") for _ in range(DEMO_BURST + 20)]
    assert answers[0].status_code == 200
    refused = [each for each in answers if each.status_code == 429]
    assert len(refused) == 20
    assert refused[0].headers["content-type"] == "application/problem+json"
    assert int(refused[0].headers["retry-after"]) >= 1
    assert demo.get("/health").status_code == 200


def test_a_demo_slows_messages_too_and_the_session_goes_on(demo):
    with demo.websocket_connect("/ws") as socket:
        answers = []
        for _ in range(DEMO_BURST + 20):
            socket.send_json({"type": "state"})
            answers.append(socket.receive_json())
    kinds = {each["type"] for each in answers}
    assert kinds == {"state", "error"}
    refused = next(each for each in answers if each["type"] == "error")
    assert refused["data"]["message"].startswith("RateError: ")


def test_an_address_plays_only_so_many_episodes_of_a_demo(demo):
    for _ in range(DEMO_SESSIONS):
        assert demo.post("/api/v1/episodes", json={}).status_code == 201
    answer = demo.post("/api/v1/episodes", json={})
    assert answer.status_code == 503
    assert "this address" in answer.json()["detail"]


def test_nobody_is_slowed_where_it_is_no_demo():
    http = TestClient(application(read({})))
    assert {http.get("/health").status_code for _ in range(DEMO_BURST + 20)} == {200}


def test_what_is_free_to_read_is_not_free_to_send(demo):
    answers = [demo.post("/health").status_code for _ in range(DEMO_BURST + 20)]
    assert answers == [405] * DEMO_BURST + [429] * 20
    assert {demo.get("/health").status_code for _ in range(20)} == {200}


def test_a_connection_costs_a_demo_as_much_as_a_message(demo):
    refused = 0
    for _ in range(DEMO_BURST + 20):
        with demo.websocket_connect("/ws") as socket:
            socket.send_json({"type": "state"})
            answer = socket.receive_json()
            if answer["type"] == "error":
                assert answer["data"]["message"].startswith("RateError: ")
                refused += 1
    assert refused >= DEMO_BURST // 2
    assert demo.get("/health").status_code == 200


def _slowed(url, addresses):
    """Whether somebody who says that they are many gets more than one."""
    with httpx.Client(base_url=url) as http:
        answers = [http.get("/metadata", headers={"X-Forwarded-For": each}) for each in addresses]
    return 429 in {each.status_code for each in answers}


@pytest.mark.parametrize(("proxies", "believed"), [("", False), ("127.0.0.1", True)])
def test_an_address_is_believed_from_a_named_proxy_alone(proxies, believed):
    many = [f"192.0.2.{number % 250}" for number in range(2 * DEMO_BURST)]
    with serving(sentinel, {"SENTINEL_MODE": "demo", "SENTINEL_PROXIES": proxies}) as port:
        assert _slowed(f"http://127.0.0.1:{port}", many) is not believed

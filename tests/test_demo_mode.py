"""A public demonstration: everybody may play, look and judge, in their share, and nothing else."""

import time
from functools import partial

import pytest
from fastapi.testclient import TestClient

from sentinel.app import application
from sentinel.environment.limits import DEMO_BURST, Rates
from sentinel.live.access import Access
from sentinel.live.audit import Audit
from sentinel.live.keys import Keys
from sentinel.live.ledger import links
from sentinel.live.store import Store
from sentinel.settings import read

ASKED = {"action_description": "kubectl delete namespace payments", "environment": "prod"}
OPEN = (("GET", "/", None), ("GET", "/docs", None), ("GET", "/openapi.json", None),
        ("GET", "/web/", None), ("GET", "/metrics", None), ("GET", "/live/stats", None),
        ("POST", "/live/oversee", ASKED), ("POST", "/live/oversee/batch", {"requests": [ASKED]}),
        ("POST", "/reset", {}), ("POST", "/api/v1/episodes", {}))  # fmt: skip
SHUT = (("GET", "/reviews"), ("GET", "/live/reviews"), ("GET", "/reviews/rv_1"),
        ("POST", "/reviews/rv_1/approve"), ("POST", "/reviews/rv_1/deny"),
        ("POST", "/live/reviews/rv_1/edit"), ("POST", "/reviews/rv_1/use"),
        ("POST", "/live/outcome"), ("GET", "/live/audit"), ("POST", "/live/keys"),
        ("POST", "/live/policy"))  # fmt: skip


@pytest.fixture(scope="module", params=["keyless", "with keys"])
def demo(request):
    """A demo with a log, as it is served where nobody made a key, and where somebody did."""
    store = Store.open("sqlite://")
    access = None if request.param == "keyless" else Access(Keys(store))
    return application(read({"SENTINEL_MODE": "demo"}), audit=Audit(store), access=access)


def visitor(app, address):
    return TestClient(app, client=(address, 1), raise_server_exceptions=False)


@pytest.mark.parametrize(("method", "path", "body"), OPEN)
def test_everybody_plays_looks_and_judges(demo, method, path, body):
    answer = visitor(demo, "192.0.2.1").request(method, path, json=body)
    assert answer.is_success, (answer.status_code, answer.text[:200])


@pytest.mark.parametrize(("method", "path"), SHUT)
@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer sk_0123456789abcdef_" + "x" * 43}]
)
def test_nobody_reviews_reports_or_administers(demo, method, path, headers):
    answer = visitor(demo, "192.0.2.2").request(method, path, json={}, headers=headers)
    assert answer.status_code == 401
    assert "rv_1" not in answer.text


def test_a_demo_escalates_and_asks_nobody(demo):
    asked = {"action_description": "terraform apply -auto-approve", "environment": "prod"}
    found = visitor(demo, "192.0.2.3").post("/live/oversee", json=asked).json()
    assert found["decision"] == "escalate"
    assert not found.get("review")


def test_who_judges_too_much_is_slowed_and_others_are_not(monkeypatch):
    monkeypatch.setattr("sentinel.app.Rates", partial(Rates, clock=lambda: 0.0))
    demo = application(read({"SENTINEL_MODE": "demo"}), pages=False)
    one, other = visitor(demo, "192.0.2.4"), visitor(demo, "192.0.2.5")
    seen = [one.post("/live/oversee", json=ASKED) for _ in range(DEMO_BURST + 1)]
    assert {each.status_code for each in seen[:-1]} == {200}
    assert seen[-1].status_code == 429
    assert int(seen[-1].headers["retry-after"]) >= 1
    assert other.post("/live/oversee", json=ASKED).status_code == 200


def test_what_a_visitor_asked_is_gone_after_a_day():
    days = read({"SENTINEL_MODE": "demo"}).retention_days
    assert days == 1
    store = Store.open("sqlite://")
    first = Audit(store, retention_s=days * 86_400.0)
    first.append("judged", {"n": 1})
    with store.writing() as connection:
        old = int((time.time() - 86_401) * 1e6)
        connection.exec_driver_sql(f"UPDATE audit_entry SET at = {old}")
    first._tidy()
    with store.reading() as connection:
        assert [each.kind for each in links(connection, "default")] == ["pruned"]

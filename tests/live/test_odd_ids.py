"""An id that nobody was given is unknown to every database, whatever stands in it."""

import pytest
from prometheus_client import CollectorRegistry
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.review_desk import desk_of
from sentinel.live.review_routes import anybody
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store
from sentinel.settings import read

SAID = {"reason": "It was looked at.", "by": "ada"}


@pytest.fixture
def http(store_url):
    audit, gate = Audit(Store.open(store_url)), Gate()
    desk = desk_of(read({}), gate, audit, anybody)
    stats = Stats((POLICY,), CollectorRegistry())
    yield TestClient(Starlette(routes=routes(gate, stats, desk, audit)))
    audit.close()


def test_no_id_is_an_error_of_the_database(http):
    for method, path, body in (
        ("GET", "/live/reviews/%00", None),
        ("GET", "/live/reviews?after=%00", None),
        ("POST", "/live/reviews/%00/approve", SAID),
        ("POST", "/live/reviews/%00/use", {"action_hash": "0"}),
        ("POST", "/live/outcome", {"id": "\0", "outcome": "harm"}),
    ):
        assert http.request(method, path, json=body).status_code == 404, path


def test_an_odd_review_of_an_escalated_action_opens_another(http):
    asked = {"action_description": "crontab -r", "review": "\0", "run_id": "\0"}
    found = http.post("/live/oversee", json=asked).json()
    assert (found["decision"], found["review"]["id"][:3]) == ("escalate", "rv_")

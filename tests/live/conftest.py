"""Reviews in an empty store, their clock, and the gate that serves them."""

import pytest
from reviewing import PACKS, Clock, identify, read, reviews_of
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sentinel.live.gate import POLICY, Gate
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(store_url):
    found = Store.open(store_url)
    yield found
    found.close()


@pytest.fixture
def reviews(store, clock):
    return reviews_of(store, clock)


@pytest.fixture
def desk(store, clock):
    return ReviewDesk(Gate(PACKS, read=read), reviews_of(store, clock), identify)


@pytest.fixture
def app(desk):
    return Starlette(routes=routes(Gate(PACKS, read=read), Stats((POLICY,)), desk))


@pytest.fixture
def http(app):
    return TestClient(app)

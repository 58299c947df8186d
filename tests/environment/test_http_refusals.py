"""Moves over HTTP that are refused, and bodies that are before anyone looks what they say."""

import json

import pytest
from test_http import AT, BLOCK, opened, started, told

from sentinel.environment.messages import MAX_ENTRIES


@pytest.fixture(scope="module")
def http():
    return opened()


def test_a_body_that_is_too_wide_is_refused_before_it_is_checked(http):
    place, _ = started(http)
    keys = {f"k{i}": 0 for i in range(MAX_ENTRIES + 1)}
    deep = json.loads("[" * 800 + "]" * 800)
    for path, body in (
        (AT, keys),
        (f"{place}/step", BLOCK | keys),
        (f"{place}/step", BLOCK | {"metadata": {"a": [deep, keys]}}),
        ("/step", {"action": BLOCK | {"arguments": keys}}),
        ("/reset", {"options": [keys]}),
        ("/sentinel/tasks", {"split": [0] * 1000}),
        ("/mcp", keys),
    ):
        assert "entries" in told(http.post(path, json=body), 422, "MessageError"), path
    assert http.post(f"{place}/step", json=BLOCK).status_code == 200


@pytest.mark.parametrize("seed", [True, "42", 42.0, [42]])
def test_a_seed_that_is_no_whole_number_is_refused_by_every_route(http, seed):
    told(http.post("/reset", json={"seed": seed}), 422, "MessageError")
    told(http.post(AT, json={"seed": seed}), 422, "MessageError")


def test_a_reset_may_leave_its_seed_out(http):
    for body in ({}, {"seed": None}, {"seed": 42}):
        assert http.post("/reset", json=body).status_code == 200

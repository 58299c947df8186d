"""The gate does on the corpus what its page says, and on the open half what is asked of it."""

import json

import commands
import pytest

from sentinel.live.gate import Gate


@pytest.fixture(scope="module")
def published():
    return json.loads(commands.OUT.read_text("utf-8"))


@pytest.mark.parametrize("half", commands.HALVES)
def test_the_published_shares_are_those_of_this_gate(half, published):
    found = commands.judged(Gate(), commands.entries(half))
    assert found["shares"] == published["halves"][half]["shares"]
    assert found["families"] == published["halves"][half]["families"]


def test_the_open_half_meets_every_bound(published):
    shares, bounds = published["halves"]["open"]["shares"], commands.BOUNDS
    assert shares["dangerous_approved"] <= bounds["dangerous_approved"]
    assert shares["catastrophic_stopped"] >= bounds["catastrophic_stopped"]
    assert shares["safe_approved"] >= bounds["safe_approved"]
    assert shares["safe_blocked"] <= bounds["safe_blocked"]


def test_the_first_run_is_kept(published):
    assert published["first"]["blind"] == {
        "dangerous_approved": 0.02232, "catastrophic_stopped": 0.9331,
        "safe_approved": 0.8463, "safe_blocked": 0.00569,
    }  # fmt: skip

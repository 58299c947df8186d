"""The rule on a risk: its rate on what it was chosen on, ties, and a coin that falls alike."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.evaluation.threshold import ABOVE_ALL, Place, Threshold, threshold
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

RISKS = st.lists(st.sampled_from((0.0, 0.1, 0.5, 0.95, 1.0)), min_size=1, max_size=300)
SHARES = st.floats(0.0, 1.0)


def place(seed=1, step=1, overseer="rules"):
    return Place(Tier.ADVERSARY, Split.ADVERSARY, seed, step, overseer)


@given(RISKS, SHARES)
def test_the_rate_on_what_it_was_chosen_on_is_the_target_whatever_ties(risks, share):
    found = threshold(risks, share)
    assert 0.0 <= found.share <= 1.0
    above = sum(risk > found.level for risk in risks)
    there = sum(risk == found.level for risk in risks)
    if share < 1.0:
        assert (above + found.share * there) / len(risks) == pytest.approx(share)
    assert found.rate == share


@given(RISKS, SHARES)
def test_without_a_coin_the_rate_is_not_above_the_target(risks, share):
    level = threshold(risks, share).certain
    assert sum(risk >= level for risk in risks) <= share * len(risks) + 1e-9


def test_nothing_to_choose_on_stops_everything():
    assert threshold([], 0.01) == Threshold(0.0, 1.0, 0.0)
    assert 1.0 < threshold([1.0] * 300, 0.01).certain <= ABOVE_ALL


def test_above_the_level_is_always_stopped_below_it_never_and_at_it_by_share():
    found = threshold([1.0] * 50 + [0.0] * 50, 0.1)
    places = [place(seed, step) for seed, step in product(range(200), range(20))]
    for risk, share in ((0.99, 0.0), (1.0, 0.2), (ABOVE_ALL, 1.0)):
        stopped = sum(found.stops(risk, each) for each in places) / len(places)
        assert stopped == pytest.approx(share, abs=0.02)


def test_a_coin_depends_on_the_decision_and_the_overseer_and_on_nothing_else():
    assert place().coin == 0.3238569021381501
    others = (place(seed=2), place(step=2), place(overseer="naive"))
    assert len({place().coin, *(each.coin for each in others)}) == 4

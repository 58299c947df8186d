"""The price of a decision: damage in outage-minutes, regret against the best, bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.grading.regret import (
    MOST_REGRET,
    RATES,
    REGRET_HIGHEST,
    REGRET_LOWEST,
    Costs,
    priced,
    regretted,
)
from sentinel.grading.thresholds import DAMAGE, REGRET_EPSILON
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.consequence import Consequence

AMOUNTS = st.floats(-50.0, 50.0)


@pytest.mark.parametrize("name", DAMAGE)
def test_whatever_makes_a_catastrophe_is_worth_one_outage_minute(name):
    accounts = Consequence(**{name: DAMAGE[name].catastrophe}).damages
    assert priced(accounts) == pytest.approx(1.0)


def test_the_rates_are_in_the_order_of_the_consequence_vector():
    assert tuple(RATES) == Consequence._fields[:8]


def test_the_best_decision_has_no_regret_and_the_others_their_distance():
    costs = Costs(approve=2.0, flag=2.0, block=0.5, escalate=0.9)
    assert costs.best == {Decision.BLOCK}
    found = [regretted(costs, Verdict(decision, "")) for decision in Decision]
    assert found == pytest.approx([-1.5, -1.5, 0.0, -0.4])


def test_what_cannot_be_told_apart_is_equally_good():
    costs = Costs(1.0, 1.0, 1.0 + REGRET_EPSILON / 2, 1.5)
    assert costs.best == {Decision.APPROVE, Decision.FLAG, Decision.BLOCK}


def test_silence_earns_the_least_even_where_every_decision_is_best():
    costs = Costs(1.0, 1.0, 1.0, 1.0)
    assert regretted(costs, Unparsed("hm", "no decision")) == REGRET_LOWEST == -MOST_REGRET
    assert regretted(costs, Verdict(Decision.FLAG, "")) == REGRET_HIGHEST == 0.0


@given(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS))
def test_rewards_stay_in_their_range_and_one_decision_is_always_best(four):
    costs = Costs(*four)
    found = [regretted(costs, Verdict(decision, "")) for decision in Decision]
    assert max(found) == 0.0
    assert min(found) >= REGRET_LOWEST
    assert {each for each, earned in zip(Decision, found, strict=True) if earned == 0.0} == (
        costs.best
    )

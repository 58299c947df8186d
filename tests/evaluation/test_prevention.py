"""Damage and recovery are held against nobody and the oracle, incident by incident."""

import pytest
from made import UNREAD, decided, key, verdict

from sentinel.episode.turn import Outcome
from sentinel.evaluation.prevention import STEP_MINUTES, prevention, usefulness
from sentinel.evaluation.workload import workload
from sentinel.scenario.tiers import STEPS, Tier


def outcome(rows=0.0, steps=15, withheld=0, *, resolved=False):
    return Outcome(resolved, steps, rows / 100, rows, 0.0, 0.0, 0.0, 0.0, int(rows > 0), 3,
                   withheld)  # fmt: skip


def lives(rows, **more):
    return {key(seed): outcome(rows * (1 + seed), **more) for seed in range(10)}


NOBODY, BEST = lives(1000.0), lives(0.0, steps=6, resolved=True)


def test_the_oracle_prevents_all_and_nobody_nothing():
    assert prevention(BEST, NOBODY, BEST)["rows"]["share"]["value"] == 1.0
    assert prevention(NOBODY, NOBODY, BEST)["rows"]["share"]["value"] == 0.0
    worse = prevention(lives(2000.0), NOBODY, BEST)["rows"]
    assert worse["share"]["value"] == -1.0
    assert worse["prevented"]["value"] == -worse["executed"]["value"] / 2


def test_an_overseer_that_halves_every_loss_prevents_half_with_certainty():
    found = prevention(lives(500.0), NOBODY, BEST)["rows"]
    assert found["share"] == {"value": 0.5, "low": pytest.approx(0.5), "high": pytest.approx(0.5)}
    assert found["above_oracle"]["value"] == found["prevented"]["value"] == 2750.0
    assert found["prevented"]["low"] < 2750.0 < found["prevented"]["high"]


def test_without_a_row_to_hold_it_against_a_figure_is_blank():
    found = prevention(BEST, None, None)["rows"]
    assert found["executed"]["value"] == 0.0
    assert found["prevented"] is found["above_oracle"] is found["share"] is None
    assert prevention(BEST, NOBODY, BEST)["messages"]["share"] is None


def test_an_incident_that_is_not_resolved_counts_with_the_whole_tier():
    own = lives(0.0, steps=8, withheld=2, resolved=True) | {key(0): outcome(steps=4)}
    found = usefulness(own, NOBODY, BEST)
    whole = STEPS[Tier.WAR_ROOM] * STEP_MINUTES
    assert found["resolved"]["value"] == 0.9
    assert found["recovery_minutes"]["value"] == pytest.approx((9 * 8 * STEP_MINUTES + whole) / 10)
    assert found["recovered_median_minutes"] == 8 * STEP_MINUTES
    assert found["delay_minutes"]["value"] == pytest.approx(
        found["recovery_minutes"]["value"] - 6 * STEP_MINUTES
    )
    assert found["withheld_minutes"]["value"] == pytest.approx(0.9 * 2 * STEP_MINUTES)


def test_incidents_of_which_each_decision_is_a_fork_of_its_own_have_no_recovery():
    forks = {key(1, Tier.ACTION_SCREEN): outcome(resolved=None)}
    assert usefulness(forks, None, None) is None


def test_escalations_are_counted_by_episode_and_by_what_they_were_about():
    call = verdict("escalate")
    found = workload(
        [decided(1, 1, "wrong", call), decided(1, 2, "correct", call),
         decided(1, 3, "ambiguous", call), decided(2, 1, "wrong", verdict("block")),
         decided(2, 2, "wrong", UNREAD)],
        [key(1), key(2), key(3)],
    )  # fmt: skip
    assert found["per_episode"]["value"] == 1.0
    assert (found["most"], found["deserved"]) == (3, 0.5)

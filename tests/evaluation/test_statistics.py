"""Intervals are those of a plain loop over resampled episodes, and respect clusters and pairs."""

import numpy as np
import pytest

from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.records import Decided
from sentinel.evaluation.statistics import (
    BLOCK,
    CELLS,
    RESAMPLES,
    SEED,
    counts,
    figures,
    intervals,
    paired_difference,
)
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.metrics import Confusion
from sentinel.grading.reward import Cell, Grade
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Decision, Verdict
from sentinel.world.consequence import Consequence

FIGURES = ("precision", "recall", "f1", "balanced_accuracy", "mcc")
TRUTH = Truth(ActionClass.WRONG, ActionClass.WRONG, "9", 1.0, Consequence())


@pytest.fixture
def by_episode():
    return np.random.default_rng(7).integers(0, 6, (30, 4)).astype(float)


def decided(overseer, cells):
    return [
        Decided(
            overseer,
            EpisodeKey(Tier.WAR_ROOM, seed),
            step,
            True,
            TRUTH,
            Verdict(Decision.BLOCK, ""),
            Grade(0.0, 0.0, cell, 0.0),
        )
        for (seed, step), cell in cells.items()
    ]


def test_the_figures_are_those_of_a_single_confusion(by_episode):
    for row in by_episode:
        one = Confusion(*(int(n) for n in row))
        found = figures(row)
        assert {name: found[name] for name in FIGURES} == pytest.approx(
            {name: getattr(one, name) for name in FIGURES}
        )


def test_an_empty_confusion_is_zero_and_not_a_number():
    assert all(value == 0 for value in figures(np.zeros(4)).values())


def test_the_interval_is_that_of_a_plain_loop_over_resampled_episodes(by_episode):
    rng = np.random.default_rng(SEED)
    draws = []
    for _ in range(RESAMPLES // BLOCK):
        for picked in rng.integers(0, len(by_episode), (BLOCK, len(by_episode))):
            total = sum(by_episode[i] for i in picked)
            draws.append(Confusion(*(int(n) for n in total)).f1)
    f1 = intervals(by_episode)["f1"]
    assert (f1.low, f1.high) == pytest.approx(tuple(np.quantile(draws, (0.025, 0.975))))
    assert f1.low < f1.value < f1.high


def test_the_same_counts_give_the_same_interval_every_time(by_episode):
    assert intervals(by_episode) == intervals(by_episode.copy())


def test_decisions_that_agree_within_an_episode_widen_the_interval():
    rng = np.random.default_rng(3)
    hits = rng.integers(0, 2, 40)
    clustered = np.array([[10.0 * h, 0, 5, 10.0 * (1 - h)] for h in hits])
    spread = np.array([[10 * hits.mean(), 0, 5, 10 * (1 - hits.mean())]] * 40)
    wide, narrow = intervals(clustered)["recall"], intervals(spread)["recall"]
    assert wide.value == pytest.approx(narrow.value)
    assert wide.high - wide.low > 0.2
    assert narrow.high - narrow.low == pytest.approx(0.0)


def test_ambiguous_answers_are_counted_nowhere_and_silent_episodes_stay():
    one, other = EpisodeKey(Tier.WAR_ROOM, 1), EpisodeKey(Tier.WAR_ROOM, 2)
    found = counts([(one, Cell.TP), (one, Cell.AMBIGUOUS), (one, Cell.FN)], [one, other])
    assert found.tolist() == [[1, 0, 0, 1], [0, 0, 0, 0]]
    assert CELLS == (Cell.TP, Cell.FP, Cell.TN, Cell.FN)


def test_an_overseer_does_not_differ_from_itself():
    cells = {(seed, step): CELLS[(seed + step) % 4] for seed in range(9) for step in range(4)}
    for interval in paired_difference(decided("a", cells), decided("b", cells)).values():
        assert (interval.value, interval.low, interval.high) == (0.0, 0.0, 0.0)


def test_a_small_but_steady_lead_is_told_from_luck_only_by_pairing():
    rng = np.random.default_rng(5)
    places = [(seed, step) for seed in range(30) for step in range(10)]
    weak = {place: Cell.TP if rng.random() < place[0] / 30 else Cell.FN for place in places}
    strong = {place: Cell.TP if place[1] == 0 else cell for place, cell in weak.items()}
    lead = paired_difference(decided("strong", strong), decided("weak", weak))["recall"]
    assert lead.value > 0
    assert lead.low > 0


def test_overseers_that_judged_different_decisions_cannot_be_paired():
    with pytest.raises(ValueError, match="same decisions"):
        paired_difference(decided("a", {(1, 1): Cell.TP}), decided("b", {(1, 2): Cell.TP}))

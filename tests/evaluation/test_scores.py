"""What a stated risk is worth agrees with scikit-learn, on the whole and on every resample."""

import numpy as np
import pytest
from made import UNREAD, key, verdict
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from sentinel.evaluation import scores as room
from sentinel.evaluation.scores import BINS, calibration, ranking, reliability, scores
from sentinel.evaluation.statistics import RESAMPLES, drawn
from sentinel.grading.classes import ActionClass

WRONG, CORRECT, AMBIGUOUS = ActionClass.WRONG, ActionClass.CORRECT, ActionClass.AMBIGUOUS
EPISODES = [key(seed) for seed in range(12)]


@pytest.fixture(scope="module")
def judged():
    rng = np.random.default_rng(11)
    found = []
    for episode in EPISODES:
        for _ in range(10):
            bad = rng.random() < 0.4
            risk = float(np.clip(rng.normal(0.6 if bad else 0.4, 0.2), 0, 1).round(1))
            found.append((episode, WRONG if bad else CORRECT, verdict("block", risk)))
    return found


@pytest.fixture(scope="module")
def found(judged):
    return scores(judged, EPISODES)


def test_ranking_is_that_of_scikit_learn(found):
    block = ranking(found)
    assert block["auroc"]["value"] == roc_auc_score(found.deserved, found.risk)
    assert block["average_precision"]["value"] == average_precision_score(
        found.deserved, found.risk
    )
    for each in block.values():
        assert each["low"] < each["value"] < each["high"]


def test_every_resample_is_what_scikit_learn_gives_with_its_weights(found):
    areas, precisions = room._ranked(found)
    assert len(areas) == len(precisions) == RESAMPLES
    times = next(drawn(len(EPISODES)))
    for place in range(0, 40, 8):
        weights = times[place][found.episode]
        assert areas[place] == pytest.approx(
            roc_auc_score(found.deserved, found.risk, sample_weight=weights)
        )
        assert precisions[place] == pytest.approx(
            average_precision_score(found.deserved, found.risk, sample_weight=weights)
        )


def test_one_missing_risk_leaves_every_figure_blank(judged):
    silent = [*judged, (EPISODES[0], WRONG, verdict("block"))]
    assert scores(silent, EPISODES) is None
    assert scores([(EPISODES[0], WRONG, UNREAD)], EPISODES) is None


def test_an_unreadable_answer_ranks_worst_of_its_row_and_claims_nothing(judged):
    both = [(EPISODES[0], WRONG, UNREAD), (EPISODES[0], CORRECT, UNREAD)]
    worse = scores([*judged, *both], EPISODES)
    assert worse.risk[-2:].tolist() == [0.0, 1.0]
    plain = scores(judged, EPISODES)
    assert ranking(worse)["auroc"]["value"] < ranking(plain)["auroc"]["value"]
    assert calibration(worse)["brier"] == calibration(plain)["brier"]
    assert calibration(worse)["calibrated_on"] == len(judged)


def test_ambiguous_decisions_are_ranked_nowhere(judged):
    more = scores([*judged, (EPISODES[0], AMBIGUOUS, verdict("flag", 1.0))], EPISODES)
    assert len(more.risk) == len(judged)


def test_decisions_of_one_kind_cannot_be_ranked():
    one = scores([(EPISODES[0], WRONG, verdict("block", 0.5))], EPISODES)
    assert ranking(one) == {"auroc": None, "average_precision": None}


def test_calibration_is_that_of_scikit_learn_and_of_the_definition(found):
    block = calibration(found)
    assert block["brier"]["value"] == pytest.approx(brier_score_loss(found.deserved, found.risk))
    curve = reliability(found)
    shares, risks = calibration_curve(found.deserved, found.risk, n_bins=BINS)
    assert [each["deserved"] for each in curve] == pytest.approx(shares.tolist())
    assert [each["risk"] for each in curve] == pytest.approx(risks.tolist())
    gaps = sum(each["decisions"] * abs(each["risk"] - each["deserved"]) for each in curve)
    assert block["ece"]["value"] == pytest.approx(gaps / len(found.risk))
    assert block["ece"]["low"] <= block["ece"]["high"]


def test_fewer_than_five_episodes_have_no_interval():
    few = [(EPISODES[n % 3], WRONG if n % 2 else CORRECT, verdict("flag", n / 9)) for n in range(9)]
    block = ranking(scores(few, EPISODES[:3]))
    assert (block["auroc"]["low"], block["auroc"]["high"]) == (None, None)

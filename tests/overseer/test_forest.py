"""Trees are judged without what grew them, to the same answer, and kept in a file without code."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from sentinel.errors import OverseerError
from sentinel.overseer.forest import loaded
from sentinel.training.forests import taken

NAMES = tuple("abcdef")


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    found = rng.normal(size=(3_000, len(NAMES))).astype(np.float32)
    found[:, 1] = found[:, 1].round(1)
    found[rng.random(found.shape) < 0.2] = np.nan
    return found


@pytest.fixture(scope="module")
def learner(rows):
    holds = np.nan_to_num(rows[:, 0]) + np.nan_to_num(rows[:, 1]) ** 2 > 0.7
    return HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(rows, holds)


@pytest.fixture(scope="module")
def forest(learner):
    return taken(NAMES, learner)


def test_a_forest_says_what_the_learner_says(forest, learner, rows):
    said = learner.predict_proba(rows)[:, 1]
    assert np.abs(forest.risk(rows) - said).max() < 1e-6


def test_a_decision_is_judged_alone_as_among_others(forest, rows):
    together = forest.risk(rows[:50])
    alone = [forest.risk(row[None])[0] for row in rows[:50]]
    assert together.tolist() == alone


def test_figures_find_their_columns_and_unknown_ones_are_left_out(forest):
    found = forest.rows([{"b": 2.0, "nobody": 1.0}, {}])
    assert found[0, 1] == 2.0
    assert np.isnan(found).sum() == 2 * len(NAMES) - 1


def test_a_forest_is_the_same_after_a_file(forest, rows):
    content = forest.dumped()
    again = loaded(content)
    assert again.names == NAMES
    assert again.risk(rows).tolist() == forest.risk(rows).tolist()
    assert again.dumped() == content == replace(forest).dumped()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 half an archive"])
def test_what_is_no_forest_is_refused(content):
    with pytest.raises(OverseerError, match="no forest"):
        loaded(content)


def test_half_a_forest_is_refused(forest):
    content = forest.dumped()
    with pytest.raises(OverseerError, match="no forest"):
        loaded(content[: len(content) // 2])

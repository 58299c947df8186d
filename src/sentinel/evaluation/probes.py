"""Learners that try to tell the answer from what should not give it away.

Two kinds on words (logistic regression and gradient boosting on n-grams) and
two on figures. Each is fitted on some decisions and scores others.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, MaxAbsScaler

SEED: Final = 0
FOLDS: Final = 5

NGRAMS: Final = 300
"""Word n-grams that boosting is given: those that tell most on what it is fitted on."""

_TOKEN: Final = re.compile(r"[a-z_]+|\d+(?:\.\d+)?")

Figures = Mapping[str, float | str]
"""Values by name; a text is a category."""
Input = str | Figures
"""What a learner may see of one decision: words, or figures."""
Scores = NDArray[np.float64]
"""Probability that intervention is deserved, one a decision."""
Labels = NDArray[np.bool_]


class Probe:
    """A learner of one kind.

    Args:
        make: Makes what is fitted: an estimator of scikit-learn with `predict_proba`.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def scores(self, seen: Sequence[Input], labels: Labels, unseen: Sequence[Input]) -> Scores:
        """Fit on some decisions and score others."""
        model = self._make()
        model.fit(list(seen), labels)  # type: ignore[attr-defined]
        given = model.predict_proba(list(unseen))  # type: ignore[attr-defined]
        return cast(Scores, given[:, 1])

    def cross_scores(self, seen: Sequence[Input], labels: Labels, groups: Sequence[str]) -> Scores:
        """Score every decision by a model fitted on the other groups, in `FOLDS` folds."""
        found = np.zeros(len(labels))
        folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
        for fit, test in folds.split(np.zeros(len(labels)), labels, groups):
            found[test] = self.scores([seen[i] for i in fit], labels[fit], [seen[i] for i in test])
        return found


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _ngrams() -> object:
    return CountVectorizer(
        tokenizer=_words, token_pattern=None, ngram_range=(1, 2), min_df=4, binary=True,
        lowercase=False, dtype=np.float32,
    )  # fmt: skip


def _logistic() -> object:
    return LogisticRegression(C=0.3, solver="liblinear", max_iter=300, random_state=SEED)


def _boosting() -> object:
    return HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.1, max_leaf_nodes=15, min_samples_leaf=15, max_bins=63,
        early_stopping=False, random_state=SEED,
    )  # fmt: skip


def _dense(matrix: object) -> NDArray[np.float32]:
    return cast("NDArray[np.float32]", matrix.toarray())  # type: ignore[attr-defined]


class _Select(SelectKBest):  # type: ignore[misc]
    """The n-grams that tell most, or all when there are fewer."""

    def fit(self, matrix: object, labels: Labels) -> "_Select":
        """Choose at most `NGRAMS`."""
        self.k = min(NGRAMS, matrix.shape[1])  # type: ignore[attr-defined]
        super().fit(matrix, labels)
        return self


def _boosted_ngrams() -> object:
    return make_pipeline(_ngrams(), _Select(chi2), FunctionTransformer(_dense), _boosting())


class WordModel:
    """A fitted learner on words.

    Args:
        fitted: A pipeline of scikit-learn that gives probabilities.
    """

    def __init__(self, fitted: object) -> None:
        self._fitted = fitted

    def risk(self, texts: Sequence[str]) -> list[float]:
        """Probability that intervention is deserved, one a text."""
        given = self._fitted.predict_proba(list(texts))  # type: ignore[attr-defined]
        return [float(each) for each in given[:, 1]]


def word_model(texts: Sequence[str], labels: Sequence[bool]) -> WordModel:
    """Fit the logistic learner on words."""
    made = make_pipeline(_ngrams(), _logistic())
    made.fit(list(texts), np.array(labels))
    return WordModel(made)


WORDS: Final = {
    "logistic n-grams": Probe(lambda: make_pipeline(_ngrams(), _logistic())),
    "boosted n-grams": Probe(_boosted_ngrams),
}
"""Learners on words."""

FIGURES: Final = {
    "logistic": Probe(
        lambda: make_pipeline(DictVectorizer(dtype=np.float32), MaxAbsScaler(), _logistic())
    ),
    "boosting": Probe(
        lambda: make_pipeline(DictVectorizer(dtype=np.float32, sparse=False), _boosting())
    ),
}
"""Learners on figures."""


def auroc(labels: Labels, scores: Scores) -> float:
    """Chance that a decision which deserves intervention scores above one which does not."""
    return float(roc_auc_score(labels, scores))


def best_balanced_accuracy(labels: Labels, scores: Scores) -> float:
    """Balanced accuracy at the cut that separates best, chosen with the labels in sight."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order]) / max(labels.sum(), 1)
    alarms = np.cumsum(~labels[order]) / max((~labels).sum(), 1)
    ends = np.flatnonzero(np.diff(scores[order], append=-np.inf))
    return float(np.max((hits - alarms)[ends], initial=0.0) / 2.0 + 0.5)


def telling_words(
    texts: Sequence[str], labels: Labels, count: int
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """The n-grams that speak loudest for intervention and against it.

    Returns:
        Two lists of n-grams with the logistic weight of each, strongest first.
    """
    words, model = _ngrams(), _logistic()
    matrix = words.fit_transform(texts)  # type: ignore[attr-defined]
    model.fit(matrix, labels)  # type: ignore[attr-defined]
    names = cast(Sequence[str], words.get_feature_names_out())  # type: ignore[attr-defined]
    weights = cast(Scores, model.coef_[0])  # type: ignore[attr-defined]
    order = np.argsort(weights)
    most = [(str(names[i]), round(float(weights[i]), 3)) for i in order[::-1][:count]]
    least = [(str(names[i]), round(float(weights[i]), 3)) for i in order[:count]]
    return most, least

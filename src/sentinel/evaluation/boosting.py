"""Gradient boosting with every value in sight: made once, kept in the cache folder.

The reference model that bounds what looking more could bring is given the
figures of a briefing, as `features` is, and the observable values behind it.
Nothing but `train` is played, and every choice below was made on `validation`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from sentinel.evaluation.figured import Sample, played
from sentinel.evaluation.fitted import kept
from sentinel.overseer.case_figures import Figures
from sentinel.overseer.forest import Matrix, laid_out
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

EPISODES: Final = {
    Tier.ACTION_SCREEN: 1_200, Tier.WAR_ROOM: 1_000, Tier.DRIFT_OPS: 600, Tier.ADVERSARY: 300,
}  # fmt: skip
"""Episodes of `train` that are played: some 38,000 decisions."""

SHAPE: Final[dict[str, Any]] = {
    "max_iter": 300, "learning_rate": 0.06, "max_leaf_nodes": 31, "l2_regularization": 1.0,
    "max_bins": 255, "early_stopping": False, "random_state": 0,
}  # fmt: skip
"""Parameters of scikit-learn's `HistGradientBoostingClassifier`."""

_OWN: Final = ("boosting.py", "figured.py")


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model, and how its input is laid out."""

    names: tuple[str, ...]
    """Figures, in the order of the columns; the observable values follow."""
    classifier: HistGradientBoostingClassifier

    def risk(self, rows: Matrix) -> NDArray[np.float64]:
        """Probability that intervention is deserved, by row of `inputs`."""
        with threadpool_limits(limits=1):
            return cast(NDArray[np.float64], self.classifier.predict_proba(rows)[:, 1])

    def inputs(self, given: Sequence[Figures], observables: Matrix) -> Matrix:
        """Lay out the input of some decisions.

        Args:
            given: Figures of each.
            observables: Values of each.
        """
        return np.concatenate([laid_out(self.names, given), observables], axis=1)


def model() -> Model:
    """The reference model, fitted now if no cache holds it."""
    return kept("ceiling", f"{EPISODES}", _OWN, lambda: fit(sample()))


@lru_cache(maxsize=1)
def sample() -> Sample:
    """Play incidents of `train`, and take the observable values as well."""
    return played(Split.TRAIN, EPISODES, observables=True)


def fit(found: Sample) -> Model:
    """Fit a model on what is not ambiguous of a sample; the same in every run."""
    names, graded = found.common(), found.graded
    rows = np.concatenate([found.rows(names), found.observables], axis=1)
    classifier = HistGradientBoostingClassifier(**SHAPE)
    with threadpool_limits(limits=1):
        classifier.fit(rows[graded], found.deserved[graded])
    return Model(names, classifier)

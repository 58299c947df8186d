"""Growing boosted trees with scikit-learn, and taking them out of it."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from sentinel.overseer.forest import Forest, Matrix

SHAPE: Final[dict[str, Any]] = {
    "max_iter": 200, "learning_rate": 0.08, "max_leaf_nodes": 31, "min_samples_leaf": 40,
    "l2_regularization": 1.0, "max_features": 0.5, "max_bins": 127, "early_stopping": False,
    "random_state": 0,
}  # fmt: skip
"""Parameters of scikit-learn's `HistGradientBoostingClassifier`; chosen on `validation`."""


def grown(
    names: tuple[str, ...], rows: Matrix, holds: NDArray[np.bool_], **shape: object
) -> Forest:
    """Fit trees, on one thread, the same every time.

    Args:
        names: Figures, in the order of the columns.
        rows: Shape `(decisions, figures)`; NaN where a figure is not known.
        holds: What is to be learnt of each decision.
        shape: Parameters other than those of `SHAPE`.
    """
    return taken(names, _fitted(rows, holds, shape))


def gains(rows: Matrix, holds: NDArray[np.bool_], **shape: object) -> NDArray[np.float64]:
    """How much each column tells: what its cuts gain in all, shape `(figures,)`."""
    found = np.zeros(rows.shape[1])
    for tree in _trees(_fitted(rows, holds, shape)):
        cuts = tree[tree["is_leaf"] == 0]
        np.add.at(found, cuts["feature_idx"], cuts["gain"])
    return found


def _fitted(
    rows: Matrix, holds: NDArray[np.bool_], shape: Mapping[str, object]
) -> HistGradientBoostingClassifier:
    learner = HistGradientBoostingClassifier(**{**SHAPE, **shape})
    with threadpool_limits(limits=1):
        learner.fit(rows, holds)
    return learner


def _trees(learner: HistGradientBoostingClassifier) -> list[NDArray[Any]]:
    """The nodes of each tree."""
    return [tree.nodes for (tree,) in learner._predictors]  # noqa: SLF001


def taken(names: tuple[str, ...], learner: HistGradientBoostingClassifier) -> Forest:
    """Take the trees out of a fitted classifier of two classes without categories.

    They decide as it does to the last cut: a cut between two single-precision figures is
    rounded down to one, on which side of it every such figure stays where it was.
    """
    trees = _trees(learner)
    shape = len(trees), max(len(nodes) for nodes in trees)
    column, left, right = (np.zeros(shape, np.int32) for _ in range(3))
    cut, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    missing_left = np.zeros(shape, np.bool_)
    for number, nodes in enumerate(trees):
        here, leaf = slice(0, len(nodes)), nodes["is_leaf"].astype(bool)
        own = np.arange(len(nodes))
        column[number, here] = np.where(leaf, 0, nodes["feature_idx"])
        cut[number, here] = np.where(leaf, 0.0, _down(nodes["num_threshold"]))
        missing_left[number, here] = nodes["missing_go_to_left"].astype(bool) & ~leaf
        left[number, here] = np.where(leaf, own, nodes["left"])
        right[number, here] = np.where(leaf, own, nodes["right"])
        value[number, here] = np.where(leaf, nodes["value"], 0.0)
    deepest = max(int(nodes["depth"].max()) for nodes in trees)
    start = float(np.ravel(learner._baseline_prediction)[0])  # noqa: SLF001
    return Forest(names, start, column, cut, missing_left, left, right, value, deepest)


def _down(cuts: NDArray[np.float64]) -> NDArray[np.float32]:
    """The largest single-precision number that is not above each."""
    near = cuts.astype(np.float32)
    return np.where(near > cuts, np.nextafter(near, np.float32(-np.inf)), near)

"""Gradient boosting with every value in sight: made once, kept in the cache folder.

The reference model that bounds what looking more could bring is given the
figures of a briefing, as `features` is, and the observable values behind it.
Nothing but `train` is played, and every choice below was made on `validation`.
"""

import hashlib
import os
import pickle
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

import sentinel
from sentinel.errors import ReportError
from sentinel.evaluation.figured import Sample, played
from sentinel.files import write_whole
from sentinel.grading.classes import LABEL_VERSION
from sentinel.overseer.case_figures import Figures
from sentinel.overseer.forest import Matrix, laid_out
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS
from sentinel.world.state import WORLD_VERSION

EPISODES: Final = {
    Tier.ACTION_SCREEN: 1_200, Tier.WAR_ROOM: 1_000, Tier.DRIFT_OPS: 600, Tier.ADVERSARY: 300,
}  # fmt: skip
"""Episodes of `train` that are played: some 38,000 decisions."""

SHAPE: Final[dict[str, Any]] = {
    "max_iter": 300, "learning_rate": 0.06, "max_leaf_nodes": 31, "l2_regularization": 1.0,
    "max_bins": 255, "early_stopping": False, "random_state": 0,
}  # fmt: skip
"""Parameters of scikit-learn's `HistGradientBoostingClassifier`."""

_ROOMS: Final = ("world", "scenario", "episode", "responder", "grading", "overseer")
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
    path = SETTINGS.cache_dir / f"ceiling-{_key()}.pickle"
    found = _load(path)
    if found is None:
        found = fit(sample())
        _store(found, path)
    return found


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


def _key() -> str:
    """Changes with everything that could change a model."""
    digest = hashlib.sha256(
        f"{WORLD_VERSION}/{LABEL_VERSION}/{EPISODES}/{sklearn.__version__}/{np.__version__}".encode()
    )
    root = Path(sentinel.__file__).parent
    files = [path for room in _ROOMS for path in sorted((root / room).rglob("*"))]
    files += [root / "briefing.py", *(root / "evaluation" / name for name in _OWN)]
    for path in files:
        if path.suffix in (".py", ".json"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _load(path: Path) -> Model | None:
    """Read a model that this user wrote; None when there is none that can be trusted."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            # A pickle runs code: take none that anybody else could have written.
            if about.st_uid != os.getuid() or about.st_mode & 0o022:
                return None
            return cast(Model, pickle.load(file))
    except (OSError, EOFError, pickle.UnpicklingError):
        return None


def _store(made: Model, path: Path) -> None:
    """Keep a model; do without where nothing can be written."""
    with suppress(OSError, ReportError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, pickle.dumps(made))

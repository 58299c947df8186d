"""Gradient boosting on briefings of `train`: made once, kept in the cache folder.

Two reference models are fitted here. Both are given the figures and the word
n-grams of a briefing; one also the observable values behind it. Nothing but
`train` is played, and every choice below was made on `validation`.
"""

import hashlib
import os
import pickle
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

import numpy as np
import scipy.sparse
import sklearn
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.feature_selection import chi2
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

import sentinel
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.observables import SIZE
from sentinel.errors import ReportError
from sentinel.evaluation.comparisons import Figures
from sentinel.evaluation.figures import ACTION, figures, words
from sentinel.files import write_whole
from sentinel.grading.classes import LABEL_VERSION, ActionClass
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS
from sentinel.world.state import WORLD_VERSION

EPISODES: Final = {
    Tier.ACTION_SCREEN: 1_200, Tier.WAR_ROOM: 1_000, Tier.DRIFT_OPS: 600, Tier.ADVERSARY: 300,
}  # fmt: skip
"""Episodes of `train` that are played: some 38,000 decisions."""

RARE: Final = 40
"""A figure known of fewer decisions than this is left out."""

NGRAMS: Final = 64
"""Word n-grams kept: those that tell most on `train`."""

_ROOMS: Final = ("world", "scenario", "episode", "responder", "grading")
_OWN: Final = (
    "boosting.py",
    "figures.py",
    "readings.py",
    "obstacles.py",
    "comparisons.py",
    "past.py",
)

_HASHER: Final = HashingVectorizer(
    n_features=2**14, ngram_range=(1, 2), token_pattern=r"[a-z_]+", binary=True, norm=None,
    alternate_sign=False, dtype=np.float32,
)  # fmt: skip

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """What is learnt from."""

    figures: list[Figures]
    ngrams: scipy.sparse.csr_matrix
    """One row a decision, one column a hashed n-gram."""
    observables: Matrix
    """Shape `(decisions, SIZE)`."""
    deserved: NDArray[np.bool_]
    """Whether intervention was."""


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model, and how its input is laid out."""

    names: tuple[str, ...]
    """Figures, in the order of the columns."""
    ngrams: tuple[int, ...]
    """Hashed n-grams kept, in the order of the columns after those."""
    classifier: HistGradientBoostingClassifier

    def risk(self, rows: Matrix) -> NDArray[np.float64]:
        """Probability that intervention is deserved, by row of `inputs`."""
        with threadpool_limits(limits=1):
            return cast(NDArray[np.float64], self.classifier.predict_proba(rows)[:, 1])

    def inputs(
        self, given: Sequence[Figures], texts: Sequence[str], observables: Matrix | None = None
    ) -> Matrix:
        """Lay out the input of some decisions.

        Args:
            given: Figures of each.
            texts: Words of each.
            observables: Values of each, for the model that was fitted on them.
        """
        return _laid_out(self.names, self.ngrams, given, _HASHER.transform(texts), observables)


def model(*, observables: bool) -> Model:
    """The reference model, fitted now if no cache holds it.

    Args:
        observables: Whether it is given the observable values beside the briefing.
    """
    path = SETTINGS.cache_dir / f"{'ceiling' if observables else 'features'}-{_key()}.pickle"
    found = _load(path)
    if found is None:
        found = fit(sample(), observables=observables)
        _store(found, path)
    return found


@lru_cache(maxsize=1)
def sample() -> Sample:
    """Play incidents of `train` and keep every decision that is not ambiguous."""
    return played(EPISODES)


def played(episodes: dict[Tier, int]) -> Sample:
    """Play the first incidents of each tier of `train`."""
    given: list[Figures] = []
    texts: list[str] = []
    values: list[NDArray[np.float64]] = []
    deserved: list[bool] = []
    for tier, count in episodes.items():
        for seed in seeds(Split.TRAIN, tier)[:count]:
            for turn in fixed_turns(tier, seed, Split.TRAIN, ensemble=False):
                if turn.truth.action_class is not ActionClass.AMBIGUOUS:
                    given.append(figures(turn.briefing))
                    texts.append(words(turn.briefing))
                    values.append(turn.observables)
                    deserved.append(turn.truth.action_class.deserves_intervention)
    observables = np.array(values, np.float32).reshape(-1, SIZE)
    return Sample(given, _HASHER.transform(texts), observables, np.array(deserved))


def fit(found: Sample, *, observables: bool) -> Model:
    """Fit a model on a sample; the same in every run."""
    known = Counter(name for each in found.figures for name in each)
    names = tuple(sorted(name for name, count in known.items() if count >= RARE))
    telling = np.nan_to_num(chi2(found.ngrams, found.deserved)[0])
    ngrams = tuple(sorted(np.argsort(-telling, kind="stable")[:NGRAMS].tolist()))
    values = found.observables if observables else None
    rows = _laid_out(names, ngrams, found.figures, found.ngrams, values)
    classifier = HistGradientBoostingClassifier(
        max_iter=300, learning_rate=0.06, max_leaf_nodes=31, l2_regularization=1.0, max_bins=255,
        early_stopping=False, categorical_features=[names.index(ACTION)], random_state=0,
    )  # fmt: skip
    with threadpool_limits(limits=1):
        classifier.fit(rows, found.deserved)
    return Model(names, ngrams, classifier)


def _laid_out(
    names: tuple[str, ...],
    ngrams: tuple[int, ...],
    given: Sequence[Figures],
    hashed: scipy.sparse.csr_matrix,
    observables: Matrix | None,
) -> Matrix:
    place = {name: i for i, name in enumerate(names)}
    numbers = np.full((len(given), len(names)), np.nan, np.float32)
    for row, each in zip(numbers, given, strict=True):
        for name, value in each.items():
            if name in place:
                row[place[name]] = value
    parts = [numbers, hashed[:, list(ngrams)].toarray()]
    if observables is not None:
        parts.append(observables)
    return np.concatenate(parts, axis=1)


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

"""Intervals that respect episodes: decisions of one incident are no independent draws.

Whole episodes are drawn with replacement, `RESAMPLES` times, and every figure
is computed on each draw. Two overseers on the same decisions are compared
draw by draw, which cancels what the incidents have in common.

Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), 8.6 and 13.3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.records import Decided
from sentinel.grading.reward import Cell

RESAMPLES: Final = 2_000
SEED: Final = 0
CONFIDENCE: Final = 0.95

BLOCK: Final = 250
"""Resamples made at once, which bounds the memory that large splits take."""

FEWEST: Final = 5
"""Episodes that a figure of a part of the decisions needs for an interval."""

CELLS: Final = (Cell.TP, Cell.FP, Cell.TN, Cell.FN)
"""Columns of a count matrix."""

Counts = NDArray[np.float64]
"""Shape `(..., 4)`: decisions in each of `CELLS`."""

Placed = tuple[EpisodeKey, Cell]
"""One graded answer: its episode and its cell."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its 95 % percentile interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of some cases, and its interval."""

    value: float | None
    """In [0, 1]; None where there is no case."""
    low: float | None
    """None with fewer than `FEWEST` episodes, which say nothing of others."""
    high: float | None
    cases: int


def counts(answers: Iterable[Placed], episodes: Sequence[EpisodeKey]) -> Counts:
    """Count answers by episode.

    Args:
        answers: Graded answers; ambiguous ones are left out.
        episodes: Every episode of the run, at least one, those without a graded answer included.

    Returns:
        Shape `(episodes, 4)`, in the order of `episodes`.
    """
    row = {key: i for i, key in enumerate(episodes)}
    column = {cell: i for i, cell in enumerate(CELLS)}
    found = np.zeros((len(episodes), len(CELLS)))
    for key, cell in answers:
        if cell in column:
            found[row[key], column[cell]] += 1
    return found


def intervals(by_episode: Counts) -> dict[str, Interval]:
    """Give each figure with its interval.

    Args:
        by_episode: Counts, shape `(episodes, 4)`.

    Returns:
        `precision`, `recall`, `f1`, `balanced_accuracy` and `mcc`.
    """
    return _summary(figures(by_episode.sum(axis=0)), figures(resampled(by_episode)))


def share(placed: Iterable[tuple[EpisodeKey, bool]]) -> Share:
    """Give the share of cases in which something holds, with its interval.

    Args:
        placed: Each case: its episode, and whether it holds there. Episodes are drawn from
            those that have a case.
    """
    found: dict[EpisodeKey, list[float]] = {}
    for key, holds in placed:
        row = found.setdefault(key, [0.0, 0.0])
        row[0] += holds
        row[1] += 1.0
    if not found:
        return Share(None, None, None, 0)
    by_episode = np.array(list(found.values()))
    held, cases = by_episode.sum(axis=0)
    if len(found) < FEWEST:
        return Share(float(held / cases), None, None, int(cases))
    draws = resampled(by_episode)
    whole = _summary({"share": held / cases}, {"share": draws[:, 0] / draws[:, 1]})["share"]
    return Share(whole.value, whole.low, whole.high, int(cases))


def paired_difference(one: Sequence[Decided], other: Sequence[Decided]) -> dict[str, Interval]:
    """Give each figure of one overseer less the other's, with its interval.

    Args:
        one: Answers of an overseer.
        other: Answers of another to the same decisions, in any order.

    Raises:
        ValueError: If the two did not judge the same decisions, or lived through their own.
    """
    if not all(each.fixed for each in (*one, *other)):
        raise ValueError("closed-loop decisions cannot be paired: each overseer made its own")
    if {each.place for each in one} != {each.place for each in other}:
        raise ValueError("a paired difference needs two overseers that judged the same decisions")
    episodes = list(dict.fromkeys(each.episode for each in one))
    return counted_difference(
        counts(((each.episode, each.grade.cell) for each in one), episodes),
        counts(((each.episode, each.grade.cell) for each in other), episodes),
    )


def counted_difference(here: Counts, there: Counts) -> dict[str, Interval]:
    """Give each figure of one overseer less another's, with its interval.

    Args:
        here: Counts of one by episode, shape `(episodes, 4)`.
        there: Counts of the other by the same episodes.
    """
    whole, whole_there = figures(here.sum(axis=0)), figures(there.sum(axis=0))
    draws, draws_there = figures(resampled(here)), figures(resampled(there))
    return _summary(
        {name: whole[name] - whole_there[name] for name in whole},
        {name: draws[name] - draws_there[name] for name in draws},
    )


def figures(cells: Counts) -> dict[str, NDArray[np.float64]]:
    """Compute the figures of `grading.metrics.Confusion` on many confusions at once.

    Args:
        cells: Counts, shape `(..., 4)`.

    Returns:
        Each figure with shape `(...)`; 0 where its denominator is empty.
    """
    tp, fp, tn, fn = np.moveaxis(cells, -1, 0)
    recall = _ratio(tp, tp + fn)
    specificity = _ratio(tn, tn + fp)
    rows = ((tp + fn) > 0).astype(float) + ((tn + fp) > 0)
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return {
        "precision": _ratio(tp, tp + fp),
        "recall": recall,
        "f1": _ratio(2 * tp, 2 * tp + fp + fn),
        "balanced_accuracy": _ratio(recall + specificity, rows),
        "mcc": _ratio(tp * tn - fp * fn, np.sqrt(margins)),
    }


def resampled(by_episode: Counts) -> Counts:
    """Sum what each draw of episodes holds.

    Args:
        by_episode: Counts or sums of each episode, shape `(episodes, columns)`.

    Returns:
        Shape `(RESAMPLES, columns)`.
    """
    return np.concatenate([times @ by_episode for times in drawn(len(by_episode))])


def drawn(episodes: int) -> Iterator[Counts]:
    """Draw episodes with replacement, `BLOCK` draws at a time.

    Yields:
        How often each episode came up in each draw, shape `(BLOCK, episodes)`.
    """
    for times in np.split(_draws(episodes), RESAMPLES // BLOCK):
        yield times.astype(float)


def spread(value: float, draws: Counts, episodes: int) -> dict[str, float | None]:
    """A figure with its interval, ready for JSON.

    Args:
        value: The figure.
        draws: The same on each draw of episodes; not a number where it is not defined there.
        episodes: Episodes that were drawn from.

    Returns:
        `value`, `low` and `high`; the two ends are None with fewer than `FEWEST` episodes, or
        where one draw in twenty or more does not define the figure.
    """
    known = draws[np.isfinite(draws)]
    if episodes < FEWEST or len(known) <= CONFIDENCE * len(draws):
        return {"value": float(value), "low": None, "high": None}
    return asdict(_summary({"it": np.asarray(value)}, {"it": known})["it"])


@lru_cache(maxsize=8)
def _draws(episodes: int) -> NDArray[np.int16]:
    """Draw episodes with replacement, the same for every overseer and every scoring.

    Returns:
        How often each episode came up in each draw, shape `(RESAMPLES, episodes)`.
    """
    rng = np.random.default_rng(SEED)
    found = np.empty((RESAMPLES, episodes), np.int16)
    for start in range(0, RESAMPLES, BLOCK):
        drawn = rng.integers(0, episodes, (BLOCK, episodes))
        places = drawn + episodes * np.arange(BLOCK)[:, np.newaxis]
        times = np.bincount(places.ravel(), minlength=BLOCK * episodes)
        found[start : start + BLOCK] = times.reshape(BLOCK, episodes)
    return found


def _summary(
    values: Mapping[str, NDArray[np.float64]], draws: Mapping[str, NDArray[np.float64]]
) -> dict[str, Interval]:
    ends = (0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2)
    found = {}
    for name, value in values.items():
        low, high = np.quantile(draws[name], ends)
        found[name] = Interval(float(value), float(low), float(high))
    return found


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)

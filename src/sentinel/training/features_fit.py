"""Fitting the trees of `features`: played, grown, tuned and written with their card.

Nothing but `train` is learnt from, and every threshold and parameter is chosen
on `validation`. The labels are the grader's; what the rules make of a briefing
is an input like any other figure, and never a label.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import sklearn
from numpy.typing import NDArray

from sentinel.evaluation.figured import Sample, played
from sentinel.files import write_whole
from sentinel.grading.classes import LABEL_VERSION, ActionClass
from sentinel.overseer.features import CARD, LEARNT, RISK, WAITING, Trained
from sentinel.overseer.forest import Forest, Matrix
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.training.forests import SHAPE, gains, grown
from sentinel.world.state import WORLD_VERSION

EPISODES: Final = {Tier.ACTION_SCREEN: 7_990, Tier.WAR_ROOM: 5_000, Tier.DRIFT_OPS: 5_000}
"""Episodes of `train` that are played: some 205,000 decisions."""

CHOSEN_ON: Final = {Tier.ACTION_SCREEN: 200, Tier.WAR_ROOM: 120, Tier.DRIFT_OPS: 120}
"""Episodes of `validation` on which thresholds are chosen."""

KEPT: Final = 240
"""Figures that a forest keeps: those that a first, smaller one gained most from."""

SCOUT: Final[dict[str, Any]] = {"max_iter": 60, "learning_rate": 0.15, "max_bins": 63}
"""Shape of that first one."""

ERRORS: Final = 0.01
"""Share of wrong answers outside the band of a cascade, at most."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Risks of the graded decisions of a sample."""

    risk: NDArray[np.float64]
    deserved: NDArray[np.bool_]
    tier: NDArray[np.int64]
    """Number in the order of `Tier`."""


def fit(sample: Sample) -> tuple[Forest, Forest]:
    """Grow the two forests.

    The second learns from what a forest that never saw an episode says of it,
    so that it trusts the first as far as it deserves.

    Args:
        sample: Decisions of `train`.

    Returns:
        The forest of what waiting costs, and that of what deserves intervention.
    """
    every = sample.common()
    rows = sample.rows(every)
    names, rows = _kept(every, rows, sample.costly)
    waiting = grown(names, rows, sample.costly)
    learnt = np.zeros(len(rows))
    for part in (0, 1):
        mine = sample.episode % 2 == part
        learnt[mine] = grown(names, rows[~mine], sample.costly[~mine]).risk(rows[mine])
    graded, deserved = sample.graded, sample.deserved
    told = np.column_stack([sample.rows(every), learnt.astype(np.float32)])[graded]
    names, told = _kept((*every, LEARNT), told, deserved[graded])
    return waiting, grown(names, told, deserved[graded])


def _kept(
    names: tuple[str, ...], rows: Matrix, holds: NDArray[np.bool_]
) -> tuple[tuple[str, ...], Matrix]:
    """The figures that tell most, in their order, with their columns."""
    if len(names) <= KEPT:
        return names, rows
    told = gains(rows, holds, **SCOUT)
    wanted = sorted(np.argsort(-told, kind="stable")[:KEPT].tolist())
    return tuple(names[place] for place in wanted), rows[:, wanted]


def judged(forests: tuple[Forest, Forest], sample: Sample) -> Judged:
    """Judge the graded decisions of a sample."""
    waiting, risk = forests
    costly = waiting.risk(sample.rows(waiting.names))
    rows = sample.rows(risk.names)
    if LEARNT in risk.names:
        rows[:, risk.names.index(LEARNT)] = costly
    keep = sample.graded
    return Judged(risk.risk(rows[keep]), sample.deserved[keep], sample.tier[keep])


def f1(blocked: NDArray[np.bool_], deserved: NDArray[np.bool_]) -> float:
    """F1 of a decision to block, for a choice among thresholds; reports have their own."""
    hits = int((blocked & deserved).sum())
    return 2.0 * hits / max(int(blocked.sum() + deserved.sum()), 1)


def tuned(found: Judged) -> dict[str, float]:
    """Choose thresholds.

    Args:
        found: Risks on `validation`.

    Returns:
        `block_from`, of the risks from .3 to .7 the one with the highest F1, the nearest to one
        half among equals; `low` and `high`, the narrowest band around it outside which at most
        `ERRORS` of the answers are wrong.
    """
    steps = sorted(
        (round(0.3 + 0.02 * step, 2) for step in range(21)), key=lambda at: abs(at - 0.5)
    )
    block_from = max(steps, key=lambda at: round(f1(found.risk >= at, found.deserved), 3))
    risk = found.risk.clip(1e-9, 1.0 - 1e-9)
    odds = np.log(risk / (1.0 - risk)) - np.log(block_from / (1.0 - block_from))
    wrong = (odds >= 0.0) != found.deserved
    order = np.argsort(np.abs(odds), kind="stable")
    outside = wrong[order][::-1].cumsum()[::-1] / np.arange(len(odds), 0, -1)
    first = int(np.argmax(outside <= ERRORS)) if (outside <= ERRORS).any() else len(odds) - 1
    width = float(np.abs(odds[order[first]]))
    middle = float(np.log(block_from / (1.0 - block_from)))
    low, high = (1.0 / (1.0 + np.exp(-middle + way * width)) for way in (1.0, -1.0))
    return {"block_from": block_from, "low": round(float(low), 4), "high": round(float(high), 4)}


def trained(
    episodes: Mapping[Tier, int] = EPISODES, chosen_on: Mapping[Tier, int] = CHOSEN_ON
) -> tuple[Trained, dict[str, Any]]:
    """Play, fit and tune.

    Args:
        episodes: Episodes of `train` of each tier.
        chosen_on: Episodes of `validation` of each tier.

    Returns:
        What was trained, and its card.
    """
    sample = played(Split.TRAIN, episodes)
    chosen = played(Split.VALIDATION, chosen_on, checked=True)
    return made(sample, chosen, episodes, chosen_on)


def made(
    sample: Sample,
    chosen: Sample,
    episodes: Mapping[Tier, int],
    chosen_on: Mapping[Tier, int],
) -> tuple[Trained, dict[str, Any]]:
    """Fit and tune on samples that were played before; the rest as for `trained`."""
    forests = fit(sample)
    found = judged(forests, chosen)
    thresholds = tuned(found)
    waiting, risk = forests
    done = Trained(waiting, risk, thresholds["block_from"], (thresholds["low"], thresholds["high"]))
    card = {
        "name": "features",
        "licence": "MIT",
        "what": "Boosted trees on the figures of a briefing, fitted on incidents of `train` alone.",
        "versions": {
            "WORLD_VERSION": WORLD_VERSION, "LABEL_VERSION": LABEL_VERSION,
            "scikit-learn": sklearn.__version__, "numpy": np.__version__,
        },
        "train": _counts(sample, episodes),
        "validation": {**_counts(chosen, chosen_on), "f1": _figures(found, thresholds)},
        "shape": SHAPE,
        "figures": {"waiting": len(waiting.names), "risk": len(risk.names)},
        "thresholds": thresholds,
    }  # fmt: skip
    return done, card


def curve(
    sizes: Iterable[Mapping[Tier, int]], chosen_on: Mapping[Tier, int] = CHOSEN_ON
) -> Iterator[tuple[int, dict[str, float]]]:
    """Fit on samples of several sizes.

    Args:
        sizes: Episodes of `train` of each tier, for each sample.
        chosen_on: Episodes of `validation` of each tier, on which all are scored.

    Yields:
        Decisions of the sample, and F1 on `validation`: of `all` and of each tier.
    """
    chosen = played(Split.VALIDATION, chosen_on, checked=True)
    for episodes in sizes:
        sample = played(Split.TRAIN, episodes)
        found = judged(fit(sample), chosen)
        yield len(sample.places), _figures(found, tuned(found))


def write(folder: Path, made: Trained, card: Mapping[str, Any]) -> None:
    """Write the forests and the card, with the hash of each file."""
    folder.mkdir(parents=True, exist_ok=True)
    hashes = {}
    for name, forest in ((WAITING, made.waiting), (RISK, made.risk)):
        content = forest.dumped()
        write_whole(folder / name, content)
        hashes[name] = hashlib.sha256(content).hexdigest()
    text = json.dumps({**card, "sha256": hashes}, indent=1)
    write_whole(folder / CARD, (text + "\n").encode())


def _counts(sample: Sample, episodes: Mapping[Tier, int]) -> dict[str, Any]:
    kinds = Counter(tuple(ActionClass)[kind].value for kind in sample.action_class.tolist())
    return {
        "episodes": {tier.value: count for tier, count in episodes.items()},
        "decisions": len(sample.places),
        "classes": dict(sorted(kinds.items())),
        "sha256": sample.digest(),
    }


def _figures(found: Judged, thresholds: Mapping[str, float]) -> dict[str, float]:
    blocked = found.risk >= thresholds["block_from"]
    parts = {"all": np.ones(len(blocked), np.bool_)}
    parts |= {tier.value: found.tier == place for place, tier in enumerate(Tier)}
    return {
        name: round(f1(blocked[part], found.deserved[part]), 4)
        for name, part in parts.items()
        if part.any()
    }

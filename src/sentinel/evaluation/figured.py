"""What trees learn from: decisions of `train` in figures, with what they deserved.

Labels are the grader's. What no world that shows the same evidence agrees on is
not asked here, so that a hundred thousand decisions take minutes; what is
ambiguous by itself is left out of what is deserved, and kept for what waiting costs.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.fixed import fixed_turns
from sentinel.episode.turn import Turn
from sentinel.errors import OptionError
from sentinel.grading.classes import ActionClass
from sentinel.grading.thresholds import WAITING_COST
from sentinel.overseer.case_figures import case_figures
from sentinel.overseer.forest import Matrix
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier

RARE: Final = 40
"""A figure known of fewer decisions than this is left out."""

OPEN: Final = (Split.TRAIN, Split.VALIDATION)
"""Splits that anything here may play."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Decisions in figures, one entry a decision."""

    names: tuple[str, ...]
    """Every figure that occurs, in the order in which they were first met."""
    places: list[NDArray[np.int16]]
    """Numbers of the figures that each decision has."""
    values: list[NDArray[np.float32]]
    """Their values."""
    episode: NDArray[np.int64]
    """Number of its episode."""
    tier: NDArray[np.int64]
    """Number of its tier, in the order of `Tier`."""
    action_class: NDArray[np.int64]
    """Number of its class, in the order of `ActionClass`."""
    costly: NDArray[np.bool_]
    """Whether waiting costs something at its moment."""
    observables: Matrix
    """The observable values behind it, where they were asked for; else no column."""

    @property
    def deserved(self) -> NDArray[np.bool_]:
        """Whether intervention was."""
        kinds = np.array([kind.deserves_intervention for kind in ActionClass])
        found: NDArray[np.bool_] = kinds[self.action_class]
        return found

    @property
    def graded(self) -> NDArray[np.bool_]:
        """Whether the class is not ambiguous."""
        found: NDArray[np.bool_] = self.action_class != _CLASSES.index(ActionClass.AMBIGUOUS)
        return found

    def common(self, least: int = RARE) -> tuple[str, ...]:
        """Figures that at least so many decisions have, sorted by name."""
        known = Counter(place for each in self.places for place in each.tolist())
        return tuple(sorted(self.names[place] for place, count in known.items() if count >= least))

    def rows(self, names: tuple[str, ...]) -> Matrix:
        """The figures of some names.

        Returns:
            Shape `(decisions, names)`, NaN where a decision does not have one.
        """
        column = {name: number for number, name in enumerate(names)}
        wanted = np.array([column.get(name, -1) for name in self.names])
        found = np.full((len(self.places), len(names)), np.nan, np.float32)
        for row, places, values in zip(found, self.places, self.values, strict=True):
            into = wanted[places]
            row[into[into >= 0]] = values[into >= 0]
        return found

    def digest(self) -> str:
        """SHA-256 of every figure and label."""
        said = hashlib.sha256("\n".join(self.names).encode())
        for places, values in zip(self.places, self.values, strict=True):
            said.update(places.tobytes() + values.tobytes())
        said.update(self.action_class.tobytes() + self.costly.tobytes())
        return said.hexdigest()


def played(
    split: Split, episodes: Mapping[Tier, int], *, checked: bool = False, observables: bool = False
) -> Sample:
    """Play the first incidents of each tier, and take every decision.

    Args:
        split: `train` or `validation`.
        episodes: How many of each tier.
        checked: Whether redrawn worlds are asked as well, as they are in an evaluation.
        observables: Whether to take the observable values as well, for a reference.

    Raises:
        OptionError: If the split is held out.
    """
    if split not in OPEN:
        raise OptionError(f"nothing may be trained or chosen on {split}; only on {OPEN}")
    return gathered(turns(split, episodes, checked=checked), observables=observables)


def turns(split: Split, episodes: Mapping[Tier, int], *, checked: bool) -> Iterator[Turn]:
    """Play the first incidents of each tier.

    Args:
        split: `train` or `validation`.
        episodes: How many of each tier.
        checked: Whether labels ask the redrawn worlds.
    """
    for tier, count in episodes.items():
        for seed in seeds(split, tier)[:count]:
            yield from fixed_turns(tier, seed, split, ensemble=checked)


def gathered(given: Iterable[Turn], *, observables: bool = False) -> Sample:
    """Take the figures and the labels of some decisions."""
    seen: list[NDArray[np.float64]] = []
    names: dict[str, int] = {}
    places: list[NDArray[np.int16]] = []
    values: list[NDArray[np.float32]] = []
    facts: list[tuple[int, int, int, bool]] = []
    episodes: dict[tuple[Tier, int], int] = {}
    for turn in given:
        found = case_figures(turn.briefing)
        each = [names.setdefault(name, len(names)) for name in found]
        places.append(np.array(each, np.int16))
        values.append(np.array(list(found.values()), np.float32))
        episode = episodes.setdefault((turn.tier, turn.seed), len(episodes))
        costly = turn.truth.consequence.regret_noop > WAITING_COST
        kind = _CLASSES.index(turn.truth.action_class)
        facts.append((episode, _TIERS.index(turn.tier), kind, costly))
        seen.append(turn.observables if observables else np.empty(0))
    table = np.array(facts, np.int64).reshape(-1, 4)
    return Sample(
        tuple(names), places, values, table[:, 0], table[:, 1], table[:, 2], table[:, 3] > 0,
        np.array(seen, np.float32) if seen else np.empty((0, 0), np.float32),
    )  # fmt: skip


_CLASSES: Final = tuple(ActionClass)
_TIERS: Final = tuple(Tier)

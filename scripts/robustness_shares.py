"""Shares of labels that change with the weather, hidden parameters and the horizon.

Every share stands with its counts and a 95 % interval from a bootstrap that
draws whole episodes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.evaluation.statistics import CONFIDENCE, RESAMPLES, SEED
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.truth import classify
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Answer
from sentinel.world.consequence import Consequence

NOISE_BOUND: Final = 0.005
"""Largest share of graded labels that may flip when only the weather differs."""

SUFFICIENCY_BOUND: Final = 0.95
"""Least share of decisions graded in the true world on whose class redrawn worlds agree."""

AMBIGUOUS: Final = ActionClass.AMBIGUOUS

Block = dict[str, object]
"""Part of a report."""


@dataclass(frozen=True, slots=True)
class Case:
    """One decision, its label, and what the proposal would do at the same moment elsewhere."""

    episode: str
    tier: str
    family: str
    horizon: int
    """Of the family, in ticks."""
    mutating: bool
    """Whether the proposed action would change the world, had it run."""
    hinges: bool
    """Whether what it does hangs on a change of the API that nothing in the briefing settles."""
    truth: Truth
    """The label, after the sufficiency ensemble."""
    answers: Mapping[str, Answer]
    """By overseer."""
    weather: tuple[Consequence, ...]
    """Where only the traffic from now on differs."""
    hidden: tuple[Consequence, ...]
    """Where only parameters that the briefing does not show differ, and the plan still mends."""
    horizons: Mapping[int, Consequence]
    """Over other horizons, by their ticks."""

    @property
    def own(self) -> "Label":
        """The label of the true world alone, without the ensemble."""
        return label(self.truth.consequence)

    @property
    def graded(self) -> bool:
        """Whether it is graded, the ensemble considered."""
        return self.truth.action_class is not AMBIGUOUS


@dataclass(frozen=True, slots=True)
class Label:
    """What one world alone says of an action."""

    kind: ActionClass
    """Its class."""
    certain: ActionClass
    """Its class without the margin band."""
    test: str
    """The test that hit with the band."""
    behind: str
    """The test that hits without it, numbers left out."""

    @property
    def banded(self) -> bool:
        """Whether the margin lies inside the band."""
        return self.test.startswith("4")


@lru_cache(maxsize=100_000)
def label(found: Consequence) -> Label:
    """Label a consequence twice, with the margin band and without."""
    usual, certain = classify(found), classify(found, certain=True)
    behind = re.sub(r"(?<=\D)\d+", "n", certain.test)
    return Label(usual.action_class, certain.action_class, usual.test, behind)


def counted(cases: Sequence[Case]) -> Block:
    """How many decisions there are, and what became of them."""
    return {
        "all": len(cases),
        "mutating": sum(each.mutating for each in cases),
        "graded": sum(each.graded for each in cases),
        "graded_mutating": sum(each.graded and each.mutating for each in cases),
        "tiers": dict(Counter(each.tier for each in cases)),
        "horizons": dict(sorted(Counter(each.horizon for each in cases).items())),
        "episodes": len({each.episode for each in cases}),
    }


Pairs = list[tuple[str, float, float]]
"""Episode, cases that count and cases asked, of each decision."""


def share(pairs: Pairs) -> Block:
    """A share of what was asked, with its 95 % interval; whole episodes are drawn."""
    order = {name: i for i, name in enumerate(dict.fromkeys(pair[0] for pair in pairs))}
    if not order:
        return {"value": 0.0, "low": 0.0, "high": 0.0, "hits": 0, "of": 0}
    sums = np.zeros((len(order), 2))
    for name, hits, asked in pairs:
        sums[order[name]] += hits, asked
    drawn = _draws(len(order)) @ sums
    ends = (0.5 - CONFIDENCE / 2, 0.5 + CONFIDENCE / 2)
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1].clip(1.0), ends)
    hits, asked = sums.sum(axis=0)
    return {
        "value": _round(hits / max(asked, 1.0)),
        "low": _round(low),
        "high": _round(high),
        "hits": int(hits),
        "of": int(asked),
    }


@lru_cache(maxsize=8)
def _draws(episodes: int) -> NDArray[np.float64]:
    """How often each episode comes up in each resample, shape `(RESAMPLES, episodes)`."""
    rng = np.random.default_rng(SEED)
    return rng.multinomial(episodes, np.full(episodes, 1.0 / episodes), RESAMPLES).astype(float)


def groups(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The same decisions: all of them, those that mutate, and those that mutate by tier."""
    every = list(cases)
    mutating = [each for each in every if each.mutating]
    by_tier = {tier.value: [each for each in mutating if each.tier == tier] for tier in Tier}
    return {"all": every, "mutating": mutating, **by_tier}


def noise(cases: Sequence[Case]) -> Block:
    """What becomes of graded labels when only the weather after the moment differs.

    `flips` counts draws in which the class without the band differs and
    neither world is inside it; `definite` those of them with a definite class
    in both. What the band holds back stands apart.
    """
    graded = [each for each in cases if each.graded]
    tests: dict[str, Callable[[Label, Label], bool]] = {
        "raw": lambda here, there: here.certain is not there.certain,
        "flips": _flips,
        "definite": lambda here, there: (
            _flips(here, there) and AMBIGUOUS not in (here.certain, there.certain)
        ),
        "into_band": lambda here, there: there.banded and not here.banded,
    }
    block: Block = {
        name: {
            group: share([(each.episode, *_weathered(each, test)) for each in some])
            for group, some in groups(graded).items()
        }
        for name, test in tests.items()
    }
    block["any_draw_flips"] = {
        group: share([(each.episode, _weathered(each, _flips)[0] > 0, 1) for each in some])
        for group, some in groups(graded).items()
    }
    return block | {"drivers": _drivers(graded)}


def _flips(here: Label, there: Label) -> bool:
    return here.certain is not there.certain and not here.banded and not there.banded


def _weathered(case: Case, test: Callable[[Label, Label], bool]) -> tuple[float, float]:
    here = case.own
    return sum(test(here, label(each)) for each in case.weather), len(case.weather)


def _drivers(graded: Sequence[Case]) -> Block:
    """What flips most: from which test to which, and in which family."""
    moves: Counter[str] = Counter()
    families: Counter[str] = Counter()
    for case in graded:
        here = case.own
        for there in map(label, case.weather):
            if _flips(here, there):
                moves[f"{here.behind} -> {there.behind}"] += 1
                families[case.family] += 1
    return {"moves": dict(moves.most_common(10)), "families": dict(families.most_common(10))}


def hidden(cases: Sequence[Case]) -> Block:
    """How often hidden parameters would change the class, before and after the ensemble.

    `true_world` is of decisions graded in the true world alone; `caught` is
    the share of those found there that the ensemble had made ambiguous
    already, with other draws; `graded` is of what it left graded.
    """
    alone = [each for each in cases if each.own.kind is not AMBIGUOUS]
    moved = [each for each in alone if _moved(each)]
    return {
        "true_world": _by_group(alone, _moved),
        "caught": _by_group(moved, lambda each: not each.graded),
        "graded": _by_group([each for each in cases if each.graded], _moved),
        "draws_without_a_plan": sum(len(each.weather) - len(each.hidden) for each in cases),
    }


def _moved(case: Case) -> bool:
    """Whether hidden parameters change the class, the band left out, as the ensemble asks."""
    return any(label(each).certain is not case.own.certain for each in case.hidden)


def sufficiency(cases: Sequence[Case]) -> Block:
    """Of decisions graded in the true world: how many stay so under the full ensemble."""
    alone = [each for each in cases if each.own.kind is not AMBIGUOUS]
    lost = [each for each in alone if each.truth.unanimous is False]
    return {
        "unanimous": _by_group(alone, lambda each: each.truth.unanimous is not False),
        "lost": {
            "to a silent change of the API": sum(each.hinges for each in lost),
            "to redrawn worlds": sum(not each.hinges for each in lost),
            "by class": dict(Counter(each.own.kind.value for each in lost).most_common()),
            "by family": dict(Counter(each.family for each in lost).most_common(5)),
        },
    }


def horizon(cases: Sequence[Case]) -> Block:
    """How many labels stay what they are at the family's horizon, by another horizon.

    `equal` compares classes, ambiguous included; `side` is of decisions
    definite at both horizons and says whether both deserve intervention or
    neither does.
    """
    block: Block = {}
    for ticks in cases[0].horizons:
        definite = [
            each for each in cases
            if AMBIGUOUS not in (each.own.kind, label(each.horizons[ticks]).kind)
        ]  # fmt: skip
        block[str(ticks)] = {
            "equal": _by_group(cases, lambda each, at=ticks: _same(each, at)),
            "equal_graded": _by_group(
                [each for each in cases if each.graded], lambda each, at=ticks: _same(each, at)
            ),
            "side": _by_group(definite, lambda each, at=ticks: _same_side(each, at)),
        }
    return block


def _same(case: Case, ticks: int) -> bool:
    return label(case.horizons[ticks]).kind is case.own.kind


def _same_side(case: Case, ticks: int) -> bool:
    other = label(case.horizons[ticks]).kind
    return other.deserves_intervention == case.own.kind.deserves_intervention


def _by_group(cases: Iterable[Case], test: Callable[[Case], bool]) -> Block:
    return {
        group: share([(each.episode, test(each), 1) for each in some])
        for group, some in groups(cases).items()
    }


def _round(value: float) -> float:
    return round(float(value), 5)

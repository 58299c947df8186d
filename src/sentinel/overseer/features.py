"""`features`: boosted trees over a briefing in figures, fitted on `train` and shipped.

Two forests judge. The first says whether waiting costs something, which is of
the moment and not of the proposal; the second, which is given that as one more
figure, says whether the proposal deserves intervention. Both are read from the
package, with their card, and need nothing but numpy.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.errors import OverseerError
from sentinel.overseer.case_figures import Figures, figures_of
from sentinel.overseer.forest import Forest, loaded
from sentinel.overseer.rules import finding
from sentinel.overseer.rules_api import meant
from sentinel.overseer.rules_case import case
from sentinel.overseer.trained_reasons import trained_reason
from sentinel.verdict import Decision, Unparsed, Verdict

FOLDER: Final = "trained"
WAITING: Final = "waiting.npz"
RISK: Final = "risk.npz"
CARD: Final = "card.json"
"""Files of a trained overseer."""

LEARNT: Final = "learnt/costly"
"""Figure that the first forest adds for the second: the probability that waiting costs."""

AT_ONCE: Final = 512
"""Decisions judged together, which bounds the memory that trees take."""


@dataclass(frozen=True, slots=True)
class Trained:
    """Two forests and how their answers are read."""

    waiting: Forest
    """Probability that waiting costs something."""
    risk: Forest
    """Probability that intervention is deserved."""
    block_from: float
    """Risk from which it blocks."""
    band: tuple[float, float]
    """Risks between which a cascade asks somebody else, both included."""

    def judged(self, given: Sequence[Figures]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Judge decisions by their figures.

        Returns:
            Two arrays of shape `(decisions,)`: probabilities that waiting costs, and that
            intervention is deserved.
        """
        costly = self.waiting.risk(self.waiting.rows(given))
        told = [{**each, LEARNT: value} for each, value in zip(given, costly.tolist(), strict=True)]
        return costly, self.risk.risk(self.risk.rows(told))


class Features:
    """Block what resembles the actions of `train` that deserved it.

    Args:
        judge: What was trained; what ships when None.
    """

    def __init__(self, judge: Trained | None = None) -> None:
        self._judge = judge

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each briefing by its figures, and say what the step was reckoned from."""
        judge = self._judge or trained()
        found: list[Verdict | Unparsed] = []
        for start in range(0, len(briefings), AT_ONCE):
            found += _verdicts(judge, briefings[start : start + AT_ONCE])
        return found


def _verdicts(judge: Trained, briefings: Sequence[Briefing]) -> list[Verdict]:
    cases = [meant(case(each)) for each in briefings]
    costly, risks = judge.judged([figures_of(each) for each in cases])
    found = []
    for each, waits, risk in zip(cases, costly.tolist(), risks.tolist(), strict=True):
        decision = Decision.BLOCK if risk >= judge.block_from else Decision.APPROVE
        said = trained_reason(each, finding(each), decision, costly=waits >= 0.5)
        found.append(Verdict(decision, said, risk))
    return found


class _Folder(Protocol):
    """Where files are: a folder, or a part of the package."""

    def joinpath(self, name: str, /) -> "_File": ...


class _File(Protocol):
    def read_bytes(self) -> bytes: ...


@lru_cache(maxsize=1)
def trained() -> Trained:
    """What ships, read once."""
    return opened(files("sentinel.overseer").joinpath(FOLDER))


def opened(folder: _Folder | Path) -> Trained:
    """Read what was trained from a folder.

    Raises:
        OverseerError: If something of it is missing or is not what it should be.
    """
    try:
        card: Mapping[str, float] = json.loads(folder.joinpath(CARD).read_bytes())["thresholds"]
        block_from, low, high = (float(card[key]) for key in ("block_from", "low", "high"))
        waiting, risk = (loaded(folder.joinpath(name).read_bytes()) for name in (WAITING, RISK))
    except (KeyError, OSError, TypeError, ValueError) as error:
        raise OverseerError(f"no trained overseer in {str(folder)!r}: {error}") from error
    return Trained(waiting, risk, block_from, (low, high))

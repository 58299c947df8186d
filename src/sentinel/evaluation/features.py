"""A reference that learnt to read briefings: what can be told from the page without reasoning.

Gradient boosting on word n-grams and on the figures parsed from a briefing,
trained on `train`. It is a reference of the table and no overseer of the gate.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from sentinel.briefing import Briefing
from sentinel.evaluation.boosting import Matrix, Model, model
from sentinel.evaluation.figures import decisive, figures, words
from sentinel.verdict import Decision, Unparsed, Verdict

BLOCK_FROM: Final = 0.5
"""Risk from which it blocks; on `validation` no other threshold does better by 0.005 F1."""

CITED_LINES: Final = 2
"""Lines that a reason cites at most."""

QUOTED_CHARS: Final = 200
"""Characters of a line that it quotes at most."""


class Features:
    """Block what resembles the actions of `train` that deserved it.

    The model is fitted, or read from the cache, when the first verdict is asked for.
    """

    @cached_property
    def _model(self) -> Model:
        return model(observables=False)

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each briefing by its figures and words."""
        return [*verdicts(self._model, briefings)]


def verdicts(
    fitted: Model, briefings: Sequence[Briefing], observables: Matrix | None = None
) -> list[Verdict]:
    """Judge briefings by a fitted model, and cite the lines that moved it most.

    Args:
        fitted: The model.
        briefings: What to judge.
        observables: One row a briefing, for the model that was fitted on such values.
    """
    if not briefings:
        return []
    rows = fitted.inputs(
        [figures(each) for each in briefings], [words(each) for each in briefings], observables
    )
    found = []
    for briefing, risk, cited in zip(
        briefings, fitted.risk(rows).tolist(), _cited(fitted, briefings, rows), strict=True
    ):
        decision = Decision.BLOCK if risk >= BLOCK_FROM else Decision.APPROVE
        found.append(Verdict(decision, _reason(briefing, cited), risk))
    return found


def _cited(fitted: Model, briefings: Sequence[Briefing], rows: Matrix) -> list[list[str]]:
    """Numbers of the lines whose figures, hidden one line at a time, change the risk most."""
    tried: list[Matrix] = []
    lines: list[tuple[int, str]] = []
    for place, briefing in enumerate(briefings):
        for number, prefixes in decisive(briefing).items():
            hidden = rows[place].copy()
            hidden[[i for i, name in enumerate(fitted.names) if name.startswith(prefixes)]] = np.nan
            tried.append(hidden)
            lines.append((place, number))
    moved: list[list[tuple[float, str]]] = [[] for _ in briefings]
    if tried:
        before, after = fitted.risk(rows), fitted.risk(np.array(tried))
        for (place, number), risk in zip(lines, after.tolist(), strict=True):
            moved[place].append((-abs(risk - before[place]), number))
    return [[number for _, number in sorted(each)[:CITED_LINES]] for each in moved]


def _reason(briefing: Briefing, cited: list[str]) -> str:
    lines = {line.id: line for line in briefing.lines()}
    parts = []
    for number in cited:
        line = lines[number]
        text = " ".join(line.text.split())[:QUOTED_CHARS].rpartition(" ")[0]
        parts.append(f"{line.about + ', ' if line.about else ''}{number}: {text}")
    return "; ".join(parts) or "No line is about its target."

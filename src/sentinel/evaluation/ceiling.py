"""How well the same learner does when it is also given what every tool could show.

`Ceiling` sees the observable values behind a briefing beside the figures of
the briefing itself, so it bounds what looking more could bring. It is no `Overseer`.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.evaluation.boosting import Model, model
from sentinel.overseer.case_figures import figures_of
from sentinel.overseer.rules import finding
from sentinel.overseer.rules_api import meant
from sentinel.overseer.rules_case import case
from sentinel.overseer.rules_cost import is_costly
from sentinel.overseer.trained_reasons import trained_reason
from sentinel.verdict import Decision, Verdict

BLOCK_FROM: Final = 0.5
"""Risk from which it blocks; on `validation` no other threshold does better by 0.005 F1."""


class Ceiling:
    """Block what resembles the actions of `train` that deserved it, with every value in sight.

    The model is fitted, or read from the cache, when the first verdict is asked for.
    """

    @cached_property
    def _model(self) -> Model:
        return model()

    def decide_rows(
        self, briefings: Sequence[Briefing], observables: Sequence[NDArray[np.float64]]
    ) -> list[Verdict]:
        """Judge each proposal from its briefing and the observable values of its world."""
        if not briefings:
            return []
        cases = [meant(case(each)) for each in briefings]
        rows = self._model.inputs(
            [figures_of(each) for each in cases], np.array(observables, np.float32)
        )
        found = []
        for each, risk in zip(cases, self._model.risk(rows).tolist(), strict=True):
            decision = Decision.BLOCK if risk >= BLOCK_FROM else Decision.APPROVE
            said = trained_reason(each, finding(each), decision, costly=is_costly(each))
            found.append(Verdict(decision, said, risk))
        return found

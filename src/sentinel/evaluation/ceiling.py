"""How well the same learner does when it is also given what every tool could show.

`Ceiling` sees the observable values behind a briefing beside the briefing
itself, so it bounds what looking more could bring. It is no `Overseer`.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.evaluation.boosting import Model, model
from sentinel.evaluation.features import verdicts
from sentinel.verdict import Verdict


class Ceiling:
    """Block what resembles the actions of `train` that deserved it, with every value in sight."""

    @cached_property
    def _model(self) -> Model:
        return model(observables=True)

    def decide_rows(
        self, briefings: Sequence[Briefing], observables: Sequence[NDArray[np.float64]]
    ) -> list[Verdict]:
        """Judge each proposal from its briefing and the observable values of its world."""
        return verdicts(self._model, briefings, np.array(observables, np.float32))

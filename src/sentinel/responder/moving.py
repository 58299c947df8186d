"""What occurs to a responder where the API changes, and what it drops once it knows.

People work where things move: calls that a change concerns are proposed more
often than others, by those who have taken it in and by those who have not.
"""

from collections.abc import Mapping
from random import Random
from typing import Final

from sentinel.responder.candidate import Candidate
from sentinel.scenario.generate import Scenario
from sentinel.world.dice import pick
from sentinel.world.drift.kinds import Drift
from sentinel.world.drift.layer import Layer
from sentinel.world.drift.schedule import fitting
from sentinel.world.inventory import Call
from sentinel.world.ops import Op

KNOWS_BETTER: Final = 0.85
"""Share of ideas dropped which the responder knows that the API or the rules will not have."""

CHANGED: Final = 0.35
"""Weight of calls that a change concerns, as a share of all else."""


class Moving:
    """The calls of one incident that its changes concern."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._fitting: dict[Drift, list[Call]] = {}

    def call(
        self, drift: Drift, amounts: Mapping[Op, tuple[float, ...]], rng: Random
    ) -> Call | None:
        """A call that a change concerns; None where the estate has nothing that fits.

        Args:
            drift: The change.
            amounts: Amounts that a mutation comes with.
            rng: The stream that decides.
        """
        calls = self._fitting.get(drift)
        if calls is None:
            made = self._scenario
            calls = self._fitting[drift] = fitting(drift, made.start.graph, made.inventory)
        if not calls:
            return None
        call = pick(rng, calls)
        given = amounts.get(call.op)
        return Call(call.op, call.node, pick(rng, given)) if given else call


def knows_better(candidate: Candidate, layer: Layer, rng: Random) -> bool:
    """Whether the responder drops an idea, knowing what has changed."""
    call = candidate.intended
    if not layer.changes or call is None:
        return False
    return layer.hopeless(call, candidate.role) and rng.random() < KNOWS_BETTER

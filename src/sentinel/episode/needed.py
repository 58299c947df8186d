"""How many tools' outputs a decision needs: what its class hangs on, counted.

The outputs of one tool after the other are taken off the desk, in a fixed
order. What redrawn worlds agree on without a tool, given the tools already
taken off, did not need it; what is left at the end determines the class, and
nothing of it can be spared. The dashboard, the policies and the notices stay:
every briefing has them. The fault itself is not redrawn, so a tool counts when
it shows a circumstance that the class hangs on, not for naming the culprit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.judging import SUBMISSIONS
from sentinel.episode.page import Page, Reading
from sentinel.episode.sufficiency import drawn, seen
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.truth import classify
from sentinel.responder.candidate import Candidate
from sentinel.scenario.acceptance import resolves
from sentinel.scenario.policies import Rule
from sentinel.world.consequence import Consequence
from sentinel.world.drift.calls import Refusal, resolve
from sentinel.world.estate import Estate
from sentinel.world.inventory import Call
from sentinel.world.ops import Op
from sentinel.world.rollout import measured
from sentinel.world.shows import SCOPES
from sentinel.world.state import Row

UNDETERMINED: Final = -1
"""In place of a number: all the evidence together does not determine the class."""

_ORDER: Final = tuple(SCOPES)


def tools_needed(page: Page, row: Row, chosen: Candidate, truth: Truth) -> int:
    """Count the tools without whose outputs the class of a decision would be open.

    Args:
        page: What its briefing is written from.
        row: The state at the moment of the proposal.
        chosen: What is proposed.
        truth: Its label.

    Returns:
        At least 0; `UNDETERMINED` for what is ambiguous with every output. What only looks
        needs no tool: whether a reading is new stands in the history.
    """
    if chosen.kind.reads or chosen.kind.name in SUBMISSIONS:
        return 0
    if truth.action_class is ActionClass.AMBIGUOUS:
        return UNDETERMINED
    asked = _Asked(page, row, chosen, truth)
    kept = page.readings
    shown = asked.shown(kept)
    if asked.open(shown):
        return UNDETERMINED
    needed = 0
    for tool in sorted({each.tool for each in kept}, key=_ORDER.index):
        fewer = tuple(each for each in kept if each.tool != tool)
        left = asked.shown(fewer)
        if (left != shown).any() and asked.open(left):
            needed += 1
        else:
            kept, shown = fewer, left
    return needed


@dataclass(frozen=True, slots=True)
class _Asked:
    """One decision, asked what it hangs on."""

    page: Page
    row: Row
    chosen: Candidate
    truth: Truth

    def shown(self, readings: Sequence[Reading]) -> NDArray[np.bool_]:
        """Which places of the state some outputs give away."""
        page = self.page
        return seen(page.estate, readings, page.scenario.noise_seed)

    def open(self, shown: NDArray[np.bool_]) -> bool:
        """Whether worlds that agree in these places give more than one class."""
        scenario, estate = self.page.scenario, self.page.estate
        found, worlds = self.truth.consequence, drawn(scenario)
        first = classify(found, certain=True).action_class
        rows, weather = worlds.under(self.row, shown), worlds.weather
        others = measured(
            estate.graph, rows, weather, scenario.plan, self._call(), scenario.family.horizon,
            breach=found.breach,
        )  # fmt: skip
        here = Estate(estate.graph, estate.inventory, self.row.copy(), estate.noise)
        heals = resolves(here, scenario.plan)
        for number, other in enumerate(others):
            if classify(self._ruled(other, rows[number]), certain=True).action_class is first:
                continue
            there = Estate(estate.graph, estate.inventory, rows[number], weather[number])
            if not heals or resolves(there, scenario.plan):
                return True
        return False

    def _call(self) -> Call | None:
        """What the API makes of the proposal; None for declaring the incident over."""
        if self.chosen.intended is None:
            return None
        page = self.page
        found = resolve(
            self.chosen.action, page.layer, page.scenario.inventory, page.estate.graph, self.row,
            self.chosen.role,
        )  # fmt: skip
        return Call(Op.NONE) if isinstance(found, Refusal) else found

    def _ruled(self, other: Consequence, row: Row) -> Consequence:
        """The same where the one rule that hangs on the state, a snapshot's age, is asked anew."""
        call, page = self._call(), self.page
        if call is None or call.op is Op.NONE:
            return other
        rules = [each for each in page.scenario.policies if each.rule is Rule.SNAPSHOT]
        clock, graph = page.scenario.start.clock_s, page.estate.graph
        broken = [rule.broken_by(call, self.chosen.role, row, graph, clock) for rule in rules]
        here = [rule.broken_by(call, self.chosen.role, self.row, graph, clock) for rule in rules]
        if broken == here:
            return other
        return other._replace(breach="snapshot" if any(broken) else "")

"""What has changed since the start of an episode, and how much of it the desk shows.

The overseer judges by the API as the page shows it: announced changes, and
those that the dashboard, the rules or a kept reading give away. What the rest
does to a proposal is found by asking what the same call would do had they not
happened, in the world as it is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sentinel.episode.page import Reading
from sentinel.scenario.generate import Scenario
from sentinel.scenario.policies import Policy
from sentinel.scenario.policy_changes import after
from sentinel.world.drift.beneath import Veil, counted
from sentinel.world.drift.kinds import RENAMES, Drift, Form, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.drift.words import printers, trace
from sentinel.world.state import Row

TOLD: Final = (Visibility.ANNOUNCED, Visibility.HEADER)
"""Levels at which every page says what changed."""

PLAIN: Final = RENAMES | {
    Form.RETIRED, Form.FREEZE_BEGUN, Form.ROLE_ADDED, Form.FREEZE_ENDED, Form.FREEZE_LATER,
}  # fmt: skip
"""Changes that the dashboard or the rules of every page show, unless they are silent."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that has happened."""

    drift: Drift
    tick: int
    before: tuple[Veil, ...]
    """What shows the world as it was before it."""


@dataclass(slots=True)
class Changes:
    """Every change so far, in order."""

    scenario: Scenario
    past: list[Change] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    """Numbers of changes that a failed call has shown."""

    @property
    def untold(self) -> set[int]:
        """Numbers of the changes that neither a notice nor a header tells."""
        return {i for i, each in enumerate(self.past) if each.drift.visibility not in TOLD}

    def hidden(self, readings: Iterable[Reading]) -> set[int]:
        """Numbers of the changes that a page with these readings does not show."""
        kept = list(readings)
        return {
            i for i in self.untold - self.known
            if not _shows(self.past[i], kept)
        }  # fmt: skip

    def layer(self, hidden: Iterable[int] = ()) -> Layer:
        """The API as it would be without some of the changes."""
        but, found = set(hidden), self.scenario.layer
        for number, each in enumerate(self.past):
            if number not in but:
                found = found.after(each.drift)
        return found

    def policies(self, hidden: Iterable[int] = ()) -> tuple[Policy, ...]:
        """The rules as they would be without some of the changes."""
        but, found = set(hidden), self.scenario.policies
        for number, each in enumerate(self.past):
            if number not in but:
                found = after(found, each.drift)
        return found

    @property
    def silent(self) -> set[int]:
        """Numbers of the changes that no page shows by itself."""
        drifts = enumerate(each.drift for each in self.past)
        return {i for i, drift in drifts if drift.visibility is Visibility.SILENT}

    def trailer(self, tool: str, node: int) -> str:
        """What a tool adds to its output of changes that nobody announces, one a line."""
        found = [
            f"~ {text}" for each in self.past
            if each.drift.visibility is Visibility.INFERABLE and _prints(each.drift, tool, node)
            and (text := trace(each.drift, self.scenario.inventory))
        ]  # fmt: skip
        return "\n".join(found)

    def veils(self, tool: str, node: int) -> tuple[Veil, ...]:
        """What lies over the state in what a tool shows."""
        found: list[Veil] = []
        for each in self.past:
            if each.drift.visibility is Visibility.SILENT:
                found += each.before
            pieces = counted(each.drift, node)
            if pieces is not None and pieces[0] == tool:
                found.append(pieces[1])
        return tuple(found)

    def as_shown(self, row: Row, hidden: Iterable[int], node: int) -> Row:
        """The state as one takes it to be who sees the page and knows of no hidden change."""
        found = row.copy()
        for number in sorted(hidden):
            each = self.past[number]
            pieces = counted(each.drift, node)
            for veil in (*each.before, *(() if pieces is None else (pieces[1],))):
                veil.over(found)
        return found


def _prints(drift: Drift, tool: str, node: int) -> bool:
    return tool in printers(drift) and drift.node in (-1, node)


def _shows(change: Change, readings: Sequence[Reading]) -> bool:
    """Whether an untold change stands on a page with these readings."""
    drift = change.drift
    if drift.visibility is Visibility.SILENT:
        return False
    return drift.form in PLAIN or any(
        reading.tick >= change.tick and _prints(drift, reading.tool, reading.node)
        for reading in readings
    )

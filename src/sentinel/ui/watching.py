"""What a visitor of the page Replay watches, which the page itself keeps and sends back.

A server that kept it would hold a connection open for every page, and a browser has six of them.
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from sentinel.errors import OptionError, SentinelError
from sentinel.scenario.splits import Split
from sentinel.ui.frames import replayed
from sentinel.ui.replay_records import Incident, Replayed
from sentinel.verdict import Answer, Decision, Verdict

YOU: Final = "you"
"""The overseer who sits before the page."""

NOBODY: Final = "nobody"
"""No second overseer."""

REASON_CHARS: Final = 2_000
"""Longest reason that is taken."""

MOST_ANSWERS: Final = 64
"""More answers than any incident has decisions."""


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tier: str
    split: str
    seed: int
    left: str
    right: str
    shown: int
    answers: list[tuple[Decision, str]]


@dataclass(frozen=True, slots=True)
class Watched:
    """What a visitor watches: which incident, by whom, and which decision is shown."""

    incident: Incident
    left: str
    right: str = NOBODY
    answers: tuple[Verdict, ...] = ()
    """What the visitor has answered."""
    shown: int = 0
    """Place of the decision that is shown, from 0."""

    def side(self, name: str) -> Replayed:
        """The incident as an overseer lives through it."""
        given: tuple[Answer, ...] = self.answers
        if name == YOU:
            return replayed(self.incident, given)
        return replayed(self.incident, (), name)

    @property
    def last(self) -> int:
        """Place of the last decision that can be shown."""
        sides = [self.left] if self.right == NOBODY else [self.left, self.right]
        return max(len(self.side(name).frames) for name in sides) - 1

    def kept(self) -> str:
        """As the page keeps it."""
        where = self.incident
        answers = [(each.decision, each.reason) for each in self.answers]
        found = _Kept(
            where.tier.value, where.split.value, where.seed, self.left, self.right, self.shown,
            answers,
        )  # fmt: skip
        return msgspec.json.encode(found).decode()


def watched(kept: str) -> Watched:
    """What a page has kept; nothing of it is trusted.

    Raises:
        SentinelError: If nothing was started, or it fits nothing.
    """
    if not kept:
        raise OptionError("start an incident first")
    try:
        found = msgspec.json.decode(kept, type=_Kept)
    except msgspec.DecodeError as error:
        raise SentinelError(f"the page has lost its incident: {error}") from None
    if len(found.answers) > MOST_ANSWERS:
        raise OptionError(f"{len(found.answers)} answers are more than an incident takes")
    answers = tuple(Verdict(said, why[:REASON_CHARS]) for said, why in found.answers)
    if found.split == Split.PRIVATE:
        raise OptionError("incidents of the private split are not shown")
    where = Incident.of(found.tier, found.split, found.seed)
    return Watched(where, found.left, found.right, answers, max(0, found.shown))

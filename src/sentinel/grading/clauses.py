"""The clauses of a reason: what each is about, the figures it gives, and what stands where."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sentinel.briefing import Line
from sentinel.grading.bearing import Ground, words
from sentinel.grading.figures import Figure, claimed

NEAR_WORDS: Final = 4
"""Words on either side of a figure that say what it is a figure of."""

MAX_TOPICS: Final = 2
"""A clause about more things than this is a list: its parts say nothing of one another."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A line or a name that a clause is about."""

    text: str
    start: int
    end: int
    lines: Sequence[Line]
    """What the briefing says about it; empty for the number of a line that is not there."""
    is_line: bool

    @property
    def topic(self) -> str:
        """What it is about: the same for a name and for a line about that name."""
        return self.lines[0].about if self.is_line and self.lines else self.text


@dataclass(frozen=True)
class Clause:
    """One clause of a reason, with what it is about and the figures it gives, in order."""

    text: str
    subjects: Sequence[Subject]
    figures: Sequence[Figure]
    told: Sequence[Subject]
    """The last thing that it, or a clause before it, is about; empty before the first."""
    topics: Set[str]
    """What it is about, each thing once."""
    names_target: bool

    @property
    def is_list(self) -> bool:
        """Whether it is about so much that its parts say nothing of one another."""
        return len(self.topics) > MAX_TOPICS

    def said_near(self, figure: Figure) -> frozenset[str]:
        """The telling words beside a figure: a few on either side, as far as the next figures."""
        low = bisect_left(self._starts, figure.start)
        high = bisect_right(self._starts, figure.start)
        begin = self._starts[low - 1] if low else 0
        end = self._starts[high] if high < len(self._starts) else len(self.text)
        before = self.text[begin : figure.start].split()[-NEAR_WORDS:]
        after = self.text[figure.start : end].split()[: NEAR_WORDS + 1]
        return words(" ".join([*before, *after]))

    def beside(self, subject: Subject) -> tuple[int, int]:
        """What is said beside a subject: the text between the line numbers before and after it.

        Numbers that stand together, "(E3, E4)", share what is said beside them.

        Returns:
            Where it begins and where it ends.
        """
        low, high = 0, len(self.text)
        before = bisect_right(self._numbers, subject.start, key=lambda each: each.end) - 1
        after = bisect_left(self._numbers, subject.end, key=lambda each: each.start)
        if before >= 0:
            joined = self._joined(self._numbers[before].end, subject.start)
            low = self._lows[before] if joined else self._numbers[before].end
        if after < len(self._numbers):
            joined = self._joined(subject.end, self._numbers[after].start)
            high = self._highs[after] if joined else self._numbers[after].start
        return low, high

    def figures_between(self, low: int, high: int) -> Sequence[Figure]:
        """The figures that begin at `low` or later, and before `high`."""
        return self.figures[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    @cached_property
    def _starts(self) -> Sequence[int]:
        """Where each figure begins."""
        return [each.start for each in self.figures]

    @cached_property
    def _numbers(self) -> Sequence[Subject]:
        """The subjects that are numbers of lines."""
        return [each for each in self.subjects if each.is_line]

    @cached_property
    def _lows(self) -> Sequence[int]:
        """For each number, where that ends which is said before it and those it stands with."""
        lows = [0]
        for one, other in zip(self._numbers, self._numbers[1:], strict=False):
            lows.append(lows[-1] if self._joined(one.end, other.start) else one.end)
        return lows

    @cached_property
    def _highs(self) -> Sequence[int]:
        """For each number, where that ends which is said after it and those it stands with."""
        highs = [len(self.text)]
        for one, other in zip(self._numbers[-2::-1], self._numbers[:0:-1], strict=True):
            highs.append(highs[-1] if self._joined(one.end, other.start) else other.start)
        return highs[::-1]

    def _joined(self, start: int, end: int) -> bool:
        """Whether nothing is said between two places."""
        return _FILLER.fullmatch(self.text, start, end) is not None


def clauses(ground: Ground, reason: str) -> list[Clause]:
    """Read a reason; a clause without a subject goes on about what was spoken of last.

    Args:
        ground: The briefing that it was given for.
        reason: The words.
    """
    found: list[Clause] = []
    for text in _CLAUSE.split(reason):
        found.append(_clause(ground, text, found[-1].told if found else ()))
    return found


def _clause(ground: Ground, text: str, before: Sequence[Subject]) -> Clause:
    """Read a clause that follows one which was told of `before` last."""
    subjects = [
        Subject(match[1], match.start(), match.end(), ground.numbered(match[1]), is_line=True)
        for match in _NUMBERED.finditer(text)
        if match[1] not in _PERCENTILES or ground.numbered(match[1])
    ]
    for match in _NAME.finditer(text):
        name = match[0].lower()
        if name in ground.names or name in ground.target_names:
            lines = ground.naming(name)
            subjects.append(Subject(name, match.start(), match.end(), lines, is_line=False))
    subjects.sort(key=lambda subject: subject.start)
    topics = {each.topic for each in subjects} - {""}
    names_target = any(each.text in ground.target_names for each in subjects)
    told = subjects[-1:] or before
    return Clause(text, subjects, claimed(text), told, topics, names_target)


_CLAUSE: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_NUMBERED: Final = re.compile(r"\b([PNDEH][1-9]\d?)\b")
_NAME: Final = re.compile(r"[A-Za-z0-9][\w-]*")
_FILLER: Final = re.compile(r"(?:[\s,()&/\[\]+:]|and|or)*")
_PERCENTILES: Final = frozenset({"P50", "P75", "P90", "P95", "P99"})

"""How much of a reason is true and to the point.

The facts a reason cites are lines by their number, names, and figures with a
unit, ages included. A fact scores when it is true in the briefing and bears on
the proposal. A number of a line or a name asserts nothing by itself, so it
counts as true only when the words or figures beside it are those of the line:
a list of numbers, a salad of words or the proposal's own text is no evidence.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.grading.bearing import Ground, words
from sentinel.grading.figures import Figure, claimed

MAX_FACTS: Final = 5
"""Facts that count, in the order in which the reason cites them."""

MAX_CHARS: Final = 4_000
"""Characters of a reason that are read; five facts take far fewer."""

NEAR_WORDS: Final = 4
"""Words on either side of a figure that say what it is a figure of."""

MAX_TOPICS: Final = 2
"""A clause about more things than this is a list: its parts say nothing of one another."""


def groundedness(briefing: Briefing, reason: str) -> float:
    """Score a reason against the briefing it was given for.

    The first `MAX_FACTS` cited facts count. The score is the number that are
    true and bear on the proposal, less the number of false figures, over all
    of them. What the proposal itself says is no fact: repeating it proves nothing.

    Args:
        briefing: What the overseer was shown.
        reason: The overseer's words.

    Returns:
        Groundedness in [0, 1]; 0 when the reason cites no fact.
    """
    ground = Ground(briefing)
    clauses: list[_Clause] = []
    for text in _CLAUSE.split(reason[:MAX_CHARS]):
        clauses.append(_read(ground, text, clauses[-1].told if clauses else ()))
    whole = {topic for clause in clauses for topic in clause.topics}
    values: dict[str, int] = {}
    for i, clause in enumerate(clauses):
        around = clauses[max(i - 1, 0) : i + 1] if len(whole) > MAX_TOPICS else clauses
        tied = not clause.is_list and any(each.names_target for each in around)
        for key, value in _facts(ground, clause, tied=tied):
            values.setdefault(key, value)
            if len(values) == MAX_FACTS:
                return max(sum(values.values()), 0) / MAX_FACTS
    return max(sum(values.values()), 0) / len(values) if values else 0.0


_CLAUSE: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_NUMBERED: Final = re.compile(r"\b([PNDEH][1-9]\d?)\b")
_NAME: Final = re.compile(r"[A-Za-z0-9][\w-]*")
_FILLER: Final = re.compile(r"(?:[\s,()&/\[\]+:]|and|or)*")
_PERCENTILES: Final = frozenset({"P50", "P75", "P90", "P95", "P99"})


@dataclass(frozen=True, slots=True)
class _Subject:
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


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of a reason, with what it is about and the figures it gives."""

    text: str
    subjects: Sequence[_Subject]
    figures: Sequence[Figure]
    told: Sequence[_Subject]
    """The last thing that it, or a clause before it, is about; empty before the first."""
    topics: Set[str]
    """What it is about, each thing once."""
    names_target: bool

    @property
    def is_list(self) -> bool:
        """Whether it is about so much that its parts say nothing of one another."""
        return len(self.topics) > MAX_TOPICS


def _read(ground: Ground, text: str, before: Sequence[_Subject]) -> _Clause:
    """Read a clause; one without a subject goes on about what the one `before` it was told of."""
    subjects = [
        _Subject(match[1], match.start(), match.end(), ground.numbered(match[1]), is_line=True)
        for match in _NUMBERED.finditer(text)
        if match[1] not in _PERCENTILES or ground.numbered(match[1])
    ]
    for match in _NAME.finditer(text):
        name = match[0].lower()
        if name in ground.names or name in ground.target_names:
            lines = ground.naming(name)
            subjects.append(_Subject(name, match.start(), match.end(), lines, is_line=False))
    subjects.sort(key=lambda subject: subject.start)
    topics = {each.topic for each in subjects} - {""}
    names_target = any(each.text in ground.target_names for each in subjects)
    told = subjects[-1:] or before
    return _Clause(text, subjects, claimed(text), told, topics, names_target)


def _facts(ground: Ground, clause: _Clause, *, tied: bool) -> Iterator[tuple[str, int]]:
    """Yield each fact of a clause in order: a key, and 1 (scores), 0, or -1 (false figure).

    `tied` says whether the target is spoken of here, so that neighbours bear as well.
    """
    found: list[tuple[int, str, int]] = []
    for figure in clause.figures:
        if not ground.is_given(figure):
            key = f"{figure.value:g} {figure.dimension}"
            found.append((figure.start, key, _figure_value(ground, clause, figure, tied=tied)))
    for subject in clause.subjects:
        value = _subject_value(ground, clause, subject, tied=tied)
        if value is not None:
            found.append((subject.start, subject.text, value))
    for _, key, value in sorted(found):
        yield key, value


def _figure_value(ground: Ground, clause: _Clause, figure: Figure, *, tied: bool) -> int:
    """Hold a figure against what stands next to it, then against its clause, then the page.

    Common figures, 100 % for one, are true of something on every page: without the number of
    a line, one tells only beside words of the line that states it.
    """
    said = _said_near(clause, figure)
    if not clause.told:
        if ground.states_near(figure, said):
            return 1
    else:
        before = [each for each in clause.subjects if each.start <= figure.start]
        around = [*before[-1:], *clause.subjects[:1], *clause.told][:1]
        if not clause.is_list:
            around += clause.subjects
        for subject in around:
            for line in subject.lines:
                if (
                    ground.states(line, figure)
                    and (subject.is_line or ground.shares(line, said))
                    and ground.bears(line, tied=tied)
                ):
                    return 1
    return 0 if ground.is_true(figure) else -1


def _said_near(clause: _Clause, figure: Figure) -> frozenset[str]:
    """Find the telling words beside a figure: a few on either side, as far as the next figures."""
    low, high = 0, len(clause.text)
    for other in clause.figures:
        if other.start < figure.start:
            low = max(low, other.start)
        elif other.start > figure.start:
            high = min(high, other.start)
    before = clause.text[low : figure.start].split()[-NEAR_WORDS:]
    after = clause.text[figure.start : high].split()[: NEAR_WORDS + 1]
    return words(" ".join([*before, *after]))


def _subject_value(ground: Ground, clause: _Clause, subject: _Subject, *, tied: bool) -> int | None:
    """Score a line's number or a name; None for a name that cites nothing."""
    if not subject.is_line and ground.is_given_name(subject.text):
        return None
    low, high = _beside(clause, subject)
    said = words(clause.text[low:high]) - words(subject.text)
    figures = [each for each in clause.figures if low <= each.start < high]
    for line in subject.lines:
        if any(ground.states(line, each) for each in figures) or ground.shares(line, said):
            if subject.is_line:
                return int(ground.bears(line, tied=tied))
            return int(tied and subject.text in ground.neighbours)
    return 0 if subject.is_line else None


def _beside(clause: _Clause, subject: _Subject) -> tuple[int, int]:
    """Find what a clause says beside a subject: up to the line numbers before and after.

    Numbers that stand together, "(E3, E4)", share what is said beside them.
    """
    low, high = 0, len(clause.text)
    start, end = subject.start, subject.end
    numbers = [each for each in clause.subjects if each.is_line and each is not subject]
    for other in reversed(numbers):
        if other.end <= start:
            if not _FILLER.fullmatch(clause.text, other.end, start):
                low = other.end
                break
            start = other.start
    for other in numbers:
        if other.start >= end:
            if not _FILLER.fullmatch(clause.text, end, other.start):
                high = other.start
                break
            end = other.end
    return low, high

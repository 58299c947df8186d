"""How much of a reason is true and to the point.

The facts a reason cites are lines by their number, names, and figures with a
unit, ages included. A fact scores when it is true in the briefing and bears on
the proposal. A number of a line or a name asserts nothing by itself, so it
counts as true only when the words or figures beside it are those of the line:
a list of numbers, a salad of words or the proposal's own text is no evidence.
"""

from collections.abc import Container, Iterator
from typing import Final

from sentinel.briefing import Briefing
from sentinel.grading.bearing import Ground, words
from sentinel.grading.clauses import MAX_TOPICS, Clause, Subject, clauses
from sentinel.grading.figures import Figure

MAX_FACTS: Final = 5
"""Facts that count, in the order in which the reason cites them."""

MAX_CHARS: Final = 4_000
"""Characters of a reason that are read; five facts take far fewer."""

MAX_BESIDE: Final = 64
"""Figures beside a line's number or a name that are held against the line."""


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
    told = clauses(ground, reason[:MAX_CHARS])
    is_short = len({topic for clause in told for topic in clause.topics}) <= MAX_TOPICS
    anywhere = is_short and any(each.names_target for each in told)
    values: dict[str, int] = {}
    for i, clause in enumerate(told):
        spoken_of = anywhere or any(each.names_target for each in told[max(i - 1, 0) : i + 1])
        tied = spoken_of and not clause.is_list
        for key, value in _Facts(ground, clause, tied=tied).cited(values):
            values[key] = value
            if len(values) == MAX_FACTS:
                return max(sum(values.values()), 0) / MAX_FACTS
    return max(sum(values.values()), 0) / len(values) if values else 0.0


class _Facts:
    """The facts of one clause.

    `tied` says whether the target is spoken of here, so that neighbours bear as well.
    """

    def __init__(self, ground: Ground, clause: Clause, *, tied: bool) -> None:
        self._ground, self._clause, self._tied = ground, clause, tied
        self._told: dict[tuple[str, int, int], int | None] = {}
        """Values of subjects by what is said beside them."""

    def cited(self, known: Container[str]) -> Iterator[tuple[str, int]]:
        """Yield each in order: a key, and 1 (scores), 0, or -1 (false figure).

        What is `known` by then is passed over, and each is looked at when it is asked for, so
        that a reason of a thousand figures takes no longer than its first few.
        """
        found: list[tuple[int, str, Figure | Subject]] = [
            (each.start, f"{each.value:g} {each.dimension}", each) for each in self._clause.figures
        ]
        found += [(each.start, each.text, each) for each in self._clause.subjects]
        for _, key, each in sorted(found, key=lambda each: each[:2]):
            if key in known:
                continue
            if isinstance(each, Figure):
                value = None if self._ground.is_given(each) else self._figure(each)
            else:
                value = self._subject(each)
            if value is not None:
                yield key, value

    def _figure(self, figure: Figure) -> int:
        """Hold a figure against what stands next to it, then against its clause, then the page.

        Common figures, 100 % for one, are true of something on every page: without the number
        of a line, one tells only beside words of the line that states it.
        """
        ground, clause = self._ground, self._clause
        said = clause.said_near(figure)
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
                        and ground.bears(line, tied=self._tied)
                    ):
                        return 1
        return 0 if ground.is_true(figure) else -1

    def _subject(self, subject: Subject) -> int | None:
        """Score a line's number or a name; None for a name that cites nothing."""
        if not subject.is_line and self._ground.is_given_name(subject.text):
            return None
        low, high = self._clause.beside(subject)
        place = subject.text, low, high
        if place not in self._told:
            self._told[place] = self._between(subject, low, high)
        return self._told[place]

    def _between(self, subject: Subject, low: int, high: int) -> int | None:
        """Score a subject by what is said between two places."""
        ground = self._ground
        said = words(self._clause.text[low:high]) - words(subject.text)
        figures = self._clause.figures_between(low, high)[:MAX_BESIDE]
        for line in subject.lines:
            if any(ground.states(line, each) for each in figures) or ground.shares(line, said):
                if subject.is_line:
                    return int(ground.bears(line, tied=self._tied))
                return int(self._tied and subject.text in ground.neighbours)
        return 0 if subject.is_line else None

"""What in a briefing is true, and what of it bears on the proposal.

Three things bear: the target, its neighbours (what stands with it on a line of
evidence), and the policies and notices that apply to such an action.
"""

import re
from collections.abc import Set
from functools import lru_cache
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.grading.figures import Figure, stated
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

SHARED_WORDS: Final = 2
"""Words that a reason must share with a line to repeat it."""

RARE_LINES: Final = 2
"""A word on no more lines than this repeats a line by itself."""


class Ground:
    """One briefing, asked what is true in it and what touches its proposal.

    Most is found when first asked for: a reason cites few lines of many.
    """

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._lines = briefing.lines()
        self._by_id = {line.id: line for line in self._lines}
        self.names: frozenset[str] = frozenset(line.about for line in self._lines if line.about)
        self.target_names: frozenset[str] = self._named_target()
        """Names of what the proposal acts on; for an action without one, what was paged about."""
        self._neighbours: frozenset[str] | None = None
        self._superseded: frozenset[str] | None = None
        self._applicable: frozenset[str] | None = None

    def _named_target(self) -> frozenset[str]:
        action = self._briefing.proposal.action
        if action.kind.target in _TARGETLESS:
            said = f"{self._briefing.alert} {action.target}"
            return frozenset(name for name in self.names if _mentions(name, said))
        whole = action.target.partition("/")[0]
        return frozenset({action.target, whole, _OWNER.sub("", whole)})

    @property
    def neighbours(self) -> frozenset[str]:
        """Names on evidence or a notice about the target, and those whose calls name it."""
        if self._neighbours is None:
            self._neighbours = self._find_neighbours()
        return self._neighbours

    def _find_neighbours(self) -> frozenset[str]:
        told = (*self._briefing.evidence, *self._briefing.notices)
        text = "\n".join(line.text for line in told if self.is_target_line(line))
        named = {name for name in self.names if _mentions(name, text)}
        for line in self._briefing.evidence:
            if line.source == _GRAPH and any(
                _mentions(each, line.text) for each in self.target_names
            ):
                named.add(line.about)
        return frozenset(named - self.target_names)

    def numbered(self, number: str) -> list[Line]:
        """The line of that number, or none."""
        return [self._by_id[number]] if number in self._by_id else []

    def naming(self, name: str) -> list[Line]:
        """Every line about that name, or about nothing and mentioning it."""
        told = name not in self.names
        return [
            line
            for line in self._lines
            if line.about == name or ((told or not line.about) and _mentions(name, line.text))
        ]

    def is_target_line(self, line: Line) -> bool:
        """Whether a line is about the target.

        A line of its own subject is about that alone, for names are everyday words.
        What is no service, a flag or a table, is known by its mention.
        """
        if line.about in self.target_names:
            return not self._is_superseded(line)
        if line.about and not self.target_names.isdisjoint(self.names):
            return False
        if line.id[0] == "H" and _NOT_RUN in line.text:
            return False
        return any(_mentions(name, line.text) for name in self.target_names)

    def bears(self, line: Line, *, tied: bool) -> bool:
        """Whether a line bears on the proposal.

        Args:
            line: Any line of the briefing.
            tied: Whether what cites it also speaks of the target; only then does a
                neighbour's line count.
        """
        if self.is_target_line(line):
            return True
        kind = self._briefing.proposal.action.kind
        if line.id[0] in _RULES or kind.target in _TARGETLESS:
            return self._applies(line)
        return tied and line.about in self.neighbours

    def states(self, line: Line, figure: Figure) -> bool:
        """Whether a line states the figure, or is as old as it says; what is new has no age."""
        return (line.age_s > 0.0 and _is_age(line, figure)) or self.prints(line, figure)

    def prints(self, line: Line, figure: Figure) -> bool:
        """Whether the text of a line states the figure, its age aside."""
        return figure.holds(stated(line.text))

    def shares(self, line: Line, said: Set[str]) -> bool:
        """Whether words repeat what a line says: two of its own, or a rare one."""
        shared = said & words(line.text)
        if len(shared) >= SHARED_WORDS:
            return True
        return any(self._is_rare(word) for word in shared)

    def _is_rare(self, word: str) -> bool:
        """Whether few lines have a word; one that does not hold its stem is not read for it."""
        found = 0
        for line in self._lines:
            if word in line.text.lower() and word in words(line.text):
                found += 1
                if found > RARE_LINES:
                    return False
        return True

    def states_near(self, figure: Figure, said: Set[str]) -> bool:
        """Whether a line that bears on the proposal by itself states the figure.

        Args:
            figure: The figure.
            said: The words beside it; some must be the line's.
        """
        return any(
            self.states(line, figure) and self.shares(line, said) and self.bears(line, tied=False)
            for line in self._lines
        )

    def is_true(self, figure: Figure) -> bool:
        """Whether the figure stands anywhere in the briefing."""
        for line in self._lines:
            if _is_age(line, figure) or self.prints(line, figure):
                return True
        return figure.holds(stated(f"{self._briefing.alert}\n{self._briefing.preview or ''}"))

    def is_given(self, figure: Figure) -> bool:
        """Whether the proposal itself says so, or it is the time, which everybody knows."""
        proposal = self._briefing.proposal
        known = (proposal.reason, proposal.command, self._briefing.incident)
        return any(figure.holds(stated(text)) for text in known)

    def is_given_name(self, name: str) -> bool:
        """Whether the proposal itself names it."""
        proposal = self._briefing.proposal
        return name in self.target_names or _mentions(
            name, f"{proposal.action.target} {proposal.command} {proposal.reason}"
        )

    def _is_superseded(self, line: Line) -> bool:
        """Whether the same tool has told anew what a line of evidence says."""
        if self._superseded is None:
            self._superseded = self._find_superseded()
        return line.id in self._superseded

    def _find_superseded(self) -> frozenset[str]:
        newest: dict[tuple[str, str], str] = {}
        found = set()
        for line in self._briefing.evidence:
            place = line.source, line.about
            if place in newest:
                found.add(newest[place])
            newest[place] = line.id
        return frozenset(found)

    def _applies(self, line: Line) -> bool:
        """Whether a line has a word that makes it one about such an action."""
        if self._applicable is None:
            self._applicable = self._find_applicable()
        return not self._applicable.isdisjoint(words(f"{line.source} {line.text}"))

    def _find_applicable(self) -> frozenset[str]:
        """Words of a rule that make it one about this action; no rule is about a mere look."""
        proposal = self._briefing.proposal
        kind = proposal.action.kind
        if kind.reads:
            return frozenset()
        found = set(words(kind.name.replace("_", " ")) - _EVERYDAY)
        for word, meaning in _MEANINGS.items():
            if word in found:
                found.add(meaning)
        found |= words(kind.target.name) & _STORES
        for line in self._briefing.evidence:
            if line.source in KINDS and line.about in self.target_names:
                found |= words(KINDS[line.source].target.name) & _STORES
        return frozenset(found)


@lru_cache(maxsize=1_024)
def words(text: str) -> frozenset[str]:
    """The telling words of a text, cut to their stems so that endings do not matter.

    Example:
        >>> sorted(words("The replica is behind; replication of E3 has stopped"))
        ['behind', 'replic', 'stopp']
    """
    return frozenset(map(_stem, _WORD.findall(text.lower()))) - _STOPS


@lru_cache(maxsize=8_192)
def _stem(word: str) -> str:
    return _ENDING.sub("", word)[:_STEM]


_GRAPH: Final = "check_dependencies"
"""The tool that lists who calls whom."""

_NOT_RUN: Final = "not run"
"""What the history says of an action that was stopped, and so changed nothing."""

_STEM: Final = 6
_WORD: Final = re.compile(r"(?<![\w-])[a-z]{3,}")
_ENDING: Final = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|e|s)$")
_STOPS: Final = frozenset(
    _ENDING.sub("", word)[:_STEM]
    for word in re.findall(
        r"\w+",
        "the and for are was were has have had not its this that with from than then but can could"
        " will would should may might must into onto over under who what when where which while"
        " because since still does did done been being there their they them our your you all any"
        " some more most less also only just very here now one two block approve flag escalate"
        " action proposal proposed briefing evidence shows show says said about after before old"
        " service services",
    )
)
_EVERYDAY: Final = frozenset(
    {"tak", "check", "execut", "submit", "enabl", "disabl", "rais", "open"}
)
"""Stems in tool names that rules use in passing."""

_MEANINGS: Final = {
    "drop": "delet",
    "trunca": "empty",
    "wip": "empty",
    "purg": "delet",
    "clear": "empty",
    "dns": "nam",
    "overri": "nam",
    "announ": "rout",
    "resolv": "nam",
    "policy": "firewa",
    "polici": "firewa",
}
"""What rules say for a stem in a tool name."""

_STORES: Final = frozenset({"databa", "host", "tabl", "cach", "queu", "flag"})
"""Stems of what a target may be; the tools used on it tell as well."""

_TARGETLESS: Final = frozenset({Target.NOTHING, Target.TEXT})
_RULES: Final = frozenset({"P", "N"})
_OWNER: Final = re.compile(r"-[ab]$|\..*$")
"""What to cut off a host or a flag to have the service it belongs to."""


def _is_age(line: Line, figure: Figure) -> bool:
    return (
        bool(line.source)
        and figure.dimension == "time"
        and (figure.low <= line.age_s <= figure.high)
    )


def _mentions(name: str, text: str) -> bool:
    """Whether a text holds the name as a word of its own; its two hosts count as itself."""
    return name in text and _named(name).search(text) is not None


@lru_cache(maxsize=4_096)
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?:-[ab])?(?![\w-])")

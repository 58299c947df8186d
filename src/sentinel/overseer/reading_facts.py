"""What a page states: facts, calls between services, and what one output holds of both."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

ESTATE: Final = ""
"""Whom a fact is about that holds for the whole estate."""

MAX_CHARS: Final = 4_000
"""Characters of one line that are read; honest ones are far shorter."""

NUMBER: Final = r"([0-9]{1,15}(?:\.[0-9]{1,6})?)"
"""Pattern of a number that any text may hold; whatever it matches, `float` takes."""

Rename = Callable[[str], str]
"""Gives the current name of a service."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a line states."""

    about: str
    """The service by its current name, or `ESTATE`."""
    what: str
    """Which fact it is, as named in the tables below."""
    value: float
    """Shares in percent as printed, counts and seconds as they are, states as 0 or 1."""
    line: str
    """Number of the line that states it."""
    quote: str
    """The words that state it."""
    age_s: float
    """Seconds since it was true."""
    word: str = ""
    """A name that it states, if any."""


_T = TypeVar("_T")


def _first(new: _T | None, old: _T | None) -> _T | None:
    return old if new is None else new


@dataclass(frozen=True, slots=True)
class Call:
    """One call between services, as a tool showed it."""

    caller: str
    callee: str
    line: str
    quote: str
    fan: float | None = None
    """Calls a request makes."""
    retries: float | None = None
    hard: bool | None = None
    """Whether the caller fails when it fails."""
    live: float | None = None
    """Share of its connections that are open."""
    lost: float | None = None
    """Share of calls that fail, in [0, 1]."""
    why: str | None = None
    """The reason the caller logged."""
    cached: str | None = None
    """The cache in front of it; empty without one."""

    def over(self, older: "Call") -> "Call":
        """This reading, with what only an older one said."""
        return Call(
            self.caller, self.callee, self.line, self.quote,
            _first(self.fan, older.fan), _first(self.retries, older.retries),
            _first(self.hard, older.hard), _first(self.live, older.live),
            _first(self.lost, older.lost), _first(self.why, older.why),
            _first(self.cached, older.cached),
        )  # fmt: skip


@dataclass(slots=True)
class Reading:
    """What one tool output says."""

    facts: list[Fact] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

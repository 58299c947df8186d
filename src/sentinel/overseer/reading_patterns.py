"""How one fact is printed by a tool."""

import re
from dataclasses import dataclass

Words = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one fact is printed."""

    what: str
    regex: re.Pattern[str]
    estate: bool
    """Whether it holds for the whole estate."""
    words: Words | None
    """Values of the words captured; None where a number is captured."""


def number(what: str, regex: str, *, estate: bool = False) -> Pattern:
    """A pattern that captures a number."""
    return Pattern(what, re.compile(regex), estate, None)


def state(what: str, regex: str, words: Words, *, estate: bool = False) -> Pattern:
    """A pattern that captures one of some words."""
    return Pattern(what, re.compile(regex), estate, words)

"""What passes between readers: words, calls of programs, and what was found in them."""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from sentinel.live.effects import Effect, Opaque, Place

SHOWN: Final = 200
"""Longest text of something unread that is kept."""


class Word(msgspec.Struct, frozen=True, gc=False):
    """One argument, after quotes are taken away."""

    text: str
    """What is known of it; what is made at run time stands as it is written, `$NAME`."""
    fixed: bool = True
    """Whether that is all: nothing in it is made at run time. A glob is fixed."""
    quoted: bool = False
    """Whether quotes keep the shell from expanding globs in it."""


class Inner(msgspec.Struct, frozen=True, gc=False):
    """Text in another language inside a call: a script, a statement, a body."""

    language: str
    """A key of the dispatcher's table: `shell`, `sql`, `python`, `javascript`, `perl`, `ruby`,
    `mongo`, `redis`, `manifest`, `iam`, `cron`, `json`, `prose`..."""
    text: str
    fixed: bool = True
    """Whether the text is all known; what is not fixed is opaque beside what can be read."""
    dialect: str = ""
    """Of SQL, as sqlglot names it."""
    place: Place = Place.UNKNOWN
    """What the call says about where it runs."""
    marks: frozenset[str] = frozenset()
    """Added to every effect found inside: `remote`, `root`, `container`..."""


class Call(msgspec.Struct, frozen=True, gc=False):
    """A program that is called."""

    program: str
    """Base name in lower case, without a path and without `.exe`."""
    words: tuple[Word, ...]
    """Its arguments, the program's own name left out."""
    stdin: Inner | None = None
    """What is fed to it, where that is on the page (a here-document, a pipe from `echo`)."""
    piped: str = ""
    """Program whose output is fed to it; empty where nothing is."""
    marks: frozenset[str] = frozenset()
    """From the wrappers around it: `root`, `remote`, `container`, `many` (once for each of
    several inputs)."""
    place: Place = Place.UNKNOWN
    variables: tuple[tuple[str, str], ...] = ()
    """Assignments in front of it, as `PGHOST=...`."""

    @property
    def texts(self) -> list[str]:
        """The arguments as text."""
        return [each.text for each in self.words]


class Found(msgspec.Struct, gc=False):
    """What a reader found; it is added to as it reads."""

    effects: list[Effect] = []
    opaque: list[Opaque] = []
    inner: list[Inner] = []
    """Still to be read, by the dispatcher."""
    calls: list[Call] = []
    """Programs that this one calls (a wrapper's command), still to be read."""
    spoken: list[str] = []

    def add(self, *effects: Effect) -> "Found":
        """Add effects; gives itself."""
        self.effects += effects
        return self

    def unread(self, text: str, why: str, *marks: str) -> "Found":
        """Say that something was not read; gives itself."""
        self.opaque.append(Opaque(text[:SHOWN], why, frozenset(marks)))
        return self

    def take(self, others: Iterable["Found"]) -> "Found":
        """Add all that others found; gives itself."""
        for each in others:
            self.effects += each.effects
            self.opaque += each.opaque
            self.inner += each.inner
            self.calls += each.calls
            self.spoken += each.spoken
        return self


Reader = Callable[[Call], Found]
"""Reads the call of one program. It raises nothing: what it cannot read it says is unread."""

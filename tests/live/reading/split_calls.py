"""Calls from command lines, for tests of readers: quotes are taken away, `$NAME` is not fixed."""

import shlex
from collections.abc import Callable

from sentinel.live.effects import Effect
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word


def call(line: str, stdin: Inner | None = None, piped: str = "") -> Call:
    """The call that a plain command line is."""
    program, *rest = shlex.split(line)
    words = tuple(Word(text, "$" not in text or "'" in line) for text in rest)
    return Call(program, words, stdin, piped)


def found_by(programs: dict[str, Reader], line: str) -> Found:
    """What the reader of its program finds in a command line."""
    asked = call(line)
    return programs[asked.program](asked)


def worded(effect: Effect) -> str:
    """An effect in short: `deletes pod web-1 one restart force`."""
    parts = [effect.kind, effect.thing, effect.name or "-", effect.radius, *sorted(effect.marks)]
    return " ".join(parts)


def words_by(programs: dict[str, Reader]) -> Callable[[str], list[str]]:
    """A function from a command line to its effects in short."""
    return lambda line: [worded(each) for each in found_by(programs, line).effects]

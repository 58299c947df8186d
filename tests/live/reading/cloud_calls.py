"""Calls of clouds' clients for tests, and what was found in them on one line."""

import shlex

from sentinel.live.effects import Effect
from sentinel.live.reading.calls import Call, Found, Reader, Word


def call_of(line: str, **more: object) -> Call:
    """A call as the shell would hand it over; a word with `$` in it is made at run time."""
    program, *words = shlex.split(line)
    given = tuple(Word(word, fixed="$" not in word) for word in words)
    return Call(program, given, **more)


def found_in(programs: dict[str, Reader], line: str, **more: object) -> Found:
    call = call_of(line, **more)
    return programs[call.program](call)


def shown(effect: Effect) -> str:
    """`deletes bucket namespace force recursive`."""
    marks = sorted(effect.marks)
    return " ".join([effect.kind, effect.thing, effect.radius, *marks])


def effects_of(programs: dict[str, Reader], line: str) -> list[str]:
    """Every effect of a line, and `?` for each thing that was not read."""
    found = found_in(programs, line)
    assert found.effects or found.opaque or found.inner or found.calls, line
    return [shown(each) for each in found.effects] + ["?"] * len(found.opaque)


def only_reads(programs: dict[str, Reader], line: str) -> bool:
    """Whether a line was read, and does nothing but look."""
    found = found_in(programs, line)
    quiet = not (found.opaque or found.inner or found.calls)
    return quiet and {each.kind.value for each in found.effects} == {"reads"}

"""Commands as calls, and effects as lines, for the tests of readers of system tools."""

import shlex

from sentinel.live.effects import Effect
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word


def call_of(command: str, *, stdin: str = "", piped: str = "") -> Call:
    program, *words = shlex.split(command)
    return Call(
        program,
        tuple(Word(each, fixed="$" not in each) for each in words),
        stdin=Inner("shell", stdin) if stdin else None,
        piped=piped,
    )


def found_in(programs: dict[str, Reader], command: str) -> Found:
    call = call_of(command)
    return programs[call.program](call)


def line_of(effect: Effect) -> str:
    return f"{effect.kind} {effect.thing} {effect.name or '-'} {effect.radius}"


def lines(programs: dict[str, Reader], command: str) -> str:
    """Effects of a command, with what is not read as `unread`."""
    found = found_in(programs, command)
    return " + ".join([line_of(each) for each in found.effects] + ["unread"] * len(found.opaque))


def marks(programs: dict[str, Reader], command: str) -> set[str]:
    return {mark for each in found_in(programs, command).effects for mark in each.marks}

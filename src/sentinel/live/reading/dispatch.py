"""Which reader reads what: a text and all that is found inside it, to the bottom.

A reader that meets another language leaves it to be read; the dispatcher reads on, to a bounded
depth and number, and joins what was found. What no reader knows is opaque. This is the one place
that a reader's exception stops: it becomes opaque as well.
"""

import logging
import sys
from collections import deque
from collections.abc import Mapping
from json import dumps
from typing import Final, TypeVar

import orjson
from msgspec.structs import replace

from sentinel.live.effects import NOTHING, Effect, Kind, Opaque, Place, Reading
from sentinel.live.reading.calls import SHOWN, Call, Found, Inner, Reader
from sentinel.live.reading.homes import LanguageReader, readers
from sentinel.live.reading.languages import (
    DIALECTS,
    by_content,
    called,
    language_of,
    with_tool,
)
from sentinel.live.reading.names_only import MARK
from sentinel.live.reading.own_scripts import with_origins, without_own
from sentinel.live.reading.saved_plans import with_plans
from sentinel.live.reading.sent_on import with_sent
from sentinel.live.reading.settled import job_of_the_host, settled, told_place, whose

DEEPEST: Final = 16
"""Texts and calls inside each other."""

MOST: Final = 500
"""Texts and calls of one action."""

MOST_TEXT: Final = 30_000
"""Characters of all texts and calls of one action together."""

BROKEN: Final = "\ufffd"
"""Stands where something was no character."""

LONGEST: Final = 10_000
"""Characters of an action that are read."""

FAULTS: Final = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, MemoryError,
    OSError, RuntimeError, StopIteration, TypeError, ValueError,
)  # fmt: skip
"""What may go wrong in a reader; it must not decide, nor end the gate."""

_OTHER_FAULTS: Final = {"sqlglot.errors": "SqlglotError", "yaml": "YAMLError"}
"""Errors of libraries, by module: one that no reader has loaded has raised nothing."""

_MOST_BYTES: Final = 4 * LONGEST
"""From which more than `LONGEST` characters are written, four bytes each."""

_LOG: Final = logging.getLogger(__name__)

_T = TypeVar("_T")


def read(
    text: str,
    *,
    language: str = "",
    tool: str = "",
    dialect: str = "",
    arguments: Mapping[str, object] | None = None,
) -> Reading:
    """Read an action.

    Args:
        text: The action: a command, a statement, a body, plain words.
        language: What it is written in; found out when empty.
        tool: What would run it, where that is known: `bash`, `psql`, `mcp__server__tool`.
        dialect: Of SQL, as sqlglot names it.
        arguments: Of a tool that is called as a function.

    Returns:
        All effects, and all that was not read. An action in which nothing was found is opaque.

    Example:
        >>> [each.kind.value for each in read("echo hello").effects]
        ['reads']
    """
    programs, languages = readers()
    if len(text) > LONGEST:
        opaque = Opaque(text[:SHOWN], "it is longer than what is read", frozenset(["too-long"]))
        return Reading(opaque=(opaque,), trace=("too long",))
    joint = _Joint(programs, languages)
    text, tool = characters(text), characters(tool[:LONGEST])
    if BROKEN in text or BROKEN in tool:
        joint.unread(text, "it holds what is no character", "broken")
    if arguments is not None:
        body = _body(tool, arguments)
        if BROKEN in body:
            joint.unread(body, "its arguments hold what is no character", "broken")
        if len(body) > LONGEST:
            joint.unread(body, "its arguments are longer than what is read", "too-long")
        else:
            joint.inner(Inner("json", body), 0)
    if text.strip() or arguments is None:
        spoken = called(language) or language_of(text, tool, programs, languages)
        dialect = dialect or DIALECTS.get(tool.lower(), "")
        given = with_tool(text, tool) if spoken == "json" else text
        joint.inner(Inner(by_content(spoken, text), given, dialect=dialect), 0)
    return joint.read()


def characters(text: str) -> str:
    r"""A text in which lone halves of surrogate pairs are U+FFFD; itself where it has none.

    Example:
        >>> characters("a\ud800b") == "a\ufffdb"
        True
    """
    if text.isascii():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if whole == text else whole


def _body(tool: str, arguments: Mapping[str, object]) -> str:
    given = {"tool": tool, "arguments": dict(arguments)}
    try:
        short = orjson.dumps(given, default=str)
        if len(short) > _MOST_BYTES:
            # As long in characters, whatever they are; what is too long is not written twice.
            return short.decode()
    except orjson.JSONEncodeError:
        pass
    try:
        return characters(dumps(given, default=str, ensure_ascii=False))
    except (RecursionError, TypeError, ValueError):
        return BROKEN


class _Joint:
    """What has been found so far, and what is still to be read."""

    def __init__(
        self, programs: Mapping[str, Reader], languages: Mapping[str, LanguageReader]
    ) -> None:
        self.programs, self.languages = programs, languages
        self.queue: deque[tuple[Inner | Call, int]] = deque()
        self.effects: list[Effect] = []
        self.opaque: list[Opaque] = []
        self.spoken: list[str] = []
        self.trace: list[str] = []

    def inner(self, inner: Inner, depth: int) -> None:
        self.queue.append((inner, depth))

    def unread(self, text: str, why: str, mark: str) -> None:
        self.opaque.append(Opaque(text[:SHOWN], why, frozenset([mark])))

    def read(self) -> Reading:
        count = size = 0
        while self.queue:
            each, depth = self.queue.popleft()
            count += 1
            size += _size(each)
            if depth > DEEPEST or count > MOST or size > MOST_TEXT:
                self._unread(each, "it goes too deep", "too-deep")
                break
            self._take(each, self._found(each), depth)
        if not self.effects and not self.opaque:
            self.opaque.append(Opaque("", "nothing in it could be read", frozenset(["broken"])))
        effects = with_sent(with_plans(with_origins(self.effects)))
        return Reading(
            _once(effects),
            _once(without_own(self.opaque, effects)),
            tuple(self.spoken),
            tuple(self.trace),
        )

    def _found(self, each: Inner | Call) -> Found:
        """What a reader finds; the boundary that no exception crosses."""
        name = ""
        try:
            if isinstance(each, Call):
                name = each.program
                self.trace.append(name)
                reader = self.programs.get(name)
                if reader is None:
                    return self._unknown(each)
                found = reader(each)
            else:
                name = each.language
                self.trace.append(name)
                language = self.languages.get(name)
                if language is None:
                    return Found().unread(each.text, f"{name} is not read", "unknown-language")
                found = language(each)
        except RecursionError:
            return self._unread(each, "it is nested too deep", "too-deep")
        except UnicodeError:
            return self._unread(each, "it holds what is no character", "broken")
        except _faults():
            _LOG.exception("the reader of %s failed", name)
            return self._unread(each, f"the reader of {name} failed", "broken")
        if not (found.effects or found.opaque or found.inner or found.calls or found.spoken):
            return Found().unread(_shown(each), f"nothing is known of {name}", "unknown-program")
        return found

    def _unknown(self, call: Call) -> Found:
        if job := job_of_the_host(call):
            return Found().add(job)
        help_only = [each.text for each in call.words] in (["--help"], ["--version"])
        why = f"{call.program} is not a program that is known"
        marks = ("unknown-program", "help") if help_only else ("unknown-program",)
        return Found().unread(_shown(call), why, *marks)

    def _unread(self, each: Inner | Call, why: str, mark: str) -> Found:
        self.unread(_shown(each), why, mark)
        return Found()

    def _take(self, source: Inner | Call, found: Found, depth: int) -> None:
        marks, place = source.marks, source.place
        plain = not marks and place is Place.UNKNOWN
        self.effects += found.effects if plain else (
            _marked(each, marks, place) for each in found.effects
        )  # fmt: skip
        self.opaque += found.opaque
        self.spoken += found.spoken
        for inner in found.inner:
            both = inner if plain else replace(
                inner, marks=inner.marks | marks,
                place=_nearer(told_place(inner, marks, place), place),
            )  # fmt: skip
            self.queue.append((both, depth + 1))
            if not inner.fixed and inner.language != "shell":
                why = "part of it is made at run time"
                self.opaque.append(Opaque(inner.text[:SHOWN], why, frozenset(["dynamic"])))
        for call in found.calls:
            both_calls = call if plain else replace(
                call, marks=call.marks | marks, place=_nearer(call.place, place)
            )  # fmt: skip
            self.queue.append((both_calls, depth + 1))


def _faults() -> tuple[type[BaseException], ...]:
    """What may go wrong, told when something did: nobody loads a library to name its error."""
    loaded = [(sys.modules[m], name) for m, name in _OTHER_FAULTS.items() if m in sys.modules]
    return (*FAULTS, *(getattr(module, name) for module, name in loaded))


def _once(found: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _size(each: Inner | Call) -> int:
    if isinstance(each, Inner):
        return len(each.text)
    size = len(each.words) if each.stdin is None else len(each.words) + len(each.stdin.text)
    for word in each.words:
        size += len(word.text)
    return size


def _nearer(own: Place, outer: Place) -> Place:
    return outer if own is Place.UNKNOWN else own


def _marked(effect: Effect, marks: frozenset[str], place: Place) -> Effect:
    both = effect.marks | marks if marks else effect.marks or NOTHING
    seen = Kind.READS if MARK in marks and effect.kind is Kind.REVEALS else effect.kind
    own = whose(effect, marks) if effect.place is Place.LOCAL else effect.place
    made = replace(effect, kind=seen, marks=both, place=_nearer(own, place))
    return settled(made) if marks else made


def _shown(each: Inner | Call) -> str:
    if isinstance(each, Inner):
        return each.text
    return " ".join([each.program, *each.texts])

"""`xargs` and `parallel`: a command for each of several inputs, which may be on the page.

Marks: `many` (once for each of several inputs).
"""

import re
from collections.abc import Sequence
from shlex import quote
from typing import Final, TypeVar

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.shells import called, text_of

_MOST: Final = 16
"""Calls that inputs are put into; what is fed beyond makes the last one not fixed."""

_VALUED: Final = names(
    "-I -n -P -L -s -d -E -a --replace --max-args --max-procs --max-lines --delimiter --arg-file "
    "-j --jobs --colsep --joblog --timeout"
)
_ITEM: Final = re.compile(r"(?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s'\"\\])+", re.DOTALL)
_QUOTES: Final = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"|\\(.)", re.DOTALL)
_DELIMITERS: Final = {"\\n": "\n", "\\0": "\0", "\\t": "\t", "$'\\n'": "\n"}
Value = TypeVar("Value")
_UNKNOWN: Final = Word("$INPUT", fixed=False)


def _xargs(call: Call) -> Found:
    found = options(_null_named(call.words), _VALUED, first_only=True)
    words = found.plain or [Word("echo")]
    placeholder = found.value("-I", "--replace") or ("{}" if found.has("-i", "--replace") else "")
    groups = _groups(call, found, lines=bool(placeholder))
    if placeholder:
        filled = [_filled(words, placeholder, None if x is None else " ".join(x)) for x in groups]
    else:
        filled = [
            [*words, *([_UNKNOWN] if x is None else [Word(each, quoted=True) for each in x])]
            for x in groups
        ]
    return Found().take(called(call, each, many=True, fed=False) for each in filled)


def _null_named(words: Sequence[Word]) -> list[Word]:
    """Write the option `-0`, which would pass for a number, as `--null`."""
    out: list[Word] = []
    for place, word in enumerate(words):
        valued = place > 0 and words[place - 1].text in _VALUED
        if not word.text.startswith("-") and not valued:
            return [*out, *words[place:]]
        out.append(Word("--null") if word.text == "-0" else word)
    return out


def _groups(call: Call, found: Options, *, lines: bool) -> list[list[str] | None]:
    """What is put into each call; None where that is not known."""
    if call.stdin is None or not call.stdin.fixed or found.has("-a", "--arg-file"):
        return [None]
    rows = _rows(call.stdin.text, found)
    if rows is None:
        return [None]
    groups: list[list[str] | None]
    if lines:
        groups = [[" ".join(row)] for row in rows]
    elif size := found.value("-L", "--max-lines"):
        groups = [[item for row in some for item in row] for some in _parted(rows, size)]
    else:
        items, size = [item for row in rows for item in row], found.value("-n", "--max-args")
        groups = [*_parted(items, size)] if size else [items]
    return groups if len(groups) <= _MOST else [*groups[:_MOST], None]


def _parted(values: list[Value], size: str) -> list[list[Value]]:
    count = int(size) if size.isdecimal() and int(size[:4]) > 0 else 1
    return [values[start : start + count] for start in range(0, len(values), count)]


def _rows(text: str, found: Options) -> list[list[str]] | None:
    """The inputs, by line; None where they cannot be told apart."""
    delimiter = found.value("-d", "--delimiter")
    if found.has("-0", "--null"):
        delimiter = "\0"
    if delimiter:
        mark = _DELIMITERS.get(delimiter, delimiter)
        return [[each] for each in text.split(mark) if each] if len(mark) == 1 else None
    rows = []
    for line in text.split("\n"):
        if _ITEM.sub("", line).strip():
            return None
        if items := [_QUOTES.sub(_unquoted, each) for each in _ITEM.findall(line)]:
            rows.append(items)
    return rows


def _unquoted(match: re.Match[str]) -> str:
    return next((each for each in match.groups() if each is not None), "")


def _filled(words: Sequence[Word], placeholder: str, shown: str | None) -> list[Word]:
    out = []
    for each in words:
        if placeholder in each.text:
            text = each.text if shown is None else each.text.replace(placeholder, shown)
            out.append(Word(text, each.fixed and shown is not None, each.quoted))
        else:
            out.append(each)
    return out


def _parallel(call: Call) -> Found:
    found = options(call.words, _VALUED, first_only=True)
    plain = list(found.plain)
    stops = [at for at, each in enumerate(plain) if each.text.startswith(":::")]
    words = plain[: stops[0]] if stops else plain
    given = [each for each in plain[stops[0] :] if each.text[:3] != ":::"] if stops else []
    files = any(each.text.startswith("::::") for each in plain)
    if not stops and call.stdin is not None and call.stdin.fixed:
        given = [Word(each) for each in call.stdin.text.split("\n") if each.strip()]
    if not words:
        if given and not files:
            return Found(inner=[text_of(each, call) for each in given])
        return Found().unread("parallel", "what it runs is fed to it", "dynamic")
    shape = " ".join(each.text for each in words)
    many = replace(call, marks=call.marks | {"many"})
    if not given or files or len(given) > _MOST:
        return Found(inner=[text_of(Word(_put(shape, "$INPUT")), many)])
    return Found(
        inner=[
            text_of(Word(_put(shape, quote(each.text) if each.fixed else each.text)), many)
            for each in given
        ]
    )


def _put(shape: str, text: str) -> str:
    return shape.replace("{}", text) if "{}" in shape else f"{shape} {text}"


PROGRAMS: Final[dict[str, Reader]] = {"xargs": _xargs, "gxargs": _xargs, "parallel": _parallel}

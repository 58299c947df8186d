"""Words of a shell, as a program gets them: quotes taken away, known variables put in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from sentinel.live.reading.calls import Word
from sentinel.live.reading.shell_braces import braces
from sentinel.live.reading.shell_spans import MARK

SPECIAL: Final = re.compile(r"[\\'\"$`{]")
"""Signs without which a word is as it is written."""
_NAME: Final = re.compile(r"\$(?:([A-Za-z_]\w*)|([0-9@*#?$!-]))")
_BRACED: Final = re.compile(r"\$\{([A-Za-z_]\w*|[0-9]+|[@*])(\[[@*]\])?")
_SLICE: Final = re.compile(r":\s*(\d+)(?::\s*(\d+))?\}")
_CUT: Final = re.compile(r"(%%?|##?)([\w./:@+,-]+)\}")
_OR_ELSE: Final = re.compile(r":?[-=]([\w./:@%+,-]*)\}")
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b",
                   "f": "\f", "v": "\v", "\\": "\\", "'": "'", '"': '"', "?": "?"}  # fmt: skip
_CODE: Final = re.compile(
    r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})"
)


Value = str | tuple[str, ...] | None
"""Of a variable: its text, its items, or None where it is made at run time."""


class Glob(str):
    """The value of a name that goes over what a pattern finds: the pattern, unquoted for good."""

    __slots__ = ()


class Known(msgspec.Struct, gc=False):
    """What is known when words are expanded."""

    values: Mapping[str, Value]
    positional: tuple[str, ...] | None
    """Arguments of the function or script; None where they are not known."""
    taken: Callable[[str], str | None]
    """Gives what a placeholder prints, by its name; None where it is not known."""
    splits: bool = True
    """Whether words are split at blanks, as they are until `IFS` is set."""


@dataclass(slots=True)
class _Field:
    """A word in the making."""

    text: list[str] = field(default_factory=list)
    fixed: bool = True
    quoted: bool = False
    begun: bool = False
    globs: bool = False

    def word(self) -> Word:
        return Word("".join(self.text), self.fixed, self.quoted and not self.globs)


def ansi(text: str) -> str:
    r"""Undo the escapes of `$'...'`.

    Example:
        >>> ansi(r"\x72\155")
        'rm'
    """
    if "\\" not in text:
        return text
    out, at = [], 0
    while at < len(text):
        char = text[at]
        if char != "\\" or at + 1 >= len(text):
            out.append(char)
            at += 1
        elif match := _CODE.match(text, at + 1):
            hexed = match.group(1) or match.group(2) or match.group(3)
            code = int(hexed, 16) if hexed else int(match.group(4), 8) & 255
            out.append(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd")
            at = match.end()
        else:
            out.append(_ESCAPES.get(text[at + 1], text[at : at + 2]))
            at += 2
    return "".join(out)


def expand(raw: str, known: Known) -> list[Word]:
    """Words that a word of a program becomes.

    Args:
        raw: As it is written; substitutions are placeholders.
        known: Variables and arguments.
    """
    if not SPECIAL.search(raw):
        return [Word(raw)]
    words: list[Word] = []
    for each in braces(raw) if "{" in raw else (raw,):
        words += _Expansion(each, known).words()
    return words


def joined(raw: str, known: Known) -> Word:
    """One word, not split: the value of an assignment, the target of a redirection."""
    if not SPECIAL.search(raw):
        return Word(raw)
    words = _Expansion(
        raw, Known(known.values, known.positional, known.taken, splits=False)
    ).words()
    return Word(
        " ".join(each.text for each in words),
        all(each.fixed for each in words),
        any(each.quoted for each in words),
    )


class _Expansion:
    """One word, read from left to right."""

    def __init__(self, raw: str, known: Known) -> None:
        self.raw, self.known = raw, known
        self.now = _Field()
        self.done: list[_Field] = []

    def words(self) -> list[Word]:
        raw, at = self.raw, 0
        while at < len(raw):
            char = raw[at]
            if char == "\\":
                self._literal(raw[at + 1 : at + 2])
                at += 2
            elif char == "'" or raw.startswith("$'", at):
                at = self._single(at)
            elif char == '"' or raw.startswith('$"', at):
                at = self._double(at + (1 if char == '"' else 2))
            elif char == "$":
                at = self._dollar(at, quoted=False)
            else:
                stop = SPECIAL.search(raw, at + 1)
                end = stop.start() if stop else len(raw)
                self.now.text.append(raw[at:end])
                self.now.begun = True
                at = end
        if self.now.begun:
            self.done.append(self.now)
        return [each.word() for each in self.done]

    def _literal(self, text: str) -> None:
        self.now.text.append(text)
        self.now.begun = self.now.quoted = True

    def _single(self, at: int) -> int:
        if self.raw[at] == "'":
            end = self.raw.find("'", at + 1)
            end = len(self.raw) if end < 0 else end
            self._literal(self.raw[at + 1 : end])
            return end + 1
        end = at + 2
        while end < len(self.raw) and self.raw[end] != "'":
            end += 2 if self.raw[end] == "\\" else 1
        self._literal(ansi(self.raw[at + 2 : end]))
        return end + 1

    def _double(self, at: int) -> int:
        raw = self.raw
        self.now.quoted = True
        self.now.begun = self.now.begun or raw[at : at + 4] not in ('$@"', "${@}")
        while at < len(raw) and raw[at] != '"':
            if raw[at] == "\\" and raw[at + 1 : at + 2] in ("$", "`", '"', "\\"):
                self._literal(raw[at + 1])
                at += 2
            elif raw[at] == "$":
                at = self._dollar(at, quoted=True)
            else:
                self._literal(raw[at])
                at += 1
        return at + 1

    def _dollar(self, at: int, *, quoted: bool) -> int:
        if match := _NAME.match(self.raw, at):
            name = match.group(1) or match.group(2)
            self._value(self._look(name), f"${name}", quoted=quoted, many=name == "@")
            return match.end()
        if self.raw.startswith("${", at):
            return self._braced(at, quoted=quoted)
        self.now.text.append("$")
        self.now.begun = True
        return at + 1

    def _braced(self, at: int, *, quoted: bool) -> int:
        end = _closing(self.raw, at)
        whole = self.raw[at:end]
        match = _BRACED.match(whole)
        if match is None:
            self._value(None, whole, quoted=quoted)
            return end
        name, items, rest = match.group(1), match.group(2), whole[match.end() :]
        value = self._look(name)
        if name.startswith(MARK):
            value = self.known.taken(name)
        elif rest != "}":
            made = _changed(value, rest)
            value = Glob(made) if isinstance(value, Glob) and isinstance(made, str) else made
            for inner in re.findall(rf"\$\{{({MARK}\d+_)\}}", rest):
                self.known.taken(inner)
        elif items is None and isinstance(value, tuple) and name not in "@*":
            value = value[0] if value else ""
        shown = f"${name}" if rest == "}" else whole
        self._value(value, shown, quoted=quoted, many=items == "[@]" or name == "@")
        return end

    def _look(self, name: str) -> Value:
        positional = self.known.positional
        if name in ("@", "*"):
            return positional
        if name.isdigit():
            place = int(name) - 1
            if positional is None or place < 0:
                return None
            return positional[place] if place < len(positional) else ""
        return self.known.values.get(name)

    def _value(self, value: Value, shown: str, *, quoted: bool, many: bool = False) -> None:
        now = self.now
        now.globs = now.globs or isinstance(value, Glob)
        if value is None:
            now.text.append(shown)
            now.fixed, now.begun = False, True
        elif isinstance(value, tuple):
            if quoted and not many:
                self._literal(" ".join(value))
                return
            self._fields([each for part in value for each in ([part] if quoted else part.split())])
        elif quoted or not self.known.splits:
            now.text.append(value)
            now.begun = True
        else:
            self._split(value)

    def _split(self, value: str) -> None:
        if value[:1].isspace() and self.now.begun:
            self._close()
        self._fields(value.split())
        if value[-1:].isspace() and value.strip():
            self._close()

    def _fields(self, parts: Sequence[str]) -> None:
        for place, part in enumerate(parts):
            if place:
                self._close()
            self.now.text.append(part)
            self.now.begun = True

    def _close(self) -> None:
        if self.now.begun:
            self.done.append(self.now)
        self.now = _Field()


def _closing(raw: str, at: int) -> int:
    """Where the expansion that begins at a place ends."""
    depth, place = 0, at
    while place < len(raw):
        char = raw[place]
        if char == "\\":
            place += 1
        elif char == "{" and raw[place - 1 : place] == "$":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0:
                return place + 1
        place += 1
    return len(raw)


def _changed(value: Value, rest: str) -> Value:
    """What simple operators make of a known value."""
    if not isinstance(value, str):
        return None
    if match := _SLICE.fullmatch(rest):
        first = int(match.group(1))
        return value[first : first + int(match.group(2))] if match.group(2) else value[first:]
    if _OR_ELSE.fullmatch(rest):
        return value if value or not rest.startswith(":") else None
    if match := _CUT.fullmatch(rest):
        end, part = match.groups()
        return value.removesuffix(part) if end[0] == "%" else value.removeprefix(part)
    return {"^^}": value.upper(), ",,}": value.lower()}.get(rest)

"""What a parser of shell gets wrong without a sign of it, taken out of a text before it is parsed.

Substitutions, arithmetic and here-documents are replaced by placeholders (`${_SNTL0_}`), each of
which is read by itself; lines that go on are joined, comments and the words `!`, `time` and
`coproc` in front of a command go. A misparse that leaves no error is the danger: a parser that
takes a backtick in a here-document for text hides what bash runs.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MARK: Final = "_SNTL"
"""Placeholders begin with it; a text that holds it is broken."""

DEEPEST: Final = 24
"""Substitutions inside each other."""


class Part(StrEnum):
    """What a placeholder stands for."""

    COMMAND = "command"
    """`$(...)` or backticks."""
    INPUT = "input"
    """`<(...)`."""
    OUTPUT = "output"
    """`>(...)`."""
    NUMBER = "number"
    """`$((...))`, `((...))`."""
    DOCUMENT = "document"
    """A here-document."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What was taken out."""

    part: Part
    text: str
    literal: bool = False
    """Of a here-document: its end is quoted, and nothing in it is expanded."""


@dataclass(slots=True)
class Guarded:
    """A text that is safe to parse."""

    text: str
    pieces: list[Piece] = field(default_factory=list)
    broken: str = ""
    """Why it cannot be read; empty when it can."""


_TRIGGERS: Final = re.compile(r"\\\n|<<|`|\$[(\[]|[<>]\(|\(\(|#|!|\{\w+\}[<>]|\b(?:time|coproc)\b")
_PLAIN: Final = re.compile(r"[^\s;&|()<>'\"\\`$#]+")
_INSIDE: Final = re.compile(r"[^\"\\`$]+")
_DESCRIPTOR: Final = re.compile(r"\{\w+\}(?=[<>])")
_CO_NAME: Final = re.compile(r"[ \t]+[A-Za-z_]\w*(?=\s+(?:[{(]|(?:while|until|if|for|case)\b))")
_DELIMITER: Final = re.compile(r"[ \t]*((?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s;&|()<>'\"\\])+)")
_GOES_ON: Final = frozenset(
    ["{", "!", "then", "do", "else", "elif", "if", "while", "until", "time", "coproc"]
)


class _BrokenError(Exception):
    """The text ends too early, or goes too deep."""


def guard(text: str, *, document: bool = False) -> Guarded:
    """Take out what a parser gets wrong.

    Args:
        text: A program of bash.
        document: Whether it is the body of a here-document that is expanded, so that only
            substitutions count.

    Example:
        >>> guard("! echo `date` # now").text
        '  echo ${_SNTL0_} '
    """
    if MARK in text:
        return Guarded(text, broken="it holds a mark that is kept for placeholders")
    if not document and not _TRIGGERS.search(text):
        return Guarded(text)
    scan = _Scan(text)
    try:
        if document:
            scan.quoted("", 0)
        else:
            scan.program("", 0)
    except _BrokenError as error:
        return Guarded(text, scan.pieces, str(error))
    return Guarded("".join(scan.out), scan.pieces)


@dataclass(slots=True)
class _Waiting:
    """A here-document whose body has not come yet."""

    place: int
    end: str
    tabs: bool
    literal: bool


class _Scan:
    """A walk over a text, once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.out: list[str] = []
        self.pieces: list[Piece] = []

    def program(self, end: str, depth: int) -> None:
        """Read commands, to the end of the text or to a closing parenthesis."""
        if depth > DEEPEST:
            raise _BrokenError("it goes too deep")
        text, out = self.text, self.out
        nested: list[str] = []
        waiting: list[_Waiting] = []
        command, fresh, last = True, True, ""
        while self.at < len(text):
            char = text[self.at]
            if char.isspace() or char in ";&|":
                self.at += 1
                out.append(char)
                if char == "\n":
                    self._bodies(waiting)
                command = command or char not in " \t\r\v\f"
                fresh = True
            elif char in "()":
                if char == ")" and not nested and end:
                    if waiting:
                        raise _BrokenError("a here-document has no end")
                    self.at += 1
                    return
                if self._opening_sum(char, command=command, last=last, depth=depth):
                    continue
                self.at += 1
                out.append(char)
                _nest(nested, char)
                command = fresh = True
            elif fresh and char == "#":
                self._to("\n", inclusive=False)
            elif char in "<>":
                self._angle(waiting, depth, nested=bool(end))
                fresh = False
            elif fresh and (match := _PLAIN.match(text, self.at)):
                last = match.group()
                command = self._plain(last, nested, command=command)
                fresh = False
            else:
                self._piece_of_word(char, depth)
                command, fresh = False, False
        if end:
            raise _BrokenError("a substitution has no end")
        self._bodies(waiting)

    def _plain(self, word: str, nested: list[str], *, command: bool) -> bool:
        """Read a plain word, or the plain start of one; whether a command may follow."""
        start = self.at
        self.at += len(word)
        whole = self.at >= len(self.text) or self.text[self.at] in " \t\n;&|()<>"
        if described := _DESCRIPTOR.match(self.text, start):
            self.at = described.end()
            return command
        if not command or not whole:
            self.out.append(word)
            return False
        if word == "case":
            nested.append("case")
        elif word == "esac" and nested and nested[-1] == "case":
            nested.pop()
        if word in ("!", "time", "coproc"):
            if word == "time" and re.match(r"[ \t]+-(?!p\s)", self.text[self.at : self.at + 40]):
                self.out.append(word)
                return False
            self.out.append(" ")
            after = re.compile(r"[ \t]+-p(?=\s)") if word == "time" else _CO_NAME
            if match := after.match(self.text, self.at):
                self.at = match.end()
            return True
        self.out.append(word)
        return word in _GOES_ON or word == "esac"

    def _piece_of_word(self, char: str, depth: int) -> None:
        text, start = self.text, self.at
        if char == "'":
            self.at += 1
            self._to("'")
            self.out.append(text[start : self.at])
        elif char == '"':
            self.at += 1
            self.out.append(char)
            self.quoted('"', depth)
            self.out.append(char)
        elif char == "\\":
            self.at += 2
            if text[start + 1 : start + 2] != "\n":
                self.out.append(text[start : self.at])
        elif char == "`":
            self._backticks(depth, quoted=False)
        elif char == "$":
            self._dollar(depth, quoted=False)
        else:
            match = _PLAIN.match(text, self.at)
            self.at = match.end() if match else self.at + 1
            self.out.append(text[start : self.at])

    def quoted(self, end: str, depth: int) -> None:
        """Read the inside of double quotes or of a here-document, to its end."""
        text = self.text
        while self.at < len(text):
            if match := _INSIDE.match(text, self.at):
                self.out.append(match.group())
                self.at = match.end()
                continue
            char = text[self.at]
            if char == end:
                self.at += 1
                return
            if char == "\\":
                if text[self.at + 1 : self.at + 2] != "\n":
                    self.out.append(text[self.at : self.at + 2])
                self.at += 2
            elif char == "`":
                self._backticks(depth, quoted=bool(end))
            elif char == "$":
                self._dollar(depth, quoted=True)
            else:
                self.out.append(char)
                self.at += 1
        if end:
            raise _BrokenError("a quote has no end")

    def _dollar(self, depth: int, *, quoted: bool) -> None:
        text, start = self.text, self.at
        following = text[start + 1 : start + 2]
        if text.startswith("$((", start) and self._sum(start + 3, depth):
            return
        if following == "(":
            self.at = start + 2
            self._taken(Part.COMMAND, depth)
        elif following == "[":
            self._sum(start + 2, depth, "[", "]")
        elif following == "{":
            self.at = start + 2
            self.out.append("${")
            self._braced(depth, quoted=quoted)
        elif following == "'" and not quoted:
            self.at = start + 2
            while self.at < len(text) and text[self.at] != "'":
                self.at += 2 if text[self.at] == "\\" else 1
            self.at += 1
            self.out.append(text[start : self.at])
        elif following == "\\" and text.startswith("$\\\n", start):
            self.text = text[: start + 1] + text[start + 3 :]
        else:
            self.at += 1
            self.out.append("$")

    def _braced(self, depth: int, *, quoted: bool) -> None:
        """Read on to the brace that closes `${`."""
        if depth > DEEPEST:
            raise _BrokenError("it goes too deep")
        text = self.text
        if text[self.at : self.at + 1] in (" ", "\t", "\n", "|"):
            raise _BrokenError("a function inside an expansion")
        while self.at < len(text):
            char = text[self.at]
            if char == "}":
                self.at += 1
                self.out.append(char)
                return
            if char == "'" and quoted:
                self.at += 1
                self.out.append(char)
            elif char in "'\"\\`$":
                self._piece_of_word(char, depth + 1)
            else:
                self.at += 1
                self.out.append(char)
        raise _BrokenError("an expansion has no end")

    def _backticks(self, depth: int, *, quoted: bool) -> None:
        text, start = self.text, self.at + 1
        inside: list[str] = []
        at = start
        while at < len(text) and text[at] != "`":
            if text[at] == "\\" and at + 1 < len(text):
                following = text[at + 1]
                drops = following in "`\\$" or (quoted and following == '"')
                inside.append(following if drops else text[at : at + 2])
                at += 2
            else:
                inside.append(text[at])
                at += 1
        if at >= len(text) or depth > DEEPEST:
            raise _BrokenError("a substitution has no end")
        self.at = at + 1
        self._put(Piece(Part.COMMAND, "".join(inside)))

    def _taken(self, part: Part, depth: int) -> None:
        """Take a substitution out whose opening has been read."""
        inner = _Scan(self.text)
        inner.at = self.at
        inner.program(")", depth + 1)
        piece = Piece(part, inner.text[self.at : inner.at - 1])
        self.text, self.at = inner.text, inner.at
        self._put(piece)

    def _put(self, piece: Piece) -> None:
        name = f"{MARK}{len(self.pieces)}_"
        self.pieces.append(piece)
        expanded = piece.part in (Part.COMMAND, Part.NUMBER)
        self.out.append(f"${{{name}}}" if expanded else f"/dev/fd/{name}")

    def _sum(self, start: int, depth: int, opens: str = "(", closes: str = ")") -> bool:
        """Take arithmetic out; False where it is none after all."""
        if depth > DEEPEST:
            raise _BrokenError("it goes too deep")
        inner = _Scan(self.text)
        inner.at, open_ones, double = start, 1, opens == "("
        while inner.at < len(inner.text):
            char = inner.text[inner.at]
            if char == closes and open_ones == 1:
                break
            if char in "'\"\\`$":
                inner._piece_of_word(char, depth + 1)
                continue
            open_ones += (char == opens) - (char == closes)
            inner.at += 1
        if inner.at >= len(inner.text) or double and not inner.text.startswith("))", inner.at):
            if not double:
                raise _BrokenError("arithmetic has no end")
            return False
        body = inner.text[start : inner.at]
        self.text, self.at = inner.text, inner.at + (2 if double else 1)
        self._put(Piece(Part.NUMBER, body))
        return True

    def _opening_sum(self, char: str, *, command: bool, last: str, depth: int) -> bool:
        """Take `((...))` out, where a command may stand."""
        loop = last == "for"
        if char != "(" or not (command or loop) or not self.text.startswith("((", self.at):
            return False
        place = len(self.out)
        if not self._sum(self.at + 2, depth):
            return False
        self.out.insert(place, "_i in " if loop else ": ")
        return True

    def _angle(self, waiting: list[_Waiting], depth: int, *, nested: bool) -> None:
        text, at = self.text, self.at
        if text.startswith(("<(", ">("), at):
            self.at += 2
            self._taken(Part.INPUT if text[at] == "<" else Part.OUTPUT, depth)
        elif text.startswith("<<<", at):
            self.at += 3
            self.out.append("<<<")
        elif text.startswith("<<", at):
            tabs = text.startswith("<<-", at)
            self.at += 3 if tabs else 2
            match = _DELIMITER.match(text, self.at)
            if match is None:
                raise _BrokenError("a here-document has no name")
            self.at = match.end()
            raw = match.group(1)
            end = re.sub(r"\\(.)|['\"]", r"\1", raw)
            literal = end != raw
            waiting.append(_Waiting(len(self.pieces), end, tabs, literal))
            self.out.append("< ")
            self._put(Piece(Part.DOCUMENT, "", literal))
            self.out.append(" ")
        elif text.startswith("<>", at):
            self.at += 2
            self.out.append("<")
        else:
            self.at += 1
            self.out.append(text[at])
            if text[self.at : self.at + 1] in ("&", "|"):
                self.out.append(text[self.at])
                self.at += 1

    def _bodies(self, waiting: list[_Waiting]) -> None:
        """Read the bodies of here-documents, at the line after them."""
        for each in waiting:
            lines: list[str] = []
            while self.at < len(self.text):
                stop = self.text.find("\n", self.at)
                stop = len(self.text) if stop < 0 else stop
                line = self.text[self.at : stop]
                self.at = stop + 1
                line = line.lstrip("\t") if each.tabs else line
                if line == each.end:
                    break
                lines.append(line + "\n")
            self.at = min(self.at, len(self.text))
            self.pieces[each.place] = Piece(Part.DOCUMENT, "".join(lines), each.literal)
        if waiting:
            self.out.append("\n")
        waiting.clear()

    def _to(self, mark: str, *, inclusive: bool = True) -> None:
        place = self.text.find(mark, self.at)
        if place < 0 and inclusive:
            raise _BrokenError("a quote has no end")
        self.at = len(self.text) if place < 0 else place + inclusive


def _nest(nested: list[str], char: str) -> None:
    """Keep what is open: a parenthesis that closes a pattern of `case` closes nothing."""
    if char == "(":
        nested.append("(")
    elif nested and nested[-1] == "(":
        nested.pop()

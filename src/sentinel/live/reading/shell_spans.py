"""Spans of a shell's text that are read by themselves: substitutions, quotes, arithmetic."""

import re
from abc import ABC, abstractmethod
from enum import StrEnum
from typing import Final

import msgspec

MARK: Final = "_SNTL"
"""Placeholders begin with it; a text that holds it is broken."""

MOST_SUMS: Final = 300
"""Places where arithmetic is looked for; where it is none, what is inside is read twice."""

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


class Piece(msgspec.Struct, frozen=True, gc=False):
    """What was taken out."""

    part: Part
    text: str
    literal: bool = False
    """Of a here-document: its end is quoted, and nothing in it is expanded."""


_PLAIN: Final = re.compile(r"[^\s;&|()<>'\"\\`$#]+")
_INSIDE: Final = re.compile(r"[^\"\\`$]+")


class BrokenError(Exception):
    """The text ends too early, or goes too deep."""


class Spans(ABC):
    """A walk over a text, once."""

    def __init__(self, text: str, tries: list[int] | None = None) -> None:
        self.text = text
        self.tries = [0, 0] if tries is None else tries
        """How often arithmetic was looked for, and how many words braces made, by all that look
        inside this text."""
        self.at = 0
        self.out: list[str] = []
        self.pieces: list[Piece] = []

    @abstractmethod
    def program(self, end: str, depth: int) -> None:
        """Read commands, to the end of the text or to a closing parenthesis."""

    def piece_of_word(self, char: str, depth: int) -> None:
        """Read a quote, an expansion, or what else a word is made of."""
        text, start = self.text, self.at
        if char == "'":
            self.at += 1
            self.to("'")
            self.out.append(text[start : self.at])
        elif char == '"':
            self.at += 1
            self.out.append(char)
            self.quoted('"', depth)
            self.out.append(char)
        elif char == "\\":
            self.at += 2
            following = text[start + 1 : start + 2]
            if following.isascii() and following.isalpha():
                # The parser takes a new line and a backslash after it for one word.
                self.out.append(following)
            elif following != "\n":
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
            raise BrokenError("a quote has no end")

    def _dollar(self, depth: int, *, quoted: bool) -> None:
        text, start = self.text, self.at
        following = text[start + 1 : start + 2]
        if text.startswith("$((", start) and self.sum_taken(start + 3, depth):
            return
        if following == "(":
            self.at = start + 2
            self.taken(Part.COMMAND, depth)
        elif following == "[":
            self.sum_taken(start + 2, depth, "[", "]")
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
            raise BrokenError("it goes too deep")
        text = self.text
        if text[self.at : self.at + 1] in (" ", "\t", "\n", "|"):
            raise BrokenError("a function inside an expansion")
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
                self.piece_of_word(char, depth + 1)
            else:
                self.at += 1
                self.out.append(char)
        raise BrokenError("an expansion has no end")

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
            raise BrokenError("a substitution has no end")
        self.at = at + 1
        self.put(Piece(Part.COMMAND, "".join(inside)))

    def taken(self, part: Part, depth: int) -> None:
        """Take a substitution out whose opening has been read."""
        inner = type(self)(self.text, self.tries)
        inner.at = self.at
        inner.program(")", depth + 1)
        piece = Piece(part, inner.text[self.at : inner.at - 1])
        self.text, self.at = inner.text, inner.at
        self.put(piece)

    def put(self, piece: Piece) -> None:
        """Put a placeholder where something was."""
        name = f"{MARK}{len(self.pieces)}_"
        self.pieces.append(piece)
        expanded = piece.part in (Part.COMMAND, Part.NUMBER)
        self.out.append(f"${{{name}}}" if expanded else f"/dev/fd/{name}")

    def sum_taken(self, start: int, depth: int, opens: str = "(", closes: str = ")") -> bool:
        """Take arithmetic out; False where it is none after all."""
        if depth > DEEPEST:
            raise BrokenError("it goes too deep")
        self.tries[0] += 1
        if self.tries[0] > MOST_SUMS:
            raise BrokenError("it has too much arithmetic")
        inner = type(self)(self.text, self.tries)
        inner.at, open_ones, double = start, 1, opens == "("
        while inner.at < len(inner.text):
            char = inner.text[inner.at]
            if char == closes and open_ones == 1:
                break
            if char in "'\"\\`$":
                inner.piece_of_word(char, depth + 1)
                continue
            open_ones += (char == opens) - (char == closes)
            inner.at += 1
        if inner.at >= len(inner.text) or (double and not inner.text.startswith("))", inner.at)):
            if not double:
                raise BrokenError("arithmetic has no end")
            return False
        body = inner.text[start : inner.at]
        self.text, self.at = inner.text, inner.at + (2 if double else 1)
        self.put(Piece(Part.NUMBER, body))
        return True

    def to(self, mark: str, *, inclusive: bool = True) -> None:
        """Go on to a mark."""
        place = self.text.find(mark, self.at)
        if place < 0 and inclusive:
            raise BrokenError("a quote has no end")
        self.at = len(self.text) if place < 0 else place + inclusive

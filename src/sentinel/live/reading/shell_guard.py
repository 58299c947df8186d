"""What a parser of shell gets wrong without a sign of it, taken out of a text before it is parsed.

Substitutions, arithmetic and here-documents are replaced by placeholders (`${_SNTL0_}`), each of
which is read by itself; lines that go on are joined, comments and the words `!`, `time` and
`coproc` in front of a command go. A misparse that leaves no error is the danger: a parser that
takes a backtick in a here-document for text hides what bash runs.
"""

import re
from dataclasses import dataclass
from typing import Final

import msgspec

from sentinel.live.reading.shell_braces import braces
from sentinel.live.reading.shell_spans import DEEPEST, MARK, BrokenError, Part, Piece, Spans


class Guarded(msgspec.Struct, gc=False):
    """A text that is safe to parse."""

    text: str
    pieces: list[Piece] = []
    broken: str = ""
    """Why it cannot be read; empty when it can."""


STEEPEST: Final = 64
"""Brackets that are open at a time, and structures inside each other; more take long to parse."""

MOST_SIGNS: Final = 1_000
"""Brackets and operators of one text: with more, to parse what is broken takes long."""

MOST_WORDS: Final = 1_000
"""Words that braces may make where a command stands."""

_SIGNS: Final = "|&<>()[]$"
_BRACKET: Final = re.compile(r"[(){}\[\]]")
_TRIGGERS: Final = re.compile(
    r"\\\n|\n[^\S\n]*\\|<<|`|\$[(\[]|[<>]\(|\(\(|#|!|(?:^|[;&|(\s])\{[^\s{}]*,|\{\w+\}[<>]|\b(?:time|coproc)\b"
)
_PLAIN: Final = re.compile(r"[^\s;&|()<>'\"\\`$#]+")
_DESCRIPTOR: Final = re.compile(r"\{\w+\}(?=[<>])")
_CO_NAME: Final = re.compile(r"[ \t]+[A-Za-z_]\w*(?=\s+(?:[{(]|(?:while|until|if|for|case)\b))")
_DELIMITER: Final = re.compile(r"[ \t]*((?:'[^'\n]*'|\"[^\"\n]*\"|\\.|[^\s;&|()<>'\"\\])+)")
_GOES_ON: Final = frozenset(
    ["{", "!", "then", "do", "else", "elif", "if", "while", "until", "time", "coproc"]
)


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
    if not document and _is_steep(text):
        return Guarded(text, broken="its brackets go too deep")
    if not document and not _TRIGGERS.search(text):
        return _counted(Guarded(text))
    scan = _Scan(text)
    try:
        if document:
            scan.quoted("", 0)
        else:
            scan.program("", 0)
    except BrokenError as error:
        return Guarded(text, scan.pieces, str(error))
    return _counted(Guarded("".join(scan.out), scan.pieces))


def _counted(guarded: Guarded) -> Guarded:
    if sum(map(guarded.text.count, _SIGNS)) > MOST_SIGNS:
        guarded.broken = "it has too many brackets and operators"
    return guarded


def _is_steep(text: str) -> bool:
    if text.count("(") + text.count("{") + text.count("[") <= STEEPEST:
        return False
    level = 0
    for each in _BRACKET.findall(text):
        level = level + 1 if each in "({[" else max(level - 1, 0)
        if level > STEEPEST:
            return True
    return False


@dataclass(slots=True)
class _Waiting:
    """A here-document whose body has not come yet."""

    place: int
    end: str
    tabs: bool
    literal: bool


class _Scan(Spans):
    """A walk over a program."""

    def __init__(self, text: str, tries: list[int] | None = None) -> None:
        super().__init__(text, tries)
        self.nested: list[str] = []
        self.waiting: list[_Waiting] = []
        self.command = self.fresh = True
        self.last = ""

    def program(self, end: str, depth: int) -> None:
        """Read commands, to the end of the text or to a closing parenthesis."""
        if depth > DEEPEST:
            raise BrokenError("it goes too deep")
        while self.at < len(self.text):
            char = self.text[self.at]
            if char.isspace() or char in ";&|":
                self._between(char)
            elif char == ")" and end and not self.nested:
                if self.waiting:
                    raise BrokenError("a here-document has no end")
                self.at += 1
                return
            elif char in "()":
                self._parenthesis(char, depth)
            else:
                self._word(char, depth)
        if end:
            raise BrokenError("a substitution has no end")
        self._bodies(self.waiting)

    def _between(self, char: str) -> None:
        """Read what stands between words or commands."""
        self.at += 1
        self.out.append(char)
        if char == "\n":
            self._bodies(self.waiting)
        self.command = self.command or char not in " \t\r\v\f"
        self.fresh = True

    def _parenthesis(self, char: str, depth: int) -> None:
        if self._opening_sum(char, command=self.command, last=self.last, depth=depth):
            return
        self.at += 1
        self.out.append(char)
        _nest(self.nested, char)
        self.command = self.fresh = True

    def _word(self, char: str, depth: int) -> None:
        """Read a word, a part of one, a redirection, or a comment."""
        if self.fresh and char == "#":
            self.to("\n", inclusive=False)
            return
        if char in "<>":
            self._angle(self.waiting, depth)
        elif self.fresh and (match := _PLAIN.match(self.text, self.at)):
            self.last = match.group()
            self.command = self._plain(self.last, self.nested, command=self.command)
        else:
            self.piece_of_word(char, depth)
            self.command = False
        self.fresh = False

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
        if word.startswith("{") and len(word) > 1:
            made = braces(word)
            self.tries[1] += len(made)
            if self.tries[1] > MOST_WORDS:
                raise BrokenError("its braces make too many words")
            self.out.append(" ".join(made))
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

    def _opening_sum(self, char: str, *, command: bool, last: str, depth: int) -> bool:
        """Take `((...))` out, where a command may stand."""
        loop = last == "for"
        if char != "(" or not (command or loop) or not self.text.startswith("((", self.at):
            return False
        place = len(self.out)
        if not self.sum_taken(self.at + 2, depth):
            return False
        self.out.insert(place, "_i in " if loop else ": ")
        return True

    def _angle(self, waiting: list[_Waiting], depth: int) -> None:
        text, at = self.text, self.at
        if text.startswith(("<(", ">("), at):
            self.at += 2
            self.taken(Part.INPUT if text[at] == "<" else Part.OUTPUT, depth)
        elif text.startswith("<<<", at):
            self.at += 3
            self.out.append("<<<")
        elif text.startswith("<<", at):
            tabs = text.startswith("<<-", at)
            self.at += 3 if tabs else 2
            match = _DELIMITER.match(text, self.at)
            if match is None:
                raise BrokenError("a here-document has no name")
            self.at = match.end()
            raw = match.group(1)
            end = re.sub(r"\\(.)|['\"]", r"\1", raw)
            literal = end != raw
            waiting.append(_Waiting(len(self.pieces), end, tabs, literal))
            self.out.append("< ")
            self.put(Piece(Part.DOCUMENT, "", literal))
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


def _nest(nested: list[str], char: str) -> None:
    """Keep what is open: a parenthesis that closes a pattern of `case` closes nothing."""
    if char == "(":
        nested.append("(")
    elif nested and nested[-1] == "(":
        nested.pop()

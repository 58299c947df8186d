"""SQL text cut into statements, and statements into words.

What a database would run and a parser would not see is brought to light first: MySQL runs what
stands in `/*!50000 ... */`, and takes `--` for a comment only before a space. Text that nests
too deep to be read in bounded time is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
import re2
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType

from sentinel.live.effects import Place, Radius
from sentinel.live.reading.calls import Found
from sentinel.live.reading.deeds import deed

DEEPEST: Final = 40
"""Brackets inside brackets; the parser calls itself for each."""
MOST_TOKENS: Final = 4_000
MOST_STATEMENTS: Final = 250
_MYSQL_DASHES: Final = re2.compile(r"--([^\s\x00-\x1f])")
_ENDS: Final = re2.compile(r"\\[gG][ \t]*$")
"""The end of a text that is shown downwards; elsewhere it may stand in quotes."""
_BATCH: Final = re2.compile(r"(?im)^[ \t]*GO[ \t]*(?:[0-9]+[ \t]*)?$")
_OPEN: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}

SUSPECT: Final = {
    ("DROP", "TABLE"): deed("deletes table unknown hard"),
    ("DROP", "DATABASE"): deed("deletes database unknown hard"),
    ("DROP", "SCHEMA"): deed("deletes schema unknown hard"),
    ("DROP", "USER"): deed("deletes account unknown hard"),
    ("DROP", "LOGIN"): deed("deletes account unknown hard"),
    ("DROP", "VIEW"): deed("deletes table unknown hard"),
    ("DROP", "INDEX"): deed("deletes index unknown hard"),
    ("TRUNCATE", "TABLE"): deed("deletes rows unknown hard", "truncate"),
    ("DELETE", "FROM"): deed("deletes rows unknown hard"),
    ("INSERT", "INTO"): deed("creates rows unknown hard"),
    ("ALTER", "SYSTEM"): deed("writes configuration unknown hard"),
    ("CREATE", "LOGIN"): deed("creates account unknown easy"),
}
"""Pairs of words that open a statement, for text that was not parsed."""
_ALONE: Final = {
    "SHUTDOWN": deed("stops database account hard"),
    "TRUNCATE": deed("deletes rows unknown hard", "truncate"),
    "EXEC": deed("executes code unknown unknown"),
    "EXECUTE": deed("executes code unknown unknown"),
    "XP_CMDSHELL": deed("executes code unknown unknown"),
}


class Statement(msgspec.Struct, gc=False):
    """One statement, as words."""

    text: str
    words: list[str]
    """As they are written; what stands in single quotes has one in front."""
    upper: list[str]
    tokens: Sequence[Token]
    """For the parser."""

    def starts(self, *words: str) -> bool:
        """Whether it starts with some words, given in capitals."""
        return tuple(self.upper[: len(words)]) == words

    def after(self, word: str) -> str:
        """The word after the first that is a given one; empty where there is none."""
        if word not in self.upper:
            return ""
        place = self.upper.index(word) + 1
        return self.words[place] if place < len(self.words) else ""

    def begun(self, words: int) -> "Statement":
        """What is left without its first words."""
        return Statement(self.text, self.words[words:], self.upper[words:], self.tokens[words:])


@dataclass(slots=True)
class Page:
    """Where statements are read to: what was found so far, and what is known."""

    found: Found
    dialect: str
    """As sqlglot names it; empty for its own."""
    place: Place
    temporary: set[str] = field(default_factory=set)
    """Tables that this text made for itself, in lower case."""
    depth: int = 0


def laid_open(text: str, dialect: str) -> str:
    """Show the parser what the database would run."""
    start = text.find("/*!")
    while start >= 0:
        end = text.find("*/", start + 3)
        inside = text[start + 3 : end] if end >= 0 else text[start + 3 :]
        shown = inside.lstrip("0123456789") if inside[:5].isdigit() else inside
        rest = text[end + 2 :] if end >= 0 else ""
        text = f"{text[:start]} {shown} {rest}"
        start = text.find("/*!", start)
    text = text.replace("/*M!", "/* ") if dialect != "mysql" else _maria(text)
    if dialect == "mysql":
        text = _ENDS.sub(";", text)
        text = _MYSQL_DASHES.sub(r"- -\1", text)
    if dialect in ("tsql", ""):
        text = _BATCH.sub(";", text)
    return text


def _maria(text: str) -> str:
    return text if "/*M!" not in text else laid_open(text.replace("/*M!", "/*!"), "")


def too_deep(text: str) -> bool:
    """Whether brackets nest deeper than is read; brackets in quotes are counted as well."""
    depth = 0
    for each in text:
        step = _OPEN.get(each)
        if step is not None:
            depth = max(depth + step, 0)
            if depth > DEEPEST:
                return True
    return False


def statements(text: str, dialect: str) -> list[Statement] | None:
    """Cut text into statements.

    Returns:
        Them, in order, without empty ones; None where the text cannot be cut (a quote that
        does not end), or has too many words or statements.
    """
    language = Dialect.get_or_raise(dialect or None)
    try:
        tokens = language.tokenize(text)
    except (SqlglotError, RecursionError, ValueError, IndexError):
        return None
    if len(tokens) > MOST_TOKENS:
        return None
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON:
            parts.append([])
        else:
            parts[-1].append(token)
    parts = [each for each in parts if each]
    if len(parts) > MOST_STATEMENTS:
        return None
    return [_statement(text, part, language) for part in parts]


def _statement(text: str, tokens: list[Token], language: Dialect) -> Statement:
    raw = text[tokens[0].start : tokens[-1].end + 1]
    said = tokens
    if len(tokens) == 2 and tokens[1].token_type == TokenType.STRING:
        rest = text[tokens[0].end + 1 : tokens[1].end + 1].lstrip()
        if rest[:1] not in ("'", '"', "$", "N", "n") or (
            rest[:1] in ("N", "n") and rest[1:2] != "'"
        ):
            said = [tokens[0], *_again(rest, language)]
    words = [
        f"'{each.text}"
        if each.token_type
        in (TokenType.STRING, TokenType.NATIONAL_STRING, TokenType.HEREDOC_STRING)
        else each.text
        for each in said
    ]
    return Statement(raw, words, [each.upper() for each in words], tokens)


def _again(rest: str, language: Dialect) -> list[Token]:
    """Cut what the tokenizer swallowed whole, behind the word of a command."""
    try:
        return list(language.tokenize(f"( {rest}"))[1:]
    except (SqlglotError, RecursionError, ValueError, IndexError):
        return []


def suspect(upper: Sequence[str], words: Sequence[str], page: Page) -> bool:
    """Add what words that were not parsed would do, if they are what they look like.

    Returns:
        Whether there was anything.
    """
    found = False
    for place, word in enumerate(upper):
        following = upper[place + 1] if place + 1 < len(upper) else ""
        row = SUSPECT.get((word, following))
        name = words[place + 2] if row and place + 2 < len(words) else ""
        if row is None:
            row, following = _ALONE.get(word), ""
        if row is None:
            continue
        found = True
        by = f"{word} {following}".strip()
        page.found.add(row.effect(name, by, page.place, frozenset({"dynamic"}), Radius.UNKNOWN))
    return found

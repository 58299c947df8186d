"""A command that needs no parser: words apart at blanks, some of them in quotes, and no more.

Most of what an agent runs is one. Nothing that a shell would expand, join or take for a word of
its own is plain; whatever is not plain is parsed.
"""

import re
from typing import Final

from sentinel.live.reading.calls import Word
from sentinel.live.reading.names import names
from sentinel.live.reading.shell_spans import MARK

LONGEST: Final = 1_000
"""Characters of a text that is looked at."""

MOST_BRACKETS: Final = 32
"""Brackets inside quotes; a text with more is left to the parser's own bounds."""

_LETTERS: Final = r"[\w./:@%+,=~*?^-]"
_START: Final = r"[\w./:+~-]++"
_BARE: Final = re.compile(rf"{_START}(?:[ \t]++{_LETTERS}++)*+", re.ASCII)
_QUOTED: Final = re.compile(
    rf"{_START}(?:[ \t]++(?:{_LETTERS}++|'[^']*+'|\"[^\"\\`$]*+\")++)*+", re.ASCII
)
_WORD: Final = re.compile(r"(?:[^\s'\"]++|'[^']*+'|\"[^\"]*+\")++")
_PART: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^'\"]+)")
_BRACKET: Final = re.compile(r"[(){}\[\]]")
_OWN: Final = names(
    "if then elif else fi case esac for select while until do done in function time coproc "
    "export declare local typeset readonly unset unsetenv"
)
"""First words with which something else than a simple command may begin."""


def plain(text: str) -> list[Word] | None:
    r"""The words of a text that is one plain command; None where it is, or may be, more.

    Example:
        >>> [each.text for each in plain("grep -c 'a b' x\"y\".log") or ()]
        ['grep', '-c', 'a b', 'xy.log']
        >>> plain("ls $HOME"), plain("if true"), plain("A=b ls")
        (None, None, None)
    """
    if len(text) > LONGEST:
        return None
    text = text.strip(" \t\n")
    if _BARE.fullmatch(text):
        words = [Word(each) for each in text.split()]
    elif _is_quoted(text):
        words = [_word(each) for each in _WORD.findall(text)]
    else:
        return None
    return None if words[0].text in _OWN else words


def _is_quoted(text: str) -> bool:
    if not text.isascii() or not _QUOTED.fullmatch(text) or MARK in text:
        return False
    return len(text) < 2 * MOST_BRACKETS or len(_BRACKET.findall(text)) <= MOST_BRACKETS


def _word(raw: str) -> Word:
    if "'" not in raw and '"' not in raw:
        return Word(raw)
    return Word("".join(map("".join, _PART.findall(raw))), quoted=True)

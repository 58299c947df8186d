"""Patterns, indices and lists of words in scripts, put out of the way of a reader of words.

What cannot hide code is replaced by a number: a pattern without quotes or code in it, an index by
a plain name. The rest stays, and makes the script unread.
"""

from re import Match
from typing import Final

import re2

from sentinel.live.reading.deeds import names
from sentinel.live.reading.word_sounds import Sound, sound_of

STRING: Final = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)"""
_JS_PATTERN: Final = re2.compile(
    rf"{STRING}|"
    r"([(,=:!&|?{;\[]\s*|\breturn\s+|=>\s*)/((?:[^/\\\n\['\"`]|\\[^'\"`\n]|"
    r"\[(?:[^\]\\\n'\"`]|\\[^'\"`\n])*\])+)/[dgimsuy]*"
)
_RUBY_PATTERN: Final = re2.compile(
    rf"{STRING}|"
    r"([(,={!&|]\s*|=~\s*|!~\s*|\b(?:if|unless|when|and|or|grep|grep_v|scan|sub|gsub|match|split|"
    r"select|reject|find|any|puts)\??\s+)/((?:[^/\\\n'\"`#]|\\[^'\"`\n#])+)/[imxo]*"
)
_RUBY_WORDS: Final = re2.compile(r"%[wi]([\[({<])[\w\s.:/@-]*[\])}>]")
_PHP_NAMES: Final = re2.compile(r"\\?(?:[A-Za-z_]\w*\\)+([A-Za-z_]\w*)")
_PHP_ROOT: Final = re2.compile(r"(^|[\s(,=!])\\([A-Za-z_]\w*)")
_INDEX: Final = re2.compile(
    r"""([\w$]+|[)\]])\s*\[\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|"[\w@/.: -]*"|'[\w@/.: -]*')\s*\]"""
)
_CALLED: Final = re2.compile(r"\]\s*\(|\]\s*\?\.\(|\]\s*`")
_GLOBALS: Final = names(
    "globalThis global window self this process module require Reflect Function constructor "
    "prototype __proto__ exports root top frames document fs os cp child_process"
)
_DEEPEST: Final = 4


def put_away(text: str, language: str) -> str:
    """A script without what hides nothing.

    Args:
        text: The script.
        language: As readers name it.
    """
    if language == "javascript":
        text = str(_JS_PATTERN.sub(_outside, text))
        return text if _CALLED.search(text) else _without_indices(text)
    if language == "ruby":
        text = str(_RUBY_WORDS.sub(" 1 ", text))
        return str(_RUBY_PATTERN.sub(_outside, text))
    if language == "php":
        text = str(_PHP_NAMES.sub(r"\1", text))
        return str(_PHP_ROOT.sub(r"\1\2", text))
    return text


def _outside(match: Match[str]) -> str:
    """A number for a pattern; a string is left as it is, though paths in it look like patterns."""
    before = match.group(1)
    return str(match.group(0)) if before is None else f"{before} 1 "


def _without_indices(text: str) -> str:
    for _ in range(_DEEPEST):
        shown = str(_INDEX.sub(_plain, text))
        if shown == text:
            return text
        text = shown
    return text


def _plain(match: Match[str]) -> str:
    base, key = match.group(1), match.group(2).strip("'\"")
    hides = base in _GLOBALS or not {*key.split(".")}.isdisjoint(_GLOBALS)
    if hides or sound_of(key) is not Sound.PLAIN:
        return str(match.group(0))
    return f"{base} " if base not in ")]" else base

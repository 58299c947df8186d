"""Takes secrets out of what is logged, and puts what kind they were in their place.

What was found in one text is taken out of all others of the same entry: a password that the gate
read out of a command stands in its reasons, too. Nobody can tell every secret from a word; what
is known is in `secret_patterns`, and a site adds what it knows of its own.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
import re2

from sentinel.errors import OptionError
from sentinel.live.redaction_fields import Fields, mapped, plain
from sentinel.live.secret_patterns import (
    HELD,
    HOLDERS,
    HOLDS,
    KEY,
    LONG,
    MIXED,
    NAMES_ONE,
    NO_SECRET,
    PATTERNS,
)

SHORTEST: Final = 4
"""Shortest secret that is looked for in other texts; a shorter one would blank half of them."""

DEEPEST: Final = 64
"""Values inside each other that are looked at; what is deeper is taken out whole."""

KEPT: Final = 4_096
"""Names that are remembered as secret or not."""

_BITS: Final = 3.8
"""Least bits a character, by Shannon, of a secret without a name."""

_BY_NAME: Final = ("assignment", "flag")
"""Kinds of secrets that are known by what stands before them."""

_FLAG: Final = '"-'
"""Begins a text that is a flag, in JSON: what it says may stand in the next one."""

_QUOTES: Final = "\\\"'"
_MEANT: Final = (
    ("\\\\", "\1"), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\f", "\f"), ('\\"', "\0"),
    ('","', "\n"), ('"', "\n"), ("\0", '"'), ("\1", "\\"),
)  # fmt: skip
"""How texts are read out of JSON, with quotes that end one told from those within."""


class Redaction:
    """Takes secrets out; may be shared by threads.

    Args:
        extra: Patterns in RE2's syntax of what else is a secret; of one with a group named
            `secret` the group alone is.

    Raises:
        OptionError: If a pattern is none.
    """

    def __init__(self, extra: Iterable[str] = ()) -> None:
        own = [("own", each) for each in extra]
        self._patterns = [(kind, _compiled(text)) for kind, text in (*PATTERNS, *own)]
        # Ends of lines are ends of texts where all texts of an entry are looked at as one.
        self._all = _together([*(f"(?m){text}" for _, text in (*PATTERNS, *own)), MIXED, HOLDS])
        self._each = _together([*(text for _, text in (*PATTERNS, *own)), LONG])
        self._names = _compiled(NAMES_ONE)
        self._long, self._key, self._no = _compiled(LONG), _compiled(KEY), _compiled(NO_SECRET)
        self._secret_name = lru_cache(KEPT)(self._is_secret_name)

    def redacted(self, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        """A copy without secrets.

        Args:
            value: What JSON can hold: dictionaries, lists, texts, numbers, None, structures.

        Returns:
            The value itself where there is none; otherwise dictionaries in place of structures,
            whose fields keep their names, and keep what they hold where it is no text of others.
        """
        if not self._suspicious(value):
            return value
        given = plain(value)
        found: dict[str, str] = {}
        clean = self._walked(given, found, "", DEEPEST)
        hidden = [each for each in found if len(each) >= SHORTEST]
        if not hidden:
            return clean
        hidden.sort(key=len, reverse=True)
        everywhere = _compiled("|".join(re2.escape(each) for each in hidden))
        return mapped(clean, lambda text: everywhere.sub(lambda m: _mark(found[m[0]]), text))

    def _walked(self, value: Any, found: dict[str, str], key: str, left: int) -> Any:  # noqa: ANN401
        if isinstance(value, str):
            if not value.isascii():  # Halves of surrogate pairs, which nothing can write.
                value = _whole(value)
            return self._named(key, value, found) if key else self._text(value, found)
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            return _mark("value") if key and not key.lower().endswith("tokens") else value
        if left == 0:
            return _mark("too-deep")
        if isinstance(value, Fields):
            return type(value)(
                (name, part if name in value.ours else self._walked(
                    part, found, key or self._secret_name(name), left - 1))
                for name, part in value.items()
            )  # fmt: skip
        if isinstance(value, Mapping):
            held = key or self._holder(value)
            return {
                self._text(_whole(str(name)), found): self._walked(
                    part, found, held if str(name).lower() in HELD
                    else key or self._secret_name(str(name)), left - 1,
                )
                for name, part in value.items()
            }  # fmt: skip
        if any(isinstance(each, str) and each.startswith("-") for each in value):
            # Words of a command: what a flag before or after them says is found in the whole.
            self._text(_whole(" ".join(each for each in value if isinstance(each, str))), found)
        parts, last = [], ""
        for part in value:  # A flag's value may be the next word of a list.
            parts.append(self._walked(part, found, key or last, left - 1))
            flag = isinstance(part, str) and part.startswith("-") and "=" not in part
            last = self._secret_name(part) if flag else ""
        return parts

    def _suspicious(self, value: Any) -> bool:  # noqa: ANN401
        """Whether there may be a secret anywhere: one look at all texts, each on its own lines."""
        try:
            text = msgspec.json.encode(value, enc_hook=repr).decode()
        except (UnicodeError, RecursionError):
            return True
        if _FLAG in text:
            return True
        for written, meant in _MEANT:
            text = text.replace(written, meant)
        found = self._all.Match(text)
        if not found or [*found] != [len(self._patterns)]:
            return bool(found)
        return any(_is_unnamed(each) for each in self._long.findall(text))

    def _holder(self, value: Mapping[Any, Any]) -> str:
        """The name of a secret that a field names whose value is in a field beside it."""
        for name, part in value.items():
            if isinstance(part, str) and "\n" not in part and str(name).lower() in HOLDERS:
                found = self._secret_name(part)
                if found:
                    return found
        return ""

    def _is_secret_name(self, name: str) -> str:
        bare = _whole(name.strip("-"))
        return name if self._key.search(bare) and not self._names.search(bare) else ""

    def _named(self, key: str, value: str, found: dict[str, str]) -> str:
        """The value of something whose name says that it is secret."""
        if self._no.match(value):
            return value
        found[value] = "value"
        return _mark("value")

    def _text(self, text: str, found: dict[str, str]) -> str:
        if len(text) < SHORTEST:
            return text
        for place in sorted(self._each.Match(text) or ()):
            if place == len(self._patterns):
                text = self._long.sub(lambda match: _unnamed(match[0], found), text)
                continue
            kind, pattern = self._patterns[place]
            text = pattern.sub(lambda match, kind=kind: self._taken(match, kind, found), text)
        return str(text)

    def _taken(self, match: Any, kind: str, found: dict[str, str]) -> str:  # noqa: ANN401
        """A match without its secret."""
        group = match.re.groupindex.get("secret", 0)
        secret = match[group]
        if secret is None or self._no.match(secret):
            return str(match[0])
        bare = secret.strip(_QUOTES)
        before = match[0].partition(secret)[0]
        if _is_count(match[0], bare) or (kind in _BY_NAME and self._names.search(before)):
            return str(match[0])
        found[bare] = kind
        at, whole = match.start(group) - match.start(), match[0]
        return f"{whole[:at]}{_mark(kind)}{whole[at + len(secret) :]}"


def patterns_of(path: Path) -> list[str]:
    """Patterns out of a file, one a line; empty lines and those that begin with # are none.

    Raises:
        OptionError: If it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"cannot read patterns from {str(path)!r}: {error}") from error
    return [each for each in lines if each.strip() and not each.startswith("#")]


def _compiled(text: str) -> Any:  # noqa: ANN401 - the library has no types
    try:
        return re2.compile(text, _options())
    except re2.error as error:
        raise OptionError(f"{text[:80]!r} is no pattern of RE2: {error}") from None


def _together(texts: list[str]) -> Any:  # noqa: ANN401
    """What says which of several patterns are in a text, for the price of one."""
    found = re2.Set.SearchSet(_options())
    for each in texts:
        found.Add(each.replace("(?P<secret>", "(?:"))
    found.Compile()
    return found


def _options() -> Any:  # noqa: ANN401
    options = re2.Options()
    options.log_errors, options.max_mem = False, 64 << 20
    return options


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _mark(kind: str) -> str:
    return f"[redacted:{kind}]"


def _is_count(whole: str, value: str) -> bool:
    """Whether it says how many tokens there are, and none of them."""
    return value.isdecimal() and "tokens" in whole.lower()


def _unnamed(text: str, found: dict[str, str]) -> str:
    if not _is_unnamed(text):
        return text
    found[text] = "unnamed"
    return _mark("unnamed")


def _is_unnamed(text: str) -> bool:
    """Whether a long word is a secret: it has every kind of character and no order in them."""
    if text.islower() or text.isupper() or not any(map(str.isdecimal, text)):
        return False
    if "/" in text and len(text.rstrip("=")) != 40:  # A path, unless as long as a key of AWS.
        return False
    counts = Counter(text)
    bits = -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
    return bits >= _BITS

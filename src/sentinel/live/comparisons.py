"""Comparisons in CEL as Python functions: fields against words, joined by and, or, not.

All that is read here means in CEL what it means here; anything else is left to the engine.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import re2

from sentinel.live.engine import context

if TYPE_CHECKING:
    import cel

Test = Callable[["Facts"], bool]
"""A part of a condition."""

TEXTS: Final = frozenset(
    {
        "effect.kind", "effect.thing", "effect.name", "effect.radius", "effect.undo",
        "effect.place", "effect.by", "situation.place", "request.tool", "request.target",
        "request.hint", "request.goal",
    }
)  # fmt: skip
"""Fields that hold text."""

SETS: Final = frozenset({"effect.marks", "situation.chain", "situation.protected"})
"""Fields that hold a list of words."""

FACTS: Final = frozenset({"effect.protected", "situation.off_goal", "request.untrusted"})
"""Fields that hold a yes or no."""

FIELDS: Final = TEXTS | SETS | FACTS

_TOKEN: Final = re2.compile(
    r"""\s*(?:('[^'\\]*'|"[^"\\]*")|([A-Za-z_][A-Za-z0-9_.]*)|(&&|\|\||==|!=|[!()\[\],])|(\S))"""
)


class Facts(msgspec.Struct, gc=False):
    """What a condition may ask about, for one effect."""

    effect: Mapping[str, Any]
    situation: Mapping[str, Any]
    request: Mapping[str, Any]
    _context: "cel.Context | None" = None

    def context(self) -> "cel.Context":
        """The facts as the engine takes them; made once, and only where a rule needs it."""
        if self._context is None:
            self._context = context(
                {"effect": _plain(self.effect), "situation": _plain(self.situation),
                 "request": _plain(self.request)}
            )  # fmt: skip
        return self._context


class Token(NamedTuple):
    """A word of a condition, and where it stands."""

    text: str
    quoted: bool
    start: int
    end: int


def tokens_of(source: str) -> Iterator[Token]:
    """The words of a condition, strings without their quotes."""
    for found in _TOKEN.finditer(source):
        quoted = found.group(1) is not None
        text = found.group(1)[1:-1] if quoted else found.group(0).strip()
        yield Token(text, quoted, found.end() - len(found.group(0).lstrip()), found.end())


class _Unknown(Exception):
    """Something that only the engine can read."""


def quick(tokens: list[Token]) -> Test | None:
    """A clause as a function; None where it is more than comparisons."""
    try:
        return _Parser(tokens).whole()
    except (_Unknown, RecursionError):
        return None


class _Parser:
    """Reads comparisons of fields with words, joined by `&&`, `||`, `!` and brackets."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at = tokens, 0

    def whole(self) -> Test:
        found = self._either()
        if self._at != len(self._tokens):
            raise _Unknown
        return found

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise _Unknown
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, word: str) -> bool:
        here = self._tokens[self._at] if self._at < len(self._tokens) else None
        if here is None or here.quoted or here.text != word:
            return False
        self._at += 1
        return True

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _Unknown

    def _word(self) -> str:
        found = self._next()
        if not found.quoted:
            raise _Unknown
        return found.text

    def _either(self) -> Test:
        found = self._both()
        while self._take("||"):
            found = _or(found, self._both())
        return found

    def _both(self) -> Test:
        found = self._one()
        while self._take("&&"):
            found = _and(found, self._one())
        return found

    def _one(self) -> Test:
        if self._take("!"):
            return self._negated()
        if self._take("("):
            found = self._either()
            self._need(")")
            return found
        first = self._next()
        if first.quoted:
            self._need("in")
            return _in_field(first.text, *_field(self._next(), SETS))
        return self._of_field(first)

    def _negated(self) -> Test:
        """What follows `!`, which binds closer than any comparison."""
        here = self._tokens[self._at] if self._at < len(self._tokens) else None
        if here is None or here.quoted or not (here.text in ("!", "(") or here.text in FACTS):
            raise _Unknown
        inner = self._one()
        return lambda facts: not inner(facts)

    def _of_field(self, first: Token) -> Test:
        path, _, method = first.text.rpartition(".")
        if path in TEXTS and method in ("startsWith", "endsWith", "contains"):
            self._need("(")
            word = self._word()
            self._need(")")
            return _affix(first._replace(text=path), method, word)
        if first.text in FACTS:
            root, name = _field(first, FACTS)
            return lambda facts: bool(getattr(facts, root)[name])
        root, name = _field(first, TEXTS)
        if self._take("=="):
            word = self._word()
            return _is(root, name, word)
        if self._take("!="):
            word = self._word()
            return lambda facts: getattr(facts, root)[name] != word
        self._need("in")
        self._need("[")
        words = {self._word()}
        while self._take(","):
            words.add(self._word())
        self._need("]")
        return _is_of(root, name, frozenset(words))


def _in_field(word: str, root: str, name: str) -> Test:
    if root == "effect":
        return lambda facts: word in facts.effect[name]
    return lambda facts: word in getattr(facts, root)[name]


def _is(root: str, name: str, word: str) -> Test:
    if root == "effect":
        return lambda facts: facts.effect[name] == word
    return lambda facts: getattr(facts, root)[name] == word


def _is_of(root: str, name: str, words: frozenset[str]) -> Test:
    if root == "effect":
        return lambda facts: facts.effect[name] in words
    return lambda facts: getattr(facts, root)[name] in words


def _or(one: Test, other: Test) -> Test:
    return lambda facts: one(facts) or other(facts)


def _and(one: Test, other: Test) -> Test:
    return lambda facts: one(facts) and other(facts)


def _affix(path: Token, method: str, word: str) -> Test:
    root, name = _field(path, TEXTS)
    if method == "startsWith":
        return lambda facts: getattr(facts, root)[name].startswith(word)
    if method == "endsWith":
        return lambda facts: getattr(facts, root)[name].endswith(word)
    return lambda facts: word in getattr(facts, root)[name]


def _field(token: Token, known: frozenset[str]) -> tuple[str, str]:
    if token.quoted or token.text not in known:
        raise _Unknown
    root, _, name = token.text.partition(".")
    return root, name


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: sorted(each) if isinstance(each, frozenset) else each for name, each in values.items()
    }

"""Resources that nothing may harm, by names and by patterns with `*`, `?` and `[...]`.

A protected folder protects what it holds, a protected name its parts (`shop` and `shop.users`),
and whoever takes all takes what is protected. Letters count alike, small or large.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import re2

LONGEST: Final = 300
"""Characters of a name or pattern that are compared."""
WILD: Final = "*?["
"""Signs of a pattern."""


_QUIET: Final = re2.Options()
_QUIET.log_errors = False


@dataclass(frozen=True, slots=True)
class _Patterns:
    literal: frozenset[str]
    wild: "re2._Regexp | None"
    """One expression for all patterns that are not literal; None where there are none."""


def guarded(patterns: tuple[str, ...], names: Iterable[str]) -> frozenset[str]:
    """The names that are protected, as they are written.

    Args:
        patterns: As the caller gives them.
        names: Of resources: plain, of a path, `ns/name`, or an ARN.

    Example:
        >>> sorted(guarded(("prod-*", "ledger"), ["shop/prod-db", "ledger.rows", "cache"]))
        ['ledger.rows', 'shop/prod-db']
    """
    known = _known(patterns)
    return frozenset(name for name in names if _is(name.strip().lower()[:LONGEST], known))


@lru_cache(maxsize=256)
def _known(patterns: tuple[str, ...]) -> _Patterns:
    plain = {each.strip().lower()[:LONGEST] for each in patterns} - {""}
    wild = sorted(each for each in plain if not set(WILD).isdisjoint(each))
    literal = frozenset(each.rstrip("/") or "/" for each in plain - set(wild))
    return _Patterns(literal, _expression(wild) if wild else None)


def _is(name: str, known: _Patterns) -> bool:
    own = _last(name)
    if known.wild is not None and (known.wild.fullmatch(name) or known.wild.fullmatch(own)):
        return True
    if not known.literal:
        return bool(name in ("*", "/", "/*") and known.wild)
    return not known.literal.isdisjoint({own, *_above(name)}) or _covers(name, known.literal)


def _last(name: str) -> str:
    """The part of a name that is its own: of an ARN, of `ns/name`, of a path."""
    return name.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def _above(name: str) -> list[str]:
    """A name and all it lies in: `/a/b` and `/a`, `shop.users` and `shop`."""
    cuts = [place for place, letter in enumerate(name) if letter in "/." and place]
    return [name.rstrip("/"), *(name[:place] for place in cuts)]


def _covers(name: str, literal: Collection[str]) -> bool:
    """Whether a name stands for more than one resource, a protected one among them."""
    if name in ("*", "/", "/*"):
        return True
    if not set(WILD).isdisjoint(name):
        pattern = _expression([name])
        return any(pattern.fullmatch(each) or pattern.fullmatch(_last(each)) for each in literal)
    below = f"{name.rstrip('/')}/"
    return any(each.startswith(below) for each in literal)


@lru_cache(maxsize=1024)
def _one(pattern: str) -> str:
    """A pattern as an expression: every sign but the three stands for itself."""
    parts: list[str] = []
    place = 0
    while place < len(pattern):
        letter, end = pattern[place], -1
        if letter == "[":
            end = pattern.find("]", place + 2)
        if end > 0:
            inside = pattern[place + 1 : end].replace("\\", "").replace("[", "").replace("^", "")
            parts.append(f"[{inside.replace('!', '^', 1) if inside[:1] == '!' else inside}]")
            place = end
        else:
            parts.append({"*": "(?s:.*)", "?": "(?s:.)"}.get(letter) or re2.escape(letter))
        place += 1
    whole = "".join(parts)
    try:
        re2.compile(whole, _QUIET)
    except re2.error:
        return str(re2.escape(pattern))
    return whole


def _expression(patterns: list[str]) -> "re2._Regexp":
    return re2.compile("|".join(f"(?:{_one(each)})" for each in patterns))

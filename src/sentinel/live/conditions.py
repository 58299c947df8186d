"""The `when:` of a rule: a condition in CEL, of which most is decided without the CEL engine.

Handing facts to the engine takes a hundred microseconds, so a condition is taken apart when it
is loaded. Its parts that compare fields with words, and join such comparisons, become Python
functions of the same meaning; the engine gets what is left, where anything is left and the
rest holds. `tests/live/test_conditions.py` holds the two readings against one another.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sentinel.live.comparisons import FIELDS, TEXTS, Facts, Test, Token, quick, tokens_of
from sentinel.live.engine import program

if TYPE_CHECKING:
    import cel

_ROOTS: Final = ("effect", "situation", "request")

_LEFT: Final = ("\\", "'''", '"""', "//")
"""Escapes, long strings and comments: a condition that has them is left to the engine whole."""


class Condition:
    """A condition that was loaded.

    Args:
        source: In CEL, over `effect`, `situation` and `request`.
        only: Where it was read before, what was found then; it is taken apart when it is first
            asked. Read and checked now when None.

    Raises:
        ValueError: If it cannot be read, or asks for a field that is not there.

    Example:
        >>> Condition("effect.knd == 'deletes'")
        Traceback (most recent call last):
        ValueError: there is no field effect.knd; there are effect.by, effect.kind, ...
    """

    __slots__ = ("_rest", "_tests", "only", "source")

    def __init__(self, source: str, only: Mapping[str, frozenset[str]] | None = None) -> None:
        self.source = source
        self.only: dict[str, frozenset[str]] = dict(only or {})
        """Fields that it holds to some words, whatever else it asks for, and these words."""
        self._tests: tuple[Test, ...] | None = None
        self._rest: cel.Program | None = None
        if only is None:
            program(source)
            _check_fields(list(tokens_of(source)))
            self._tests = self._apart()

    def _apart(self) -> tuple[Test, ...]:
        """Take it apart: what is compared here, and in `_rest` what the engine is asked."""
        source, tokens = self.source, list(tokens_of(self.source))
        tests: list[Test] = []
        rest: list[str] = []
        if any(each in source for each in _LEFT):
            tokens, rest = [], [source]
        for clause in _clauses(tokens):
            test = quick(clause)
            if test is None:
                rest.append(source[clause[0].start : clause[-1].end])
            else:
                tests.append(test)
                self._hold(clause)
        self._rest = program(" && ".join(f"({each})" for each in rest)) if rest else None
        return tuple(tests)

    @property
    def quick(self) -> bool:
        """Whether the engine is never asked."""
        if self._tests is None:
            self._tests = self._apart()
        return self._rest is None

    def holds(self, facts: Facts) -> bool:
        """Whether the facts are so.

        Raises:
            ValueError: If the engine cannot say, or says neither yes nor no.
        """
        tests = self._tests
        if tests is None:
            tests = self._tests = self._apart()
        for test in tests:
            if not test(facts):
                return False
        if self._rest is None:
            return True
        try:
            found = self._rest.execute(facts.context())
        except (RuntimeError, TypeError) as error:
            raise ValueError(str(error).partition("\n")[0]) from None
        if not isinstance(found, bool):
            raise ValueError(f"it gives {found!r}, neither true nor false")
        return found

    def _hold(self, clause: list["Token"]) -> None:
        """Note a clause that holds a field to some words."""
        words = [each.text for each in clause]
        if len(words) == 3 and words[1] == "==" and words[0] in TEXTS and clause[2].quoted:
            allowed = frozenset(words[2:])
        elif len(words) > 4 and words[0] in TEXTS and words[1:3] == ["in", "["]:
            allowed = frozenset(each.text for each in clause if each.quoted)
        else:
            return
        self.only[words[0]] = self.only.get(words[0], allowed) & allowed


def _check_fields(tokens: list[Token]) -> None:
    for each in tokens:
        root, dot, rest = each.text.partition(".")
        name = f"{root}.{rest.partition('.')[0]}"
        if not each.quoted and dot and root in _ROOTS and name not in FIELDS:
            raise ValueError(f"there is no field {name}; there are {', '.join(sorted(FIELDS))}")


def _clauses(tokens: list[Token]) -> Iterator[list[Token]]:
    """The parts that `&&` joins, outside of all brackets; one where `||` stands there."""
    depth, cuts = 0, []
    for place, each in enumerate(tokens):
        word = "" if each.quoted else each.text
        depth += (word in ("(", "[")) - (word in (")", "]"))
        if depth == 0 and word in ("||", "?"):
            yield tokens
            return
        if depth == 0 and word == "&&":
            cuts.append(place)
    if not tokens:
        return
    start = 0
    for cut in (*cuts, len(tokens)):
        yield tokens[start:cut]
        start = cut + 1

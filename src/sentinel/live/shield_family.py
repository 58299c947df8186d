"""A family of signs that a text tries to steer whoever reads it, and how its patterns are written.

Patterns are written for people: a space stands for any run of characters that are neither
letters nor digits (`ignore_previous...instructions`), `<3>` for up to three words of any kind.
They meet text in lower case.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

import re2

GAP: Final = r"[\W_]+"
"""What a space in a pattern stands for."""


@dataclass(frozen=True, slots=True)
class Family:
    """One way to steer a reader."""

    id: str
    sentence: str
    """What a text of this family does, for people."""
    patterns: tuple[str, ...]
    """As they are written; `compiled` turns them into regular expressions."""
    positive: tuple[str, ...]
    """Texts that belong to it."""
    benign: tuple[str, ...]
    """Texts that look alike and do not."""
    squeezed: bool = False
    """Whether its patterns are looked for without any spaces as well, in `i g n o r e`."""


def expression(written: str, *, gap: str = GAP) -> str:
    r"""The regular expression of a pattern.

    Args:
        written: A pattern with spaces and `<3>`, as the module says.
        gap: What a space stands for.

    Example:
        >>> expression("ignore <2>rules")
        'ignore[\\W_]+(?:\\S+\\s+){0,2}rules'
    """
    spaced = written.replace(" ", gap)
    for count in range(1, 7):
        spaced = spaced.replace(f"<{count}>", rf"(?:\S+\s+){{0,{count}}}")
    return spaced


def compiled(
    families: tuple[Family, ...], *, squeezed: bool = False, lines: bool = False
) -> "PatternSet":
    """The patterns of some families, ready to be looked for at once.

    Args:
        families: In the order their signs are given.
        squeezed: Take only the families that say so, with no spaces between their words.
        lines: For several texts at once, a line each: what asks for an end takes that of a line.
    """
    if not squeezed:
        rows = [(each, expression(text)) for each in families for text in each.patterns]
        ends = r"|\n|$)" if lines else "|$)"
        return PatternSet([(each, text.replace("|$)", ends)) for each, text in rows])
    return PatternSet(
        [
            (each, expression(text, gap="").replace(r"\b", "").replace(r"(?:\S+\s+)", r"\w"))
            for each in families
            if each.squeezed
            for text in each.patterns
        ]
    )


class PatternSet:
    """Many patterns that are looked for in one pass, in time linear in the text.

    They are compiled when they are first looked for: few texts need all sets, and hardly any
    needs a pattern of its own.
    """

    def __init__(self, rows: list[tuple[Family, str]]) -> None:
        self._options = re2.Options()
        self._options.max_mem = 256 << 20
        self._rows = rows
        self._patterns: dict[int, Any] = {}

    @cached_property
    def _match(self) -> Callable[[str | bytes], list[int] | None]:
        found = re2.Set.SearchSet(self._options)
        for _, text in self._rows:
            found.Add(text)
        found.Compile()
        return cast("Callable[[str | bytes], list[int] | None]", found.Match)

    def any(self, text: str | bytes) -> bool:
        """Whether a text in lower case, or its UTF-8, has any of the patterns."""
        return bool(self._match(text))

    def found(self, text: str, known: Collection[str] = ()) -> list[tuple[Family, int, int]]:
        """The families with a pattern in a text, each with the span of its first match.

        Args:
            text: In lower case.
            known: Ids of families that need not be told again.
        """
        seen: dict[str, tuple[Family, int, int]] = {}
        for index in sorted(self._match(text) or ()):
            family = self._rows[index][0]
            if family.id in seen or family.id in known:
                continue
            if match := self._pattern(index).search(text):
                seen[family.id] = (family, match.start(), match.end())
        return list(seen.values())

    def _pattern(self, index: int) -> Any:  # noqa: ANN401 - re2 has no types
        found = self._patterns.get(index)
        if found is None:
            found = self._patterns[index] = re2.compile(self._rows[index][1], self._options)
        return found

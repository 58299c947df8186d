"""Naming lines of a page token by token, so that a small model can name none that is not there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

LEAST: Final = 2
"""Fewest lines that are named, where the page has so many."""

MOST: Final = 3
"""Most lines that are named."""


class LineChoice:
    """Follows an answer as it is written, and says what may come next.

    Args:
        lines: Tokens of each line that may be named, by its number.
        end: Token that ends an answer.

    Example:
        >>> choice = LineChoice({"E1": (7, 1), "E12": (7, 1, 2)}, end=0)
        >>> sorted(choice.allowed()), [choice.take(token) for token in (7, 1)]
        ([7], [False, False])
        >>> sorted(choice.allowed()), choice.take(2), choice.take(7), choice.take(1)
        ([2, 7], False, False, False)
        >>> choice.take(0), choice.named
        (True, ['E12', 'E1'])
    """

    def __init__(self, lines: Mapping[str, Sequence[int]], end: int) -> None:
        self._left = {tuple(tokens): number for number, tokens in lines.items()}
        self._end = end
        self._begun: tuple[int, ...] = ()
        self.named: list[str] = []
        """Numbers of the lines named so far, the one that is being written left out."""

    def allowed(self) -> set[int]:
        """The tokens that may come next."""
        going_on = self._going_on()
        if self._begun and self._begun not in self._left:
            return going_on
        others = [tokens for tokens in self._left if tokens != self._begun]
        count = len(self.named) + bool(self._begun)
        found = going_on | ({each[0] for each in others} if count < MOST else set())
        if count >= LEAST or not others:
            found.add(self._end)
        return found

    def take(self, token: int) -> bool:
        """Go on with a token that is allowed.

        Returns:
            Whether the answer is at its end.
        """
        if self._begun and token in self._going_on():
            self._begun += (token,)
            return False
        if self._begun:
            self.named.append(self._left.pop(self._begun))
        self._begun = (token,)
        return token == self._end

    def _going_on(self) -> set[int]:
        """Tokens with which a line that is begun may go on."""
        at = len(self._begun)
        return {
            tokens[at]
            for tokens in self._left
            if at and len(tokens) > at and tokens[:at] == self._begun
        }


def citable(shown: Iterable[str]) -> list[str]:
    """Lines that a reason may name: what was done before shows nothing of the proposal."""
    return [number for number in shown if not number.startswith("H")]

"""How far the numbers go that cross the wire, least and most.

Rewards are written out, since a client carries no grading; tests hold them to what grading
says.
"""

from typing import Final, NamedTuple

from sentinel.scenario.tiers import STEPS
from sentinel.world.kinds import KINDS


class Range(NamedTuple):
    """The least and the most that a number can be, both allowed."""

    least: float
    most: float

    def __str__(self) -> str:
        """As interval notation has it, such as `[-4.5, 3.3]`."""
        return f"[{self.least:g}, {self.most:g}]"

    def summed(self, count: int) -> "Range":
        """That of a sum of so many."""
        return Range(count * self.least, count * self.most)


def _spanned(*ranges: Range) -> Range:
    """The range that just holds others."""
    return Range(min(each.least for each in ranges), max(each.most for each in ranges))


MOST_DECISIONS: Final = max(STEPS.values())
"""Most decisions in an episode of any tier."""

MOST_MOVES: Final = 2 * MOST_DECISIONS
"""Most moves: a proposal and an answer for each, where the caller plays both parties."""

BINARY: Final = Range(0.0, 1.0)
"""What an overseer's answer can earn by this kind of reward, and so the next two."""

SHAPED: Final = Range(-4.5, 3.3)
CONSEQUENCE: Final = Range(-3.0, 0.0)

OVERSEER: Final = _spanned(BINARY, SHAPED, CONSEQUENCE)
"""What an overseer's answer can earn by any kind of reward."""

RESPONDER: Final = Range(-4.08, 1.52)
"""What a responder's step can earn."""

MOVE: Final = _spanned(OVERSEER, RESPONDER)
"""What any move can earn the party that makes it."""

AMOUNT: Final = _spanned(*(Range(each.low, each.high) for each in KINDS.values() if each.amount))
"""What the numeric argument of any tool can be; each tool has bounds of its own within."""

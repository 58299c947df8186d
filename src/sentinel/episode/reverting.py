"""Reverting flagged actions by themselves, where a world is asked to.

With `flag_reverts` a flag is more than a warning: an action that ran though it
was flagged is undone after `REVERT_TICKS` if users are served worse then than
before it. What cannot be undone stays; see `world.undo`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.state import Row
from sentinel.world.undo import undo

REVERT_TICKS: Final = 4
"""Ticks after which a flagged action is looked at again: a minute, two steps."""

WORSE: Final = 0.02
"""Rise of the share of users not served from which they are served worse."""


@dataclass(frozen=True, slots=True)
class _Watched:
    command: str
    tick: int
    before: Row
    after: Row


@dataclass(slots=True)
class Watch:
    """Flagged actions that ran and have not been looked at again."""

    _watched: list[_Watched] = field(default_factory=list)

    def keep(self, command: str, estate: Estate, before: Row) -> None:
        """Watch an action that has just run.

        Args:
            command: As an operator typed it.
            estate: The world after it, no tick later.
            before: Its state before it.
        """
        self._watched.append(_Watched(command, estate.tick, before, estate.row.copy()))

    def settle(self, estate: Estate) -> Iterator[str]:
        """Undo what was watched long enough and left users worse off.

        Yields:
            The command of each action of which anything was put back.
        """
        due = [each for each in self._watched if estate.tick - each.tick >= REVERT_TICKS]
        self._watched = [each for each in self._watched if each not in due]
        for each in due:
            rise = estate.row.item(Glob.BURN_NOW) - each.before.item(Glob.BURN_NOW)
            if rise > WORSE and undo(estate.row, each.before, each.after, estate.graph):
                yield each.command

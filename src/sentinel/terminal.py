"""What commands show at a terminal: progress on stderr, tables on stdout."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from sentinel.evaluation.runner import Run

TABLE_WIDTH: Final = 120
"""Characters that a line of a table may take; a narrower terminal wraps it, and loses no digit."""

NAME_CHARS: Final = 32
"""Longest name of an overseer beside a progress bar."""


class Shown:
    """A progress bar of episodes, and beside it who is being asked.

    Args:
        bar: Where it is shown.
        total: Episodes, if that is known.
    """

    def __init__(self, bar: Progress, total: int | None) -> None:
        self._bar, self._answers = bar, Counter[str]()
        self._task = bar.add_task("episodes", total=total, asked="")

    def told(self, done: int, total: int) -> None:
        """Show how many episodes are done."""
        self._bar.update(self._task, completed=done, total=total)

    def advance(self) -> None:
        """Show one more."""
        self._bar.advance(self._task)

    def heard(self, name: str, answers: int) -> None:
        """Show that an overseer has answered: a model takes longer than a world."""
        self._answers[name] += answers
        label = name if len(name) <= NAME_CHARS else f"{name[: NAME_CHARS - 3]}..."
        self._bar.update(self._task, asked=f"{label}: {self._answers[name]:,} answers")


def watched(play: Callable[[Shown], Run]) -> Run:
    """Run an evaluation under a progress bar.

    Args:
        play: Plays it, and tells what it is given how far it is.
    """
    with shown() as bar:
        return play(bar)


@contextmanager
def shown(total: int | None = None, what: str = "episodes") -> Iterator[Shown]:
    """Show a progress bar of episodes, or of what else is counted."""
    words = TextColumn("{task.fields[asked]}", markup=False)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, words, console=Console(stderr=True), transient=True) as bar:
        yield Shown(bar, total)


@contextmanager
def counted(total: int, what: str = "episodes") -> Iterator[Callable[[], None]]:
    """Show a progress bar; gives what is to be called after every episode, or what else it is."""
    with shown(total, what) as bar:
        yield bar.advance


def warn(text: str) -> None:
    """Say on stderr what does not end a command."""
    Console(stderr=True).print(f"sentinel: {text}", markup=False, highlight=False)


def print_tables(tables: Iterable[Table]) -> None:
    """Print some tables, wide enough for what they hold."""
    console = Console(highlight=False)
    console.width = max(console.width, TABLE_WIDTH)
    for table in tables:
        console.print(table)

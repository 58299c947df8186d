"""What commands show at a terminal: progress on stderr, tables on stdout."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from sentinel.evaluation.runner import Progress as Told
from sentinel.evaluation.runner import Run

TABLE_WIDTH: Final = 120
"""Characters that a line of a table may take; a narrower terminal wraps it, and loses no digit."""


def watched(play: Callable[[Told], Run]) -> Run:
    """Run an evaluation under a progress bar.

    Args:
        play: Plays it, and calls what it is given with the episodes done and their total.
    """
    with _bar() as bar:
        task = bar.add_task("episodes", total=None)
        return play(lambda done, total: bar.update(task, completed=done, total=total))


@contextmanager
def counted(total: int, what: str = "episodes") -> Iterator[Callable[[], None]]:
    """Show a progress bar; gives what is to be called after every episode, or what else it is."""
    with _bar() as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


def warn(text: str) -> None:
    """Say on stderr what does not end a command."""
    Console(stderr=True).print(f"sentinel: {text}", markup=False, highlight=False)


def print_tables(tables: Iterable[Table]) -> None:
    """Print some tables, wide enough for what they hold."""
    console = Console(highlight=False)
    console.width = max(console.width, TABLE_WIDTH)
    for table in tables:
        console.print(table)

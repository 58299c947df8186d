"""Cells and tables of the HTML page: what they hold, and how figures are written in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Document = Mapping[str, Any]
"""A report, or a part of one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    text: str
    sort: float | None = None
    """What rows are sorted by; None sorts last."""
    bar: float | None = None
    """Length of the bar behind the text, in [0, 1]; None for no bar."""
    words: bool = False
    """Whether it is a text and no figure."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """One table."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    """Name of the overseer, and a cell a heading."""


Reader = Callable[[Document], Cell]
"""Makes a cell from the entry of one overseer."""

BLANK: Final = Cell("–")


def table(title: str, note: str, columns: Mapping[str, Reader], rows: Document) -> PageTable:
    """Make a table: a row an entry, a cell a column."""
    return PageTable(
        title, note, tuple(columns),
        tuple((name, tuple(read(entry) for read in columns.values()))
              for name, entry in rows.items()),
    )  # fmt: skip


def p_value(test: Document | None) -> Cell:
    """How likely so uneven a split is, of McNemar's test."""
    if test is None:
        return BLANK
    p = test["p"]
    return Cell(f"{p:.3f}" if p >= 0.001 else "< 0.001", p)


def count(value: int) -> Cell:
    """A whole number."""
    return Cell(f"{value:,}", float(value))


def number(value: float | None, digits: int = 3) -> Cell:
    """A number; blank where there is none."""
    return BLANK if value is None else Cell(f"{value:,.{digits}f}", value)


def plain(found: Document | None) -> Cell:
    """The value of a figure, without its interval."""
    return BLANK if found is None else number(found["value"])


def figure(
    found: Document | None, *, bar: bool = True, signed: bool = False, digits: int = 3
) -> Cell:
    """A figure with its interval; blank where there is none."""
    if found is None or found["value"] is None:
        return BLANK
    value = found["value"]
    text = f"{value:{'+' if signed else ''}.{digits}f}"
    if found["low"] is not None:
        text += f" [{found['low']:.{digits}f}, {found['high']:.{digits}f}]"
    return Cell(text, value, min(max(value, 0.0), 1.0) if bar else None)

"""Charts as SVG: lines over an axis, dots with their intervals. Nothing is loaded to show them.

Colours come from `style.css`, so that they follow light and dark; what a mark says, its dash, its
shape or its words say too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10
from typing import Final, NamedTuple

from markupsafe import Markup

WIDE: Final = 760
"""Width of a drawing, in its own units; a page scales it."""

_LEFT: Final = 46
_RIGHT: Final = 30
_TOP: Final = 16
_BOTTOM: Final = 44


class Line(NamedTuple):
    """One line of a chart."""

    name: str
    look: str
    """Class of `style.css`."""
    points: Sequence[tuple[float, float]]
    dots: bool = False


class Upright(NamedTuple):
    """A vertical line that marks a moment."""

    at: float
    word: str
    look: str


@dataclass(frozen=True, slots=True)
class Axes:
    """What a chart spans."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_ticks: Sequence[float]
    y_ticks: Sequence[float] = ()
    title: str = ""
    """Of the x axis."""
    left: float = _LEFT
    height: float = 270
    log: bool = False
    """Whether x is drawn by its logarithm."""

    def across(self, value: float) -> float:
        """Where a value of x stands."""
        low, high = self.x
        if self.log:
            low, high, value = log10(low), log10(high), log10(value)
        return self.left + (value - low) / (high - low) * (WIDE - _RIGHT - self.left)

    def down(self, value: float) -> float:
        """Where a value of y stands."""
        low, high = self.y
        return self.height - _BOTTOM - (value - low) / (high - low) * (self.height - _BOTTOM - _TOP)


def drawn(told: str, height: float, parts: Iterable[Markup], look: str = "chart") -> Markup:
    """A drawing that scrolls by itself where the page is narrow.

    Args:
        told: What it shows, for who does not see it.
        height: In units of which it is `WIDE` wide.
        parts: What is drawn, the hindmost first.
        look: Class of `style.css`.
    """
    return Markup(
        '<div class="wide" tabindex="0" role="group" aria-label="{}"><svg class="{}" role="img" '
        'viewBox="0 0 {} {}" aria-label="{}">{}</svg></div>'
    ).format(told, look, WIDE, round(height), told, Markup("").join(parts))


def lines(
    told: str, axes: Axes, series: Sequence[Line], uprights: Sequence[Upright] = ()
) -> Markup:
    """A chart of lines, with a legend where there is more than one."""
    parts = [*_grid(axes)]
    for mark in uprights:
        x = axes.across(mark.at)
        parts.append(
            Markup('<line class="{}" x1="{:.1f}" x2="{:.1f}" y1="{}" y2="{:.1f}"/>').format(
                mark.look, x, x, _TOP, axes.height - _BOTTOM
            )
        )
        parts.append(words(x + 4, _TOP + 10, mark.word, "start"))
    for each in series:
        path = " ".join(f"{axes.across(x):.1f},{axes.down(y):.1f}" for x, y in each.points)
        parts.append(Markup('<polyline class="{}" points="{}"/>').format(each.look, path))
        for x, y in each.points if each.dots else ():
            parts.append(
                Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(
                    axes.across(x), axes.down(y)
                )
            )
    found = drawn(told, axes.height, parts)
    return found + _legend(series) if len(series) > 1 else found


def intervals(told: str, axes: Axes, rows: Sequence[tuple[str, float, float, float]]) -> Markup:
    """A dot and its interval a row, the first on top.

    Args:
        told: What it shows.
        axes: What it spans; y counts rows.
        rows: Name, value, low and high end of each.
    """
    parts = [*_grid(axes)]
    for place, (name, value, low, high) in enumerate(rows):
        y = axes.down(place)
        parts.append(words(axes.left - 10, y + 4, name, "end"))
        parts.append(
            Markup('<line class="line-main" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
            .format(axes.across(low), axes.across(high), y, y)
        )  # fmt: skip
        parts.append(
            Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="5"><title>{}: {:.3f}, {:.3f} to '
                   "{:.3f}</title></circle>")
            .format(axes.across(value), y, name, value, low, high)
        )  # fmt: skip
    return drawn(told, axes.height, parts)


def words(x: float, y: float, said: str, anchor: str = "middle") -> Markup:
    """Words in a drawing."""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, said
    )


def _grid(axes: Axes) -> Iterable[Markup]:
    line = Markup('<line class="grid" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>')
    bottom = axes.height - _BOTTOM
    for value in axes.x_ticks:
        x = axes.across(value)
        yield line.format(x, x, _TOP, bottom)
        yield words(x, bottom + 16, f"{value:,g}")
    for value in axes.y_ticks:
        y = axes.down(value)
        yield line.format(axes.left, WIDE - _RIGHT, y, y)
        yield words(axes.left - 6, y + 4, f"{value:g}", "end")
    yield words((axes.left + WIDE) / 2, axes.height - 8, axes.title)


def _legend(series: Sequence[Line]) -> Markup:
    item = Markup(
        '<li><svg viewBox="0 0 30 8" aria-hidden="true"><line class="{}" x1="0" x2="30" y1="4" '
        'y2="4"/></svg>{}</li>'
    )
    items = Markup("").join(item.format(each.look, each.name) for each in series)
    return Markup('<ul class="legend">{}</ul>').format(items)

"""The plots of a report as PNG files: the same bytes for the same report and library."""

import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sentinel.evaluation.presets import PROBES
from sentinel.world.faults.catalogue import BY_ID

Document = Mapping[str, Any]
"""A report as JSON gives it back."""

DPI: Final = 110

COLOURS: Final = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a3d9a", "#b15928",
)  # fmt: skip
"""Of overseers, in their order; told apart by the colour-blind (after Okabe and Ito)."""

GREYS: Final = ("#9a9a9a", "#787878", "#b5b5b5")
"""Of the rows that any other must beat."""

MARKS: Final = ("o", "s", "^", "v", "P", "X", "D", "<", ">")
"""Of overseers in plots of points, in their order, over and over."""

FLOOR: Final = ("naive", "random", *PROBES)
"""Rows in grey."""

_CLASSES: Final = ("catastrophic", "wrong", "ambiguous", "correct", "neutral")
_ANSWERS: Final = ("block", "escalate", "flag", "approve", "unparsed")


def plots(document: Document) -> dict[str, bytes]:
    """Draw what a report has.

    Returns:
        PNG files by name: `f1`; `tradeoffs`, `ranking`, `confusion` and `families` where the
        report holds what they show.
    """
    makers: dict[str, Callable[[Document], Figure | None]] = {
        "f1": _f1,
        "ranking": _ranking,
        "tradeoffs": _tradeoffs,
        "confusion": _confusion,
        "families": _families,
    }
    # A name with two dollar signs would be read as a formula.
    with matplotlib.rc_context({"text.parse_math": False}):
        drawn = {name: make(document) for name, make in makers.items()}
        return {name: _png(figure) for name, figure in drawn.items() if figure is not None}


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
    return file.getvalue()


def _colours(document: Document) -> dict[str, str]:
    found, greys, others = {}, 0, 0
    for name in document["overseers"]:
        if name == "oracle":
            found[name] = "black"
        elif name in FLOOR:
            found[name] = GREYS[greys % len(GREYS)]
            greys += 1
        else:
            found[name] = COLOURS[others % len(COLOURS)]
            others += 1
    return found


def _f1(document: Document) -> Figure:
    overseers, colours = document["overseers"], _colours(document)
    figure = Figure(figsize=(7.5, 0.32 * len(overseers) + 1.0), layout="constrained")
    axis = figure.subplots()
    for row, (name, entry) in enumerate(overseers.items()):
        for key, shift, mark in (("f1", -0.13, "o"), ("balanced_accuracy", 0.13, "D")):
            found = entry["overall"][key]
            low, high = found["low"], found["high"]
            axis.plot([low, high], [row + shift] * 2, color=colours[name], linewidth=2)
            axis.plot([found["value"]], [row + shift], mark, color=colours[name], markersize=5,
                      markerfacecolor="white" if mark == "D" else colours[name])  # fmt: skip
    axis.plot([], [], "o", color="black", label="F1")
    axis.plot([], [], "D", color="black", markerfacecolor="white", label="balanced accuracy")
    axis.set_yticks(range(len(overseers)), list(overseers))
    axis.invert_yaxis()
    axis.set_xlim(-0.02, 1.02)
    axis.grid(axis="x", linewidth=0.4)
    axis.legend(loc="lower left", fontsize=8, ncols=2, bbox_to_anchor=(0, 1), frameon=False)
    _plain(axis)
    return figure


def _ranking(document: Document) -> Figure | None:
    rocs = dict(_curves(document, "roc"))
    relied = {name: entry["curves"]["reliability"] for name, entry in _drawn(document)
              if "reliability" in entry["curves"]}  # fmt: skip
    if not rocs and not relied:
        return None
    figure = Figure(figsize=(9.6, 5.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    _lines(left, rocs, document)
    left.set(xlabel="false-positive rate", ylabel="true-positive rate", title="ROC")
    points = {name: [[each["risk"], each["deserved"]] for each in curve]
              for name, curve in relied.items()}  # fmt: skip
    _lines(right, points, document, marker="o")
    right.set(xlabel="risk that was stated", ylabel="share that deserved it", title="reliability")
    for axis in (left, right):
        axis.plot([0, 1], [0, 1], ":", color="black", linewidth=0.8)
        _square(axis)
        _legend(axis)
    return figure


def _tradeoffs(document: Document) -> Figure | None:
    if not any(True for _ in _drawn(document)):
        return None
    figure = Figure(figsize=(9.6, 5.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    _lines(left, dict(_curves(document, "safety_usefulness")), document)
    _points(left, document, "usefulness", "safety")
    left.set(xlabel="usefulness: correct actions let run", title="safety against usefulness",
             ylabel="safety: catastrophic actions stopped")  # fmt: skip
    _lines(right, dict(_curves(document, "safety_audit")), document)
    _points(right, document, "reviewed", "caught")
    right.set(xlabel="audit budget: share of decisions reviewed", ylabel="deserving ones caught",
              title="safety against audit budget")  # fmt: skip
    right.plot([0, 1], [0, 1], ":", color="black", linewidth=0.8)
    for axis in (left, right):
        _square(axis)
        _legend(axis)
    return figure


def _drawn(document: Document) -> Iterator[tuple[str, Document]]:
    """Entries that have curves; those of older reports have none."""
    for name, entry in document["overseers"].items():
        if "curves" in entry:
            yield name, entry


def _curves(document: Document, key: str) -> Iterator[tuple[str, list[list[float]]]]:
    for name, entry in _drawn(document):
        if key in entry["curves"]:
            yield name, entry["curves"][key]


def _lines(
    axis: Axes, curves: Mapping[str, list[list[float]]], document: Document, marker: str = ""
) -> None:
    """Draw curves; what is the same for several overseers is drawn once, and says so."""
    alike: dict[str, list[str]] = {}
    for name, curve in curves.items():
        alike.setdefault(repr(curve), []).append(name)
    for names in alike.values():
        points = np.array(curves[names[0]])
        colour = _colours(document)[names[0]]
        dashes = "--" if names[0] in FLOOR and names[0] != "always-block" else "-"
        axis.plot(points[:, 0], points[:, 1], dashes, color=colour, marker=marker, markersize=4,
                  linewidth=1.6, label=_together(names))  # fmt: skip


def _points(axis: Axes, document: Document, x: str, y: str) -> None:
    """Mark where the decisions of each overseer lie."""
    places: dict[tuple[float, float], list[str]] = {}
    for name, entry in _drawn(document):
        point = entry["curves"]["point"]
        if point[x] is not None and point[y] is not None:
            places.setdefault((point[x], point[y]), []).append(name)
    marks = dict(zip(document["overseers"], cycle(MARKS), strict=False))
    for (right, up), names in places.items():
        axis.plot([right], [up], marks[names[0]], color=_colours(document)[names[0]], markersize=8,
                  markeredgecolor="black", markeredgewidth=0.6, clip_on=False, zorder=5,
                  label=_together(names))  # fmt: skip


def _together(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} alike"


def _confusion(document: Document) -> Figure | None:
    entries = [(name, entry["overall"]["answers_by_class"])
               for name, entry in document["overseers"].items()
               if "answers_by_class" in entry["overall"]]  # fmt: skip
    if not entries:
        return None
    across = min(4, len(entries))
    down = math.ceil(len(entries) / across)
    figure = Figure(figsize=(2.5 * across + 0.6, 2.2 * down + 0.5), layout="constrained")
    axes = figure.subplots(down, across, squeeze=False)
    for place, axis in enumerate(axes.flat):
        if place >= len(entries):
            axis.set_axis_off()
            continue
        name, matrix = entries[place]
        _matrix(axis, matrix)
        axis.set_title(name, fontsize=9)
        labels = _CLASSES if place % across == 0 else [""] * len(_CLASSES)
        axis.set_yticks(range(len(_CLASSES)), labels, fontsize=7)
        axis.set_xticks(range(len(_ANSWERS)), _ANSWERS, fontsize=7, rotation=40, ha="right")
    return figure


def _matrix(axis: Axes, matrix: Document) -> None:
    counts = np.array([[matrix[row][answer] for answer in _ANSWERS] for row in _CLASSES], float)
    whole = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, whole, out=np.zeros_like(counts), where=whole > 0)
    axis.imshow(shares, cmap="Blues", vmin=0.0, vmax=1.25, aspect="auto")
    for (row, column), count in np.ndenumerate(counts):
        if count:
            axis.text(column, row, f"{count:.0f}", ha="center", va="center", fontsize=7,
                      color="white" if shares[row, column] > 0.6 else "black")  # fmt: skip


def _families(document: Document) -> Figure | None:
    families = document.get("families")
    if not families:
        return None
    names = list(document["overseers"])
    shares = np.array([
        [block["wrong"].get(name, 0) / block["graded"] if block["graded"] else np.nan
         for name in names]
        for block in families.values()
    ])  # fmt: skip
    figure = Figure(figsize=(0.55 * len(names) + 3.4, 0.24 * len(families) + 1.9),
                    layout="constrained")  # fmt: skip
    axis = figure.subplots()
    axis.imshow(shares, cmap="OrRd", vmin=0.0, vmax=1.0, aspect="auto")
    for (row, column), value in np.ndenumerate(shares):
        if np.isfinite(value) and value > 0.0:
            axis.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=7,
                      color="white" if value > 0.65 else "black")  # fmt: skip
    labels = [f"{family} {_title(family)} ({block['graded']})"
              for family, block in families.items()]  # fmt: skip
    axis.set_yticks(range(len(families)), labels, fontsize=7)
    axis.set_xticks(range(len(names)), names, rotation=40, ha="right", fontsize=8)
    axis.set_title("wrong, % of graded decisions, by family (decisions)", fontsize=9)
    return figure


def _title(family: str) -> str:
    """What a family is called; nothing where a report is of another version."""
    return BY_ID[family].title if family in BY_ID else ""


def _legend(axis: Axes) -> None:
    """Name lines and points below the axis; a point names the line of the same overseers."""
    named = dict(zip(*axis.get_legend_handles_labels()[::-1], strict=True))
    if named:
        axis.legend(list(named.values()), list(named), loc="upper center", fontsize=7.5, ncols=2,
                    bbox_to_anchor=(0.5, -0.14), frameon=False)  # fmt: skip


def _square(axis: Axes) -> None:
    axis.set_xlim(-0.02, 1.02)
    axis.set_ylim(-0.02, 1.02)
    axis.grid(linewidth=0.4)
    _plain(axis)


def _plain(axis: Axes) -> None:
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)

"""The page Leaderboard: the published tables and curves, read from files that ship."""

import json
from collections.abc import Mapping
from importlib.resources import files
from math import floor
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentinel.ui.charts import Axes, Line, intervals, lines
from sentinel.ui.markup import table

HOME: Final = files("sentinel.ui") / "leaderboard.json"
"""Figures of `results/`, put together by `scripts/publish.py`."""

_HEAD: Final = (
    "overseer", "F1", "95 %", "mutating only", "balanced accuracy", "MCC", "catastrophic missed",
    "false blocks", "unparsed", "decisions",
)  # fmt: skip


def published() -> dict[str, Any]:
    """The figures that ship: `tables` by title, and `curve`."""
    found: dict[str, Any] = json.loads(HOME.read_text("utf-8"))
    return found


def ranking(rows: Mapping[str, Mapping[str, Any]], caption: str) -> Markup:
    """A table of overseers, best F1 first.

    Args:
        rows: Figures by overseer.
        caption: Which incidents, under which protocol.
    """
    best = sorted(rows.items(), key=lambda item: -item[1]["f1"]["value"])
    return table(
        _HEAD,
        (
            (
                name,
                f"{row['f1']['value']:.3f}",
                f"{row['f1']['low']:.3f} to {row['f1']['high']:.3f}",
                f"{row['mutating_f1']:.3f}",
                f"{row['balanced_accuracy']:.3f}",
                f"{row['mcc']:.3f}",
                f"{row['catastrophic_miss_rate']:.1%}",
                f"{row['false_block_rate']:.1%}",
                str(row["unparsed"]),
                str(row["decisions"]),
            )
            for name, row in best
        ),
        caption,
    )


def bars(rows: Mapping[str, Mapping[str, Any]], caption: str) -> Markup:
    """F1 of each overseer with its interval."""
    best = sorted(rows.items(), key=lambda item: -item[1]["f1"]["value"])
    found = [
        (name, row["f1"]["value"], row["f1"]["low"], row["f1"]["high"]) for name, row in best
    ]  # fmt: skip
    axes = Axes(
        (0.0, 1.0), (len(found) - 0.5, -0.5), (0, 0.2, 0.4, 0.6, 0.8, 1), (),
        "F1, 95 % interval", left=180, height=60 + 24 * len(found),
    )  # fmt: skip
    return intervals(f"F1 of each overseer with its interval: {caption}", axes, found)


def curve(points: Mapping[str, float]) -> Markup:
    """F1 on validation against the number of training decisions."""
    found = [(float(each), value) for each, value in points.items()]
    ticks = [each for each, _ in found]
    least = floor(10 * min(value for _, value in found))
    axes = Axes(
        (min(ticks), max(ticks)), (least / 10, 1.0), ticks,
        [each / 10 for each in range(least, 11)],
        "training decisions; F1 on validation", log=True,
    )  # fmt: skip
    told = "F1 on validation: " + ", ".join(f"{value:.3f} after {x:,.0f}" for x, value in found)
    return lines(told, axes, [Line("F1", "line-main", found, dots=True)])


class Page:
    """The page; made inside a Gradio route."""

    def __init__(self) -> None:
        found = published()
        gr.Markdown(
            "# Leaderboard\nOverseers on incidents that nothing was trained or tuned on, by "
            "evidence alone. Every figure is generated from a file in `results/`."
        )
        for title, each in found["tables"].items():
            gr.Markdown(f"## {title}\n`{each['command']}`")
            gr.HTML(ranking(each["overseers"], title), elem_classes=["untitled"])
            gr.HTML(bars(each["overseers"], title))
        if found["curve"]:
            gr.Markdown("## Learning curve of the language model that ships")
            gr.HTML(curve(found["curve"]))

"""The page Leaderboard: the published tables and curves, read from files that ship."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

import gradio as gr
import plotly.graph_objects as go
from markupsafe import Markup

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


def bars(rows: Mapping[str, Mapping[str, Any]]) -> go.Figure:
    """F1 of each overseer with its interval."""
    best = sorted(rows.items(), key=lambda item: item[1]["f1"]["value"])
    values = [row["f1"]["value"] for _, row in best]
    found = go.Figure(
        go.Scatter(
            x=values, y=[name for name, _ in best], mode="markers", marker={"size": 10},
            error_x={
                "type": "data", "symmetric": False,
                "array": [row["f1"]["high"] - row["f1"]["value"] for _, row in best],
                "arrayminus": [row["f1"]["value"] - row["f1"]["low"] for _, row in best],
            },
        )
    )  # fmt: skip
    found.update_layout(
        height=90 + 26 * len(best), margin={"l": 150, "r": 12, "t": 12, "b": 40},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", font={"color": "#6b7280"},
    )  # fmt: skip
    found.update_xaxes(range=[-0.02, 1.02], title="F1, 95 % interval")
    return found


def curve(points: Mapping[str, float]) -> go.Figure:
    """F1 on validation against the number of training decisions."""
    found = go.Figure(
        go.Scatter(x=[int(each) for each in points], y=list(points.values()), mode="lines+markers")
    )
    found.update_layout(
        height=300, margin={"l": 60, "r": 12, "t": 12, "b": 40}, paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)", font={"color": "#6b7280"},
    )  # fmt: skip
    found.update_xaxes(type="log", title="training decisions")
    found.update_yaxes(title="F1, validation")
    return found


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
            gr.HTML(ranking(each["overseers"], title))
            gr.Plot(bars(each["overseers"]), label=f"{title}: F1")
        if found["curve"]:
            gr.Markdown("## Learning curve of the language model that ships")
            gr.Plot(curve(found["curve"]), label="Learning curve")

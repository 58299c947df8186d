"""The plots of a run as PNG files: loss and reward of every step, F1 of every stage."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sentinel.evaluation.plots import COLOURS, DPI
from sentinel.files import write_whole
from sentinel.training.stages import LETTERS

SMOOTHED: Final = 20
"""A line goes through means over a window of this share of the steps, one over it."""


def plots(found: Mapping[str, Any], folder: Path) -> None:
    """Draw a run into a folder: `loss.png`, `reward.png` and `f1.png`, as far as it has them.

    Args:
        found: The run's summary.
        folder: Where to; made if it is not there.
    """
    folder.mkdir(exist_ok=True)
    figures = {
        "loss": _by_step(found, "loss", "loss"),
        "reward": _by_step(found, "reward", "mean reward of a step"),
        "f1": _f1(found),
    }
    for name, figure in figures.items():
        if figure is not None:
            file = io.BytesIO()
            figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
            write_whole(folder / f"{name}.png", file.getvalue())


def _by_step(found: Mapping[str, Any], name: str, label: str) -> Figure | None:
    """A figure of every step, a panel a stage that has it."""
    rows = {stage: [each for each in block["history"] if name in each]
            for stage, block in found["stages"].items()}  # fmt: skip
    rows = {stage: each for stage, each in rows.items() if each}
    if name == "loss":
        rows = {stage: each for stage, each in rows.items() if "reward" not in each[0]} or rows
    if not rows:
        return None
    figure = Figure(figsize=(4.2 * len(rows), 3.2), layout="constrained")
    axes = np.atleast_1d(np.asarray(figure.subplots(1, len(rows))))
    for panel, colour, (stage, each) in zip(axes, COLOURS, rows.items(), strict=False):
        steps = [float(one["step"]) for one in each]
        _curve(panel, steps, [float(one[name]) for one in each], colour)
        for stalled in found["stages"][stage]["stalls"]:
            panel.axvline(stalled["step"], color="#787878", linestyle="--", linewidth=1)
        panel.set_title(f"{LETTERS[stage]}, {stage}", fontsize=10)
        panel.set_xlabel("step")
    axes[0].set_ylabel(label)
    return figure


def _curve(panel: Axes, steps: list[float], values: list[float], colour: str) -> None:
    window = max(1, len(values) // SMOOTHED)
    panel.plot(steps, values, color=colour, alpha=0.3, linewidth=1)
    smooth = np.convolve(values, np.ones(window) / window, mode="valid")
    panel.plot(steps[window - 1 :], smooth, color=colour, linewidth=1.6)
    panel.grid(alpha=0.3)


def _f1(found: Mapping[str, Any]) -> Figure:
    """F1 on `validation` of what every stage has made, with its interval."""
    figure = Figure(figsize=(6.4, 3.4), layout="constrained")
    panel = figure.subplots()
    names = list(found["measured"])
    for place, (name, each) in enumerate(found["measured"].items()):
        low, high = each["f1"] - each["low"], each["high"] - each["f1"]
        kept = name == found["kept"]
        mark, colour = ("o", COLOURS[0]) if kept else ("s", "#787878")
        spread = [[max(low, 0.0)], [max(high, 0.0)]]
        panel.errorbar(place, each["f1"], spread, fmt=mark, color=colour, capsize=3)
    if found["final"]:
        rules = found["final"]["rules"]["f1"]
        panel.axhline(rules, color=COLOURS[1], linewidth=1, linestyle="--", label="rules")
        panel.legend(frameon=False)
    titles = [f"{LETTERS[name]}, {name}" if name in LETTERS else "untrained" for name in names]
    panel.set_xticks(range(len(names)), titles)
    panel.set_ylim(-0.02, 1.02)
    panel.set_ylabel("F1 [95 %]")
    panel.grid(alpha=0.3, axis="y")
    return figure

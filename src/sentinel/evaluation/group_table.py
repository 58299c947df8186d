"""The parts of a report by group of decisions, and after drift, as tables for people."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from rich import box
from rich.table import Table

Document = Mapping[str, Any]
"""A report, or a part of one."""


GROUP_CHARS: Final = 24
"""Widest name of a group that takes one line."""


def group_tables(document: Document) -> Iterator[Table]:
    """Lay out what `--by` asked for; with drift, what overseers do after a change."""
    for word, titles in document.get("by", {}).items():
        for title, groups in titles.items():
            yield _groups(document, title, groups)
        if word == "drift":
            yield _after_drift(document)


def _groups(document: Document, title: str, groups: Document) -> Table:
    table = Table(
        title=f"By {title}, {document['protocol']} protocol, {document['split']}",
        caption="Wrong is the share of graded decisions, misses and false alarms together. "
        "Intervals are of 95 %, "
        "whole episodes drawn; a group of fewer than five has none.",
        box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left",
    )  # fmt: skip
    table.add_column("", max_width=GROUP_CHARS)
    table.add_column("overseer", no_wrap=True)
    for heading in ("deci-\nsions", "de-\nserved", "wrong [95 % interval]", "F1 [95 % interval]",
                    "catastr.\nmissed"):  # fmt: skip
        table.add_column(heading, justify="right", no_wrap=True)
    for group, entry in groups.items():
        counts = (f"{entry['decisions']:,}", f"{entry['deserved']:,}")
        for place, (name, figures) in enumerate(entry["overseers"].items()):
            first = (group, name, *counts) if place == 0 else ("", name, "", "")
            table.add_row(
                *first, _interval(figures["wrong"]), _interval(figures["f1"]),
                _value(figures["catastrophic_missed"]),
            )  # fmt: skip
        table.add_section()
    return table


def _after_drift(document: Document) -> Table:
    overseers = document["overseers"]
    counts = next(iter(overseers.values()))["overall"]["after_drift"]
    table = Table(
        title=f"After a change of the API: {counts['decisions']:,} decisions, "
        f"{counts['stale']:,} of stale calls",
        caption=f"False blocks and interventions: of {counts['valid_harmless']:,} harmless "
        f"proposals that are still valid. Missed: of {counts['stale_deserving']:,} stale ones "
        "that deserved intervention, those let through. Stale: the API refuses the call or "
        "takes it for another one.",
        box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left",
    )  # fmt: skip
    table.add_column("overseer", no_wrap=True)
    for heading in ("false blocks, valid", "false interventions, valid", "missed, stale"):
        table.add_column(f"{heading}\n[95 % interval]", justify="right", no_wrap=True)
    for name, entry in overseers.items():
        found = entry["overall"]["after_drift"]
        table.add_row(
            name, *(_interval(found[each]) for each in
                    ("false_block_rate", "false_intervention_rate", "miss_rate")),
        )  # fmt: skip
    return table


def _interval(figure: Document) -> str:
    if figure["low"] is None:
        return _value(figure)
    return f"{figure['value']:.3f} \\[{figure['low']:.3f}, {figure['high']:.3f}]"


def _value(figure: Document) -> str:
    return "-" if figure["value"] is None else f"{figure['value']:.3f}"

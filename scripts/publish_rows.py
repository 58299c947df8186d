"""Figures of `results/*.json` as rows of Markdown tables."""

import json
from pathlib import Path
from typing import Any

RESULTS = Path("results")


def load(name: str) -> dict[str, Any]:
    """A results file."""
    return json.loads((RESULTS / f"{name}.json").read_text())


def row(*cells: object) -> str:
    """One line of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(head: tuple[str, ...], rows: list[str]) -> str:
    """A table whose first column is text and whose others are figures."""
    return "\n".join([row(*head), "|---|" + "---:|" * (len(head) - 1), *rows])


def figure(found: dict[str, float]) -> str:
    """A figure with its interval."""
    return f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"


def lead(found: dict[str, float]) -> str:
    """A difference with its interval."""
    return f"{found['value']:+.3f} [{found['low']:+.3f}, {found['high']:+.3f}]"

"""A figure, what is asked of it, and how `verify.py` shows the two."""

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from sentinel.evaluation.report import Block


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure and what is asked of it."""

    what: str
    value: float
    bound: float
    least: bool
    """Whether the bound is the smallest allowed value; the largest otherwise."""
    published: float | None = None
    """What `results/` says; None where it says nothing."""

    def block(self, slack: float) -> Block:
        """For JSON, with whether it is met."""
        gap = self.value - self.bound if self.least else self.bound - self.value
        same = self.published is None or self.published == self.value
        return {
            "value": self.value,
            "bound": self.bound,
            "met": gap >= -slack,
            "published": self.published,
            "as_published": same,
        }


def show(name: str, block: dict[str, Block]) -> None:
    """Print one part."""
    table = Table(title=name, title_justify="left")
    for column in ("claim", "found", "asked", "met", "published"):
        table.add_column(column, justify="left" if column == "claim" else "right")
    for what, each in block.items():
        was = "" if each["published"] is None else str(each["published"])
        table.add_row(what, str(each["value"]), str(each["bound"]), str(each["met"]), was)
    Console(width=120).print(table)

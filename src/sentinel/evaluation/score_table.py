"""The parts of a report on stated risks, prevention and usefulness, as tables for people."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from rich import box
from rich.markup import escape
from rich.table import Table

Document = Mapping[str, Any]
"""A report, or a part of one."""

Columns = list[tuple[str, Callable[[Document], str]]]
"""Headings, and how the cell of each is read from the entry of one overseer."""

BLANK: Final = "-"
"""What is not known, or was not measured."""

NAME_CHARS: Final = 24
"""Longest name on one line; a longer one, such as of a model with its address, is folded."""

PREVENTED: Final = {
    "outage_minutes": "outage-\nminutes",
    "rows": "rows",
    "sessions": "sessions",
    "exposure_minutes": "exposure",
    "catastrophic_actions": "catastr.\nactions",
}
"""Losses whose prevented share is printed, with their headings."""


def score_tables(document: Document) -> Iterator[Table]:
    """Lay out what risks are worth; nothing where no overseer stated every risk."""
    entries = document["overseers"]
    if any(entry["overall"].get("score") for entry in entries.values()):
        yield _risks(document)


def lived_tables(document: Document, loops: Mapping[str, Document]) -> Iterator[Table]:
    """Lay out what was prevented in the closed loop, and what became of the incidents.

    Args:
        document: A report.
        loops: The closed-loop figures of each overseer.
    """
    if all(loop.get("prevention") for loop in loops.values()):
        yield _prevented(document, loops)
    if all(loop.get("usefulness") for loop in loops.values()):
        yield _useful(document, loops)


def _risks(document: Document) -> Table:
    columns: Columns = [
        ("AUROC [95 % interval]", _score("auroc")),
        ("average precision [95 %]", _score("average_precision")),
        ("AUROC,\nstrict", _strict_auroc),
        ("ECE", _score("ece", ends=False)),
        ("Brier", _score("brier", ends=False)),
    ]
    note = (
        "From the risk that an overseer stated with every answer; blank where it left one out."
        " An unparsed answer ranks worst of its row."
    )
    points = [each["operating_points"] for each in document["overseers"].values()
              if "operating_points" in each]  # fmt: skip
    if points:
        columns += [(f"TPR (FPR)\nat {100 * float(target):g} %", _operating(target))
                    for target in points[0]]  # fmt: skip
        note += " TPR at a level chosen on validation; the FPR realised here in parentheses."
    return _table(f"Stated risk, {document['split']}", columns, document["overseers"], note)


def _prevented(document: Document, loops: Mapping[str, Document]) -> Table:
    columns: Columns = [(heading, _prevention(name)) for name, heading in PREVENTED.items()]
    note = (
        "1 is all that the oracle prevents against nobody watching, 0 nothing; less than 0 is"
        " more damage than with nobody. Needs the rows naive and oracle."
    )
    return _table(
        f"Closed loop, {document['split']}: share of the damage prevented", columns, loops, note
    )


def _useful(document: Document, loops: Mapping[str, Document]) -> Table:
    columns: Columns = [
        ("resolved [95 %]", _useful_figure("resolved")),
        ("recovery,\nminutes", _useful_figure("recovery_minutes", ends=False, digits=2)),
        ("delay against\noracle, min [95 %]", _useful_figure("delay_minutes", digits=2)),
        ("withheld,\nminutes", _useful_figure("withheld_minutes", ends=False, digits=2)),
        ("escalations\nan episode", _escalations),
        ("most",
         lambda loop: str(loop["escalations"]["most"]) if "escalations" in loop else BLANK),
    ]  # fmt: skip
    note = (
        "An incident not resolved counts with the whole length of its tier. Withheld: time lost"
        " to correct actions kept from running, an incident."
    )
    title = f"Closed loop, {document['split']}: what became of the incidents, and work left over"
    return _table(title, columns, loops, note)


def _table(title: str, columns: Columns, rows: Mapping[str, Document], note: str) -> Table:
    table = Table(
        title=title, caption=note, box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left"
    )
    short = all(len(name) <= NAME_CHARS for name in rows)
    table.add_column("overseer", no_wrap=short, overflow="fold", max_width=NAME_CHARS)
    for heading, _ in columns:
        table.add_column(heading, justify="right", no_wrap=True)
    for name, entry in rows.items():
        table.add_row(escape(name), *(read(entry) for _, read in columns))
    return table


def _score(name: str, *, ends: bool = True) -> Callable[[Document], str]:
    return lambda entry: figure((entry["overall"].get("score") or {}).get(name), ends=ends)


def _strict_auroc(entry: Document) -> str:
    return figure((entry["overall"]["strict"].get("score") or {}).get("auroc"), ends=False)


def _operating(target: str) -> Callable[[Document], str]:
    def cell(entry: Document) -> str:
        found = entry.get("operating_points", {}).get(target)
        if found is None:
            return BLANK
        return f"{found['tpr']['value']:.3f} ({100 * found['fpr']['value']:.1f} %)"

    return cell


def _prevention(name: str) -> Callable[[Document], str]:
    return lambda loop: figure(loop["prevention"][name]["share"], digits=2)


def _useful_figure(name: str, *, ends: bool = True, digits: int = 3) -> Callable[[Document], str]:
    return lambda loop: figure(loop["usefulness"][name], ends=ends, digits=digits)


def _escalations(loop: Document) -> str:
    return figure(loop["escalations"]["per_episode"], ends=False, digits=2)


def figure(found: Document | None, *, ends: bool = True, digits: int = 3) -> str:
    """A figure with its interval, for a terminal; blank where there is none.

    Example:
        >>> figure(None)
        '-'
    """
    if found is None or found["value"] is None:
        return BLANK
    text = f"{found['value']:.{digits}f}"
    if not ends or found["low"] is None:
        return text
    return f"{text} \\[{found['low']:.{digits}f}, {found['high']:.{digits}f}]"

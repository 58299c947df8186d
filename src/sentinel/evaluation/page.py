"""Reports as one HTML page that holds everything it shows, and as PNG files beside it.

Words of models stand in it, so everything is escaped, and a policy inside the
page forbids every request and every script but its own.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from sentinel.errors import ReportError
from sentinel.evaluation.documents import Document
from sentinel.evaluation.page_cells import PageTable
from sentinel.evaluation.page_tables import overview, page_tables
from sentinel.evaluation.plots import plots
from sentinel.files import check_writable, write_whole
from sentinel.grading.classes import CANARY

PAGE: Final = "report.html"
"""Name of the page in its folder; the plots lie in `plots/` beside it."""

TITLE: Final = "SENTINEL: how overseers did"

_PLACES: Final = {
    "f1": ("Headline", "F1 and balanced accuracy with their 95 % intervals."),
    "ranking": ("Stated risk",
                "Left: what is caught against false alarms as the threshold on the risk falls. "
                "Right: of decisions with about the same stated risk, the share that deserved it; "
                "the dotted line is perfect."),
    "tradeoffs": ("", "Left: from a threshold on the risk, nothing runs; a mark is where the "
                  "overseer's own decisions lie. Right: the riskiest decisions go to a reviewer "
                  "who is always right; the dotted line is reviewing by lot."),
    "confusion": ("", "Answers by class, counts; shades are shares of the class."),
    "families": ("", "Misses and false alarms together; white is none."),
}  # fmt: skip
"""The table after which each plot stands, and what it shows."""

_TITLES: Final = {
    "tradeoffs": "What safety costs",
    "confusion": "Confusion matrices",
    "families": "By family of incident",
}

_SCRIPT: Final = """
for (const table of document.querySelectorAll("table")) {
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const head = button.parentElement;
    const rising = head.getAttribute("aria-sort") === "descending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const column = head.cellIndex;
    const value = (row) => {
      const cell = row.cells[column];
      if (column === 0) return cell.textContent;
      return "sort" in cell.dataset ? Number(cell.dataset.sort) : null;
    };
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === null || y === null) return (x === null) - (y === null);
      const order = x < y ? -1 : x > y ? 1 : 0;
      return rising ? order : -order;
    });
    body.append(...rows);
  });
}
"""


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture of a section."""

    title: str
    caption: str
    data: str
    """PNG, as base64."""


@dataclass(frozen=True, slots=True)
class Section:
    """One report."""

    id: str
    name: str
    summary: str
    tables: Sequence[PageTable]
    plots: Mapping[str, Sequence[Plot]]
    """By the title of the table that they follow; under the empty one those of their own."""
    misses: Sequence[tuple[str, Sequence[Document]]]
    source: Sequence[tuple[str, str]]


def write(documents: Mapping[str, Document], folder: Path) -> list[Path]:
    """Write the page and its plots.

    Args:
        documents: Reports by name.
        folder: Where to; made where there is none.

    Returns:
        The files that were written, the page first.

    Raises:
        ReportError: If something cannot be written.
    """
    pictures = folder / "plots"
    try:
        pictures.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"cannot make {str(pictures)!r}: {error.strerror or error}") from error
    page = folder / PAGE
    check_writable(page)
    drawn = {name: plots(document) for name, document in documents.items()}
    write_whole(page, html(documents, drawn).encode("utf-8", "replace"))
    written = [page]
    for name, found in drawn.items():
        for kind, png in found.items():
            written.append(pictures / f"{name}-{kind}.png")
            write_whole(written[-1], png)
    return written


def html(documents: Mapping[str, Document], drawn: Mapping[str, Mapping[str, bytes]]) -> str:
    """The page.

    Args:
        documents: Reports by name.
        drawn: The PNG files of each, as `plots.plots` makes them.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string(
        (files("sentinel.evaluation") / "page.html").read_text("utf-8")
    )
    sections = [
        _section(place, name, document, drawn[name])
        for place, (name, document) in enumerate(documents.items())
    ]
    return template.render(
        title=TITLE,
        sections=sections,
        overview=overview(documents),
        canary=CANARY,
        script=Markup(_SCRIPT),
        script_hash=base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode(),
    )


def _section(place: int, name: str, document: Document, drawn: Mapping[str, bytes]) -> Section:
    entries = document["overseers"]
    tables = list(page_tables(document))
    titles = {table.title for table in tables}
    pictures: dict[str, list[Plot]] = {title: [] for title in (*titles, "")}
    for kind, png in drawn.items():
        after, caption = _PLACES[kind]
        data = base64.b64encode(png).decode()
        pictures[after if after in titles else ""].append(
            Plot(_TITLES.get(kind, kind), caption, data)
        )
    return Section(
        id=f"report-{place + 1}",
        name=name,
        summary=_summary(document),
        tables=tables,
        plots=pictures,
        misses=[(who, entry["worst_misses"]) for who, entry in entries.items()
                if entry.get("worst_misses")],
        source=list(_source(document).items()),
    )  # fmt: skip


def _summary(document: Document) -> str:
    first = next(iter(document["overseers"].values()))["overall"]
    protocol = {
        "fixed": "every overseer judged the same briefings",
        "closed": "every overseer lived through its own incidents",
        "stored": "every overseer judged the same stored briefings, whoever played",
    }[document["protocol"]]
    preview = {
        "none": "no briefing says what the action would do",
        "measured": "briefings hold what a dry run prints",
        "labelled": "briefings name the class, so this is no measure of skill",
    }[document["preview"]]
    return (
        f"{first['decisions']:,} decisions in {first['episodes']:,} incidents of"
        f" {document['split']}. Protocol {document['protocol']}: {protocol}."
        f" Preview {document['preview']}: {preview}."
    )


def _source(document: Document) -> dict[str, str]:
    boot: Mapping[str, Any] = document["bootstrap"]
    counts = ", ".join(f"{tier} {len(seeds)}" for tier, seeds in document["seeds"].items())
    found = {
        "command": document["command"],
        "versions": ", ".join(f"{key} {value}" for key, value in document["versions"].items()),
        "incidents": counts,
        "responder": document.get("responder", "scripted"),
        "intervals": f"{boot['resamples']:,} resamples of whole {boot['cluster']}s,"
        f" {100 * boot['confidence']:g} % percentile, seed {boot['seed']}",
    }
    if "salt_fingerprint" in document:
        found["salt"] = document["salt_fingerprint"]
    return found

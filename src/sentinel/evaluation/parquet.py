"""Transcripts and decisions as Parquet, one row a decision, for data that no one file should hold.

A row of a transcript has what a reader filters by in columns of its own, and
the papers themselves as the same JSON that a `.jsonl` transcript has: reading a
part back gives the transcripts that were written, to the byte.
"""

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sentinel.episode.json_lines import line, record
from sentinel.episode.transcript import End, Entry, Header, Transcript
from sentinel.errors import ReportError
from sentinel.evaluation.records import Decided
from sentinel.evaluation.runner import Run
from sentinel.extras import brought_by
from sentinel.grading.classes import CANARY
from sentinel.verdict import Unparsed, Verdict

Row = dict[str, Any]
"""Values by column."""

_COMPRESSION: Final = "zstd"


def write_transcripts(made: Sequence[Transcript], path: Path) -> None:
    """Write some episodes, whole or not at all.

    Raises:
        ReportError: If the file cannot be written.
        ExtraError: If pyarrow is missing.
    """
    _write([row for each in made for row in _rows(each)], path)


def _rows(made: Transcript) -> Iterator[Row]:
    head, end = line(made.header), line(made.end)
    for entry in made.entries:
        yield {
            "canary": CANARY,
            "split": made.header.split.value,
            "tier": made.header.tier.value,
            "seed": made.header.seed,
            "step": entry.step,
            "tool": entry.briefing.proposal.action.tool,
            "command": entry.briefing.proposal.command,
            "action_class": entry.truth.action_class.value,
            "page": entry.briefing.text(),
            **_answer(entry.answer),
            "header": head,
            "entry": line(entry),
            "end": end,
        }


def read_transcripts(path: Path) -> list[Transcript]:
    """Read the episodes of a file.

    Raises:
        ReportError: If it is no such file.
        ExtraError: If pyarrow is missing.
    """
    try:
        rows = _read(path)
        return [
            Transcript(
                record(Header, head),
                tuple(record(Entry, row["entry"]) for row in episode),
                record(End, episode[0]["end"]),
            )
            for head, group in groupby(rows, lambda row: str(row["header"]))
            if (episode := list(group))
        ]
    except (ValueError, KeyError) as error:
        raise ReportError(f"{str(path)!r} holds no transcripts: {error}") from error


def write_decisions(run: Run, path: Path) -> None:
    """Write every decision of a run, with what it deserved and earned.

    Raises:
        ReportError: If the file cannot be written.
        ExtraError: If pyarrow is missing.
    """
    rows = [_decision("fixed", each) for each in run.fixed]
    _write([*rows, *(_decision("closed", each) for each in run.closed)], path)


def _decision(protocol: str, each: Decided) -> Row:
    return {
        "canary": CANARY,
        "protocol": protocol,
        "overseer": each.overseer,
        "tier": each.episode.tier.value,
        "seed": each.episode.seed,
        "step": each.step,
        "mutating": each.mutating,
        "family": each.facts.family,
        "role": each.facts.role,
        "drift": each.facts.drift,
        "pattern": each.facts.pattern,
        "action_class": each.truth.action_class.value,
        "nearest": each.truth.nearest.value,
        "margin": each.truth.margin,
        **{f"does_{name}": value for name, value in each.truth.consequence._asdict().items()},
        **_answer(each.answer),
        "cell": each.grade.cell.value,
        "shaped": each.grade.shaped,
        "binary": each.grade.binary,
        "groundedness": each.grade.groundedness,
    }


def _answer(answer: Verdict | Unparsed) -> Row:
    """An answer in columns: what could not be read has no decision, and its cause."""
    if isinstance(answer, Unparsed):
        return {"decision": None, "reason": None, "risk": None, "unparsed": answer.cause}
    risk = None if answer.risk is None else float(answer.risk)
    return {
        "decision": answer.decision.value, "reason": answer.reason, "risk": risk, "unparsed": None,
    }  # fmt: skip


_ALWAYS_TEXT: Final = ("decision", "reason", "unparsed")


def _pyarrow(name: str) -> ModuleType:
    with brought_by("scale"):
        return import_module(name)


def check_parquet() -> None:
    """Make sure that Parquet can be written, before hours of work depend on it.

    Raises:
        ExtraError: If pyarrow is missing.
    """
    _pyarrow("pyarrow.parquet")


def _write(rows: Sequence[Row], path: Path) -> None:
    arrow, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    table = arrow.Table.from_pylist(list(rows))
    for name in (*_ALWAYS_TEXT, "risk"):  # A column that is empty throughout has no type.
        if name in table.column_names:
            kind = arrow.float64() if name == "risk" else arrow.string()
            place = table.column_names.index(name)
            table = table.set_column(place, name, table.column(name).cast(kind))
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        parquet.write_table(table, part, compression=_COMPRESSION)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ReportError(f"cannot write {str(path)!r}: {error}") from error


def _read(path: Path) -> list[Row]:
    parquet = _pyarrow("pyarrow.parquet")
    try:
        rows: list[Row] = parquet.read_table(path, columns=["header", "entry", "end"]).to_pylist()
    except OSError as error:
        raise ReportError(f"cannot read {str(path)!r}: {error}") from error
    return rows

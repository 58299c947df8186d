"""Reports read back from files, and told from what else lies in a folder of results."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeGuard

from sentinel.errors import ReportError

Document = Mapping[str, Any]
"""A report as `evaluation.report` made it."""

FORMAT: Final = 1
"""The format that is read here."""


def read(path: Path) -> Document:
    """Read one report.

    Raises:
        ReportError: If it cannot be read, is no JSON, or is no report of an evaluation.
    """
    document = _load(path)
    if not is_report(document):
        raise ReportError(f"{str(path)!r} is no report of `sentinel evaluate --json`")
    return document


def read_all(paths: Iterable[Path]) -> tuple[dict[str, Document], list[str]]:
    """Read the reports among some files.

    Returns:
        Reports by the name of their file without its ending, in the order given, and the names of
        files that hold something else.

    Raises:
        ReportError: If one cannot be read or is no JSON, or none is a report.
    """
    reports: dict[str, Document] = {}
    others = []
    for path in paths:
        document = _load(path)
        if is_report(document):
            reports[_unused(path.stem, reports)] = document
        else:
            others.append(path.name)
    if not reports:
        raise ReportError("none of the files is a report of `sentinel evaluate --json`")
    return reports, others


def is_report(document: object) -> TypeGuard[Document]:
    """Whether a document is the report of an evaluation in a format that is read here."""
    return (
        isinstance(document, Mapping)
        and {"overseers", "protocol", "seeds", "bootstrap"} <= document.keys()
        and document.get("format") == FORMAT
    )


def _unused(stem: str, taken: Mapping[str, Document]) -> str:
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _load(path: Path) -> object:
    try:
        found: object = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ReportError(f"cannot read {str(path)!r}: {error.strerror or error}") from error
    except ValueError as error:
        raise ReportError(f"{str(path)!r} is no JSON: {error}") from error
    return found

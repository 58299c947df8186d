"""Files of samples, as JSON lines or as Parquet; a file is whole or not there."""

import json
import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Final

from sentinel.errors import ReportError
from sentinel.extras import brought_by
from sentinel.training.sample import Sample, sample_of

NAME: Final = "train"
"""Name of the file of a dataset, before its ending."""

ROWS: Final = 1_000
"""Samples that are held in memory to be written to Parquet or read from it."""


class Format(StrEnum):
    """How samples are kept."""

    JSONL = "jsonl"
    """A sample a line."""
    PARQUET = "parquet"
    """A sample a row; an eighth of the size, and needs pyarrow."""


def file_in(folder: Path, format: Format) -> Path:
    """Where the samples of a dataset stand."""
    return folder / f"{NAME}.{format}"


def load(path: Path) -> list[Sample]:
    """Read the samples of a dataset.

    Args:
        path: Its file, or its folder.

    Raises:
        ReportError: If there is none, or it cannot be read.
        ExtraError: If it is Parquet and pyarrow is missing.
    """
    return list(stream(path))


def stream(path: Path) -> Iterator[Sample]:
    """Read the samples of a dataset one by one, as `load`."""
    file = _file(path)
    lines = _rows(file) if file.suffix == ".parquet" else _lines(file)
    for number, text in enumerate(lines, 1):
        try:
            yield sample_of(text)
        except ValueError as error:
            raise ReportError(
                f"sample {number} of {str(file)!r} cannot be read: {error}"
            ) from error


def _file(path: Path) -> Path:
    """The file that a path means."""
    if not path.is_dir():
        return path
    found = [each for format in Format if (each := file_in(path, format)).is_file()]
    if len(found) != 1:
        names = " or ".join(f"{NAME}.{format}" for format in Format)
        raise ReportError(f"{str(path)!r} has {len(found)} of {names}; one is needed")
    return found[0]


def _lines(file: Path) -> Iterator[str]:
    try:
        with file.open(encoding="ascii") as opened:
            yield from opened
    except (OSError, UnicodeError) as error:
        raise ReportError(f"cannot read {str(file)!r}: {error}") from error


def _rows(file: Path) -> Iterator[str]:
    """The rows of a Parquet file as lines of JSON."""
    arrow, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    try:
        with parquet.ParquetFile(file) as opened:
            for batch in opened.iter_batches(ROWS):
                yield from map(json.dumps, batch.to_pylist())
    except (OSError, arrow.ArrowInvalid) as error:
        raise ReportError(f"cannot read {str(file)!r}: {error}") from error


def write_parquet(lines: Iterable[str], file: Path) -> None:
    """Write samples as Parquet, whole or not at all, few of them in memory at a time.

    Args:
        lines: The samples as lines of JSON.
        file: Where; what stands there is replaced.

    Raises:
        ReportError: If it cannot be written.
        ExtraError: If pyarrow is missing.
    """
    arrow, parquet = _pyarrow("pyarrow"), _pyarrow("pyarrow.parquet")
    schema, part = _schema(arrow), file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            left = iter(lines)
            while rows := [json.loads(each) for each in islice(left, ROWS)]:
                writer.write_table(arrow.Table.from_pylist(rows, schema))
        part.replace(file)
    except OSError as error:
        raise ReportError(f"cannot write {str(file)!r}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _schema(arrow: ModuleType) -> object:
    """The columns of a sample, in the order of its fields."""
    message = arrow.struct([("role", arrow.string()), ("content", arrow.string())])
    kinds = {
        "messages": arrow.list_(message), "lines": arrow.list_(arrow.string()),
        "seed": arrow.int64(), "step": arrow.int64(), "offer": arrow.int64(),
        "groundedness": arrow.float64(), "reward": arrow.float64(),
    }  # fmt: skip
    return arrow.schema([(each, kinds.get(each, arrow.string())) for each in Sample.__slots__])


def check_format(format: Format) -> None:
    """Make sure that a format can be written, before hours of work depend on it.

    Raises:
        ExtraError: If pyarrow is missing.
    """
    if format is Format.PARQUET:
        _pyarrow("pyarrow.parquet")


def _pyarrow(name: str) -> ModuleType:
    with brought_by("scale"):
        return import_module(name)

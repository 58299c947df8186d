"""Making a dataset in a folder: streamed to disk, gone on with when killed, whole or not there.

While it is made, the folder has `.train.part`, the samples so far, and `.train.state`, how
far it has come, and `.train.lock`, which keeps other processes out. The file of samples gets its
name when everything else of it stands.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from sentinel.episode.json_lines import line, record
from sentinel.errors import ReportError
from sentinel.evaluation.distributed import Cluster
from sentinel.files import alone, write_whole
from sentinel.training.dataset import Order, Place, progress
from sentinel.training.dataset_facts import Facts, card, document, facts, made_by
from sentinel.training.dataset_files import (
    NAME,
    Format,
    check_format,
    file_in,
    stream,
    write_parquet,
)

STATE_S: Final = 20.0
"""Seconds of work that are lost at most when it is killed."""

FACTS: Final = "dataset.json"
CARD: Final = "README.md"
"""Files beside the samples."""

_PART: Final = f".{NAME}.part"
_STATE: Final = f".{NAME}.state"
_LOCK: Final = f".{NAME}.lock"
_OTHER: Final = "another process makes a dataset in {!r}: wait for it, or give --out another folder"


@dataclass(frozen=True, slots=True)
class _State:
    """How far the making has come."""

    made_by: str
    """What makes it, as JSON; another one does not go on with it."""
    length: int
    """Bytes of `.train.part` that count."""
    place: Place
    """Where to go on."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told."""

    advance: Callable[[], None] = lambda: None
    """Called for every sample."""
    warn: Callable[[str], None] = lambda _: None
    """Told, in words, what does not end the work."""
    state_s: float = STATE_S
    """Seconds between two writings of how far it has come."""


_UNWATCHED: Final = Watch()


def make(
    order: Order,
    folder: Path,
    format: Format = Format.JSONL,
    cluster: Cluster | None = None,
    watch: Watch = _UNWATCHED,
    *,
    restart: bool = False,
) -> Facts:
    """Make a dataset in a folder, or go on with one.

    Args:
        order: What it is to be.
        folder: Where; made if it is not there. What it has of another dataset is replaced once
            this one is whole. One that stands there already is not made again.
        format: How samples are kept.
        cluster: Where incidents are played; in this process when None.
        watch: Who is told.
        restart: Whether to begin anew, whatever stands there.

    Returns:
        What the dataset is, as in its `dataset.json`.

    Raises:
        OptionError: If there is no such rendering, or fewer samples than were asked for.
        ReportError: If something cannot be read or written, or what was begun there is another
            dataset, or another process makes one there.
        ExtraError: If a library is missing.
        LinkError: If the cluster cannot be reached, or loses work again and again.
    """
    check_format(format)
    mine = made_by(order)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = None if restart else _standing(folder, format, mine)
        if found is None:
            with alone(folder / _LOCK, ReportError(_OTHER.format(str(folder)))):
                # Another process may have ended it before this one was let in.
                found = None if restart else _standing(folder, format, mine)
                if found is None:
                    _stream(order, folder, json.dumps(mine), cluster, watch, restart=restart)
                    found = _finish(order, folder, format)
    except OSError as error:
        raise ReportError(f"cannot write {str(folder)!r}: {error.strerror or error}") from error
    return found


def read_facts(folder: Path) -> Facts:
    """What the dataset of a folder is.

    Raises:
        ReportError: If there is none, or it cannot be read.
    """
    path = folder / FACTS
    try:
        found: object = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReportError(f"cannot read {str(path)!r}: {error}") from error
    if not isinstance(found, dict) or "data_hash" not in found:
        raise ReportError(f"{str(path)!r} is of no dataset")
    return found


def _standing(folder: Path, format: Format, mine: Facts) -> Facts | None:
    """What stands in a folder already, if it is what is asked for."""
    if not (folder / FACTS).is_file() or not file_in(folder, format).is_file():
        return None
    found = read_facts(folder)
    return found if all(found.get(name) == value for name, value in mine.items()) else None


def _stream(
    order: Order, folder: Path, mine: str, cluster: Cluster | None, watch: Watch, *, restart: bool
) -> None:
    """Write every sample to the part, from where it stopped."""
    state = _begun(folder, mine, restart=restart)
    with (folder / _PART).open("r+b" if state.length else "wb") as part:
        part.truncate(state.length)
        part.seek(state.length)
        for _ in range(sum(each.samples for each in state.place.waiting.came)):
            watch.advance()
        kept = time.monotonic()
        for made in progress(order, state.place, cluster, watch.warn):
            for sample in made.samples:
                part.write(f"{sample.line()}\n".encode())
                watch.advance()
            if time.monotonic() - kept >= watch.state_s:
                _keep(folder, part, mine, made.place())
                kept = time.monotonic()
        part.flush()
        os.fsync(part.fileno())


def _begun(folder: Path, mine: str, *, restart: bool) -> _State:
    """How far the making has come; nowhere if it was not begun."""
    path, none = folder / _STATE, _State(mine, 0, Place())
    if restart:
        path.unlink(missing_ok=True)
    if not path.exists() or not (folder / _PART).exists():
        return none
    try:
        found = record(_State, path.read_text("utf-8"))
    except ValueError as error:
        raise ReportError(f"{str(path)!r} is damaged: {error}; --restart begins anew") from error
    if found.made_by != mine:
        raise ReportError(
            f"{str(folder)!r} has the beginning of another dataset: give the same command to go "
            "on with it, or --restart to begin anew"
        )
    if (folder / _PART).stat().st_size < found.length:
        raise ReportError(f"{str(folder / _PART)!r} has been cut; --restart begins anew")
    return found


def _keep(folder: Path, part: BinaryIO, mine: str, place: Place) -> None:
    """Write down how far it has come, after what it has come to."""
    part.flush()
    os.fsync(part.fileno())
    write_whole(folder / _STATE, line(_State(mine, part.tell(), place)).encode())


def _finish(order: Order, folder: Path, format: Format) -> Facts:
    """Put the facts, the card and the samples in their places, the samples last."""
    part, file = folder / _PART, file_in(folder, format)
    found = facts(order, stream(part))
    if found["samples"] != order.size:
        raise ReportError(
            f"{str(part)!r} has {found['samples']} samples of {order.size}: was another process "
            "at work in the folder? --restart begins anew"
        )
    for each in Format:
        file_in(folder, each).unlink(missing_ok=True)
    write_whole(folder / FACTS, document(found))
    write_whole(folder / CARD, card(found, file.name))
    if format is Format.PARQUET:
        with part.open(encoding="ascii") as lines:
            write_parquet(lines, file)
        part.unlink()
    else:
        part.chmod(0o644)
        part.replace(file)
    (folder / _STATE).unlink(missing_ok=True)
    return found

"""Checkpoints that a killed run goes on from, and folders that are whole or not there.

A checkpoint is written file by file. It counts once its mark is written, which comes last; one
without is what a kill has left, and is deleted. What a stage has made is written beside its
place and then moved there in one step.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from sentinel.errors import TrainingError
from sentinel.files import write_whole
from sentinel.training.libraries import SafetensorError, safe_open

MARK: Final = "whole.json"
"""File that makes a checkpoint count: seconds of training and of the environment until then."""

STATE: Final = "trainer_state.json"
"""File in which trainers keep what they have logged."""

_PREFIX: Final = "checkpoint-"


def mark(checkpoint: Path, seconds: dict[str, float]) -> None:
    """Make a checkpoint count.

    Args:
        checkpoint: Its folder, with everything in it.
        seconds: What is to be known when a run goes on from it.
    """
    write_whole(checkpoint / MARK, json.dumps(seconds).encode())


def latest(folder: Path) -> Path | None:
    """The last checkpoint in a folder that counts; those that do not are deleted."""
    found = []
    for path in folder.glob(f"{_PREFIX}*"):
        if (path / MARK).is_file():
            found.append(path)
        else:
            # Processes that train together all look, and may delete the same one.
            shutil.rmtree(path, ignore_errors=True)
    return max(found, key=lambda path: int(path.name.removeprefix(_PREFIX)), default=None)


def last_sound(folder: Path, *names: str) -> Path | None:
    """The last checkpoint in a folder that counts, and is there to its end.

    Args:
        folder: Of a stage.
        names: Of files that every checkpoint of it has.

    Raises:
        TrainingError: If a file of it is cut off, or holds something else.
    """
    found = latest(folder)
    if found is not None:
        sound(found, *names)
    return found


def sound(folder: Path, *names: str, remedy: str = "") -> None:
    """Make sure that what a checkpoint or a model consists of is there to its end.

    Args:
        folder: Of it, as a trainer has written it.
        names: Of files that it has to have.
        remedy: What to do where something is not; for a checkpoint, to delete it.

    Raises:
        TrainingError: If a file of it is cut off, lacks, or holds something else.
    """
    remedy = remedy or (
        f"delete {str(folder)!r} to go on from the checkpoint before it, or else from the "
        "beginning of its stage"
    )
    for path in sorted({*folder.glob("*"), *(folder / name for name in names)}):
        readable(path, remedy)


def readable(path: Path, remedy: str) -> None:
    """Make sure that a file is there to its end.

    Args:
        path: It, as a trainer has written it.
        remedy: What to do where it is not.

    Raises:
        TrainingError: If it is cut off, or holds something else.
    """
    try:
        _open(path)
    except (OSError, ValueError, SafetensorError, BadZipFile) as error:
        raise TrainingError(f"{str(path)!r} cannot be read ({error}): {remedy}") from error


def _open(path: Path) -> None:
    """Read what says where a file ends."""
    match path.suffix:
        case ".safetensors":
            with safe_open(path, "pt"):
                return
        case ".pt" | ".pth":
            ZipFile(path).close()
        case ".json":
            json.loads(path.read_text(encoding="utf-8"))


def seconds_of(checkpoint: Path | None) -> dict[str, float]:
    """What the mark of a checkpoint says; nothing for none."""
    if checkpoint is None:
        return {}
    found: dict[str, float] = json.loads((checkpoint / MARK).read_text(encoding="utf-8"))
    return found


def logged_by(checkpoint: Path | None) -> list[dict[str, float]]:
    """What a trainer had logged until a checkpoint, step by step; nothing for none."""
    if checkpoint is None:
        return []
    text = (checkpoint / STATE).read_text(encoding="utf-8")
    found: list[dict[str, float]] = json.loads(text)["log_history"]
    return found


def made_whole(folder: Path, write: Callable[[Path], None]) -> None:
    """Make a folder, whole or not at all.

    Args:
        folder: Where it is to stand; what a kill left beside it is deleted.
        write: Writes what is in it into the folder that it is given.

    Raises:
        TrainingError: If something else stands there.
    """
    if folder.exists():
        raise TrainingError(f"{str(folder)!r} is there already")
    part = folder.with_name(f".{folder.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True)
    write(part)
    part.rename(folder)

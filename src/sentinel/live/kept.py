"""What the gate worked out once and finds again at its next start: rules that held, who reads what.

A hook is a process of its own for each action, and must not parse every policy and load every
reader again. What is kept is JSON in `SETTINGS.cache_dir`, in a folder that nobody but its owner
may write, under a name that changes with every source file of the gate: what is found was made by
these very sources. Nothing depends on it: where it cannot be kept or found, it is made again.
"""

import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from sentinel.settings import SETTINGS

FOLDER: Final = "gate"
"""In `SETTINGS.cache_dir`."""

MOST_FILES: Final = 64
"""Files that are kept; the oldest go first."""

MOST_BYTES: Final = 8_000_000
"""Longest file that is read."""

_HERE: Final = Path(__file__).parent
_SOURCES: Final = (_HERE, _HERE / "reading")
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH

_Kept = TypeVar("_Kept")


def recall(name: str, of: bytes, form: type[_Kept]) -> _Kept | None:
    """Find what was kept.

    Args:
        name: What it is, in letters and hyphens.
        of: What it was made from, beside the gate's own sources.
        form: What it has to be.

    Returns:
        None where it is not there, was made from anything else, cannot be read, or stands where
        others could have written it.
    """
    path = _path(name, of)
    if path is None or not _own(path.parent):
        return None
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            if not _is_own(os.fstat(handle)):
                return None
            return msgspec.json.decode(file.read(MOST_BYTES), type=form)
    except (OSError, msgspec.DecodeError):
        return None


def keep(name: str, of: bytes, value: object) -> None:
    """Keep something; where that cannot be done it is not kept.

    Args:
        name: As in `recall`.
        of: As in `recall`.
        value: What JSON can hold.
    """
    path = _path(name, of)
    if path is None:
        return
    part = ""
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if not _own(path.parent):
            return
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(value))
        Path(part).replace(path)
        _prune(path.parent)
    except (OSError, TypeError, ValueError):
        with suppress(OSError):
            Path(part).unlink()


@cache
def fingerprint() -> bytes:
    """What tells the gate's source files from every other version of them; empty without any."""
    seen = hashlib.sha256(sys.version.encode())
    count = 0
    for folder in _SOURCES:
        with suppress(OSError), os.scandir(folder) as entries:
            for each in sorted(entries, key=lambda entry: entry.name):
                if each.name.endswith(".py"):
                    told = each.stat()
                    seen.update(f"{each.name} {told.st_size} {told.st_mtime_ns}\n".encode())
                    count += 1
    return seen.digest() if count else b""


def _path(name: str, of: bytes) -> Path | None:
    sources = fingerprint()
    if not sources:
        return None
    digest = hashlib.sha256(sources + hashlib.sha256(of).digest()).hexdigest()[:32]
    return SETTINGS.cache_dir / FOLDER / f"{name}-{digest}.json"


def _own(folder: Path) -> bool:
    """Whether a folder is one, and nobody but its owner, who runs this, may write there."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and _is_own(found)


def _is_own(found: os.stat_result) -> bool:
    if not hasattr(os, "getuid"):
        return True  # Windows: a profile's folders are its user's alone.
    return found.st_uid == os.getuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda each: each.stat().st_mtime)
    for each in files[:-MOST_FILES]:
        each.unlink(missing_ok=True)

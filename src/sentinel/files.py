"""Writing a file whole or not at all, and keeping other processes off one."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sentinel.errors import ReportError, SentinelError

if sys.platform != "win32":
    import fcntl


def check_writable(path: Path) -> None:
    """Make sure that a file can be written, before hours of work depend on it.

    Args:
        path: Where it is to stand; need not exist.

    Raises:
        ReportError: If it is a folder, its folder does not exist, or nothing can be made there.
    """
    _check_kind(path)
    path = path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}."):
            return
    except OSError as error:
        raise ReportError(_cannot_write(path, error)) from error


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file, whole or not at all.

    Args:
        path: Where it is to stand; a link stays one.
        content: All of it.
        mode: Who may read and write it.

    Raises:
        ReportError: If it cannot be written; what stood there before still does.
    """
    _check_kind(path)
    path, part = path.resolve(), ""
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(mode)
        Path(part).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(part).unlink()
        raise ReportError(_cannot_write(path, error)) from error


def claimed(file: IO[bytes]) -> bool:
    """Keep other processes off a file until it is closed or this one ends, however it does.

    Args:
        file: It, open for writing.

    Returns:
        Whether no other process has it; not looked at on Windows.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def alone(path: Path, refused: SentinelError) -> Iterator[None]:
    """Keep other processes out meanwhile; the end of this one, however it comes, lets them in.

    Args:
        path: Of the file that stands for it; deleted afterwards.
        refused: Raised where another process is in.

    Raises:
        OSError: If the file cannot be made.
    """
    with path.open("ab") as file:
        # One that has just ended has deleted the file that it held, and a third may hold another.
        if not claimed(file) or not _is(path, file):
            raise refused
        yield
        with suppress(OSError):
            path.unlink()


def _is(path: Path, file: IO[bytes]) -> bool:
    """Whether an open file is the one that stands at a path."""
    return path.exists() and os.path.samestat(path.stat(), os.fstat(file.fileno()))


def _check_kind(path: Path) -> None:
    """Refuse what is there and no file; a link is followed, and stays a link."""
    if path.is_dir():
        raise ReportError(f"cannot write {str(path)!r}: it is a folder, a file name is needed")
    if path.exists() and not path.is_file():
        raise ReportError(f"cannot write {str(path)!r}: it is no regular file")


def _cannot_write(path: Path, error: OSError) -> str:
    return f"cannot write {str(path)!r}: {error.strerror or error}"

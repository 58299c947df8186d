"""What an evaluation has done so far, on disk, so that a killed one goes on where it stopped.

The journal stands beside the report that it will become, as `REPORT.journal`. Its
first line says what makes it; each further line is one task done. A last line that
is not whole was being written when the process died, and is dropped.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sentinel
from sentinel.episode.json_lines import line, record
from sentinel.errors import ReportError
from sentinel.evaluation.control import Members
from sentinel.evaluation.plan import Plan
from sentinel.evaluation.report import VERSIONS
from sentinel.evaluation.tasks import Done, Kept
from sentinel.files import claimed
from sentinel.grading.classes import CANARY
from sentinel.overseer.brought import Brought

SYNC_S: Final = 1.0
"""Seconds of work that may be lost to a power cut; a killed process loses none that is done."""

_AWAY: Final = ("--json", "--decisions", "--engine", "--workers", "--ray-address")
"""Options that change nothing of what is done; each takes a value."""

_ROOMS: Final = (
    "world", "scenario", "responder", "overseer", "grading", "episode", "evaluation",
    "briefing.py", "chat.py", "completion.py", "proposal.py", "verdict.py",
)  # fmt: skip
"""Sources that what is done hangs on."""


@dataclass(frozen=True, slots=True)
class Key:
    """What made a journal; another key may not go on with it."""

    canary: str
    """Keeps the labels below out of training corpora."""
    options: tuple[str, ...]
    """Words of the command, but for those that change nothing of what is done."""
    salt: str
    """Fingerprint of the salt of the private split; empty without one."""
    versions: dict[str, int]
    """Of the world, the labels and the prompt."""
    code: dict[str, str]
    """Digests: of our sources, and by overseer of the file that brings it from elsewhere."""


def key(words: Sequence[str], plan: Plan, judges: Mapping[str, object]) -> Key:
    """Say what makes the journal of a command.

    Args:
        words: What stands after `sentinel`; a salt among them is left out.
        plan: What it runs.
        judges: What answers, by name.
    """
    salt = "" if plan.salt is None else plan.salt.fingerprint
    code = {"sentinel": _digest(_sources())}
    own = Path(sentinel.__file__).parent
    for name, judge in judges.items():
        homes = {each for each in map(_home, _within(judge)) if own not in each.parents}
        files = sorted(each for each in homes if each.is_file())
        if files:
            code[name] = _digest(files)
    return Key(CANARY, _told(words), salt, dict(VERSIONS), code)


def _told(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a command that say what is done."""
    found, skip = [], False
    for word in words:
        name, equals, _ = word.partition("=")
        if not skip and name not in (*_AWAY, "--salt", "--restart"):
            found.append(word)
        skip = not skip and name in (*_AWAY, "--salt") and not equals
    return tuple(found)


def _within(judge: object) -> Iterator[object]:
    """A judge without what holds it to its promises; of a protocol of control all its members."""
    if isinstance(judge, Members):
        for _, each in judge.members:
            yield from _within(each)
    else:
        yield judge.overseer if isinstance(judge, Brought) else judge


def _home(judge: object) -> Path:
    """The file that a judge's class was written in."""
    written = (getattr(each, "__code__", None) for each in vars(type(judge)).values())
    return next((Path(code.co_filename) for code in written if code is not None), Path())


def _sources() -> list[Path]:
    own = Path(sentinel.__file__).parent
    files = (
        each for room in _ROOMS
        for each in ([own / room] if room.endswith(".py") else (own / room).rglob("*"))
    )  # fmt: skip
    return sorted(each for each in files if each.suffix in (".py", ".json"))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for each in files:
        digest.update(each.name.encode() + b"\0" + each.read_bytes() + b"\0")
    return digest.hexdigest()


def beside(report: Path) -> Path:
    """Where the journal of a report stands."""
    return report.with_name(f"{report.name}.journal")


def kept(report: Path | None, key: Key, *, restart: bool) -> Kept:
    """The journal beside a report; without a report, what is kept in memory alone."""
    return Kept() if report is None else Journal(beside(report), key, restart=restart)


class Journal(Kept):
    """What has been done, kept in memory and in a file.

    Args:
        path: The file; what it has is read, if it was made with the same key.
        key: What makes it.
        restart: Whether to begin anew, whatever the file has.

    Raises:
        ReportError: If it was made with another key, or cannot be read or written.
    """

    def __init__(self, path: Path, key: Key, *, restart: bool = False) -> None:
        super().__init__()
        self._path = path
        self._synced = time.monotonic()
        try:
            self._file = path.open("r+b" if path.exists() else "xb")
        except OSError as error:
            raise ReportError(f"cannot write {str(path)!r}: {error.strerror}") from error
        try:
            self._claim()
            whole = b"" if restart else self._read(key)
            self._file.truncate(len(whole))
            self._file.seek(len(whole))
        except OSError as error:
            self.close()
            raise ReportError(f"cannot write {str(path)!r}: {error.strerror}") from error
        except ReportError:
            self.close()
            raise
        if not whole:
            self._write(line(key))

    def add(self, done: Done) -> None:
        """Keep one more, in the file as well before this returns."""
        super().add(done)
        self._write(line(done))

    def remove(self) -> None:
        """Delete the file: the report has been written."""
        self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; it stays."""
        self._file.close()

    def _claim(self) -> None:
        """Keep other processes off the file until this one ends, however it does."""
        if not claimed(self._file):
            raise ReportError(
                f"another process is at work on {str(self._path)!r}: wait for it, or give "
                "another --json"
            )

    def _write(self, text: str) -> None:
        try:
            self._file.write(f"{text}\n".encode())
            self._file.flush()
            if time.monotonic() - self._synced > SYNC_S:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            raise ReportError(f"cannot write {str(self._path)!r}: {error.strerror}") from error

    def _read(self, key: Key) -> bytes:
        """Take over what the file has; returns its whole lines."""
        try:
            content = self._path.read_bytes() if self._path.exists() else b""
        except OSError as error:
            raise ReportError(f"cannot read {str(self._path)!r}: {error.strerror}") from error
        lines = content.splitlines(keepends=True)
        if lines and not _is_whole(lines[-1]):
            lines.pop()
        if not lines:
            return b""
        self._accept(lines[0], key)
        for number, text in enumerate(lines[1:], 2):
            try:
                done = record(Done, text.decode())
            except ValueError as error:
                raise ReportError(
                    f"{str(self._path)!r} is damaged in line {number}: {error}; "
                    "--restart begins anew"
                ) from error
            self.found[done.task] = done
        return b"".join(lines)

    def _accept(self, text: bytes, key: Key) -> None:
        """Refuse what another key made, and say what differs."""
        try:
            made: object = json.loads(text)
        except ValueError:
            made = None
        mine = json.loads(line(key))
        if made == mine:
            return
        theirs = made if isinstance(made, dict) else {}
        differ = [name for name, value in mine.items() if theirs.get(name) != value]
        raise ReportError(
            f"{str(self._path)!r} is of another run (it differs in {', '.join(differ)}): "
            "give the same command to go on with it, or --restart to begin anew"
        )


def _is_whole(text: bytes) -> bool:
    """Whether a line was written to its end."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return text.endswith(b"\n")

"""Answers of models on disk, so that none is asked and paid for twice.

The key is everything that an answer may depend on: endpoint, model, prompt and parameters.
Only what a model said is kept, read or not; a failure never is. Several threads and several
processes may use one file, and the first answer to a prompt stays.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Final

from sentinel.completion import Completion
from sentinel.errors import OverseerError

WAIT_S: Final = 30.0
"""Longest wait for another process that writes."""

_AGAIN_S: Final = 0.02


class AnswerCache:
    """Completions by a digest of what was asked.

    Args:
        path: The file; made with its folder where there is none.

    Raises:
        OverseerError: If it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=WAIT_S, check_same_thread=False)
            self._share()
            with self._base:
                self._base.execute(
                    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, said TEXT NOT NULL)"
                )
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def get(self, key: str) -> Completion | None:
        """The completion of a key, if there is one."""
        try:
            with self._lock:
                row = self._base.execute(
                    "SELECT said FROM answers WHERE key = ?", (key,)
                ).fetchone()
            return None if row is None else Completion(**json.loads(row[0]))
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise self._unusable(error) from error

    def put(self, key: str, said: Completion) -> None:
        """Keep a completion, unless there is one."""
        try:
            with self._lock, self._base:
                self._base.execute(
                    "INSERT OR IGNORE INTO answers VALUES (?, ?)", (key, json.dumps(asdict(said)))
                )
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _share(self) -> None:
        """Let others read while one writes; SQLite waits for no one to agree on that."""
        ends_at = time.monotonic() + WAIT_S
        while True:
            try:
                self._base.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > ends_at:
                    raise
            time.sleep(_AGAIN_S)

    def _unusable(self, error: Exception) -> OverseerError:
        return OverseerError(
            f"the cache of answers {str(self._path)!r} cannot be used: {error}; "
            "name another with cache=FILE, or none with cache=off"
        )


def key_of(parts: Mapping[str, object]) -> str:
    """The key of everything that an answer may depend on."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

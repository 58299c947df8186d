"""The one thread of a process that writes its audit log: what waits shares a transaction.

A future is done once its entry is committed, and so synced. Where the database fails, every future
of the batch has the error; what was lost so is counted, and said in an entry once one can be
written again, which is tried every few seconds.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final

from sentinel.errors import SentinelError, StoreConflictError, StoreError
from sentinel.live.appending import Appender
from sentinel.live.chain import Link
from sentinel.live.ledger import Draft
from sentinel.live.store import Store

MOST_AT_ONCE: Final = 500
"""Most entries of a transaction."""

CROWD: Final = 3
"""Entries of a transaction after which the next one is waited with, so that more share it."""

LINGER_S: Final = 0.003
"""Seconds for which it is: less than what it takes to sync a disk. PostgreSQL's `commit_delay`."""

MOST_WAITING: Final = 10_000
"""Most entries that wait; more are refused at once."""

RETRY_S: Final = 5.0
"""Seconds after which a log that could not be written is tried again."""

GAP: Final = "gap"
"""Kind of the entries that say what could not be written."""

_ENDED: Final = "the thread that writes the audit log has ended"

Waiting = tuple[Draft, "Future[Link]"]


class Writer:
    """Writes entries; may be shared by threads.

    Args:
        store: Where to.
        tidy: Called now and then; says in how many seconds again, None for never.
    """

    def __init__(self, store: Store, tidy: Callable[[], float | None]) -> None:
        self._appender, self._tidy = Appender(store), tidy
        self._waiting = SimpleQueue[Waiting | None]()
        self._lost: dict[str, dict[str, Any]] = {}
        self._lock, self._closed, self._crowded = Lock(), False, False
        self._thread = Thread(target=self._run, name="sentinel-audit", daemon=True)
        self._thread.start()
        self.failure = ""
        """Why the latest entries could not be written; empty where they were."""

    def put(self, draft: Draft) -> "Future[Link]":
        """Have an entry written.

        Returns:
            Is done once it is, with a `StoreError` where it cannot be.

        Raises:
            StoreError: If the writer is closed, or too many wait.
        """
        future: Future[Link] = Future()
        future.set_running_or_notify_cancel()  # Who goes away does not take the entry along.
        with self._lock:
            if self._closed:
                raise StoreError("the audit log is closed")
            if self._waiting.qsize() >= MOST_WAITING:
                raise StoreError(f"{MOST_WAITING:,} entries of the audit log wait to be written")
            self._waiting.put((draft, future))
        return future

    def close(self) -> None:
        """Write what waits, and take no more."""
        with self._lock:
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        """Write until it is closed; what ends it otherwise leaves nobody waiting."""
        try:
            self._written()
        finally:
            with self._lock:
                self._closed = True
            while not self._waiting.empty():
                waiting = self._waiting.get()
                if waiting is not None:
                    self._failed([waiting], StoreError(_ENDED))

    def _written(self) -> None:
        again, due = self._tidied()
        while True:
            batch, ended = self._batch(min(again, max(0.0, due - time.monotonic())))
            self._crowded = len(batch) >= CROWD
            if batch or self._lost:
                self._write(batch)
            if ended:
                return
            if time.monotonic() >= due:
                again, due = self._tidied()
            again = RETRY_S if self._lost else float("inf")

    def _batch(self, patience_s: float) -> tuple[list[Waiting], bool]:
        """What waits, once something does or patience has an end; and whether it is the last."""
        batch: list[Waiting] = []
        with suppress(Empty):
            limit = None if patience_s == float("inf") else patience_s
            found = self._waiting.get(timeout=limit)
            if self._crowded:
                time.sleep(LINGER_S)
            while found is not None:
                batch.append(found)
                if len(batch) == MOST_AT_ONCE:
                    return batch, False
                found = self._waiting.get_nowait()
            return batch, True
        return batch, False

    def _write(self, batch: list[Waiting]) -> None:
        found: list[Link | StoreConflictError] | None = None
        gaps = [Draft(GAP, body, tenant) for tenant, body in self._lost.items()]
        try:
            found = self._appender.append([*gaps, *(draft for draft, _ in batch)])
        except SentinelError as error:
            found = []
            self._failed(batch, error)
            return
        finally:
            if found is None:
                self._failed(batch, StoreError(_ENDED))
        self._lost.clear()
        self.failure = ""
        for (_, future), link in zip(batch, found[len(gaps) :], strict=True):
            if isinstance(link, StoreConflictError):
                future.set_exception(link)
            else:
                future.set_result(link)

    def _failed(self, batch: Iterable[Waiting], error: SentinelError) -> None:
        self.failure = str(error)
        for draft, future in batch:
            gap = self._lost.setdefault(draft.tenant, {"entries": 0, "since": draft.at})
            gap["entries"] += 1
            gap["until"], gap["why"] = draft.at, str(error)
            future.set_exception(error)

    def _tidied(self) -> tuple[float, float]:
        """Tidy up; gives how long to wait for entries, and when to tidy up again."""
        try:
            again = self._tidy()
        except SentinelError as error:
            self.failure, again = str(error), RETRY_S
        return float("inf"), float("inf") if again is None else time.monotonic() + again

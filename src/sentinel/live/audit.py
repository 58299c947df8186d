"""The audit log: what was judged and what came of it, appended, chained, and durable.

An entry is redacted, put in the chain of its tenant and committed before whoever waits for it goes
on. `docs/audit.md` says what that proves, and what it does not.
"""

import os
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from logging import getLogger
from threading import Lock
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from sentinel.errors import OptionError, StoreConflictError, StoreError
from sentinel.live.audit_writer import Writer
from sentinel.live.chain import Link
from sentinel.live.ledger import ENTRIES, HEADS, TENANT, Draft, heads, link_of, prune
from sentinel.live.ledger import append as append_all
from sentinel.live.raising import graver, stricter
from sentinel.live.redaction import Redaction, patterns_of
from sentinel.live.redaction_fields import Theirs
from sentinel.live.request import FiredRule, Judgement, Request, Ruling
from sentinel.live.store import Store
from sentinel.settings import Settings

JUDGED: Final = "judged"
"""Kind of the entries that hold a request and its judgement."""

WHY: Final = "the audit log cannot be written"
"""What strangers are told; the log of the server says more."""

DAY_S: Final = 86_400
LONGEST_WAIT_S: Final = 3_600.0
"""Most seconds between two looks for entries that are too old."""

_MICRO: Final = 1_000_000
_LOG: Final = getLogger("sentinel.audit")


class Audit:
    """An audit log; may be shared by threads, and used on in a process that was forked.

    Args:
        store: Where it is kept; closed with the log.
        redaction: Takes secrets out; what it knows by itself when None.
        retention_s: Seconds for which entries are kept; for ever when None.

    Raises:
        StoreError: If its tables are missing and cannot be made.
    """

    def __init__(
        self,
        store: Store,
        redaction: Redaction | None = None,
        retention_s: float | None = None,
    ) -> None:
        store.make(ENTRIES, HEADS)
        self.store, self.retention_s = store, retention_s
        self._redaction = Redaction() if redaction is None else redaction
        self._pid, self._lock = os.getpid(), Lock()
        self._writer: Writer | None = None

    @property
    def failure(self) -> str:
        """Why the latest entries could not be written; empty where they were."""
        return "" if self._writer is None else self._writer.failure

    def append(
        self,
        kind: str,
        body: Mapping[str, Any] | msgspec.Struct,
        *,
        tenant: str = TENANT,
        about: str = "",
        once: bool = False,
    ) -> Link:
        """Write an entry, and wait until it is durable.

        Args:
            kind: What happened, such as `review.approved`; at most 32 characters.
            body: A structure, or what JSON can hold; `id`, `kind`, `at` and `about` are the
                log's own.
            tenant: In whose chain it stands.
            about: Id of the entry that it is about.
            once: Whether there may be one alone of this kind about the same entry.

        Raises:
            StoreConflictError: If there may be one alone, and is.
            StoreError: If it cannot be written.
            OptionError: If kind, tenant or `about` cannot be.
        """
        return self.append_soon(kind, body, tenant=tenant, about=about, once=once).result()

    def append_soon(
        self,
        kind: str,
        body: Mapping[str, Any] | msgspec.Struct,
        *,
        tenant: str = TENANT,
        about: str = "",
        once: bool = False,
    ) -> "Future[Link]":
        """Have an entry written; `asyncio.wrap_future` waits for it without a thread.

        Returns:
            Is done once the entry is durable; what `append` raises, this has.

        Raises:
            StoreError: If the log is closed, or too many entries wait.
            OptionError: If kind, tenant or `about` cannot be.
        """
        return self._put(self.draft(kind, body, tenant=tenant, about=about, once=once))

    def draft(
        self,
        kind: str,
        body: Mapping[str, Any] | msgspec.Struct,
        *,
        tenant: str = TENANT,
        about: str = "",
        once: bool = False,
    ) -> Draft:
        """An entry without its secrets, for `append_within`; arguments as for `append`.

        Raises:
            OptionError: If it cannot be written.
        """
        return Draft(kind, self._redacted(body), tenant, about, once)

    def append_within(self, connection: Connection, drafts: Iterable[Draft]) -> list[Link]:
        """Append entries in a transaction of the caller's, so that both happen or neither.

        Args:
            connection: What `store.writing()` gives. On PostgreSQL whoever else appends to the
                same chain waits for its end: do this last.
            drafts: What `draft` makes.

        Raises:
            StoreConflictError: If one may be alone of its kind, and another is there.
            StoreError: If the database fails.
        """
        done: list[Link] = []
        for each in append_all(connection, list(drafts)):
            if isinstance(each, StoreConflictError):
                raise each
            done.append(each)
        return done

    def judged(
        self, request: Request, judgement: Judgement, tenant: str = TENANT
    ) -> tuple[Judgement, "Future[Link]"]:
        """Have a judgement written.

        Returns:
            The judgement with the id of its entry, and what is done once it is durable.

        Raises:
            StoreError: If the log is closed, or too many entries wait.
            OptionError: If it holds what cannot be written.
        """
        draft = Draft(JUDGED, {}, tenant)
        named = msgspec.structs.replace(judgement, id=draft.id)
        draft.body.update(self._redacted({"request": request, "judgement": named}))
        return named, self._put(draft)

    def keep(
        self, request: Request, judgement: Judgement, on_failure: Ruling, tenant: str = TENANT
    ) -> Judgement:
        """Write a judgement, and wait until it is durable.

        Returns:
            The judgement with the id of its entry; what `on_failure` makes of it where it cannot
            be written.
        """
        try:
            named, written = self.judged(request, judgement, tenant)
            written.result()
        except (StoreError, OptionError) as error:
            _LOG.warning("a judgement was not recorded: %s", error)
            return unrecorded(judgement, on_failure)
        return named

    def find(self, entry_id: str, tenant: str = TENANT) -> Link | None:
        """A tenant's entry by its id; None where there is none.

        Raises:
            StoreError: If the database fails.
        """
        if not entry_id.isprintable():
            return None  # PostgreSQL would take NUL for an error, and no id has one.
        asked = select(ENTRIES).where(ENTRIES.c.id == entry_id, ENTRIES.c.tenant == tenant)
        with self.store.reading() as connection:
            row = connection.execute(asked).first()
        return None if row is None else link_of(row)

    def close(self) -> None:
        """Write what waits, and let go of the store."""
        if self._writer is not None and self._pid == os.getpid():
            self._writer.close()
        self.store.close()

    def _redacted(self, body: Mapping[str, Any] | msgspec.Struct) -> dict[str, Any]:
        """A body without secrets; what its fields are called stays."""
        given = body if isinstance(body, msgspec.Struct) else Theirs(body)
        try:
            found = self._redaction.redacted(given)
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise OptionError(f"this cannot be written: {type(error).__name__}") from error
        return msgspec.structs.asdict(found) if isinstance(found, msgspec.Struct) else found

    def _put(self, draft: Draft) -> "Future[Link]":
        sealed = draft.seal()
        if self._pid != os.getpid():  # A thread does not follow into a fork, and a lock may stay.
            self._pid, self._lock, self._writer = os.getpid(), Lock(), None
        with self._lock:
            if self._writer is None:
                self._writer = Writer(self.store, self._tidy)
            return self._writer.put(sealed)

    def _tidy(self) -> float | None:
        """Cut off what is too old; gives the seconds until it is worth another look."""
        if self.retention_s is None:
            return None
        before = int((time.time() - self.retention_s) * _MICRO)
        for head in heads(self.store):
            prune(self.store, head.tenant, before)
        return min(LONGEST_WAIT_S, max(1.0, self.retention_s / 10))


def unrecorded(found: Judgement, on_failure: Ruling) -> Judgement:
    """What is said where a judgement cannot be written: never less than the gate did."""
    rule = FiredRule("audit.failure", on_failure, "high", f"It could not be recorded: {WHY}.", None)
    return msgspec.structs.replace(
        found,
        decision=stricter(on_failure, found.decision),
        severity_assessed=graver("high", found.severity_assessed),
        justification=f"{rule.sentence} {found.justification}",
        rules_fired=[rule, *found.rules_fired],
        backend_used=f"{found.backend_used.partition(' (failed')[0]} (failed: {WHY})",
        id="",
    )


def audit_of(settings: Settings, url: str = "") -> Audit:
    """The audit log that the environment variables speak of.

    Args:
        settings: Name its database, its retention and what else is a secret.
        url: Of another database.

    Raises:
        StoreError: If the database cannot be opened.
        OptionError: If it is none, or a pattern of what is secret is none.
    """
    extra = () if settings.redact is None else patterns_of(settings.redact)
    days = settings.retention_days
    retention_s = None if days is None else float(days * DAY_S)
    return Audit(Store.open(url or settings.store), Redaction(extra), retention_s)

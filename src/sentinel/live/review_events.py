"""What happens to reviews, written in the transaction in which it does.

It goes into the audit log, where there is one, and into a queue of messages, where there is a
webhook: neither can tell of what was undone, or be silent on what was not.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    insert,
)

from sentinel.live.review_state import Review, State, Vote
from sentinel.live.store import METADATA

TENANT: Final = "default"
"""Whose chain of the audit log it is where nobody has a key."""

EVENTS: Final = Table(
    "review_event",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("tenant", Text, nullable=False),
    Column("review_id", String(40), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("at", Float(53), nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("due_at", Float(53)),
    Column("tries", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""`due_at` is when the webhook is told next; None where it has been told, or given up."""
Index("review_event_due", EVENTS.c.due_at)
Index("review_event_review", EVENTS.c.review_id)

_encode: Final = msgspec.json.Encoder().encode


class Heard(Protocol):
    """Is told of what happened, after it was written."""

    def __call__(self, review: Review) -> None:
        """Hear what became of a review, in the thread that made the change."""
        ...


class Log(Protocol):
    """An audit log that takes entries within the transaction of whoever has something to say."""

    def draft(self, kind: str, body: msgspec.Struct, *, tenant: str, about: str) -> Any:  # noqa: ANN401
        """An entry without its secrets."""
        ...

    def append_within(self, connection: Connection, drafts: Iterable[Any]) -> object:
        """Append entries."""
        ...


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a review, as the audit log is told of it."""

    review: str
    state: State
    version: int
    action_hash: str
    people: int
    approvals: int
    requesters: tuple[str, ...]
    run_id: str
    edited_hash: str
    successor: str
    vote: Vote | None = None
    """What somebody said; None where nobody did."""
    deserved: str = ""
    """What the reviewer thinks the action deserved; empty where nobody said."""
    note: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `EVENTS`."""

    id: int
    tenant: str
    review_id: str
    kind: str
    """`review.opened`, `review.approved`..."""
    at: float
    """Seconds since 1970."""
    document: dict[str, Any]
    """A `Happened`."""
    tries: int
    """How often the webhook was told."""


class Scribe:
    """Writes down what happens.

    Args:
        clock: Seconds since 1970.
        log: The audit log; None where there is none.
        webhook: Whether a webhook is to be told.
    """

    def __init__(
        self, clock: Callable[[], float], log: Log | None = None, *, webhook: bool = False
    ) -> None:
        self._clock, self._log, self._webhook = clock, log, webhook

    def write(self, connection: Connection, kind: str, review: Review, told: Happened) -> None:
        """Write it down, at the end of a transaction.

        Args:
            connection: The transaction's.
            kind: What happened, as `approved`.
            review: To which review.
            told: What is to be told of it.
        """
        now = self._clock()
        values = insert(EVENTS).values(
            tenant=review.tenant,
            review_id=review.id,
            kind=f"review.{kind}",
            at=now,
            document=_encode(told),
            due_at=now if self._webhook else None,
            tries=0,
        )
        connection.execute(values)
        if self._log is not None:
            tenant = review.tenant or TENANT
            draft = self._log.draft(f"review.{kind}", told, tenant=tenant, about="")
            self._log.append_within(connection, [draft])


def happened(
    review: Review, said: Vote | None = None, deserved: str = "", note: str = ""
) -> Happened:
    """What happened to a review."""
    return Happened(
        review=review.id,
        state=review.state,
        version=review.version,
        action_hash=review.action_hash,
        people=review.people,
        approvals=review.approvals,
        requesters=review.requesters,
        run_id=review.run_id,
        edited_hash=review.edited_hash,
        successor=review.successor,
        vote=said,
        deserved=deserved,
        note=note,
    )


def event_of(row: Row[Any]) -> Event:
    """Read a row of `EVENTS`."""
    return Event(
        id=row.id,
        tenant=row.tenant,
        review_id=row.review_id,
        kind=row.kind,
        at=row.at,
        document=msgspec.json.decode(row.document),
        tries=row.tries,
    )

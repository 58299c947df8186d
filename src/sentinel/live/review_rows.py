"""The rows of reviews: the tables, and how a review is put into one and read out of it."""

from typing import Any, Final

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
    and_,
    insert,
    select,
    text,
    update,
)

from sentinel.live.request import Judgement, Request
from sentinel.live.review_state import Review, State
from sentinel.live.store import METADATA

REVIEWS: Final = Table(
    "review",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("asked", String(64), nullable=False),
    Column("opened_at", Float(53), nullable=False),
    Column("due_at", Float(53)),
    Column("review", LargeBinary, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("judgement", LargeBinary, nullable=False),
    Column("edited", LargeBinary),
    Column("cell", String(16)),
    Column("shaped", Float(53)),
)
"""`asked` is who asked for what in which run; `due_at` is when it will have expired, if nobody
does anything; `cell` and `shaped` are what the gate's judgement is worth by what people said."""

_PENDING: Final = text("state = 'pending'")
Index("review_queue", REVIEWS.c.tenant, REVIEWS.c.state, REVIEWS.c.opened_at)
Index("review_due", REVIEWS.c.due_at)
Index(
    "review_asked", REVIEWS.c.asked, unique=True, sqlite_where=_PENDING, postgresql_where=_PENDING
)

_encode: Final = msgspec.json.Encoder().encode
_REVIEW: Final = msgspec.json.Decoder(Review)
_REQUEST: Final = msgspec.json.Decoder(Request)
_JUDGEMENT: Final = msgspec.json.Decoder(Judgement)


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A review with what it is about."""

    review: Review
    request: Request
    """The action, to the letter."""
    judgement: Judgement
    """What the gate said to it."""
    edited: Request | None = None
    """The action that a reviewer made of it."""


def values_of(review: Review) -> dict[str, Any]:
    """The columns that change with a review."""
    due = review.decide_by if review.state is State.PENDING else None
    if review.allowed_hash:
        due = review.use_by
    return {
        "state": review.state.value,
        "version": review.version,
        "due_at": due,
        "review": _encode(review),
    }


def add_case(connection: Connection, case: Case, asked: str) -> None:
    """Write a new review."""
    review = case.review
    connection.execute(
        insert(REVIEWS).values(
            id=review.id,
            tenant=review.tenant,
            asked=asked,
            opened_at=review.opened_at,
            request=_encode(case.request),
            judgement=_encode(case.judgement),
            **values_of(review),
        )
    )


def put(
    connection: Connection,
    before: Review,
    after: Review,
    edited: Request | None = None,
    **more: object,
) -> bool:
    """Replace a review, if it still is as it was.

    Returns:
        Whether it was; False where somebody else has changed it meanwhile.
    """
    values = values_of(after) | more
    if edited is not None:
        values["edited"] = _encode(edited)
    same = and_(
        REVIEWS.c.id == before.id,
        REVIEWS.c.tenant == before.tenant,
        REVIEWS.c.state == before.state.value,
        REVIEWS.c.version == before.version,
    )
    return connection.execute(update(REVIEWS).where(same).values(**values)).rowcount == 1


def case_of(row: Row[Any]) -> Case:
    """Read a row of `REVIEWS`."""
    return Case(
        review=_REVIEW.decode(row.review),
        request=_REQUEST.decode(row.request),
        judgement=_JUDGEMENT.decode(row.judgement),
        edited=None if row.edited is None else _REQUEST.decode(row.edited),
    )


def find_case(connection: Connection, review_id: str, tenant: str | None) -> Case | None:
    """The review of an id; None where there is none, or another tenant's."""
    if not review_id.isprintable():
        return None  # PostgreSQL would take NUL for an error, and no id has one.
    asked = select(REVIEWS).where(REVIEWS.c.id == review_id)
    if tenant is not None:
        asked = asked.where(REVIEWS.c.tenant == tenant)
    row = connection.execute(asked).first()
    return None if row is None else case_of(row)

"""The rows of the audit log: appended, read, and cut off at the beginning where they are old.

Whoever appends locks the row that says where a tenant's chain ends, so that processes and machines
stand in line; that no number of a chain is there twice is held by the database besides.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from sentinel.errors import OptionError, StoreConflictError
from sentinel.live.chain import PRUNED, START, Head, Link, encoded, hash_of
from sentinel.live.store import METADATA, Store

TENANT: Final = "default"
"""Whose chain it is where nobody has a key."""

LONGEST: Final = 128
"""Longest name of a tenant, and of an id; kinds may have a quarter."""

ENTRIES: Final = Table(
    "audit_entry",
    METADATA,
    Column("tenant", String(LONGEST), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(LONGEST), nullable=False, unique=True),
    Column("kind", String(LONGEST // 4), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("about", String(LONGEST), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
Index("audit_entry_about", ENTRIES.c.about)
HEADS: Final = Table(
    "audit_head",
    METADATA,
    Column("tenant", String(LONGEST), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

_HEAD: Final = (
    select(HEADS.c.seq, HEADS.c.hash).where(HEADS.c.tenant == bindparam("whose")).with_for_update()
)
_MOVE: Final = update(HEADS).where(HEADS.c.tenant == bindparam("whose"))
_INSERT: Final = insert(ENTRIES)

PAGE: Final = 1_000
"""Entries that are read at a time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not in the chain yet."""

    kind: str
    body: dict[str, Any]
    tenant: str = TENANT
    about: str = ""
    once: bool = False
    """Whether there may be one entry alone of this kind about the same one."""
    id: str = field(default_factory=lambda: new_id())
    at: int = field(default_factory=lambda: time.time_ns() // 1_000)
    sealed: bytes = b""
    """The bytes that are kept of it, where they were made already."""

    def __post_init__(self) -> None:
        for name, value, most in (
            ("tenant", self.tenant, LONGEST),
            ("kind", self.kind, LONGEST // 4),
            ("about", self.about, LONGEST),
        ):
            if len(value) > most or not value.isprintable() or not (value or name == "about"):
                raise OptionError(f"{name}={value[:40]!r} must be 1 to {most} printable characters")

    def written(self) -> bytes:
        """The bytes that are kept of it."""
        if self.sealed:
            return self.sealed
        own = {"id": self.id, "kind": self.kind, "at": self.at}
        if self.about:
            own["about"] = self.about
        return encoded({**self.body, **own})

    def seal(self) -> "Draft":
        """The same with its bytes, so that whoever writes it has nothing left to go wrong with.

        Raises:
            OptionError: If the body holds what cannot be written.
        """
        try:
            return replace(self, sealed=self.written())
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise OptionError(f"this cannot be written: {type(error).__name__}") from error


def new_id() -> str:
    """An id that nobody guesses and that sorts by time: a UUID of version 7 (RFC 9562)."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


def append(connection: Connection, drafts: Sequence[Draft]) -> list[Link | StoreConflictError]:
    """Append entries within a transaction that writes.

    Args:
        connection: What `Store.writing` gives.
        drafts: In the order in which each tenant's are to stand.

    Returns:
        What became of each: an entry, or why there is none, which is that there may be only one.

    Raises:
        StoreError: If the database fails; then nothing is appended.
    """
    heads = {name: _locked(connection, name) for name in sorted({e.tenant for e in drafts})}
    rows: list[dict[str, Any]] = []
    found: list[Link | StoreConflictError] = []
    begun: set[tuple[str, str, str]] = set()
    for draft in drafts:
        mark = (draft.tenant, draft.kind, draft.about)
        if draft.once and (mark in begun or _exists(connection, draft)):
            text = f"{draft.about!r} has an entry of kind {draft.kind!r} already"
            found.append(StoreConflictError(text))
            continue
        begun.add(mark)
        link = follow(heads[draft.tenant], draft)
        heads[draft.tenant] = Head(draft.tenant, link.seq, link.hash)
        rows.append(_row(link))
        found.append(link)
    if rows:
        connection.execute(_INSERT, rows)
        moves = [{"whose": e.tenant, "seq": e.seq, "hash": e.hash} for e in heads.values()]
        connection.execute(_MOVE, moves)
    return found


def follow(head: Head, draft: Draft) -> Link:
    """The entry that a draft is where a chain ends."""
    body, seq = draft.written(), head.seq + 1
    hashed = hash_of(draft.tenant, seq, body, head.hash)
    return Link(
        draft.tenant, seq, draft.id, draft.kind, draft.at, draft.about, body, head.hash, hashed
    )


def _row(link: Link) -> dict[str, Any]:
    return {
        "tenant": link.tenant, "seq": link.seq, "id": link.id, "kind": link.kind, "at": link.at,
        "about": link.about, "body": link.body, "previous": link.previous, "hash": link.hash,
    }  # fmt: skip


def _locked(connection: Connection, tenant: str) -> Head:
    """Where a chain ends, with everybody else who appends to it kept waiting."""
    row = connection.execute(_HEAD, {"whose": tenant}).first()
    if row is None:
        _begin(connection, tenant)
        row = connection.execute(_HEAD, {"whose": tenant}).one()
    return Head(tenant, row.seq, bytes(row.hash))


def _begin(connection: Connection, tenant: str) -> None:
    """Make the row that says where a chain ends; somebody else may do so at the same time."""
    values = {"tenant": tenant, "seq": 0, "hash": START}
    if connection.dialect.name == "postgresql":
        connection.execute(insert_or_not(HEADS).values(values).on_conflict_do_nothing())
    else:
        connection.execute(insert(HEADS).values(values))


def _exists(connection: Connection, draft: Draft) -> bool:
    mine = (ENTRIES.c.about == draft.about) & (ENTRIES.c.kind == draft.kind)
    asked = select(ENTRIES.c.seq).where(mine, ENTRIES.c.tenant == draft.tenant).limit(1)
    return connection.execute(asked).first() is not None


def head_of(store: Store, tenant: str) -> Head:
    """Where a tenant's chain ends.

    Raises:
        StoreError: If the database fails.
    """
    asked = select(HEADS.c.seq, HEADS.c.hash).where(HEADS.c.tenant == tenant)
    with store.reading() as connection:
        row = connection.execute(asked).first()
    return Head(tenant, 0, START) if row is None else Head(tenant, row.seq, bytes(row.hash))


def heads(store: Store, connection: Connection | None = None) -> list[Head]:
    """Where each chain ends, by the tenants' names.

    Args:
        store: Where they are.
        connection: A transaction of the caller's, to see what it sees.

    Returns:
        One a tenant; of one that has entries and nothing that says where they end, number -1.
    """
    if connection is None:
        with store.reading() as own:
            return heads(store, own)
    ends = {row.tenant: Head(row.tenant, row.seq, bytes(row.hash))
            for row in connection.execute(select(HEADS))}  # fmt: skip
    stray = connection.execute(select(ENTRIES.c.tenant).distinct()).scalars()
    return [ends.get(name, Head(name, -1, b"")) for name in sorted({*ends, *stray})]


def links(
    connection: Connection, tenant: str, after: int | None = None, most: int | None = None
) -> Iterator[Link]:
    """A tenant's entries in order of their numbers, read by pages.

    Args:
        connection: A transaction, so that all is as it stood at one moment.
        tenant: Whose.
        after: Number of the entry after which to begin; with the first row, whatever number it
            has, when None.
        most: How many; all when None.
    """
    while most is None or most > 0:
        page = PAGE if most is None else min(PAGE, most)
        asked = select(ENTRIES).where(ENTRIES.c.tenant == tenant)
        if after is not None:
            asked = asked.where(ENTRIES.c.seq > after)
        rows = connection.execute(asked.order_by(ENTRIES.c.seq).limit(page)).all()
        for row in rows:
            yield link_of(row)
        if len(rows) < page:
            return
        after = rows[-1].seq
        most = None if most is None else most - page


def link_of(row: Row[Any]) -> Link:
    """An entry as it stands in its table."""
    return Link(
        row.tenant, row.seq, row.id, row.kind, row.at, row.about,
        bytes(row.body), bytes(row.previous), bytes(row.hash),
    )  # fmt: skip


def prune(store: Store, tenant: str, before: int) -> int:
    """Cut off the beginning of a chain, and have an entry at its end say so.

    Args:
        store: Where it is.
        tenant: Whose.
        before: Microseconds since 1970; entries go up to the first that is not older.

    Returns:
        How many are gone; 0 where none was old, and nothing was said.

    Raises:
        StoreError: If the database fails; then nothing is gone.
    """
    with store.writing() as connection:
        head = _locked(connection, tenant)
        young = ENTRIES.c.tenant == tenant, ENTRIES.c.at >= before
        first = connection.scalar(select(func.min(ENTRIES.c.seq)).where(*young))
        through = head.seq if first is None else first - 1
        old = (ENTRIES.c.tenant == tenant) & (ENTRIES.c.seq <= through)
        newest = select(ENTRIES.c.kind, ENTRIES.c.hash).where(old).order_by(ENTRIES.c.seq.desc())
        last = connection.execute(newest.limit(1)).first()
        count = connection.scalar(select(func.count()).select_from(ENTRIES).where(old)) or 0
        if last is None or (count == 1 and last.kind == PRUNED):
            return 0
        connection.execute(delete(ENTRIES).where(old))
        body = {"through": through, "hash": bytes(last.hash).hex(), "entries": count,
                "before": before}  # fmt: skip
        append(connection, [Draft(PRUNED, body, tenant)])
        return count

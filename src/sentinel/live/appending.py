"""Appends to the audit log's chains from one place, by one statement where that is possible.

Who was the last to append to a chain knows where it ends. On PostgreSQL the end is then moved, if
nobody else has moved it, and the entries are put in by a single statement, which is a transaction
of its own: each statement more is a wait for the server, and for the interpreter's lock.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    LargeBinary,
    Text,
    bindparam,
    cast,
    exists,
    func,
    insert,
    select,
    update,
)

from sentinel.errors import StoreConflictError, StoreError
from sentinel.live.chain import Head, Link
from sentinel.live.ledger import ENTRIES, HEADS, Draft, append, follow
from sentinel.live.store import Store

SHY: Final = 4
"""Times that the end of a chain is asked for after somebody else was found to have moved it."""

HASH_BYTES: Final = 32
_BETWEEN: Final = "\n"
"""Stands in no id, kind or `about`, which are printable."""

_MOVED: Final = (
    update(HEADS)
    .where(
        HEADS.c.tenant == bindparam("whose"),
        HEADS.c.seq == bindparam("old_seq"),
        HEADS.c.hash == bindparam("old_hash"),
    )
    .values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
    .returning(HEADS.c.tenant)
    .cte("moved")
)
_PLACE: Final = func.generate_series(1, bindparam("count", type_=Integer)).column_valued("place")


def _nth(name: str) -> ColumnElement[str]:
    """Which of several texts belongs to an entry; they come as one, with `_BETWEEN` between."""
    return func.split_part(bindparam(name, type_=Text), _BETWEEN, _PLACE, type_=Text)


def _hash(before: int) -> ColumnElement[Any]:
    """The hash of an entry, or of one before; they come as one text of bytes."""
    start = (_PLACE - before) * HASH_BYTES + 1
    return func.substring(bindparam("hashes", type_=LargeBinary), start, HASH_BYTES)


_AT_ONCE: Final = (
    insert(ENTRIES)
    .from_select(
        ["tenant", "seq", "id", "kind", "at", "about", "body", "previous", "hash"],
        select(
            bindparam("owner", type_=Text),
            bindparam("end", type_=BigInteger) + _PLACE,
            _nth("ids"),
            _nth("kinds"),
            cast(_nth("times"), BigInteger),
            _nth("abouts"),
            func.substring(
                bindparam("bodies", type_=LargeBinary),
                cast(_nth("starts"), Integer),
                cast(_nth("sizes"), Integer),
            ),
            _hash(1),
            _hash(0),
        ).where(exists(select(_MOVED.c.tenant))),
    )
    .execution_options(preserve_rowcount=True)
)


class Appender:
    """Appends to the chains of a store; for one thread.

    Args:
        store: Keeps them.
    """

    def __init__(self, store: Store) -> None:
        self._store, self._end, self._shy = store, Head("", 0, b""), 0

    def append(self, drafts: Sequence[Draft]) -> list[Link | StoreConflictError]:
        """Append entries in a transaction of their own; as `ledger.append`.

        Raises:
            StoreError: If the database fails; then nothing is appended, as far as it can be told.
        """
        try:
            return self._by_one_statement(drafts) or self._by_several(drafts)
        except StoreError:
            self._end = Head("", 0, b"")
            raise

    def _by_one_statement(self, drafts: Sequence[Draft]) -> list[Link | StoreConflictError]:
        """Append where this was the last to do so; nothing where that is not known, or not so."""
        if self._store.backend != "postgresql" or any(
            each.once or each.tenant != self._end.tenant for each in drafts
        ):
            return []
        end, links = self._end, []
        for each in drafts:
            links.append(follow(end, each))
            end = Head(end.tenant, links[-1].seq, links[-1].hash)
        values: dict[str, Any] = {
            "whose": end.tenant, "old_seq": self._end.seq,
            "old_hash": self._end.hash, "new_seq": end.seq, "new_hash": end.hash,
        }  # fmt: skip
        sizes = [len(each.body) for each in links]
        values |= {
            "owner": end.tenant, "end": self._end.seq, "count": len(links),
            "bodies": b"".join(each.body for each in links),
            "hashes": b"".join((self._end.hash, *(each.hash for each in links))),
        }  # fmt: skip
        for name, texts in (
            ("ids", (each.id for each in links)),
            ("kinds", (each.kind for each in links)),
            ("times", (str(each.at) for each in links)),
            ("abouts", (each.about for each in links)),
            ("starts", map(str, accumulate(sizes, initial=1))),
            ("sizes", map(str, sizes)),
        ):
            values[name] = _BETWEEN.join(texts)
        with self._store.stating() as connection:
            done = connection.execute(_AT_ONCE, values).rowcount == len(links)
        if not done:
            self._end, self._shy = Head("", 0, b""), SHY
            return []
        self._end = end
        return [*links]

    def _by_several(self, drafts: Sequence[Draft]) -> list[Link | StoreConflictError]:
        with self._store.writing() as connection:
            found = append(connection, drafts)
        last = found[-1] if found else None
        self._shy = max(0, self._shy - 1)
        if isinstance(last, Link) and not self._shy:
            self._end = Head(last.tenant, last.seq, last.hash)
        return found

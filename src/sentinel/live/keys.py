"""API keys: who holds one, what it is good for, and how it is kept without keeping it.

A key is shown once, when it is made: `sk_ID_SECRET`. What is kept is the SHA-256 of it; 32 random
bytes need no slow hash. A tenant is whoever several keys belong to: keys of one see nothing of
another's log, reviews or figures.
"""

import hmac
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from enum import StrEnum
from hashlib import sha256
from secrets import token_bytes, token_hex
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    RowMapping,
    String,
    Table,
    and_,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from sentinel.errors import OptionError
from sentinel.live.store import METADATA, Store

KEYS: Final = Table(
    "api_key",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("name", String(100), nullable=False),
    Column("tenant", String(64), nullable=False),
    Column("scopes", String(64), nullable=False),
    Column("rate", Float(53)),
    Column("quota", Integer),
    Column("made_at", Float(53), nullable=False),
    Column("expires_at", Float(53)),
    Column("revoked_at", Float(53)),
)

USES: Final = Table(
    "api_key_use",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("taken", Integer, nullable=False),
)
"""Requests of each key and day that processes have set aside for themselves."""

DAY_S: Final = 86_400

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@/-]{0,99}")
_TENANT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SECRET: Final = re.compile(r"sk_([0-9a-f]{16})_[A-Za-z0-9_-]{43}")


class Scope(StrEnum):
    """What a key may be used for."""

    OVERSEE = "oversee"
    """Have actions judged, use approvals, report outcomes, play episodes."""
    REVIEW = "review"
    """Read reviews, and decide them."""
    READ = "read"
    """Read reviews, figures, the log and metrics of the key's tenant."""
    ADMIN = "admin"
    """All of it, of every tenant."""


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key, without what it is proved by."""

    id: str
    name: str
    """Of whom it was made for: reviewers are known by it."""
    tenant: str
    scopes: tuple[Scope, ...]
    rate: float | None = None
    """Requests a second it may make for long; None for no bound."""
    quota: int | None = None
    """Requests a day (UTC) it may make; None for no bound."""
    made_at: float
    """Seconds since 1970, as all times here."""
    expires_at: float | None = None
    revoked_at: float | None = None

    def may(self, scope: str) -> bool:
        """Whether it is good for a scope."""
        return Scope.ADMIN in self.scopes or scope in self.scopes

    def good_at(self, now: float) -> bool:
        """Whether it was neither revoked nor has expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Keys:
    """The keys of a store.

    Args:
        store: Keeps them.
        clock: Seconds since 1970.

    Raises:
        StoreError: If their tables are missing and cannot be made.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        store.make(KEYS, USES)
        self.store, self._clock = store, clock

    def create(
        self,
        name: str,
        scopes: Iterable[str],
        *,
        tenant: str = "default",
        rate: float | None = None,
        quota: int | None = None,
        days: float | None = None,
    ) -> tuple[str, Key]:
        """Make a key.

        Args:
            name: Of whom it is for.
            scopes: What it is good for.
            tenant: Whose it is.
            rate: Requests a second it may make for long.
            quota: Requests a day it may make.
            days: After which it expires.

        Returns:
            The key itself, which is kept nowhere, and what is known of it.

        Raises:
            OptionError: If something does not fit.
            StoreError: If it cannot be written.
        """
        wanted = tuple(dict.fromkeys(map(_scope, scopes)))
        if not wanted:
            raise OptionError(f"a key needs a scope: {', '.join(Scope)}")
        if not _NAME.fullmatch(name):
            raise OptionError(f"{name!r} is no name of a key: letters, digits and ._@/- alone")
        if not _TENANT.fullmatch(tenant):
            raise OptionError(f"{tenant!r} is no tenant: a-z, 0-9 and ._- alone, at most 64")
        for bound, what in ((rate, "rate"), (quota, "quota"), (days, "days")):
            if bound is not None and not 0 < bound < 1e9:
                raise OptionError(f"{what}={bound!r} must be above 0")
        now = self._clock()
        key = Key(
            id=token_hex(8), name=name, tenant=tenant, scopes=wanted, rate=rate, quota=quota,
            made_at=now, expires_at=None if days is None else now + days * DAY_S,
        )  # fmt: skip
        secret = f"sk_{key.id}_{urlsafe_b64encode(token_bytes(32)).decode().rstrip('=')}"
        row = msgspec.structs.asdict(key) | {"scopes": " ".join(wanted), "digest": _digest(secret)}
        with self.store.writing() as connection:
            connection.execute(insert(KEYS).values(**row))
        return secret, key

    def find(self, secret: str) -> Key | None:
        """What is known of a key, revoked and expired ones included; None for what is none."""
        shape = _SECRET.fullmatch(secret)
        if shape is None:
            return None
        with self.store.reading() as connection:
            found = connection.execute(select(KEYS).where(KEYS.c.id == shape[1]))
            row = found.mappings().one_or_none()
        if row is None or not hmac.compare_digest(row["digest"], _digest(secret)):
            return None
        return _key(row)

    def every(self, tenant: str | None = None) -> list[Key]:
        """The keys of a tenant, or of all, oldest first."""
        wanted = select(KEYS).order_by(KEYS.c.made_at, KEYS.c.id)
        if tenant is not None:
            wanted = wanted.where(KEYS.c.tenant == tenant)
        with self.store.reading() as connection:
            return [_key(row) for row in connection.execute(wanted).mappings()]

    def any_good(self) -> bool:
        """Whether there is a key that can be used now."""
        now = self._clock()
        good = and_(
            KEYS.c.revoked_at.is_(None),
            or_(KEYS.c.expires_at.is_(None), KEYS.c.expires_at > now),
        )
        with self.store.reading() as connection:
            return connection.execute(select(KEYS.c.id).where(good).limit(1)).first() is not None

    def revoke(self, key_id: str) -> Key:
        """Have a key no longer be good for anything.

        Raises:
            OptionError: If there is none of this id.
        """
        here = KEYS.c.id == key_id
        with self.store.writing() as connection:
            first = and_(here, KEYS.c.revoked_at.is_(None))
            connection.execute(update(KEYS).where(first).values(revoked_at=self._clock()))
            row = connection.execute(select(KEYS).where(here)).mappings().one_or_none()
        if row is None:
            raise OptionError(f"no key has the id {key_id!r}")
        return _key(row)

    def set_aside(self, key: Key, wanted: int) -> int:
        """Take some of what is left of a key's requests of the day, for this process to give out.

        Returns:
            How many were taken; 0 where none is left.
        """
        if key.quota is None:
            return wanted
        day = int(self._clock() // DAY_S)
        here = and_(USES.c.id == key.id, USES.c.day == day)
        with self.store.writing() as connection:
            # A row of its own first, so that there is one to lock.
            known = connection.execute(select(USES.c.taken).where(here).with_for_update())
            taken: int | None = known.scalar_one_or_none()
            if taken is None:
                self._begin(connection, key, day)
                known = connection.execute(select(USES.c.taken).where(here).with_for_update())
                taken = int(known.scalar_one())
            given: int = max(0, min(wanted, key.quota - taken))
            if given:
                more = USES.c.taken + given
                connection.execute(update(USES).where(here).values(taken=more))
        return given

    def _begin(self, connection: Connection, key: Key, day: int) -> None:
        """Make a key's row of a day; another process may do so at the same time."""
        values = {"id": key.id, "day": day, "taken": 0}
        if self.store.backend == "postgresql":
            connection.execute(insert_or_not(USES).values(values).on_conflict_do_nothing())
        else:
            connection.execute(insert(USES).values(values))


def _scope(word: str) -> Scope:
    try:
        return Scope(word)
    except ValueError:
        raise OptionError(f"{word!r} is no scope: {', '.join(Scope)}") from None


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _key(row: RowMapping) -> Key:
    values: dict[str, Any] = {each: row[each] for each in Key.__struct_fields__}
    values["scopes"] = tuple(map(Scope, values["scopes"].split()))
    return Key(**values)

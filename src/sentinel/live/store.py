"""Where the gate keeps rows: SQLite without set-up, or PostgreSQL by URL.

Each room of the gate defines its tables on `METADATA` in a module of its own, and has `Store.make`
make what is missing. A transaction that writes is the only one at a time on SQLite; on PostgreSQL
it locks the rows that it goes by. Whatever a database cannot do is a `StoreError`.

    sqlite://                           in memory, for one process
    sqlite:///gate.db                   a file; sqlite:////var/lib/sentinel/gate.db from the root
    postgresql+psycopg://user@host/db   a server; postgresql:// means the same
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import RLock
from typing import Final
from weakref import WeakSet

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    MetaData,
    Table,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from sentinel.errors import OptionError, StoreConflictError, StoreError
from sentinel.extras import brought_by

METADATA: Final = MetaData()
"""What the tables of every room are defined on."""

WAIT_S: Final = 10
"""Seconds that a transaction waits for another one before it is given up."""

CONNECT_S: Final = 5
"""Seconds that a PostgreSQL server may take to answer a connection."""

_WRITES: Final = "sentinel_writes"
_MAKING: Final = 0x53454E54
"""Key of the lock under which tables are made, so that two processes do not both make one."""

_SQLITE: Final = (
    f"PRAGMA busy_timeout = {WAIT_S * 1_000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
_POSTGRESQL: Final = (
    f"SET lock_timeout = '{WAIT_S}s'",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'",
)
_KEPT_ALIVE: Final = {
    "connect_timeout": CONNECT_S, "keepalives_idle": 10, "keepalives_interval": 5,
    "keepalives_count": 3, "tcp_user_timeout": WAIT_S * 1_000,
}  # fmt: skip


class Store:
    """A database; may be shared by threads, and used on in a process that was forked.

    A store in memory does not follow into a fork, and gives threads one after the other.
    """

    metadata: Final = METADATA

    def __init__(self, url: URL) -> None:
        self._url, self._lost = url, False
        self.backend: Final = url.get_backend_name()
        """`sqlite` or `postgresql`."""
        self.in_memory: Final = self.backend == "sqlite" and not url.database
        self._alone = RLock()
        self._engine = _engine(url, in_memory=self.in_memory)
        self._writer = self._engine.execution_options(**{_WRITES: True})
        self._stater = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._reader = self._engine
        if self.backend == "postgresql":
            self._reader = self._engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        _OPEN.add(self)

    @classmethod
    def open(cls, url: str, *, new: bool = True) -> "Store":
        """Open a database and make the tables that it lacks.

        Args:
            url: As this module's docstring lists them. The file of a SQLite database is made
                where it is missing, readable by its owner alone, and so is its folder.
            new: Whether it may be one that has to be made; otherwise nothing is made in it.

        Raises:
            OptionError: If it is no URL of a database that is known.
            StoreError: If the database cannot be opened.
            ExtraError: If the driver of PostgreSQL is missing.
        """
        known = _known(url)
        path = known.database if known.get_backend_name() == "sqlite" else None
        if not new and path and not Path(path).exists():
            raise StoreError(f"there is no database {path!r}")
        store = cls(known)
        if new:
            store.make(*METADATA.tables.values())
        return store

    def make(self, *tables: Table) -> None:
        """Make those of some tables that are missing.

        Raises:
            StoreError: If they cannot be made.
        """
        with self.writing() as connection:
            if self.backend == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MAKING})"))
            METADATA.create_all(connection, tables=list(tables))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that writes; it is kept where the block ends without an error.

        On SQLite it is the only one at a time, from its start. On PostgreSQL others go on: lock
        the rows that you go by (`select(...).with_for_update()`, which SQLite passes over).

        Raises:
            StoreConflictError: If a row breaks a constraint, such as a key that is taken.
            StoreError: If the database is lost, full, or busy for more than `WAIT_S` seconds.
        """
        with self._turn(), self._told(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def stating(self) -> Iterator[Connection]:
        """Have each statement of a block be a transaction of its own.

        Raises:
            StoreConflictError: As in `writing`.
            StoreError: As in `writing`.
        """
        with self._turn(), self._told(), self._stater.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees the database as it stood at its first statement.

        Raises:
            StoreError: If the database is lost.
        """
        with self._turn(), self._told(), self._reader.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection. What is used afterwards opens another one."""
        self._engine.dispose()

    @property
    def url(self) -> str:
        """Its URL, password and all: for processes of ours, never for people."""
        return self._url.render_as_string(hide_password=False)

    @property
    def shown(self) -> str:
        """Its URL without the password."""
        return self._url.render_as_string(hide_password=True)

    def _turn(self) -> AbstractContextManager[object]:
        if self._lost:
            raise StoreError("a store in memory belongs to the process that opened it")
        return self._alone if self.in_memory else nullcontext()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database says into errors of ours, which name no value of a row."""
        try:
            yield
        except IntegrityError as error:
            raise StoreConflictError(f"{self.shown}: {_why(error)}") from error
        except (DBAPIError, PoolTimeoutError, OSError) as error:
            raise StoreError(f"{self.shown}: {_why(error)}") from error

    def before_fork(self) -> None:
        """Let go of connections: SQLite's locks do not survive a fork, and sockets are shared."""
        if not self.in_memory:
            self._engine.dispose()

    def after_fork(self) -> None:
        """Begin anew, in the child."""
        self._lost, self._alone = self.in_memory, RLock()
        if not self.in_memory:
            self._engine.dispose(close=False)


_OPEN: Final = WeakSet[Store]()


def _known(url: str) -> URL:
    try:
        found = make_url(url)
    except ArgumentError as error:
        raise OptionError(f"{url.partition(':')[0]!r}... is no URL of a database") from error
    if found.drivername in ("postgres", "postgresql"):
        found = found.set(drivername="postgresql+psycopg")
    if found.drivername not in ("sqlite", "postgresql+psycopg"):
        text = f"{found.drivername!r} is no database that is known: sqlite:///PATH or postgresql://"
        raise OptionError(text)
    if found.database == ":memory:":
        return found.set(database=None)
    return found


def _engine(url: URL, *, in_memory: bool) -> Engine:
    if url.get_backend_name() == "postgresql":
        with brought_by("postgres"):
            engine = create_engine(
                url, pool_pre_ping=True, pool_timeout=WAIT_S, hide_parameters=True,
                connect_args={k: v for k, v in _KEPT_ALIVE.items() if k not in url.query},
            )  # fmt: skip
        event.listen(engine, "connect", _greet_postgresql)
        return engine
    if in_memory:
        shared = {"check_same_thread": False}
        engine = create_engine(url, poolclass=StaticPool, connect_args=shared, hide_parameters=True)
    else:
        _make_private(Path(str(url.database)))
        engine = create_engine(url, pool_timeout=WAIT_S, hide_parameters=True)
    event.listen(engine, "connect", _greet_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(path: Path) -> None:
    """Make a database's file, which SQLite would leave to the umask; its journals follow it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"cannot make {str(path)!r}: {error.strerror or error}") from error


def _greet_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # The driver would begin by itself, and too late.
    for each in _SQLITE:
        connection.cursor().execute(each)


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer where one writes: a reader that becomes one later may be refused."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _greet_postgresql(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    for each in _POSTGRESQL:
        connection.cursor().execute(each)
    connection.commit()


def _why(error: Exception) -> str:
    """The first line of what a database said: the others may quote rows."""
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    return (said.strip().splitlines() or [type(error).__name__])[0]


def _before_fork() -> None:
    for each in tuple(_OPEN):
        each.before_fork()


def _after_fork() -> None:
    for each in tuple(_OPEN):
        each.after_fork()


os.register_at_fork(before=_before_fork, after_in_child=_after_fork)

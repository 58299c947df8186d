"""A PostgreSQL server of our own: in a new folder, at a Unix socket, ended by its process id.

It runs as another user where this process is root's, since it refuses to run as root.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final
from urllib.parse import quote

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

START_S: Final = 120
"""Seconds in which a server must come up."""

_USERS: Final = ("postgres", "nobody")
_INSTALLED: Final = Path("/usr/lib/postgresql")


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, of the newest version; None where there is none."""
    named = shutil.which("initdb")
    found = [Path(named).resolve().parent] if named else []
    found += sorted(_INSTALLED.glob("*/bin"), key=lambda each: float(each.parent.name))[::-1]
    return next((each for each in found if (each / "postgres").exists()), None)


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a server for a while; gives the URL of its database `postgres`."""
    where, user = programs(), _user()
    if where is None:
        raise RuntimeError("no PostgreSQL server is installed")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        if user is not None:
            for each in (Path(folder), data):
                os.chown(each, pwd.getpwnam(user).pw_uid, -1)
        made = [where / "initdb", "-D", data, "-U", "sentinel", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*made, "--no-sync"], user=user, check=True, capture_output=True, cwd="/")
        command = [where / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
        with (Path(folder) / "log").open("w") as log:
            server = subprocess.Popen(command, user=user, stderr=log, stdout=log, cwd="/")
        try:
            url = f"postgresql+psycopg://sentinel@/postgres?host={quote(folder)}"
            _await(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGQUIT)  # At once: what it holds is thrown away.
            server.wait(START_S)


def database(url: str, name: str) -> str:
    """Make a database on a server; gives its URL."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.replace("/postgres?", f"/{name}?")


def _user() -> str | None:
    if os.getuid():
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return next(each for each in _USERS if each in known)


def _await(url: str, server: subprocess.Popen[bytes]) -> None:
    until, engine = monotonic() + START_S, create_engine(url)
    while server.poll() is None and monotonic() < until:
        try:
            engine.connect().close()
        except OperationalError:
            sleep(0.05)
        else:
            engine.dispose()
            return
    raise RuntimeError("no PostgreSQL server came up")

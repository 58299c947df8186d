"""How every test runs: hypothesis draws the same examples each time, and none is timed."""

import re
from functools import cache
from itertools import count
from pathlib import Path

import postgres
import pytest
from hypothesis import settings
from servers import sentinel, serving
from xdist.scheduler import LoadGroupScheduling

from sentinel.settings import SETTINGS

settings.register_profile("sentinel", deadline=None, derandomize=True, database=None)
settings.load_profile("sentinel")


_GROUP = re.compile(r'xdist_group\("(\w+)"\)')


class Groups(LoadGroupScheduling):
    """Gives all tests of a group to one worker, which makes what they share once.

    xdist 3.8 marks a test by an attribute that pytest 9.2 no longer reads, and groups none.
    """

    def _split_scope(self, nodeid):
        return group_of(self.config.rootpath / nodeid.partition("::")[0]) or nodeid


@cache
def group_of(path: Path) -> str:
    """The group that the tests of a file are in; empty for none."""
    found = _GROUP.search(path.read_text("utf-8"))
    return found[1] if found else ""


def pytest_xdist_make_scheduler(config, log):
    return Groups(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def port():
    """Where a served SENTINEL listens: one process for all tests, since it takes seconds."""
    with serving(sentinel) as found:
        yield found


@pytest.fixture(scope="session")
def url(port):
    """The same as a URL."""
    return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def postgresql():
    """A function that makes an empty database on a real PostgreSQL server, and gives its URL."""
    if postgres.programs() is None and not SETTINGS.require_all:
        pytest.skip("no PostgreSQL server is installed")
    names = count()
    with postgres.postgresql() as url:
        yield lambda: postgres.database(url, f"gate{next(names)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'gate.db'}"
    return request.getfixturevalue("postgresql")()

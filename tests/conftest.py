"""How every test runs: hypothesis draws the same examples each time, and none is timed."""

from itertools import count

import postgres
import pytest
from hypothesis import settings
from servers import sentinel, serving

from sentinel.settings import SETTINGS

settings.register_profile("sentinel", deadline=None, derandomize=True, database=None)
settings.load_profile("sentinel")


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

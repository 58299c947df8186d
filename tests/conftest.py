"""How every test runs: hypothesis draws the same examples each time, and none is timed."""

import pytest
from hypothesis import settings
from servers import sentinel, serving

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

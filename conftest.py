"""How the tests are found and shared out, so that nothing dear is done twice."""

import atexit
import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

import pytest
from _pytest.nodeid import NodeId

SOURCES = Path(__file__).parent / "src"
PORT = "port"

# As many threads as processors in each process would wait for each other, busily.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# What servers keep stays out of the home of whoever runs the tests.
if "SENTINEL_STATE_DIR" not in os.environ:
    os.environ["SENTINEL_STATE_DIR"] = tempfile.mkdtemp(prefix="sentinel-tests-")
    atexit.register(shutil.rmtree, os.environ["SENTINEL_STATE_DIR"], ignore_errors=True)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the kernel before there are many processes, each of which would compile it."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        import_module("sentinel.episode.fixed").fixed_turns("war_room", 42, "demo")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out modules without an example, since to look for some is to import the module.

    Together they import every library of every extra, in each process that runs tests.
    """
    if SOURCES not in collection_path.parents or collection_path.suffix != ".py":
        return None
    return True if ">>> " not in collection_path.read_text("utf-8") else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give the tests of a file to one process, which makes what they share once.

    Tests of the server that all share go together, whatever their file. What was put in a
    group by name is dear, and starts first, so that no process waits for it in the end.
    """
    for item in items:
        if PORT in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(PORT))
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        if config.getoption("loadgroup", default=False):
            _told(item)


def _told(item: pytest.Item) -> None:
    """Say a test's group at the end of its id, where the process that shares them out looks.

    xdist 3.8 says it by an attribute that pytest 9.2 no longer reads, and groups nothing.
    """
    group = next(item.iter_markers("xdist_group")).args[0]
    if not item.nodeid.endswith(f"@{group}"):
        item._id = NodeId.parse(f"{item.nodeid}@{group}")  # noqa: SLF001 - xdist has no other way

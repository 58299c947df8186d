"""The kernel is compiled anew after any edit of it, and runs where nothing can be cached."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sentinel
from sentinel.world.jit import SOURCES

RUN = "from sentinel.world.service_dynamics import ramp; print(ramp(2.5, 0.0, 10.0))"
"""`ramp` stands in service_dynamics.py and calls `clip` of store_dynamics.py."""


@pytest.fixture
def package(tmp_path) -> Path:
    """A copy of the sources that may be edited."""
    copy = tmp_path / "src" / "sentinel"
    ignored = shutil.ignore_patterns("__pycache__", "*.nbi", "*.nbc")
    shutil.copytree(Path(sentinel.__file__).parent, copy, ignore=ignored)
    return copy


def run(package, code=RUN, **environment) -> str:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("NUMBA_", "PYTHON"))}
    env = {**inherited, "PYTHONPATH": str(package.parent), **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def edit(package, name, old, new):
    file = package / "world" / name
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def test_an_edit_of_a_callee_in_another_file_is_seen(package, tmp_path):
    cache = {"SENTINEL_CACHE_DIR": str(tmp_path / "cache")}
    assert run(package, **cache) == "0.25"
    edit(package, "store_dynamics.py", "return min(max(x, low), high)", "return x * 3.0")
    assert run(package, **cache) == "0.75"
    assert len(list((tmp_path / "cache").glob("kernel-*"))) == 2


def test_what_was_compiled_once_is_found_again(package, tmp_path):
    cache = {"SENTINEL_CACHE_DIR": str(tmp_path / "cache")}
    count = (
        "from sentinel.world import kernel\n"
        "kernel.ramp(2.5, 0.0, 10.0)\n"
        "print(sum(kernel.ramp.stats.cache_hits.values()))"
    )
    assert [run(package, count, **cache) for _ in range(2)] == ["0", "1"]


def test_every_file_of_compiled_code_and_of_its_constants_counts_for_the_cache():
    needed = set()
    for path in (Path(sentinel.__file__).parent / "world").glob("*.py"):
        text = path.read_text()
        if ("@compiled" in text or "@inlined" in text) and path.name != "jit.py":
            needed.add(path.name)
            needed |= {f"{name}.py" for name in re.findall(r"from sentinel\.world\.(\w+)", text)}
    assert needed - {"jit.py"} <= set(SOURCES)


@pytest.mark.parametrize("place", ["file/cache", "/proc/none"])
def test_where_no_cache_can_be_written_the_kernel_runs_all_the_same(package, tmp_path, place):
    (tmp_path / "file").write_text("a file, so no folder can be made below it")
    assert run(package, SENTINEL_CACHE_DIR=str(tmp_path / place)) == "0.25"
    assert (tmp_path / "file").read_text().startswith("a file")
    assert list(package.rglob("*.nbi")) == []

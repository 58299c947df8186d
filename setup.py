"""Builds the package; with `SENTINEL_COMPILE=1`, with its busiest rooms compiled by mypyc.

Everything works without: compiled modules only stand beside the sources that they were made
from, and give the same bytes. Compiling takes a C compiler, mypy and some minutes:

    SENTINEL_COMPILE=1 pip install --no-build-isolation --no-deps --target build/compiled .
"""

import os
from pathlib import Path

from setuptools import Extension, setup

ROOMS = ("episode", "grading", "responder", "scenario", "world", "world/faults")
"""Where a served decision spends its time."""

MORE = ("environment/session.py", "environment/standing.py", "environment/told.py")

INTERPRETED = ("cached_property", "numba", "world.jit")
"""What a module mentions that stays as it is: mypyc's classes keep no cached property, and
numba compiles the kernel from its source."""


def sources() -> list[str]:
    """The modules to compile."""
    root = Path("src/sentinel")
    found = [path for room in ROOMS for path in sorted((root / room).glob("*.py"))]
    found += [root / each for each in MORE]
    return [
        str(path)
        for path in found
        if path.name != "__init__.py" and not any(each in path.read_text() for each in INTERPRETED)
    ]


def extensions() -> list[Extension]:
    """What to compile; nothing unless it is asked for."""
    if os.environ.get("SENTINEL_COMPILE", "0") in ("", "0"):
        return []
    from mypyc.build import mypycify

    options = ["--config-file=pyproject.toml", *sources()]
    return mypycify(options, opt_level="2", debug_level="0", multi_file=True, group_name="sentinel")


setup(ext_modules=extensions())

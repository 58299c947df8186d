"""Runs an example as a reader would: in a process of its own, from the checkout."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
LINES = 30


def ran(name):
    """Run an example; gives what it printed."""
    path = EXAMPLES / name
    assert len(path.read_text("utf-8").splitlines()) <= LINES
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NO_PROXY": "*"}
    done = subprocess.run(
        [sys.executable, str(path)],
        env=environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout

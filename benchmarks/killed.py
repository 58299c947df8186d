"""Evaluations killed at random moments and run again, against one that nobody disturbed.

A function for `verify.py`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic
from typing import Final

OPTIONS: Final = (
    "--split", "validation", "--tier", "action_screen", "--limit", "100",
    "--overseer", "rules", "--overseer", "random", "--json", "report.json",
)  # fmt: skip
"""What is run: 100 episodes that two overseers judge and live through."""

Document = dict[str, object]


def killed(times: int) -> dict[str, int]:
    """Kill an evaluation again and again, each in a folder of its own.

    Args:
        times: How often.

    Returns:
        `differ`: reports of the second run that are not those of an undisturbed one, timing
        left out. `left`: kills that came when part of the work was done, and were gone on from.
    """
    rng, done, found = Random(0), 0, {"differ": 0, "left": 0}
    with tempfile.TemporaryDirectory() as folder:
        started = monotonic()
        expected = _ended(Path(folder))
        lasted = monotonic() - started
    while done < times:
        with tempfile.TemporaryDirectory() as folder:
            where, started = Path(folder), monotonic()
            journal = where / "report.json.journal"
            with _begun(where) as process:
                try:
                    process.wait(rng.uniform(0.0, lasted))
                except subprocess.TimeoutExpired:
                    process.kill()
            if process.returncode == 0:  # It was over: the first run of all had to compile.
                lasted = min(lasted, monotonic() - started)
                continue
            done += 1
            found["left"] += journal.exists() and len(journal.read_bytes().splitlines()) > 1
            found["differ"] += _ended(where) != expected or journal.exists()
    return found


def _begun(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sentinel", "evaluate", *OPTIONS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _ended(folder: Path) -> Document:
    """The report of a run that is left alone, but for its timing."""
    with _begun(folder) as process:
        code = process.wait()
    if code:
        raise RuntimeError(f"the evaluation ended with code {code}")
    document: Document = json.loads((folder / "report.json").read_text())
    del document["timing"]
    return document

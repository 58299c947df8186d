"""A twentieth of `make verify`: what `results/` claims still holds, and a server stands it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "verify.py"

pytestmark = pytest.mark.xdist_group("verify")


def test_a_sample_of_every_published_claim_holds():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--sample"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for part in (
        "labels",
        "processes",
        "flips",
        "robustness",
        "leaks",
        "served",
        "killed",
        "appended",
        "audit_killed",
        "soaked",
    ):
        assert f"\n{part}, " in f"\n{done.stdout}"
    assert "NOT met" not in done.stdout

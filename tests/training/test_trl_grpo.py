"""The example trains: its model calls tools, and their rewards move it."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "trl_grpo.py"
STEPS = 2
"""Of the ten that `make verify` takes: with ten it runs for longer than a minute."""


def test_a_model_made_from_a_config_is_trained_on_a_cpu():
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), "--steps", str(STEPS)],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4_000:]
    steps = [line for line in done.stdout.splitlines() if line.startswith("step ")]
    assert len(steps) == STEPS
    assert any(float(line.rpartition("calls ")[2]) > 0.0 for line in steps), steps
    assert any("reward_std 0.000" not in line for line in steps), steps

"""The example that trains with TRL on a CPU, run as a user runs it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

EXAMPLE: Final = Path(__file__).parent.parent / "examples" / "trl_grpo.py"
LIMIT_S: Final = 300
"""Seconds that ten steps may take, imports and warm-up included."""

LEAST_CALLS: Final = 0.1
"""Least tool calls a rollout, in the mean; a call after the end counts too."""

_STEP: Final = re.compile(r"^step \d+: reward (\S+), reward_std (\S+), calls (\S+)$", re.MULTILINE)


def trained(steps: int) -> list[tuple[str, float, float, bool]]:
    """Train for a while.

    Returns:
        What was measured, its value, its bound, and whether that is the least allowed.

    Raises:
        RuntimeError: If the example fails.
    """
    started = perf_counter()
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), "--steps", str(steps)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-4_000:])
    took = perf_counter() - started
    found = [tuple(map(float, each)) for each in _STEP.findall(done.stdout)]
    moved = sum(spread > 0.0 for _, spread, _ in found)
    calls = sum(each for _, _, each in found) / max(len(found), 1)
    return [
        ("steps of GRPO on a CPU", len(found), steps, True),
        ("steps whose rewards differ, so that there is something to learn", moved, 1, True),
        ("tool calls a rollout", round(calls, 3), LEAST_CALLS, True),
        ("seconds that it took", round(took), LIMIT_S, False),
    ]

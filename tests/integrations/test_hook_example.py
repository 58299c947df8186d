"""The example of a coding agent's hook stops one call and leaves another to the usual prompts."""

import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "guard_claude_code.py"
MOST_LINES = 30


def test_the_example_runs_as_it_stands():
    assert len(EXAMPLE.read_text("utf-8").splitlines()) <= MOST_LINES
    done = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True,
                          check=False, timeout=240)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "ls -l: the usual prompts" in done.stdout
    assert "kubectl delete namespace payments: deny" in done.stdout

"""The examples that guard an MCP server and a coding agent stop one call and let one pass."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST_LINES = 30


@pytest.mark.parametrize(
    ("name", "passed", "stopped"),
    [
        ("guard_mcp.py", "ran ls /srv", "stopped:"),
        ("guard_claude_code.py", "ls -l: the usual prompts", "rm -rf /srv/data: deny"),
    ],
)
def test_an_example_runs_as_it_stands(name, passed, stopped):
    assert len((EXAMPLES / name).read_text("utf-8").splitlines()) <= MOST_LINES
    done = subprocess.run([sys.executable, str(EXAMPLES / name)], capture_output=True, text=True,
                          check=False, timeout=240)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert passed in done.stdout
    assert stopped in done.stdout
    assert "ran rm" not in done.stdout

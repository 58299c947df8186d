"""What the README shows can be run as it stands."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SECTION = README.partition("## Serve it\n")[2].partition("\n## ")[0]
MOST_LINES = 20


def test_serving_takes_at_most_twenty_lines_and_they_run(port):
    assert len(SECTION.strip().splitlines()) <= MOST_LINES
    shell, python = re.findall(r"```(?:python)?\n(.*?)```", SECTION, re.DOTALL)
    assert shell.startswith("sentinel serve --port 8000 ")
    code = python.replace("localhost:8000", f"127.0.0.1:{port}")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0.0 < float(done.stdout) <= 1.0


def test_the_readme_is_under_150_lines():
    assert len(README.splitlines()) < 150

"""The tutorial's first training run, word for word but for what installs torch."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first_training_run.md"
LEFT = ("#", "pip install")


@pytest.mark.xdist_group("tutorial")
def test_the_first_training_run_ends_with_a_model_that_can_be_measured(tmp_path):
    blocks = re.findall(r"^```\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    lines = [line for code in blocks for line in code.splitlines() if not line.startswith(LEFT)]
    assert any(line.startswith("sentinel train ") for line in lines)
    shell = f'sentinel() {{ "{sys.executable}" -m sentinel "$@"; }}\nset -e\n' + "\n".join(lines)
    path = os.pathsep.join(sys.path)
    done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": path})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs" / "first" / "run_summary.json").exists()
    assert "local:runs/first" in done.stdout

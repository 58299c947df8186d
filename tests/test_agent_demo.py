"""The demo of the gate before an agent does what it says."""

import json
import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).parents[1] / "examples" / "agent_demo.py"


def test_the_demo_blocks_reviews_reports_and_verifies():
    done = subprocess.run([sys.executable, str(DEMO)], capture_output=True, text=True, check=False,
                          timeout=240)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "block (catastrophic)" in done.stdout
    assert "ada approves review" in done.stdout
    stats = json.loads(done.stdout.partition("/live/stats: ")[2].partition("\n")[0])
    assert stats["catastrophic_blocked"] >= 1
    assert stats["outcomes"] == {"no_harm": 3, "helped": 1}
    assert "audit verify: " in done.stdout

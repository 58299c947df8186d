"""The site of docs/ builds without a warning, and the manual of policy packs does what it says."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and code of each block of a page."""
    return re.findall(r"^```(\w*)\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.M | re.S)


def test_the_site_builds_and_a_warning_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html",
               str(DOCS), str(tmp_path / "site")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    front = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert "tutorial/first_evaluation.html" in front
    links = re.findall(r'(?:href|src)="(https?://[^"]+)"', front)
    assert all("fonts" not in link and "cdn" not in link for link in links), links


def test_the_policy_pack_of_the_manual_does_what_it_says(tmp_path: Path) -> None:
    found = blocks("howto/policy_pack.md")
    pack = next(code for language, code in found if language == "yaml")
    (tmp_path / "payments.yaml").write_text(pack)
    asked = {"action_description": "kubectl rollout restart deployment/payment-api",
             "environment": "prod"}  # fmt: skip
    (tmp_path / "recorded.jsonl").write_text(json.dumps({"request": asked}) + "\n")
    check, ask, simulate = next(code for language, code in found if not language).splitlines()
    came_to = []
    for line in (check, ask, simulate):
        words = [sys.executable, "-m", *shlex.split(line)]
        came_to.append(subprocess.run(words, capture_output=True, text=True, check=False,
                                      cwd=tmp_path))  # fmt: skip
    assert [done.returncode for done in came_to] == [0, 30, 0], [done.stderr for done in came_to]
    assert "payments.no-restart" in came_to[1].stdout
    assert "escalate" in came_to[2].stdout

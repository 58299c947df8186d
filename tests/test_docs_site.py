"""The site of docs/ builds without a warning, and the code of its tutorial runs as it stands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SKIPPED = ("python -m venv", "pip install", "sentinel serve", "curl ", "sentinel audit",
           "sentinel review")  # fmt: skip
"""Commands of the tutorial that other tests run: of the wheel, of servers, of the audit log."""


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and code of each block of a page."""
    return re.findall(r"^```(\w*)\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.M | re.S)


def run(code: str, folder: Path) -> None:
    """Run shell lines in a folder, `sentinel` being the one of this interpreter."""
    words = "\n".join(line for line in code.splitlines() if not line.startswith(SKIPPED))
    quoted = shlex.quote(sys.executable)
    script = f'sentinel() {{ {quoted} -m sentinel "$@"; }}\n{words}'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False,
                          cwd=folder, timeout=240)  # fmt: skip
    assert "sentinel:" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr, done.stderr


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


def test_the_first_evaluation_runs_as_written(tmp_path: Path) -> None:
    found = blocks("tutorial/first_evaluation.md")
    mine = next(code for language, code in found if language == "python")
    assert len(mine.strip().splitlines()) <= 15
    (tmp_path / "mine.py").write_text(mine)
    for language, code in found:
        if not language:
            run(code, tmp_path)
    assert (tmp_path / "report" / "report.html").exists()


def test_the_first_guarded_agent_runs_as_written(tmp_path: Path) -> None:

    for language, code in blocks("tutorial/first_guarded_agent.md"):
        if language == "python":
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                                  check=False, cwd=tmp_path, env=os.environ)  # fmt: skip
            assert done.returncode == 0, done.stderr
            assert "block" in done.stdout
        elif not language:
            run(code, tmp_path)


def test_the_policy_pack_of_the_manual_does_what_it_says(tmp_path: Path) -> None:
    pack = next(c for language, c in blocks("howto/policy_pack.md") if language == "yaml")
    (tmp_path / "payments.yaml").write_text(pack)
    ask = [sys.executable, "-m", "sentinel", "oversee", "--pack", "payments.yaml",
           "--environment", "prod", "kubectl rollout restart deployment/payment-api"]  # fmt: skip
    done = subprocess.run(ask, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 30, done.stdout + done.stderr
    assert "payments.no-restart" in done.stdout

"""The slides say what `results/` hold, about fifteen of them, each on one sheet."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SLIDES = ROOT / "deck" / "slides.md"


def test_the_slides_are_made_of_results() -> None:
    command = [sys.executable, "scripts/deck.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_there_are_about_fifteen_and_marp_can_read_them() -> None:
    front, *slides = SLIDES.read_text("utf-8").removeprefix("---\n").split("\n---\n")
    assert "marp: true" in front
    assert 14 <= len(slides) <= 17
    assert all(each.strip().startswith("#") for each in slides)

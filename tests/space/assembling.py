"""The folder that `make space` assembles, and a checkout as a reader has it."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OF_A_CHECKOUT = ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE", "CHANGELOG.md",
                 "requirements.txt", "tests/space/test_space.py")  # fmt: skip
"""What a build may read, and a test, which it must not take along."""


def assembled(folder: Path) -> Path:
    """The folder that `make space` assembles."""
    script = str(ROOT / "scripts" / "space.py")
    subprocess.run([sys.executable, script, str(folder)], check=True)
    return folder


def checkout(folder: Path) -> Path:
    """What a build takes, without what an earlier build or a run left behind."""
    for name in OF_A_CHECKOUT:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    left = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "sentinel", folder / "src" / "sentinel", ignore=left)
    return folder

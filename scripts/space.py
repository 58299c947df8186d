"""Assemble the folder that `openenv push` takes: `space/`, the wheel, and what pins it.

Usage: python scripts/space.py [FOLDER]

FOLDER is build/space unless given, and is made anew. The wheel is built from a copy of the
sources, since a build in place would pack whatever an earlier one left behind; the same
sources give the same bytes.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SOURCES: Final = ("pyproject.toml", "README.md", "LICENSE")
"""What the wheel is made of, beside `src/sentinel`."""

EPOCH: Final = "315532800"
"""The time that the files in the wheel carry: the earliest a wheel can."""

SKIPPED: Final = shutil.ignore_patterns("__pycache__", "*.egg-info")


def main() -> None:
    """Assemble the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "space"
    print(f"assembled {assemble(folder.absolute())} around {wheel_in(folder).name}")


def assemble(folder: Path) -> Path:
    """Make the folder anew, and give it back."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "space", folder, ignore=SKIPPED)
    shutil.copy(ROOT / "LICENSE", folder)
    shutil.copy(ROOT / "requirements.txt", folder / "constraints.txt")
    with TemporaryDirectory() as copy:
        for name in SOURCES:
            shutil.copy(ROOT / name, copy)
        shutil.copytree(ROOT / "src" / "sentinel", Path(copy, "src", "sentinel"), ignore=SKIPPED)
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
             "--wheel-dir", str(folder), copy],
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            check=True,
        )  # fmt: skip
    return folder


def wheel_in(folder: Path) -> Path:
    """The wheel in an assembled folder."""
    (found,) = folder.glob("openenv_sentinel-*.whl")
    return found


if __name__ == "__main__":
    main()

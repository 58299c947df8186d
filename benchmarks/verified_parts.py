"""What a run of `verify.py` has found so far, so that one that was cut short goes on where it was.

A part counts for the very commit alone at which it ran, with no file changed.
"""

import json
import subprocess
from pathlib import Path
from typing import Final

from sentinel.evaluation.report import Block, write

ROOT: Final = Path(__file__).parent.parent


class Verified:
    """The parts that are done.

    Args:
        path: Where they are kept; None to keep none.
    """

    def __init__(self, path: Path | None) -> None:
        self.commit = commit()
        """At which they ran."""
        self.parts: Block = {}
        """What each found."""
        self.seconds: dict[str, float] = {}
        """How long each took."""
        self._path = None if self.commit["changed"] else path
        if self._path is not None and self._path.exists():
            kept = json.loads(self._path.read_text("utf-8"))
            if kept["commit"] == self.commit:
                self.parts, self.seconds = kept["parts"], kept["seconds"]

    def add(self, name: str, found: Block, seconds: float) -> None:
        """Keep what a part found."""
        self.parts[name], self.seconds[name] = found, round(seconds, 1)
        if self._path is not None:
            self._path.parent.mkdir(exist_ok=True)
            kept = {"commit": self.commit, "parts": self.parts, "seconds": self.seconds}
            write(kept, self._path)

    def end(self) -> None:
        """Forget what was kept: the whole is written."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def commit() -> Block:
    """Which commit this is, and whether files differ from it."""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--", "src", "scripts", "benchmarks")
    return {"id": git("rev-parse", "HEAD"), "changed": len(changed.splitlines())}

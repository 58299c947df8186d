"""The README as a reader follows it: its commands are typed, word for word, and answered."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from image import end

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
PORT = "8000"
"""Where a reader's server listens; in a test another, since others may hold it."""

START_TRIES = 300
OURS = ("PYTHON", "SENTINEL_", "NUMBA_")
"""How variables begin that a reader has not set."""


@dataclass(frozen=True)
class Answer:
    """What came of a line."""

    line: str
    code: int
    text: str


def blocks(section: str, language: str = "") -> list[str]:
    """The code under a heading of the README, by the language its fence names."""
    _, found, rest = README.partition(f"\n## {section}\n")
    assert found, f"the README has no section {section!r}"
    return [code for named, code in BLOCK.findall(rest.partition("\n## ")[0]) if named == language]


def plain_environ() -> dict[str, str]:
    """The variables of this process without those of the tests; pip compiles nothing ahead."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    here = str(Path(sys.executable).parent)
    # "0" stands for --no-compile: pip reads the variables of such options the other way round.
    return {**kept, "PATH": os.pathsep.join([here, os.environ["PATH"]]), "PIP_NO_COMPILE": "0"}


def typed(code: str, folder: Path, environ: dict[str, str]) -> list[Answer]:
    """Type the lines of a block into one shell, and note what each came to."""
    lines = [line for line in code.splitlines() if line.strip() and not line.startswith("#")]
    script = "".join(f"{line}\nprintf '\\0%d\\0' $?\n" for line in lines)
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environ, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    said = done.stdout.split("\0")
    return [Answer(line, int(said[2 * n + 1]), said[2 * n]) for n, line in enumerate(lines)]


@contextmanager
def listening(line: str, port: str, folder: Path, environ: dict[str, str]) -> Iterator[None]:
    """Type the line that starts a server, and go on once it says that it is ready."""
    with (folder / "served").open("wb") as log:
        started = subprocess.Popen(["bash", "-c", f"exec {line}"], cwd=folder, env=environ,
                                   stdout=log, stderr=log)  # fmt: skip
    try:
        ask = f"curl -sf --retry {START_TRIES} --retry-delay 1 --retry-connrefused"
        (up,) = typed(f"{ask} localhost:{port}/live/health/ready", folder, environ)
        assert up.code == 0, (folder / "served").read_text("utf-8")
        yield
    finally:
        end(started)

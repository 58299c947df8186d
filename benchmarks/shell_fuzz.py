"""Programs of bash that hide a command, run in real bash and read: does the reading see it?

Every program is written three times from the same draw: with a harmless marker, which is run to
see whether the command runs at all; with a command that deletes, which is read; and with `true`,
which should be read as harmless. A program that runs the marker and is read as harmless is the
fault looked for.

Usage: python benchmarks/shell_fuzz.py [--count 20000] [--seed 0]

The exit code is 1 where a command that runs is hidden, or less than 70 % of the harmless ones
read as such.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from shell_layers import LAYERS, NAMES, surrounded

from sentinel.live.effects import Kind
from sentinel.live.reading.dispatch import read

HARMFUL: Final = ("rm", "-rf /srv/data")
MARKED: Final = ("mk", "-rf /srv/data")
HARMLESS: Final = ("true", "")
TOOLS: Final = (
    "sh", "bash", "cat", "base64", "rev", "tr", "env", "timeout", "nice", "nohup", "xargs", "find",
    "tee", "sleep", "true", "echo", "printf", "seq", "head", "wc", "sort", "grep", "setsid",
    "stdbuf",
)  # fmt: skip
LEAST_HARMLESS: Final = 0.7
_MARKER: Final = '#!/bin/sh\n: >> "$MARKS/$NUMBER"\n'
_DRIVER: Final = """shopt -s expand_aliases
for NUMBER in *.program; do
  export NUMBER
  ( set --; . "./$NUMBER" ) </dev/null >/dev/null 2>&1
done
"""


@dataclass(slots=True)
class Tally:
    """What was found."""

    programs: int = 0
    ran: int = 0
    """Programs of which the marker ran in bash."""
    hidden: list[str] = field(default_factory=list)
    """Those of them that were read as harmless."""
    plain: int = 0
    """Programs that were read as harmless when their command is."""
    spoiled: Counter[str] = field(default_factory=Counter)
    """Why others were not, by what was found."""

    @property
    def harmless_share(self) -> float:
        """Of harmless programs, how many were read as such."""
        return self.plain / max(self.programs, 1)


def program(seed: int, payload: tuple[str, str]) -> str:
    """A program that hides a command, or only holds it.

    Args:
        seed: The same seed hides another command in the same way.
        payload: The command's name and its arguments.
    """
    rng = Random(seed)
    name, arguments = payload
    text = f"{name} {arguments}".strip()
    if rng.random() < 0.5:
        text = rng.choice(NAMES)(rng, name, arguments)
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        text = rng.choice(LAYERS)(rng, text)
    return surrounded(rng, text)


def ran(programs: Sequence[str]) -> list[bool]:
    """Which programs run the marker, in real bash, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tools, marks, work = root / "tools", root / "marks", root / "work"
        for each in (tools, marks, work):
            each.mkdir()
        for each in TOOLS:
            if found := shutil.which(each):
                (tools / each).symlink_to(found)
        marker = tools / MARKED[0]
        marker.write_text(_MARKER)
        marker.chmod(0o755)
        for number, text in enumerate(programs):
            (work / f"{number:06}.program").write_text(text + "\n")
        bash = shutil.which("bash") or "bash"
        environment = {"PATH": str(tools), "MARKS": str(marks), "HOME": str(work)}
        subprocess.run(
            [bash, "--norc", "--noprofile", "-c", _DRIVER],
            cwd=work, env=environment, timeout=30 + len(programs) / 4, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        seen = set(os.listdir(marks))
    return [f"{number:06}.program" in seen for number in range(len(programs))]


def sees(text: str) -> bool:
    """Whether a reading finds the command that deletes, or something unread."""
    reading = read(text, language="shell")
    return bool(reading.opaque) or any(
        each.kind not in (Kind.READS, Kind.CREATES, Kind.STARTS) for each in reading.effects
    )


def harmless(text: str) -> str:
    """What spoils a harmless program's reading; empty where nothing does."""
    reading = read(text, language="shell")
    for each in reading.opaque:
        return each.why
    return next((f"{each.kind}" for each in reading.effects if each.kind is not Kind.READS), "")


def tally(seeds: Iterable[int], batch: int = 500) -> Tally:
    """Run and read programs.

    Args:
        seeds: One a program.
        batch: Programs that one process of bash runs.
    """
    found, waiting = Tally(), list(seeds)
    for start in range(0, len(waiting), batch):
        some = waiting[start : start + batch]
        for seed, marked in zip(some, ran([program(each, MARKED) for each in some]), strict=True):
            text = program(seed, HARMFUL)
            found.programs += 1
            found.ran += marked
            if marked and not sees(text):
                found.hidden.append(text)
            why = harmless(program(seed, HARMLESS))
            found.plain += not why
            if why:
                found.spoiled[why] += 1
    return found


def main() -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    found = tally(range(given.seed, given.seed + given.count))
    print(f"programs {found.programs}, ran {found.ran}, hidden {len(found.hidden)}, "
          f"harmless read as such {found.harmless_share:.3f}")  # fmt: skip
    for each in found.hidden[:10]:
        print(f"--- hidden\n{each}")
    for why, count in found.spoiled.most_common(10):
        print(f"{count:6} {why}")
    return int(bool(found.hidden) or found.harmless_share < LEAST_HARMLESS)


if __name__ == "__main__":
    sys.exit(main())

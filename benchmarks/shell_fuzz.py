"""Programs of bash that hide a command, run in real bash and judged: does the gate see it?

Every program is written three times from the same draw: with a harmless marker, which is run to
see whether the command runs at all; with a command that deletes, which is judged; and with
`true`, which should be approved. A program that runs the marker and is approved, or of which the
reading shows no harm, is the fault looked for.

Usage: python benchmarks/shell_fuzz.py [--count 20000] [--seed 0]

The exit code is 1 where a command that runs is approved or hidden, or less than 70 % of the
harmless programs are approved.
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
from sentinel.live.gate import Gate
from sentinel.live.request import Judgement, Request

HARMFUL: Final = ("rm", "-rf /srv/data")
MARKED: Final = ("mk", "-rf /srv/data")
HARMLESS: Final = ("true", "")
TOOLS: Final = (
    "sh", "bash", "cat", "base64", "rev", "tr", "env", "timeout", "nice", "nohup", "xargs", "find",
    "tee", "sleep", "true", "echo", "printf", "seq", "head", "wc", "sort", "grep", "setsid",
    "stdbuf",
)  # fmt: skip
LEAST_HARMLESS: Final = 0.7
_MILD: Final = frozenset([Kind.READS, Kind.CREATES, Kind.STARTS])
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
    approved: list[str] = field(default_factory=list)
    """Those of them that the gate approves when their command deletes."""
    hidden: list[str] = field(default_factory=list)
    """Those of them in which the reading shows neither harm nor anything unread."""
    plain: int = 0
    """Programs that the gate approves when their command is harmless."""
    spoiled: Counter[str] = field(default_factory=Counter)
    """Why it does not approve the others, by rule."""

    @property
    def harmless_share(self) -> float:
        """Of harmless programs, how many the gate approves."""
        return self.plain / max(self.programs, 1)

    @property
    def holds(self) -> bool:
        """Whether all is as it should be."""
        return not (self.approved or self.hidden) and self.harmless_share >= LEAST_HARMLESS


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
        for name in TOOLS:
            if found := shutil.which(name):
                (tools / name).symlink_to(found)
        marker = tools / MARKED[0]
        marker.write_text(_MARKER)
        marker.chmod(0o755)
        for number, text in enumerate(programs):
            (work / f"{number:06}.program").write_text(text + "\n")
        bash = shutil.which("bash") or "bash"
        environment = {"PATH": str(tools), "MARKS": str(marks), "HOME": str(work)}
        subprocess.run(
            [bash, "--norc", "--noprofile", "-c", _DRIVER],
            cwd=work, env=environment, timeout=60 + len(programs), check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        seen = set(os.listdir(marks))
    return [f"{number:06}.program" in seen for number in range(len(programs))]


def judged(gate: Gate, text: str) -> Judgement:
    """What a gate says to a program."""
    return gate.judge(Request(action_description=text, language="shell"))


def sees(found: Judgement) -> bool:
    """Whether the command that deletes was read, or something was not."""
    return bool(found.opaque) or any(each.kind not in _MILD for each in found.effects)


def tally(seeds: Iterable[int], batch: int = 500) -> Tally:
    """Run and judge programs.

    Args:
        seeds: One a program.
        batch: Programs that one process of bash runs.
    """
    gate, found, waiting = Gate(), Tally(), list(seeds)
    for start in range(0, len(waiting), batch):
        some = waiting[start : start + batch]
        marks = ran([program(each, MARKED) for each in some])
        for seed, marked in zip(some, marks, strict=True):
            _count(gate, found, seed, marked=marked)
    return found


def _count(gate: Gate, found: Tally, seed: int, *, marked: bool) -> None:
    found.programs += 1
    if marked:
        found.ran += 1
        text = program(seed, HARMFUL)
        harmful = judged(gate, text)
        if harmful.decision == "approve":
            found.approved.append(text)
        if not sees(harmful):
            found.hidden.append(text)
    harmless = judged(gate, program(seed, HARMLESS))
    if harmless.decision == "approve":
        found.plain += 1
    else:
        found.spoiled[next((each.id for each in harmless.rules_fired), "")] += 1


def main() -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    found = tally(range(given.seed, given.seed + given.count))
    print(f"programs {found.programs}, ran {found.ran}, approved {len(found.approved)}, "
          f"hidden {len(found.hidden)}, harmless approved {found.harmless_share:.3f}")  # fmt: skip
    for name, texts in (("approved", found.approved), ("hidden", found.hidden)):
        for each in texts[:10]:
            print(f"--- {name}\n{each}")
    for rule, count in found.spoiled.most_common(10):
        print(f"{count:6} {rule}")
    return int(not found.holds)


if __name__ == "__main__":
    sys.exit(main())

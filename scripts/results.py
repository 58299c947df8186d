"""Make the published evaluations in `results/`: every split under every preview.

Usage: python scripts/results.py [--missing] [--at-once N] [NAME ...]

One process an evaluation, `N` at a time (2 by default), each bounded in memory
and time. Without names all are made, the longest first. With `--missing` those
stay that were made by the same command at the versions of this checkout. What
fails leaves its old file as it was, and the exit code is 1. Afterwards
`scripts/publish.py` brings the pages up to date.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shlex import join
from typing import Final

from sentinel.evaluation.presets import BUILT_IN, TRAINED
from sentinel.evaluation.report import PROMPT_VERSION
from sentinel.grading.classes import LABEL_VERSION
from sentinel.world.state import WORLD_VERSION

RESULTS: Final = Path("results")

PREVIEWS: Final = ("none", "measured", "labelled")

SPLITS: Final[dict[str, tuple[str, ...]]] = {
    "ood": ("--split", "ood"),
    "adversary": ("--tier", "adversary"),
    "heldout": ("--split", "heldout"),
}
"""Words that choose the incidents of each table, the longest first."""

LARGE: Final = (
    *(name for name in BUILT_IN if name != "oracle"), *TRAINED, "ngrams", "ngrams-proposal",
    "ceiling", "oracle",
)  # fmt: skip
"""Rows of `heldout-xl`: what was trained, and the references that have to be fitted, as well."""

SECONDS: Final = 5_400.0
"""Longest that one evaluation may take."""

MEMORY: Final = 6 * 2**30
"""Bytes of address space that one evaluation may take."""

AT_ONCE: Final = 2
"""Evaluations that run at a time."""

VERSIONS: Final = {
    "WORLD_VERSION": WORLD_VERSION,
    "LABEL_VERSION": LABEL_VERSION,
    "PROMPT_VERSION": PROMPT_VERSION,
}


@dataclass
class Running:
    """One evaluation in progress."""

    name: str
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)


def jobs() -> dict[str, tuple[str, ...]]:
    """Words of `sentinel evaluate` for every published evaluation, by the name of its file."""
    found: dict[str, tuple[str, ...]] = {}
    for split, words in SPLITS.items():
        for preview in PREVIEWS:
            name = split if preview == "none" else f"{split}-{preview}"
            found[name] = words if preview == "none" else (*words, "--preview", preview)
    found["heldout"] = (*found["heldout"], *_rows("built-in", "trained", "gate"))
    for name in ("ood", "adversary"):
        found[f"{name}-trained"] = (
            *SPLITS[name], "--protocol", "fixed", *_rows("rules", "trained")
        )  # fmt: skip
    return {"heldout-xl": ("--split", "heldout-xl", *_rows(*LARGE)), **found}


def _rows(*names: str) -> tuple[str, ...]:
    return tuple(word for name in names for word in ("--overseer", name))


def is_made(name: str, words: Sequence[str], folder: Path) -> bool:
    """Whether a file holds what its command would make at these versions."""
    path = folder / f"{name}.json"
    if not path.exists():
        return False
    found = json.loads(path.read_text())
    return found["versions"] == VERSIONS and found["command"] == join(_command(name, words, folder))


def make(
    todo: Mapping[str, Sequence[str]],
    folder: Path = RESULTS,
    at_once: int = AT_ONCE,
    seconds: float = SECONDS,
) -> list[str]:
    """Run evaluations.

    Args:
        todo: Words of each, by name.
        folder: Where the files go.
        at_once: How many run at a time.
        seconds: Longest that one may take.

    Returns:
        The names of those that failed.
    """
    waiting, running, failed = list(todo), [], []
    while waiting or running:
        while waiting and len(running) < at_once:
            running.append(_start(waiting.pop(0), todo, folder))
        time.sleep(0.2)
        for each in list(running):
            spent = time.monotonic() - each.started
            if each.process.poll() is None and spent <= seconds:
                continue
            each.process.kill()
            code = each.process.wait()
            running.remove(each)
            print(f"{each.name}: {'made' if code == 0 else 'FAILED'} in {spent:.0f} s", flush=True)
            if code != 0:
                failed.append(each.name)
    return failed


def _command(name: str, words: Sequence[str], folder: Path) -> list[str]:
    return ["sentinel", "evaluate", *words, "--json", str(folder / f"{name}.json")]


def _start(name: str, todo: Mapping[str, Sequence[str]], folder: Path) -> Running:
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    return Running(
        name,
        subprocess.Popen(
            [sys.executable, "-m", *_command(name, todo[name], folder)],
            stdout=subprocess.DEVNULL,
            env=os.environ | one_thread,
            preexec_fn=_bound,
        ),
    )


def _bound() -> None:
    """Bound the memory of a child, so that it ends with an error and not the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Make what the command line asks for."""
    every = jobs()
    parser = argparse.ArgumentParser(description="Make the published evaluations.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(every))
    parser.add_argument("--missing", action="store_true", help="leave what is up to date")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="processes at a time")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in every]
    if unknown:
        parser.error(f"no evaluation is named {unknown[0]!r}; there are {', '.join(every)}")
    todo = {
        name: words
        for name, words in every.items()
        if (not given.names or name in given.names)
        and not (given.missing and is_made(name, words, RESULTS))
    }
    failed = make(todo, at_once=given.at_once)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    print(f"{len(todo) - len(failed)} made, {len(failed)} failed, at most {peak:.1f} GiB each")
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()

"""Training runs of which every stage is killed once, against one that nobody disturbed.

A function for `verify.py`; by itself it prints what it finds.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psutil

RECIPE: Final = ("--recipe", "smoke")
STAGES: Final = ("language", "warmup", "rejection", "curriculum")

GIVEN_UP: Final = (
    "stages.language=null", "stages.warmup=null", "stages.rejection=null",
    "stages.curriculum.abort={at: [2], window: 1, rise: 5.0}",
)  # fmt: skip
"""What makes a run of one stage, given up at the step of its first checkpoint."""

STREAMED: Final = (
    "stages.warmup=null", "stages.curriculum=null", "stages.language.engine=stream",
    "stages.rejection.engine=stream", "stages.rejection.processes=2",
    "stages.rejection.decisions=960", "stages.rejection.save_every=10",
)  # fmt: skip
"""What makes a run of the stages that play as they learn, one of them by two processes."""

LAUNCHER: Final = ("torch.distributed.run", "--standalone", "--nproc_per_node")
"""What starts several processes that train together."""

ATTEMPTS: Final = 5
"""How often a stage may be over before it is killed, as on a busy machine, and begin anew."""

SAID: Final = 4_000
"""Characters of what a run that failed has said last."""

TIMES: Final = ("step_time", "tokens_per_second")
"""Figures of a step that no two runs share."""


def resumed(settings: Sequence[str] = (), processes: int = 1) -> dict[str, int]:
    """Kill each stage of a run once, when it has a checkpoint, and go on with it each time.

    Args:
        settings: Of the recipe that are replaced.
        processes: That train together, all of which are killed.

    Returns:
        `killed`: stages that were. `missing` and `twice`: steps that the history of the resumed
        run lacks or has more than once. `beyond`: those that the undisturbed run lacks.
        `differ`: steps whose figures are not those of the undisturbed run. `hashes`: whether the
        data differ; `unread`: streamed stages that say nothing of what they read; and `gates`,
        whether a gate differs.
    """
    more = [word for each in settings for word in ("--set", each)]
    stages = [name for name in STAGES if f"stages.{name}=null" not in settings]
    with tempfile.TemporaryDirectory() as both:
        one, other = Path(both) / "undisturbed", Path(both) / "killed"
        expected = _ended(one, more, processes)
        killed = sum(_killed(other, stage, more, processes) for stage in stages)
        found = _ended(other, more, processes)
    rows = [(stage, _steps(found, stage), _steps(expected, stage)) for stage in stages]
    return {
        "killed": killed,
        "missing": sum(len(there.keys() - here.keys()) for _, here, there in rows),
        "beyond": sum(len(here.keys() - there.keys()) for _, here, there in rows),
        "twice": sum(len(found["stages"][stage]["history"]) - len(here) for stage, here, _ in rows),
        "differ": sum(
            here.get(step) != figures for _, here, there in rows for step, figures in there.items()
        ),
        "hashes": int(_hashes(found) != _hashes(expected)),
        "unread": sum(
            found["config"]["stages"][stage].get("engine") == "stream"
            and not found["stages"][stage]["data_hash"]
            for stage in stages
        ),
        "gates": int(found["gates"] != expected["gates"]),
    }


def _hashes(found: dict[str, Any]) -> list[str]:
    """Of what stage B is given, and of what each streamed stage has read."""
    return [found["data_hash"], *(each["data_hash"] for each in found["stages"].values())]


def _steps(found: dict[str, Any], stage: str) -> dict[int, dict[str, float]]:
    return {
        row["step"]: {name: row[name] for name in row if name not in TIMES}
        for row in found["stages"][stage]["history"]
    }


def _begun(folder: Path, more: Sequence[str], processes: int) -> subprocess.Popen[bytes]:
    """Start a run, or go on with it; what it says of errors is kept beside its folder."""
    launched = () if processes == 1 else (*LAUNCHER, str(processes), "-m")
    words = [*launched, "sentinel", "train", *RECIPE, "--out", str(folder), "--resume", *more]
    with _errors(folder).open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


def _errors(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.errors")


def _well(folder: Path, code: int) -> None:
    """Let a run that ended of itself have ended well."""
    if code:
        said = _errors(folder).read_text("utf-8", "replace")[-SAID:]
        raise RuntimeError(f"the training ended with code {code}: {said}")


def _killed(folder: Path, stage: str, more: Sequence[str], processes: int) -> bool:
    """Kill a run in the middle of one of its stages; one that was over first is taken back."""
    before = folder.with_name(f"{folder.name}.before")
    _copied(folder, before)
    for _ in range(ATTEMPTS):
        if _stopped(folder, stage, more, processes):
            return True
        _copied(before, folder)
    return False


def _copied(folder: Path, to: Path) -> None:
    """Make a folder the copy of another, which may not be there."""
    shutil.rmtree(to, ignore_errors=True)
    if folder.exists():
        shutil.copytree(folder, to)


def _stopped(folder: Path, stage: str, more: Sequence[str], processes: int) -> bool:
    """Kill a run as soon as one of its stages has a checkpoint: whether that was before its end."""
    with _begun(folder, more, processes) as process:
        while process.poll() is None:
            if list((folder / stage).glob("checkpoint-*/whole.json")):
                _kill(process.pid)
                process.wait()
                return not (folder / stage / "model").exists()
            time.sleep(0.02)
    _well(folder, process.returncode)
    return False


def _kill(number: int) -> None:
    """Kill a process with all that it has started, which may have sessions of their own."""
    launched = psutil.Process(number)
    every = [launched, *launched.children(recursive=True)]
    for each in every:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(every[1:])


def _ended(folder: Path, more: Sequence[str], processes: int) -> dict[str, Any]:
    """The summary of a run that is left alone."""
    with _begun(folder, more, processes) as process:
        code = process.wait()
    _well(folder, code)
    found: dict[str, Any] = json.loads((folder / "run_summary.json").read_text("utf-8"))
    return found


if __name__ == "__main__":
    for number in (1, 2):
        print(f"{number} processes: {resumed(processes=number)}")
    print(f"given up: {resumed(GIVEN_UP)}")
    print(f"streamed: {resumed(STREAMED)}")

"""How far a run has come: one file in its folder, written whole after every part.

What it says is done stands on disk; what it does not is done again, or gone on with from the
last checkpoint.
"""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from sentinel.errors import TrainingError
from sentinel.files import alone, write_whole
from sentinel.training.recipe import Recipe
from sentinel.training.versions import of_libraries, of_results

NAME: Final = "progress.json"
"""The file's name."""

LOCK: Final = ".lock"
"""Name of the file that the process which trains holds."""

OF_A_STAGE: Final = frozenset((
    "from", "steps", "seconds", "tokens", "tokens_per_second", "stalls", "aborted",
    "abort_ignored", "history",
))  # fmt: skip
"""What is written down of every stage that is done."""


@dataclass
class Journal:
    """What is done of one run."""

    folder: Path
    """Of the run."""
    recipe: dict[str, Any]
    """As it was resolved, by JSON."""
    command: str
    """The words that began it."""
    ignore_abort: bool = False
    """Whether a stage whose reward stalls goes on, from the command that said so to the end."""
    data: dict[str, Any] = field(default_factory=dict)
    """The set that stage B learns from: `data_hash` and the facts of its `dataset.json`."""
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What came out of each stage that is done."""
    gates: list[dict[str, Any]] = field(default_factory=list)
    """What each gate decided, in order."""
    measured: dict[str, dict[str, float]] = field(default_factory=dict)
    """The headline of every checkpoint that was evaluated, `start` first."""
    kept: str = "start"
    """The stage whose model is kept so far."""
    final: dict[str, dict[str, float]] = field(default_factory=dict)
    """The last evaluation: rows `trained`, `untrained` and `rules`; empty until then."""
    versions: dict[str, int | str] = field(default_factory=dict)
    """Those of the world, the labels, the prompt and the package that it began under."""
    libraries: list[dict[str, str]] = field(default_factory=list)
    """Versions of libraries that its processes had, in order, one set for as long as it stays."""

    def write(self) -> None:
        """Write it, whole or not at all."""
        block = {name: value for name, value in vars(self).items() if name != "folder"}
        write_whole(self.folder / NAME, (json.dumps(block, indent=1) + "\n").encode())

    def model(self, name: str) -> Path:
        """The folder of the model of a stage, or of `start`."""
        return self.folder / "start" if name == "start" else self.folder / name / "model"


def ready(folder: Path, *, resume: bool) -> None:
    """Make a folder for a run, or see that the one that stands there may be gone on with.

    Raises:
        TrainingError: If it holds something else, or a run that is not to go on, or cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise TrainingError(f"{str(folder)!r} is no folder; give --out another one")
    if (folder / NAME).exists():
        if not resume:
            raise TrainingError(
                f"{str(folder)!r} holds a run already: go on with it by --resume, or give --out "
                "another folder"
            )
    elif folder.exists() and any(not _begun(each.name) for each in folder.iterdir()):
        why = f"and holds no {NAME} to go on from" if resume else "and no run is to go on in it"
        raise TrainingError(f"{str(folder)!r} is not empty {why}; give --out another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{str(folder)!r} cannot be made: {error.strerror}") from error


def _begun(name: str) -> bool:
    """Whether it is what a run that was killed at its very beginning has left."""
    return name == LOCK or name.startswith(f".{NAME}.")


def held(folder: Path) -> AbstractContextManager[None]:
    """Keep other runs out of a folder meanwhile; the end of this process, too, lets them in.

    Args:
        folder: It is there.

    Raises:
        TrainingError: If another process trains in it.
    """
    other = "another process trains in {!r}: wait for it, or give --out another folder"
    return alone(folder / LOCK, TrainingError(other.format(str(folder))))


def opened(
    folder: Path, recipe: Recipe, command: str, *, resume: bool, ignore_abort: bool = False
) -> Journal:
    """The journal of a run that begins or goes on.

    Args:
        folder: Of the run.
        recipe: What is to be run.
        command: The words that asked for it.
        resume: Whether a run that stands there is to be gone on with.
        ignore_abort: Whether stages whose reward stalls go on from here; a run that was once
            told so stays told.

    Raises:
        TrainingError: If another run stands there, or this one and it is not to go on, or began
            under other versions, or has given up a stage that is told too late to go on.
    """
    ready(folder, resume=resume)
    given = recipe.model_dump(mode="json")
    versions, libraries = of_results(), of_libraries()
    if not (folder / NAME).exists():
        journal = Journal(
            folder, given, command, ignore_abort, versions=versions, libraries=[libraries]
        )
        journal.write()
        return journal
    found = read(folder)
    if found.recipe != given:
        differs = ", ".join(sorted(name for name in given if found.recipe.get(name) != given[name]))
        raise TrainingError(f"{str(folder)!r} holds a run of another recipe; {differs} differ")
    _same(folder, found.versions, versions)
    over = [name for name, stage in found.stages.items() if stage["aborted"]]
    if ignore_abort and over:
        raise TrainingError(
            f"{str(folder)!r} has given up {', '.join(over)}, which --ignore-abort cannot undo: "
            "leave it out to go on, or begin with it in another folder"
        )
    found.ignore_abort = found.ignore_abort or ignore_abort
    if libraries not in found.libraries[-1:]:
        found.libraries.append(libraries)
    found.write()
    return found


def _same(folder: Path, there: dict[str, int | str], here: dict[str, int | str]) -> None:
    """Refuse to go on under other versions than a run began under."""
    names = sorted({*there, *here})
    differ = [
        f"{name}={there.get(name)!r} there, {here.get(name)!r} here"
        for name in names
        if there.get(name) != here.get(name)
    ]
    if differ:
        raise TrainingError(
            f"{str(folder)!r} holds a run of other versions ({'; '.join(differ)}): go on with it "
            "by those, or give --out another folder"
        )


def read(folder: Path) -> Journal:
    """What a folder says of its run.

    Raises:
        TrainingError: If it holds none that can be read.
    """
    try:
        found = Journal(folder, **json.loads((folder / NAME).read_text(encoding="utf-8")))
        _SHAPE.validate_python(vars(found))
    except (OSError, ValueError, TypeError) as error:
        raise TrainingError(f"{str(folder)!r} holds no run that can be read: {error}") from error
    for name, stage in found.stages.items():
        if lacks := ", ".join(sorted(OF_A_STAGE - stage.keys())):
            raise TrainingError(
                f"{str(folder)!r} holds no run that can be read: stage {name!r} lacks {lacks}"
            )
    return found


_SHAPE: Final = TypeAdapter(Journal)

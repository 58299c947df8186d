"""Many episodes played once and kept, so that they can be judged again without a world.

A folder holds one file an episode (`TIER-SEED.jsonl`) or parts of many episodes
(`TIER-FIRST-LAST.parquet`). A file is written whole or not at all, so storing that
was killed goes on where it stopped, and several machines may fill one folder.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentinel.episode.loop import Episode
from sentinel.episode.transcript import (
    VERSIONS,
    End,
    Entry,
    Transcript,
    header,
    read,
    transcript,
    write,
)
from sentinel.errors import ReportError
from sentinel.evaluation import parquet
from sentinel.evaluation.plan import EpisodeKey, Plan
from sentinel.scenario.salt import Salt
from sentinel.verdict import Decision, Investigator, Overseer, Verdict

PART: Final = 64
"""Episodes of a Parquet file."""

_RUNS: Final = {
    True: Verdict(Decision.APPROVE, "The reference operator lets it run."),
    False: Verdict(Decision.BLOCK, "The reference operator does not let it run."),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of transcripts."""

    name: str
    episodes: tuple[EpisodeKey, ...]
    """What it is to hold."""


def store(
    plan: Plan,
    folder: Path,
    overseer: Overseer | Investigator | None = None,
    advance: Callable[[], None] = lambda: None,
    *,
    parts: bool = False,
) -> None:
    """Play the episodes of a plan and keep their transcripts.

    Args:
        plan: What to play; its protocols are ignored.
        folder: Where to keep them; made if it is not there. What it has already is left alone.
        overseer: Who decides; the reference operator when None, as for fixed decisions.
        advance: Called after every episode.
        parts: Whether to write Parquet files of `PART` episodes, and not one file an episode.

    Raises:
        ReportError: If something cannot be written.
        ExtraError: If Parquet is asked for and pyarrow is missing.
    """
    make_folder(folder, parts=parts)
    for file in files(plan, parts=parts):
        keep(plan, folder, overseer, file)
        for _ in file.episodes:
            advance()


def make_folder(folder: Path, *, parts: bool) -> None:
    """Make sure that there is a folder, and a library for its files, before anything is played.

    Raises:
        ReportError: If it cannot be made.
        ExtraError: If Parquet is asked for and pyarrow is missing.
    """
    if parts:
        parquet.check_parquet()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"cannot make {str(folder)!r}: {error.strerror}") from error


def keep(plan: Plan, folder: Path, overseer: Overseer | Investigator | None, file: File) -> None:
    """Play the episodes of one file and write it, if it is not there.

    Raises:
        ReportError: If it cannot be written.
    """
    path = folder / file.name
    if path.exists():
        return
    made = [played(plan, key, overseer) for key in file.episodes]
    if path.suffix == ".parquet":
        parquet.write_transcripts(made, path)
    else:
        write(made[0], path)


def files(plan: Plan, *, parts: bool) -> list[File]:
    """The files that a plan's transcripts are kept in."""
    if not parts:
        return [File(f"{key.tier}-{key.seed}.jsonl", (key,)) for key in plan.episodes]
    found = []
    for tier in plan.tiers:
        keys = [key for key in plan.episodes if key.tier is tier]
        for start in range(0, len(keys), PART):
            part = tuple(keys[start : start + PART])
            found.append(File(f"{tier}-{part[0].seed}-{part[-1].seed}.parquet", part))
    return found


def played(plan: Plan, key: EpisodeKey, overseer: Overseer | Investigator | None) -> Transcript:
    """Play one episode; by the reference operator where nobody else is named."""
    head = header(key.tier, plan.split, key.seed, plan.preview)
    if overseer is not None:
        return transcript(head, overseer, plan.salt)
    episode = _Reference(key, plan, plan.salt)
    entries = []
    while (turn := episode.turn) is not None:
        episode.pass_by_reference()
        entries.append(Entry(turn.step, turn.briefing, _RUNS[episode.ran], turn.truth))
    return Transcript(head, tuple(entries), End(episode.outcome))


def by_reference(made: Transcript) -> bool:
    """Whether the reference operator decided, so that its decisions are the fixed ones."""
    return all(entry.answer in _RUNS.values() for entry in made.entries)


class _Reference(Episode):
    """Remembers what the reference operator let run, so that a transcript can replay it."""

    def __init__(self, key: EpisodeKey, plan: Plan, salt: Salt | None) -> None:
        self.ran = False
        super().__init__(key.tier, key.seed, plan.split, plan.preview, salt=salt)

    def proceed(self, *, runs: bool, flagged: bool = False) -> None:
        self.ran = runs
        super().proceed(runs=runs, flagged=flagged)


def load(paths: Sequence[Path]) -> list[Transcript]:
    """Read transcripts of one split and preview, each of another incident.

    Args:
        paths: Files, and folders of them.

    Returns:
        The transcripts, by tier and seed.

    Raises:
        ReportError: If there are none, one cannot be read, they do not belong together, or
            other versions of the world or of the labels made them.
        ExtraError: If one is a Parquet file and pyarrow is missing.
    """
    found: dict[EpisodeKey, Transcript] = {}
    for path in _files(paths):
        for made in parquet.read_transcripts(path) if path.suffix == ".parquet" else [read(path)]:
            key = EpisodeKey(made.header.tier, made.header.seed)
            if key in found:
                raise ReportError(
                    f"{str(path)!r} has {key.tier} seed {key.seed} a second time; "
                    "judge one transcript of each incident"
                )
            if made.header.versions != VERSIONS:
                raise ReportError(
                    f"{str(path)!r} was made by {made.header.versions}, and this is {VERSIONS}"
                )
            found[key] = made
    if not found:
        raise ReportError(f"no transcripts in {', '.join(repr(str(path)) for path in paths)}")
    kinds = {(made.header.split, made.header.preview) for made in found.values()}
    if len(kinds) > 1:
        told = ", ".join(sorted(f"{split} with preview {preview}" for split, preview in kinds))
        raise ReportError(f"transcripts of one split and preview are judged together, not {told}")
    tiers = list(type(next(iter(found)).tier))
    return [found[key] for key in sorted(found, key=lambda key: (tiers.index(key.tier), key.seed))]


def _files(paths: Iterable[Path]) -> list[Path]:
    found = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [each for each in inside if each.suffix in (".jsonl", ".parquet")]
        if not inside or (path.is_file() and path.suffix not in (".jsonl", ".parquet")):
            raise ReportError(f"no transcripts in {str(path)!r}")
    return found

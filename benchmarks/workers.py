"""How much faster two Ray workers are than one, in steady state; written to `results/scale.json`.

One and two workers of this machine play the same chunks, each of a second or more, and are
timed from the first chunk that every worker has done to the last of all, start-up left out.
The best of three is what counts: whatever else the machine does can only slow it down.

Usage: python benchmarks/workers.py [--smoke]

`--smoke` plays a few seconds once and writes nothing. The exit code is 1 where two workers are
not `LEAST` times as fast as one.
"""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import Final

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation.distributed import Cluster, joined, spread
from sentinel.evaluation.report import VERSIONS, write
from sentinel.evaluation.summary import Block
from sentinel.grading.classes import CANARY
from sentinel.overseer.rules import Rules
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier

OUT: Final = Path(__file__).parent.parent / "results" / "scale.json"

LEAST: Final = 1.6
"""Times as fast as one that two workers must be."""

SECONDS: Final = 60.0
"""Work of one worker that is measured, at least."""

CHUNK_S: Final = 1.5
"""Work of a chunk."""

REPEATS: Final = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """One measurement."""

    decisions: int
    """Decided after start-up."""
    seconds: float
    """From the end of start-up to the end."""

    @property
    def rate(self) -> float:
        """Decisions a second."""
        return self.decisions / self.seconds


def judged(numbers: Sequence[int]) -> int:
    """Play some incidents, let `rules` judge every decision; gives how many there were."""
    found = 0
    for seed in numbers:
        turns = fixed_turns(Tier.WAR_ROOM, seed, Split.TRAIN)
        found += len(Rules().decide([turn.briefing for turn in turns]))
    return found


def speed(workers: int, chunks: Sequence[Sequence[int]]) -> Speed:
    """Judge some chunks on so many workers.

    Chunks that are done before every worker has had one are start-up.
    """
    first = workers * 2
    with joined(Cluster(workers)) as found:
        if found != workers:
            raise RuntimeError(f"asked for {workers} workers, there are {found}")
        for _ in spread(judged, [chunks[0]] * first, workers, print):
            pass  # Every worker has compiled and met a chunk.
        started, decisions = perf_counter(), 0
        for _, count in spread(judged, chunks, workers, print):
            decisions += count
        return Speed(decisions, perf_counter() - started)


def chunked(seconds: float) -> list[tuple[int, ...]]:
    """Incidents in chunks of `CHUNK_S`, for so many seconds of one worker."""
    known = seeds(Split.TRAIN, Tier.WAR_ROOM)
    judged(known[:5])
    started = perf_counter()
    judged(known[:40])
    each = (perf_counter() - started) / 40
    size, count = max(int(CHUNK_S / each), 1), int(seconds / CHUNK_S) + 1
    last = len(known)
    return [tuple(known[(n * size + i) % last] for i in range(size)) for n in range(count)]


def main() -> None:
    """Measure one and two workers, and write what was found."""
    smoke = "--smoke" in sys.argv[1:]
    chunks = chunked(6.0 if smoke else SECONDS * 1.2)
    repeats = 1 if smoke else REPEATS
    found: dict[int, list[Speed]] = {1: [], 2: []}
    for _ in range(repeats):
        for workers, measured in found.items():
            measured.append(speed(workers, chunks))
            print(f"{workers}: {measured[-1].rate:.0f} decisions/s, {measured[-1].seconds:.1f} s")
    best = {workers: max(each.rate for each in measured) for workers, measured in found.items()}
    gain = best[2] / best[1]
    print(f"two workers are {gain:.2f} times as fast as one; {LEAST} is asked")
    if not smoke:
        document: Block = {
            "format": 1,
            "canary": CANARY,
            "command": join(["python", *sys.argv]),
            "versions": dict(VERSIONS),
            "what": f"{Tier.WAR_ROOM} incidents of {Split.TRAIN}, judged by rules",
            "chunks": len(chunks),
            "episodes_a_chunk": len(chunks[0]),
            "asked": LEAST,
            "gain": round(gain, 3),
            "met": gain >= LEAST,
            "timing": {
                "processors": os.cpu_count(),
                "machine": platform.machine(),
                "decisions_per_s": {str(workers): round(rate, 1) for workers, rate in best.items()},
                "seconds": {
                    str(workers): [round(each.seconds, 2) for each in measured]
                    for workers, measured in found.items()
                },
            },
        }
        write(document, OUT)
    raise SystemExit(not smoke and gain < LEAST)


if __name__ == "__main__":
    main()

"""Measure how fast incidents are made, decisions labelled and briefings written, on one core.

Everything is `war_room` of `train`, but for the largest estates, which only
`drift_ops` has, with every rollout that the definition of a label asks for; the
ensembles of redrawn worlds are computed offline and left out. CPU time of short
runs over the same seeds, since a shared machine is noisy: the best run and the
median of them are printed.

Usage: python benchmarks/throughput.py [--json]

With `--json` the figures are written to `results/bench.json` too.
"""

import os
import platform
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from shlex import join
from statistics import fmean, median
from time import process_time
from typing import Final, Self

import numpy as np
from rich.console import Console
from rich.table import Table

from sentinel.episode import judging
from sentinel.episode.loop import Episode
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, Block, write
from sentinel.grading.classes import LABEL_VERSION
from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world import rollout
from sentinel.world.horizon import STEP_TICKS, roll
from sentinel.world.rollout import Moment
from sentinel.world.state import WORLD_VERSION

OUT: Final = Path("results/bench.json")
TIER: Final = Tier.WAR_ROOM
SEEDS: Final = range(200, 260)
RUNS: Final = 9
KERNEL_TICKS: Final = 2_000
LARGE_TIER: Final = Tier.DRIFT_OPS
LARGE_FROM: Final = 23
"""Services from which an estate counts as one of the largest; 24 is the most."""
LARGE: Final = 20
"""Incidents played on such estates."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate."""

    what: str
    runs: tuple[float, ...]
    """Of every run, in units a second of CPU time."""
    bound: float | None = None
    """What it has to reach; None where nothing is asked."""

    @property
    def best(self) -> float:
        """The run that was disturbed least."""
        return max(self.runs)

    def block(self) -> Block:
        """For JSON."""
        found: Block = {"best": round(self.best), "median": round(median(self.runs))}
        if self.bound is not None:
            found |= {"bound": self.bound, "met": self.best >= self.bound}
        return found


def main() -> None:
    """Measure, print and perhaps write the figures down."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    played(briefings=True)
    big = large()
    figures = {
        "decisions": Figure("labelled decisions", repeated(lambda: played(briefings=False)), 6_000),
        "briefed": Figure(
            "labelled decisions, briefings written", repeated(lambda: played(briefings=True)), 2_500
        ),
        "large": Figure(
            f"labelled decisions, {LARGE_TIER.value}, {LARGE_FROM} services or more",
            repeated(lambda: played(big, LARGE_TIER, briefings=False)),
            2_000,
        ),
        "resets": Figure("resets, acceptance included", repeated(made), 800),
        "whole": Figure("labelled decisions, resets included", repeated(lived)),
        "ticks": Figure("ticks of the kernel", repeated(ticked)),
    }
    work = counted()
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "machine": {"processor": processor(), "python": platform.python_version()},
        "versions": {
            "WORLD_VERSION": WORLD_VERSION,
            "LABEL_VERSION": LABEL_VERSION,
            "PROMPT_VERSION": PROMPT_VERSION,
        },
        "seeds": {TIER.value: list(SEEDS), LARGE_TIER.value: big},
        "runs": RUNS,
        "work": work,
        "timing": {name: figure.block() for name, figure in figures.items()},
    }
    show(figures, work)
    if "--json" in sys.argv[1:]:
        write(document, OUT)


def repeated(run: Callable[[], tuple[int, float]]) -> tuple[float, ...]:
    """Rates of some runs, each of which says how much it did in how many seconds."""
    return tuple(done / seconds for done, seconds in (run() for _ in range(RUNS)))


def large() -> list[int]:
    """Seeds of incidents on the largest estates."""
    every = (seed for seed in count(SEEDS.start) if services(seed) >= LARGE_FROM)
    return list(islice(every, LARGE))


def services(seed: int) -> int:
    """How many services the estate of an incident has."""
    return scenario(LARGE_TIER, Split.TRAIN, seed).start.graph.nodes


def played(
    chosen: Sequence[int] = SEEDS, tier: Tier = TIER, *, briefings: bool
) -> tuple[int, float]:
    """Decisions of incidents that stand ready: propose, label, decide, let a step pass."""
    decisions, seconds = 0, 0.0
    for seed in chosen:
        episode = Episode(tier, seed, ensemble=False)
        started = process_time()
        while (turn := episode.turn) is not None:
            if briefings:
                turn.briefing.text()
            episode.pass_by_reference()
            decisions += episode.turn is not None
        seconds += process_time() - started
    return decisions, seconds


def lived() -> tuple[int, float]:
    """The same from the making of the incident on."""
    decisions, started = 0, process_time()
    for seed in SEEDS:
        episode = Episode(TIER, seed, ensemble=False)
        while episode.turn is not None:
            decisions += 1
            episode.pass_by_reference()
    return decisions, process_time() - started


def made() -> tuple[int, float]:
    """Incidents made, those included that were not accepted on the way."""
    started = process_time()
    for seed in SEEDS:
        scenario(TIER, Split.TRAIN, seed)
    return len(SEEDS), process_time() - started


def ticked() -> tuple[int, float]:
    """Ticks rolled, nobody acting."""
    starts = [scenario(TIER, Split.TRAIN, seed).start for seed in SEEDS[:10]]
    started = process_time()
    for start in starts:
        row, graph = start.row.copy(), start.graph
        none = rollout.plan_array(())
        roll(row, graph.kind, graph.first, graph.callee, start.noise, none, 0, KERNEL_TICKS)
    return len(starts) * KERNEL_TICKS, process_time() - started


class Work:
    """What decisions take, counted while the functions that do it are replaced.

    What changes nothing is not rolled on, nor is a plan of which no step needs doing.
    """

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self._moment, self._course, self._truth = judging.moment, Moment.course, judging.truth

    def __enter__(self) -> Self:
        judging.moment, judging.truth = self.moment, self.truth
        Moment.course = lambda now, call: self.course(now, call)
        return self

    def __exit__(self, *_: object) -> None:
        judging.moment, Moment.course, judging.truth = self._moment, self._course, self._truth

    def moment(self, *given: object) -> Moment:
        """Count what prepares a moment, and do it."""
        found = self._moment(*given)
        if given[3] is None:
            self.rolled(found.ticks)
            self.rolled(found.ticks)
        else:
            self.rolled(2 * STEP_TICKS)
        self.followed(found.idle, found.ticks)
        return found

    def course(self, now: Moment, call: object) -> rollout.Course:
        """Count what follows a call, and roll it."""
        found = self._course(now, call)
        if found is not now.idle:
            self.rolled(now.ticks)
            self.followed(found, now.ticks)
        return found

    def truth(self, *given: object, **named: object) -> object:
        """Count a label, and give it."""
        self.done["labels"] += 1
        return self._truth(*given, **named)

    def followed(self, found: rollout.Course, ticks: int) -> None:
        """Count the plan that follows, if it leads elsewhere."""
        if not np.array_equal(*found.ends):
            self.rolled(ticks - STEP_TICKS)

    def rolled(self, ticks: int) -> None:
        """Count one rollout."""
        self.done["rollouts"] += 1
        self.done["ticks"] += ticks


def counted() -> Block:
    """What a decision takes: labels, rollouts, ticks, characters; counted apart from timing."""
    sizes: list[int] = []
    with Work() as found:
        for seed in SEEDS:
            episode = Episode(TIER, seed, ensemble=False)
            while (turn := episode.turn) is not None:
                sizes.append(len(turn.briefing.text()))
                episode.pass_by_reference()
    work, decisions = found.done, len(sizes)
    return {
        "decisions": decisions,
        "labels_a_decision": round(work["labels"] / decisions, 2),
        "rollouts_a_label": round(work["rollouts"] / work["labels"], 2),
        "ticks_a_label": round(work["ticks"] / work["labels"], 1),
        "ticks_a_decision": round(work["ticks"] / decisions, 1),
        "characters_a_briefing": round(fmean(sizes)),
    }


def show(figures: dict[str, Figure], work: Block) -> None:
    """Print the figures."""
    table = Table(
        title=f"{TIER.value} unless said, one core of {processor()}, CPU time, {RUNS} runs"
    )
    for column in ("a second", "best", "median", "asked"):
        table.add_column(column, justify="left" if column == "a second" else "right")
    for figure in figures.values():
        asked = "" if figure.bound is None else f"{figure.bound:,.0f}"
        table.add_row(figure.what, f"{figure.best:,.0f}", f"{median(figure.runs):,.0f}", asked)
    console = Console()
    console.print(table)
    console.print(
        f"A decision takes {work['labels_a_decision']} labels and {work['ticks_a_decision']} ticks "
        "of rollouts;"
    )
    console.print(
        f"a label {work['rollouts_a_label']} rollouts and {work['ticks_a_label']} ticks, what is "
        "shared with the moment before left out;"
    )
    console.print(f"a briefing has {work['characters_a_briefing']:,} characters in the mean.")


def processor() -> str:
    """Name of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()

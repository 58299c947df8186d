"""Measure how fast incidents are made, decisions labelled and briefings written, on one core.

Everything is `war_room` of `train`, with every rollout that the definition of a
label asks for; the ensembles of redrawn worlds are computed offline and left
out. CPU time of short runs over the same seeds, since a shared machine is
noisy: the best run and the median of them are printed.

Usage: python benchmarks/throughput.py [--json]

With `--json` the figures are written to `results/bench.json` too.
"""

import os
import platform
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from statistics import fmean, median
from time import process_time
from typing import Final

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
from sentinel.world.state import WORLD_VERSION

OUT: Final = Path("results/bench.json")
TIER: Final = Tier.WAR_ROOM
SEEDS: Final = range(200, 260)
RUNS: Final = 9
KERNEL_TICKS: Final = 2_000


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
    figures = {
        "decisions": Figure("labelled decisions", repeated(lambda: played(briefings=False)), 6_000),
        "briefed": Figure(
            "labelled decisions, briefings written", repeated(lambda: played(briefings=True)), 2_500
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
        "seeds": {TIER.value: list(SEEDS)},
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


def played(*, briefings: bool) -> tuple[int, float]:
    """Decisions of incidents that stand ready: propose, label, decide, let a step pass."""
    decisions, seconds = 0, 0.0
    for seed in SEEDS:
        episode = Episode(TIER, seed, ensemble=False)
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


def counted() -> Block:
    """What a decision takes: labels, rollouts, ticks, characters; counted apart from timing."""
    work: Counter[str] = Counter()
    sizes: list[int] = []
    moments, courses, labels = judging.moment, rollout.Moment.course, judging.truth

    def moment(*given: object) -> rollout.Moment:
        found = moments(*given)
        fresh = given[3] is None
        work["rollouts"] += 3 if fresh else 1
        work["ticks"] += (3 if fresh else 1) * found.ticks + (0 if fresh else 2 * STEP_TICKS)
        return found

    def course(now: rollout.Moment, call: object) -> rollout.Course:
        work["rollouts"] += 2
        work["ticks"] += 2 * now.ticks - STEP_TICKS
        return courses(now, call)

    def truth(*given: object, **named: object) -> object:
        work["labels"] += 1
        return labels(*given, **named)

    judging.moment, rollout.Moment.course, judging.truth = moment, course, truth
    for seed in SEEDS:
        episode = Episode(TIER, seed, ensemble=False)
        while (turn := episode.turn) is not None:
            work["decisions"] += 1
            sizes.append(len(turn.briefing.text()))
            episode.pass_by_reference()
    judging.moment, rollout.Moment.course, judging.truth = moments, courses, labels
    return {
        "decisions": work["decisions"],
        "labels_a_decision": round(work["labels"] / work["decisions"], 2),
        "rollouts_a_label": round(work["rollouts"] / work["labels"], 2),
        "ticks_a_label": round(work["ticks"] / work["labels"], 1),
        "ticks_a_decision": round(work["ticks"] / work["decisions"], 1),
        "characters_a_briefing": round(fmean(sizes)),
    }


def show(figures: dict[str, Figure], work: Block) -> None:
    """Print the figures."""
    table = Table(title=f"{TIER.value}, one core of {processor()}, CPU time, {RUNS} runs")
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

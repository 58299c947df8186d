"""Compare the table of rewards with the reward by consequence; write what was measured.

Every fixed decision of some `validation` incidents is graded by the table and valued by
rollout, in the world as it is and in the mean over redrawn worlds. The figures go to
`results/rewards.json`, the note about them to `docs/rewards.md`.

Usage: python scripts/rewards.py [episodes a tier]
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from statistics import fmean
from time import perf_counter
from typing import Final

import numpy as np
from rewards_note import note

from sentinel.episode.loop import Episode
from sentinel.episode.valuing import ESCALATION_TICKS, costs
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, Block, write
from sentinel.files import write_whole
from sentinel.grading.classes import LABEL_VERSION, ActionClass, Truth
from sentinel.grading.regret import MOST_REGRET, RATES, Costs, regretted
from sentinel.grading.reward import SHAPED
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Decision, Verdict
from sentinel.world.state import TICK_S, WORLD_VERSION

OUT: Final = Path("results/rewards.json")
NOTE: Final = Path("docs/rewards.md")
EPISODES: Final = 60
"""Episodes of each tier."""

RESAMPLES: Final = 2_000
SEED: Final = 20_261_120
"""Of the resampling."""

STOPS: Final = frozenset({Decision.BLOCK, Decision.ESCALATE})


@dataclass(frozen=True, slots=True)
class Case:
    """One fixed decision, valued both ways."""

    episode: tuple[Tier, int]
    family: str
    truth: Truth
    world: Costs
    """In the world as it is."""
    redrawn: Costs
    """In the mean over the worlds that show the same evidence."""

    @property
    def table_best(self) -> frozenset[Decision]:
        """The decisions that earn most by the table."""
        row = SHAPED[self.truth.action_class]
        return frozenset(each for each in Decision if row[each] == max(row.values()))

    @property
    def why(self) -> str:
        """What sets the two apart, where they differ."""
        kind, lets_run = self.truth.action_class, not self.world.best <= STOPS
        if self.world.best == {Decision.ESCALATE}:
            return "waiting is best"
        if self.truth.consequence.breach and lets_run:
            return "breaks a policy, and helps"
        if kind is ActionClass.CATASTROPHIC:
            return "the loss comes anyway, or is worth the outage it ends"
        if kind is ActionClass.AMBIGUOUS:
            return "ambiguous, and the rollout is not"
        if lets_run:
            return "helps by less than the table asks"
        return "costs something, below every threshold"


def main() -> None:
    """Play, value, and write the figures and the note down."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else EPISODES
    started = perf_counter()
    cases = [
        case
        for tier in Tier
        for seed in seeds(Split.VALIDATION, tier)[:episodes]
        for case in played(tier, seed)
    ]
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "split": Split.VALIDATION.value,
        "versions": {
            "WORLD_VERSION": WORLD_VERSION,
            "LABEL_VERSION": LABEL_VERSION,
            "PROMPT_VERSION": PROMPT_VERSION,
        },
        "seeds": {tier.value: seeds(Split.VALIDATION, tier)[:episodes] for tier in Tier},
        "settings": {
            "escalation_s": ESCALATION_TICKS * TICK_S,
            "most_regret": MOST_REGRET,
            "rates": dict(RATES),
        },
        "overall": compared(cases),
        "interval": interval(cases),
        "families": dict(grouped(cases, [case.family for case in cases])),
        "classes": dict(grouped(cases, [case.truth.action_class.value for case in cases])),
        "policies": constant(cases),
        "timing": {"seconds": round(perf_counter() - started, 1)},
    }
    write(document, OUT)
    write_whole(NOTE, note(document).encode())


def played(tier: Tier, seed: int) -> Iterator[Case]:
    """The fixed decisions of an incident."""
    episode = Episode(tier, seed, Split.VALIDATION)
    while (turn := episode.turn) is not None:
        yield Case(
            (tier, seed),
            turn.family,
            turn.truth,
            costs(episode.bench, episode.chosen),
            costs(episode.bench, episode.chosen, redrawn=True),
        )
        episode.pass_by_reference()


def differs(case: Case, valued: Costs) -> bool:
    """Whether no decision is best both ways."""
    return not case.table_best & valued.best


def compared(cases: Sequence[Case]) -> Block:
    """How often the best decisions differ, and what following the table then costs."""
    apart = [case for case in cases if differs(case, case.world)]
    lost = [min(case.world.regret(each) for each in case.table_best) for case in apart]
    return {
        "decisions": len(cases),
        "differ": len(apart),
        "differ_redrawn": sum(differs(case, case.redrawn) for case in cases),
        "regret_of_the_table": round(fmean(lost), 4) if lost else 0.0,
        "why": reasons(cases),
        "best": {each.value: sum(each in case.world.best for case in cases) for each in Decision},
        "best_redrawn": {
            each.value: sum(each in case.redrawn.best for case in cases) for each in Decision
        },
    }


def interval(cases: Sequence[Case]) -> list[float]:
    """The share in which they differ: 95 %, episodes redrawn."""
    found: dict[tuple[Tier, int], list[bool]] = {}
    for case in cases:
        found.setdefault(case.episode, []).append(differs(case, case.world))
    counts = np.array([(sum(each), len(each)) for each in found.values()])
    picks = np.random.default_rng(SEED).integers(0, len(counts), (RESAMPLES, len(counts)))
    apart, decisions = counts[picks].sum(axis=1).T
    return [round(float(each), 4) for each in np.percentile(apart / decisions, (2.5, 97.5))]


def grouped(cases: Sequence[Case], names: Sequence[str]) -> Iterable[tuple[str, Block]]:
    """The same by group, in the order of their names."""
    for name in sorted(set(names)):
        yield name, compared([case for case, of in zip(cases, names, strict=True) if of == name])


def reasons(cases: Sequence[Case]) -> dict[str, int]:
    """Why the best decisions differ, most frequent first."""
    found = [case.why for case in cases if differs(case, case.world)]
    return {why: found.count(why) for why in sorted(set(found), key=lambda w: (-found.count(w), w))}


def constant(cases: Sequence[Case]) -> dict[str, float]:
    """Mean reward by consequence of always giving one answer, and of following the table."""
    means = {
        f"always {each.value}": fmean(regretted(case.world, Verdict(each, "")) for case in cases)
        for each in Decision
    }
    means["the table's best"] = fmean(
        max(regretted(case.world, Verdict(each, "")) for each in case.table_best) for case in cases
    )
    return {name: round(mean, 4) for name, mean in means.items()}


if __name__ == "__main__":
    main()

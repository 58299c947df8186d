"""Fit the balance table of `episode.casting` on the training split.

Plays training incidents, labels every idea of every decision, and solves
for the chances to keep them with which each cell (family, tool, target role)
deserves intervention as often as not, and each tier has the mix of `MIX`.
Cells in which one answer is rare would cost many labels for every proposal, so
they are drawn less. Writes `src/sentinel/episode/balance.json`.

Usage: python scripts/balance.py [episodes a tier and round] [rounds]
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from sentinel.episode import casting, loop
from sentinel.responder.scripted import Candidate
from sentinel.scenario.tiers import Tier

TABLE = Path(casting.__file__).with_name("balance.json")
PRIOR = 3.0
"""Labels that a cell is given from the cells of the same tool, before its own."""
LEAST = 0.01
"""Smallest chance."""
SPARING = 1.0
"""How much less costly cells are drawn: 0 not at all, 1 in proportion to their cost."""
CERTAIN = 0.08
"""Share of what is proposed that was kept for certain; the more, the fewer ideas are needed."""
ROUNDS_OF_SOLVING = 400

Floats = NDArray[np.float64]
Counts = Counter[tuple[str, str, str]]
"""Ideas by tier, cell and group; those of one decision count as one together."""
GROUPS = tuple(casting.MIX)
YES = np.array([name in casting.DESERVED for name in GROUPS])
STALL = np.array([name == "stall" for name in GROUPS])
READS = np.array([name in casting.READ for name in GROUPS])


def count(job: tuple[str, int, int]) -> tuple[Counts, Counts]:
    """Ideas of some incidents, and what was proposed, by tier, cell and group."""
    tier, first, episodes = job
    ideas_found: Counts = Counter()
    proposed: Counts = Counter()
    plain = casting.cast

    def counting(
        ideas: Iterable[Candidate], judge: casting.Judge, family: str, tier: str, rng: Random
    ) -> Candidate:
        taken: list[Candidate] = []
        chosen = plain(_noted(ideas, taken), judge, family, tier, rng)
        for each in taken:
            ideas_found[_key(each, judge, family, tier)] += 1.0 / len(taken)
        proposed[_key(chosen, judge, family, tier)] += 1
        return chosen

    loop.cast = counting
    for seed in range(first, first + episodes):
        loop.fixed_turns(tier, seed, ensemble=False)
    loop.cast = plain
    return ideas_found, proposed


def _noted(ideas: Iterable[Candidate], taken: list[Candidate]) -> Iterator[Candidate]:
    for each in ideas:
        taken.append(each)
        yield each


def _key(each: Candidate, judge: casting.Judge, family: str, tier: str) -> tuple[str, str, str]:
    return (
        tier,
        casting.cell(family, each, judge.target_role(each)),
        casting.group(each, judge.label(each)),
    )


def arrays(found: Counts) -> tuple[list[str], Floats]:
    """Names of the cells, and counts of shape (tiers, cells, groups)."""
    cells = sorted({cell for _, cell, _ in found})
    counts = np.zeros((len(Tier), len(cells), len(GROUPS)))
    place = {cell: i for i, cell in enumerate(cells)}
    for (tier, cell, group), number in found.items():
        counts[list(Tier).index(Tier(tier)), place[cell], GROUPS.index(group)] = number
    return cells, counts


def prior(cells: list[str], counts: Floats) -> Floats:
    """Labels to add to every cell: what the same tool deserves elsewhere."""
    by_tool: dict[str, Floats] = defaultdict(lambda: np.ones(len(GROUPS)) * 0.05)
    for cell, own in zip(cells, counts.sum(axis=0), strict=True):
        by_tool[cell.split("/")[1]] += own
    rows = [by_tool[cell.split("/")[1]] / by_tool[cell.split("/")[1]].sum() for cell in cells]
    return PRIOR * np.array(rows)


def solve(cells: list[str], counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Chances by tier and group, by cell and side (yes first), and the labels a decision costs."""
    share = counts / counts.sum(axis=(1, 2), keepdims=True)
    ideas = share + (prior(cells, counts) / counts.sum())[None]
    only_reads = (counts[:, :, ~READS].sum(axis=(0, 2)) == 0.0)[:, None]
    target = np.array([casting.MIX[name] for name in GROUPS])
    odds = target[YES & ~READS].sum() / target[~YES & ~READS].sum()
    groups = np.ones((len(Tier), len(GROUPS)))
    sides = np.ones((len(cells), 2))
    spare = np.ones((len(cells), 1))
    for _ in range(ROUNDS_OF_SOLVING):
        keep = groups[:, None, :] * np.where(YES, sides[:, :1], sides[:, 1:])[None]
        mass = ideas * keep
        by_group = mass.sum(axis=1)
        groups *= (target / (by_group / by_group.sum(axis=1, keepdims=True) + 1e-9)) ** 0.3
        groups /= groups[:, ~STALL].max(axis=1, keepdims=True)
        groups = groups.clip(0.001, 1.0)
        yes = mass[:, :, YES].sum(axis=(0, 2))
        no = mass[:, :, ~YES].sum(axis=(0, 2))
        tilt = (odds * no / yes) ** 0.2
        sides *= np.stack([tilt, 1.0 / tilt], axis=1)
        sides /= sides.max(axis=1, keepdims=True)
        sides = np.where(only_reads, 1.0, sides.clip(LEAST))
        cost = (ideas.sum(axis=2, keepdims=True) * keep.max(axis=2, keepdims=True)).sum(axis=(0, 2))
        spare = (mass.sum(axis=(0, 2)) / cost)[:, None] ** SPARING
        spare = np.where(only_reads, 1.0, spare / spare.max())
        sides *= spare
    keep = groups[:, None, :] * np.where(YES, sides[:, :1], sides[:, 1:])[None]
    labelled = (ideas.sum(axis=2) * keep.max(axis=2))[:, ~only_reads[:, 0]].sum()
    labelled /= (ideas * keep).sum()
    for tier in range(len(Tier)):
        groups[tier] /= certain(keep[tier].ravel(), (ideas * keep)[tier].ravel())
    return groups, sides, labelled


def certain(keep: Floats, mass: Floats) -> float:
    """The chance above which lies a share of `CERTAIN` of what is proposed."""
    order = np.argsort(keep)
    reached = np.cumsum(mass[order]) / mass.sum()
    return float(keep[order][np.searchsorted(reached, 1.0 - CERTAIN)])


def main() -> None:
    """Fit and write the table."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    TABLE.write_text('{"cells": {}}\n')
    for number in range(rounds):
        first = 100 + number * episodes
        half = episodes // 2
        jobs = [(tier, first + part * half, half) for tier in Tier for part in (0, 1)]
        with ProcessPoolExecutor(2, max_tasks_per_child=1) as pool:
            results = list(pool.map(count, jobs))
        report(number, sum((proposed for _, proposed in results), Counter()))
        cells, counts = arrays(sum((ideas for ideas, _ in results), Counter()))
        groups, sides, labels = solve(cells, counts)
        print(f"  solved: {labels:.2f} mutations labelled a decision")
        groups = groups
        table: dict[str, dict[str, list[float]]] = {
            "cells": dict(zip(cells, sides.round(3).tolist(), strict=True))
        }
        for tier, row in zip(Tier, groups.round(3).tolist(), strict=True):
            table[tier] = {name: [chance] for name, chance in zip(GROUPS, row, strict=True)}
        TABLE.write_text(dumped(table))


def report(number: int, proposed: Counts) -> None:
    """Print how far what was proposed is from what is wanted."""
    for tier in Tier:
        every = {key: n for key, n in proposed.items() if key[0] == tier}
        whole = sum(every.values())
        mix = dict.fromkeys(GROUPS, 0)
        sides: Counter[tuple[str, bool]] = Counter()
        for (_, cell, group), times in every.items():
            mix[group] += times
            if group not in casting.READ:
                sides[cell, group in casting.DESERVED] += times
        cells = {cell for cell, _ in sides}
        right = sum(max(sides[cell, True], sides[cell, False]) for cell in cells)
        shares = ", ".join(f"{name} {times / whole:.3f}" for name, times in mix.items())
        print(f"round {number} {tier.value}: {shares}; {whole} decisions; by the cell alone")
        print(f"  {right / sum(sides.values()):.3f} of mutations are told right")


def dumped(table: dict[str, dict[str, list[float]]]) -> str:
    """The table as JSON, a line a row."""
    parts = []
    for key in sorted(table):
        rows = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(table[key].items()))
        parts.append(f"{json.dumps(key)}: {{\n" + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()

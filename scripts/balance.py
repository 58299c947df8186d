"""Fit the balance table of `episode.casting`.

Plays incidents of `train`, and of `calibration` for the held-out side, labels
every idea of every decision, and solves for the chances to keep them with which
each cell (family, tool, target role) deserves intervention as often as not,
each family proposes as many reads, and each tier has the mix of `MIX`; every
round aims beside what the last one missed. Cells in which one answer is rare
would cost many labels for every proposal, so they are drawn less. Writes
`src/sentinel/episode/balance.json`.

Usage: python scripts/balance.py [episodes a side, tier and round] [rounds]
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
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier

TABLE = Path(casting.__file__).with_name("balance.json")
PRIOR = 3.0
"""Labels that a cell is given from the cells of the same tool, before its own."""
LEAST = 0.06
"""Smallest chance."""
SPARING = 1.0
"""How much less costly cells are drawn: 0 not at all, 1 in proportion to their cost."""
CERTAIN = 0.08
"""Share of what is proposed that was kept for certain; the more, the fewer ideas are needed."""
ROUNDS_OF_SOLVING = 400

Floats = NDArray[np.float64]
Counts = Counter[tuple[str, str, str]]
"""Ideas by tier, cell and group; those of one decision count as one together."""
SPLITS = {"open": Split.TRAIN, "held": Split.CALIBRATION}
"""Where each side is fitted."""
STRIDE = 1.25
"""Largest factor of one round's correction."""
FEEDBACK = 0.5
"""How much of what a round missed of the mix the next one aims beside it; 1 is all."""
GROUPS = tuple(casting.MIX)
WANTED = np.array([casting.MIX[name] for name in GROUPS])
YES = np.array([name in casting.DESERVED for name in GROUPS])
STALL = np.array([name == "stall" for name in GROUPS])
READS = np.array([name in casting.READ for name in GROUPS])


def count(job: tuple[str, str, int, int]) -> tuple[Counts, Counts]:
    """Ideas of some incidents, and what was proposed, by tier, cell and group."""
    side, tier, first, episodes = job
    ideas_found: Counts = Counter()
    proposed: Counts = Counter()
    plain = casting.cast

    def counting(ideas: Iterable[Candidate], judge: casting.Judge, rng: Random) -> Candidate:
        taken: list[Candidate] = []
        chosen = plain(_noted(ideas, taken), judge, rng)
        for each in taken:
            ideas_found[_key(each, judge)] += 1.0 / len(taken)
        proposed[_key(chosen, judge)] += 1
        return chosen

    loop.cast = counting
    for seed in seeds(SPLITS[side], Tier(tier))[first : first + episodes]:
        loop.fixed_turns(tier, seed, SPLITS[side], ensemble=False)
    loop.cast = plain
    return ideas_found, proposed


def _noted(ideas: Iterable[Candidate], taken: list[Candidate]) -> Iterator[Candidate]:
    for each in ideas:
        taken.append(each)
        yield each


def _key(each: Candidate, judge: casting.Judge) -> tuple[str, str, str]:
    return (
        judge.setting.tier,
        casting.cell(judge.setting.family, each, judge.target_role(each)),
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


def solve(cells: list[str], counts: Floats, aims: Floats) -> tuple[Floats, Floats, float]:
    """Chances by tier and group, by cell and answer (yes first), and the labels a decision costs.

    Args:
        cells: Their names.
        counts: Ideas, of shape (tiers, cells, groups).
        aims: Shares wanted, of shape (tiers, groups).
    """
    share = counts / counts.sum(axis=(1, 2), keepdims=True)
    ideas = share + (prior(cells, counts) / counts.sum())[None]
    only_reads = (counts[:, :, ~READS].sum(axis=(0, 2)) == 0.0)[:, None]
    odds = WANTED[YES & ~READS].sum() / WANTED[~YES & ~READS].sum()
    families = sorted({cell.split("/")[0] for cell in cells})
    belongs = np.array([[cell.startswith(f"{each}/") for cell in cells] for each in families])
    reading = np.ones(len(families))
    groups = np.ones((len(Tier), len(GROUPS)))
    sides = np.ones((len(cells), 2))
    for _ in range(ROUNDS_OF_SOLVING):
        keep = groups[:, None, :] * np.where(YES, sides[:, :1], sides[:, 1:])[None]
        mass = ideas * keep
        by_group = mass.sum(axis=1)
        groups *= (aims / (by_group / by_group.sum(axis=1, keepdims=True) + 1e-9)) ** 0.3
        groups /= groups[:, ~STALL].max(axis=1, keepdims=True)
        groups = groups.clip(0.001, 1.0)
        yes = mass[:, :, YES].sum(axis=(0, 2))
        no = mass[:, :, ~YES].sum(axis=(0, 2))
        tilt = (odds * no / yes) ** 0.2
        sides *= np.stack([tilt, 1.0 / tilt], axis=1)
        sides /= sides.max(axis=1, keepdims=True)
        by_family = belongs @ mass.sum(axis=0)
        share = by_family[:, READS].sum(axis=1) / by_family.sum(axis=1)
        reading *= (WANTED[READS].sum() / share) ** 0.2
        reading = (reading / reading.max()).clip(LEAST)
        reads = (reading @ belongs)[:, None]
        sides = np.where(only_reads, reads, sides.clip(LEAST))
        cost = (ideas.sum(axis=2, keepdims=True) * keep.max(axis=2, keepdims=True)).sum(axis=(0, 2))
        spare = (mass.sum(axis=(0, 2)) / cost)[:, None] ** SPARING
        sides *= np.where(only_reads, 1.0, spare / spare.max())
    keep = groups[:, None, :] * np.where(YES, sides[:, :1], sides[:, 1:])[None]
    labelled = (ideas.sum(axis=2) * keep.max(axis=2))[:, ~only_reads[:, 0]].sum()
    labels = float(labelled / (ideas * keep).sum())
    for tier in range(len(Tier)):
        groups[tier] /= certain(keep[tier].ravel(), (ideas * keep)[tier].ravel())
    return groups, sides, labels


def certain(keep: Floats, mass: Floats) -> float:
    """The chance above which lies a share of `CERTAIN` of what is proposed."""
    order = np.argsort(keep)
    reached = np.cumsum(mass[order]) / mass.sum()
    return float(keep[order][np.searchsorted(reached, 1.0 - CERTAIN)])


def main() -> None:
    """Fit and write the table."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    table: dict[str, casting.Sheet] = {side: {"cells": {}} for side in SPLITS}
    aims = {side: np.tile(WANTED, (len(Tier), 1)) for side in SPLITS}
    for number in range(rounds):
        TABLE.write_text(dumped(table))
        for side in SPLITS:
            half = episodes // 2
            first = 100 + number * episodes
            jobs = [(side, tier, first + part * half, half) for tier in Tier for part in (0, 1)]
            with ProcessPoolExecutor(2, max_tasks_per_child=1) as pool:
                results = list(pool.map(count, jobs))
            shares = report(f"round {number} {side}", sum((done for _, done in results), Counter()))
            if number:
                aims[side] *= missed(shares)
            cells, counts = arrays(sum((ideas for ideas, _ in results), Counter()))
            groups, sides, labels = solve(cells, counts, aims[side])
            print(f"  solved: {labels:.2f} mutations labelled a decision")
            table[side] = {"cells": dict(zip(cells, sides.round(3).tolist(), strict=True))}
            for tier, row in zip(Tier, groups.round(3).tolist(), strict=True):
                table[side][tier] = {name: [each] for name, each in zip(GROUPS, row, strict=True)}
    TABLE.write_text(dumped(table))


def missed(shares: Floats) -> Floats:
    """By what factor to aim higher than last time; what cannot be had is not aimed at."""
    factor = (WANTED / shares.clip(0.001)) ** FEEDBACK
    return np.where(STALL, 1.0, factor.clip(1.0 / STRIDE, STRIDE))


def report(title: str, proposed: Counts) -> Floats:
    """Print how far what was proposed is from what is wanted; its shares by tier and group."""
    found = np.zeros((len(Tier), len(GROUPS)))
    for place, tier in enumerate(Tier):
        sides: Counter[tuple[str, bool]] = Counter()
        for (of, cell, group), times in proposed.items():
            if of != tier:
                continue
            found[place, GROUPS.index(group)] += times
            if group not in casting.READ:
                sides[cell, group in casting.DESERVED] += times
        cells = {cell for cell, _ in sides}
        right = sum(max(sides[cell, True], sides[cell, False]) for cell in cells)
        whole = found[place].sum()
        found[place] /= whole
        shares = ", ".join(
            f"{name} {share:.3f}" for name, share in zip(GROUPS, found[place], strict=True)
        )
        print(f"{title} {tier.value}: {shares}; {whole:.0f} decisions; by the cell alone")
        print(f"  {right / sum(sides.values()):.3f} of mutations are told right")
    return found


def dumped(table: dict[str, casting.Sheet]) -> str:
    """The table as JSON, a line a row."""
    sheets = []
    for side in sorted(table):
        parts = []
        for key in sorted(table[side]):
            rows = (
                f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(table[side][key].items())
            )
            parts.append(f"{json.dumps(key)}: {{\n" + ",\n".join(rows) + "\n}")
        sheets.append(f"{json.dumps(side)}: {{\n" + ",\n".join(parts) + "\n}")
    return "{\n" + ",\n".join(sheets) + "\n}\n"


if __name__ == "__main__":
    main()

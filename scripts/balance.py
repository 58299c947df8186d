"""Fit the balance table of `episode.casting`.

Plays incidents of `train`, `validation` and `calibration`, labels the first
ideas of every decision, and looks for the chances to keep them with which each
cell (family, tool, target role) deserves intervention about as often as not,
and so does each tool, family, target role and specialist; each family proposes
as many reads, and each tier has the mix of `MIX`. What casting would choose is
computed, not sampled, from the ideas of each decision.
Cells in which one answer is rare would cost many labels for every proposal, so
they are drawn less. Writes `src/sentinel/episode/balance.json`.

Usage: python scripts/balance.py [episodes a ground, tier and round] [rounds]
"""

import json
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sentinel.episode import casting, loop
from sentinel.episode.fixed import fixed_turns
from sentinel.responder.candidate import Candidate
from sentinel.responder.specialists import role_of
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import NodeKind
from sentinel.world.kinds import KINDS

TABLE = Path(casting.__file__).with_name("balance.json")
SPLITS = {"open": Split.TRAIN, "validation": Split.VALIDATION, "held": Split.CALIBRATION}
"""Where each ground's sheet is fitted; `ood` and private incidents are cast by that of `held`."""
SAMPLE = 16
"""Ideas of a decision that are labelled."""
PRIOR = 3.0
"""Proposals that a cell is given from the cells of the same tool, before its own."""
LEAST = 0.12
"""Smallest chance of a cell."""
SPARING = 1.5
"""How much less costly cells are drawn: 0 not at all, 1 in proportion to their cost."""
CERTAIN = 0.3
"""Share of what is proposed that was kept for certain; the more, the fewer ideas are needed."""
UNSURE_FROM = 0.03
"""Share of its ideas that are ambiguous from which a cell is searched for them."""
WORTH = 3.0
"""What an ambiguous proposal is worth there, in other proposals."""
MORE = {Tier.ACTION_SCREEN: 3}
"""How many times as many episodes a tier of few decisions gets; every tier weighs the same."""
POOL = 0.15
"""How strongly a pool of cells pulls at each of them in a step; its own answers do by .2."""
STEPS = 250

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
GROUPS = tuple(casting.MIX)
WANTED = np.array([casting.MIX[name] for name in GROUPS])
YES = np.array([name in casting.DESERVED for name in GROUPS])
STALL = np.array([name == "stall" for name in GROUPS])
READS = np.array([name in casting.READ for name in GROUPS])
UNSURE = np.array([name == "ambiguous" for name in GROUPS])
SURE_NO = ~YES & ~UNSURE
ANSWER = np.where(UNSURE, 2, np.where(YES, 0, 1))
"""Column of a cell's chances that each group takes."""

Idea = tuple[str, str]
"""Cell and group."""


class Played(NamedTuple):
    """Decisions of one tier."""

    tier: str
    ideas: list[list[Idea]]
    """The first `SAMPLE` ideas of each that has as many."""
    chosen: list[Idea]
    """What casting took."""


def play(job: tuple[str, str, int, int]) -> Played:
    """Play some incidents, and note what might have been proposed and what was."""
    ground, tier, first, episodes = job
    played = Played(tier, [], [])
    plain = casting.cast

    def noting(ideas: Iterable[Candidate], judge: casting.Judge, rng: Random) -> Candidate:
        drawn = iter(ideas)
        known = list(islice(drawn, SAMPLE))
        chosen = plain(chain(known, drawn), judge, rng)
        if len(known) == SAMPLE:
            played.ideas.append([_idea(each, judge) for each in known])
        played.chosen.append(_idea(chosen, judge))
        return chosen

    loop.cast = noting
    for seed in seeds(SPLITS[ground], Tier(tier))[first : first + episodes]:
        fixed_turns(tier, seed, SPLITS[ground], ensemble=False)
    loop.cast = plain
    return played


def _idea(each: Candidate, judge: casting.Judge) -> Idea:
    cell = casting.cell(judge.setting.family, each, judge.target_role(each))
    return cell, casting.group(each, judge.label(each))


class Ideas:
    """The ideas of one ground's decisions, and what a table of chances makes of them."""

    def __init__(self, played: list[Played]) -> None:
        every = [(part.tier, row) for part in played for row in part.ideas]
        self.cells = sorted({cell for _, row in every for cell, _ in row})
        place = {cell: i for i, cell in enumerate(self.cells)}
        number = {name: i for i, name in enumerate(GROUPS)}
        tiers = list(Tier)
        self.tier: Whole = np.array([[tiers.index(Tier(tier))] for tier, _ in every])
        self.cell: Whole = np.array([[place[cell] for cell, _ in row] for _, row in every])
        self.group: Whole = np.array([[number[group] for _, group in row] for _, row in every])
        self.answer: Whole = ANSWER[self.group]
        self.weight = (1.0 / np.bincount(self.tier.ravel()))[self.tier]
        """So that every tier counts as much."""
        self.occurs = self.table(np.ones(self.cell.shape) / SAMPLE) > 0.0
        self.reads = ~self.occurs[:, :, ~READS].any(axis=(0, 2))
        parts = [cell.split("/") for cell in self.cells]
        self.tool = _numbers([tool for _, tool, _ in parts])
        families = [family for family, _, _ in parts]
        self.keys = [self.tool, _numbers(families)]
        """Keys by which cells are pooled."""
        roles, who = [role for _, _, role in parts], [_who(each) for each in parts]
        self.mutating = [
            _numbers(roles), _numbers(who), _numbers(map("/".join, zip(who, roles, strict=True))),
        ]  # fmt: skip
        """Those by which only what mutates is."""
        self.belongs = np.array([[f == each for f in families] for each in sorted({*families})])

    def table(self, share: Floats) -> Floats:
        """Sums of a share of every idea, of shape (tiers, cells, groups); each tier weighs 1."""
        shape = (len(Tier), len(self.cells), len(GROUPS))
        place = (self.tier * shape[1] + self.cell) * shape[2] + self.group
        sums = np.bincount(place.ravel(), (share * self.weight).ravel(), minlength=np.prod(shape))
        return sums.reshape(shape)

    def cast(self, groups: Floats, answers: Floats) -> tuple[Floats, Floats]:
        """Chance of every idea to be proposed, and to be labelled, under a table of chances."""
        every = chances(groups, answers)
        keep = every[self.tier, self.cell, self.group]
        acts = np.where(READS, 0.0, every).max(axis=2)
        looks = np.where(READS, every, 0.0).max(axis=2)
        most = np.where(self.reads, looks, acts)[self.tier, self.cell].clip(max=1.0)
        keep = keep.clip(max=1.0)
        reached = np.cumprod(1.0 - keep, axis=1)
        before = np.concatenate([np.ones_like(reached[:, :1]), reached[:, :-1]], axis=1)
        spare = keep / keep.sum(axis=1, keepdims=True)
        return before * keep + reached[:, -1:] * spare, before * most


def _who(parts: list[str]) -> str:
    """The specialist who proposes the tool of a cell on its target."""
    kind = NodeKind.DATABASE if parts[2] == "store" else NodeKind.WORKLOAD
    return role_of(KINDS[parts[1].partition("-")[0]].op, kind)


def _numbers(keys: Iterable[str]) -> Whole:
    """A number for each key, the same where two are equal."""
    of: dict[str, int] = {}
    return np.array([of.setdefault(key, len(of)) for key in keys])


def pooled(key: Whole, values: Floats) -> Floats:
    """For every cell, the sum over the cells of its key."""
    return np.bincount(key, values)[key]


def chances(groups: Floats, answers: Floats) -> Floats:
    """Chance to keep an idea, of shape (tiers, cells, groups), as `casting.chances` says."""
    every = groups[:, None, :] * answers[:, ANSWER][None]
    highest = np.where(READS, 0.0, every).max(axis=2, keepdims=True)
    every[:, :, UNSURE] = highest * groups[:, None, UNSURE].clip(max=1.0)
    return every


def solve(ideas: Ideas) -> tuple[Floats, Floats]:
    """Chances by tier and group, and by cell and answer: deserved, not, ambiguous."""
    plain = ideas.table(np.ones(ideas.cell.shape) / SAMPLE).sum(axis=0)
    prior = np.stack([pooled(ideas.tool, column) for column in plain.T], axis=1)
    prior *= PRIOR / len(ideas.cell) / prior.sum(axis=1, keepdims=True)
    searched = plain[:, UNSURE].sum(axis=1) >= UNSURE_FROM * plain.sum(axis=1)
    odds = WANTED[YES & ~READS].sum() / WANTED[SURE_NO & ~READS].sum()
    wanted = np.where(ideas.occurs.any(axis=1), WANTED, 0.0)
    # Where nothing can be read again, other looks come instead of stalling.
    wanted[:, READS] *= WANTED[READS].sum() / wanted[:, READS].sum(axis=1, keepdims=True)
    groups = np.ones((len(Tier), len(GROUPS)))
    answers = np.ones((len(ideas.cells), 3))
    reading = np.ones(len(ideas.belongs))
    for step in range(STEPS):
        proposed, labelled = ideas.cast(groups, answers)
        mass, cost = ideas.table(proposed), ideas.table(labelled)
        by_group = mass.sum(axis=1)
        groups *= (wanted / by_group.clip(1e-4)).clip(0.5, 2.0) ** 0.2
        groups /= certain(groups, answers, mass)
        groups = groups.clip(0.001, 20.0)
        groups[:, UNSURE] = groups[:, UNSURE].clip(LEAST, 1.0)
        by_cell = mass.sum(axis=0) + prior
        yes, no = by_cell[:, YES].sum(axis=1), by_cell[:, SURE_NO].sum(axis=1)
        tilt = (odds * no / yes.clip(1e-9)).clip(0.2, 5.0) ** 0.2
        acts = ~ideas.reads
        sides = [(key, no, yes) for key in ideas.keys]
        for key, against, deserved in sides + [(k, no * acts, yes * acts) for k in ideas.mutating]:
            # What is one-sided as a whole is a hint even where no cell is.
            ratio = pooled(key, against) / pooled(key, deserved).clip(1e-9)
            tilt *= (odds * ratio).clip(0.5, 2.0) ** POOL
        answers[:, :2] *= np.stack([tilt, 1.0 / tilt], axis=1)
        answers[:, :2] /= answers[:, :2].max(axis=1, keepdims=True)
        answers[:, 2] = np.where(searched, 1.0, LEAST)
        by_family = ideas.belongs @ mass.sum(axis=0)
        share = by_family[:, READS].sum(axis=1) / by_family.sum(axis=1)
        reading *= (WANTED[READS].sum() / share) ** 0.2
        reading = (reading / reading.max()).clip(LEAST)
        spare = (by_cell @ np.where(UNSURE, WORTH, 1.0)) / (
            cost.sum(axis=(0, 2)) + prior.sum(axis=1)
        )
        spare = np.where(ideas.reads, reading @ ideas.belongs, (spare / spare.max()) ** SPARING)
        answers = np.where(ideas.reads[:, None], 1.0, answers.clip(LEAST)) * spare[:, None]
        if step in (0, STEPS - 1):
            labels = cost[:, ~ideas.reads].sum() / len(Tier)
            print(f"  step {step}: {labels:.2f} mutations labelled a decision; {told(by_group)}")
    return groups, answers


def certain(groups: Floats, answers: Floats, mass: Floats) -> float:
    """The chance above which lies a share of `CERTAIN` of what is proposed."""
    keep = chances(groups, answers).ravel()
    order = np.argsort(keep)
    reached = np.cumsum(mass.ravel()[order]) / mass.sum()
    return float(keep[order][np.searchsorted(reached, 1.0 - CERTAIN)])


def told(by_group: Floats) -> str:
    """Shares of each tier."""
    return "; ".join(" ".join(f"{share:.3f}" for share in row) for row in by_group)


def report(title: str, played: list[Played]) -> None:
    """Print what was proposed, and how well the cell alone tells which mutations deserve it."""
    for tier in Tier:
        chosen = [each for part in played if part.tier == tier for each in part.chosen]
        shares = {name: sum(group == name for _, group in chosen) / len(chosen) for name in GROUPS}
        print(f"{title} {tier.value}, {len(chosen)} decisions:")
        print("  " + ", ".join(f"{name} {share:.3f}" for name, share in shares.items()))


def dumped(table: dict[str, casting.Sheet]) -> str:
    """The table as JSON, a line a row."""
    sheets = []
    for ground in sorted(table):
        parts = []
        for key in sorted(table[ground]):
            rows = (
                f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(table[ground][key].items())
            )
            parts.append(f"{json.dumps(key)}: {{\n" + ",\n".join(rows) + "\n}")
        sheets.append(f"{json.dumps(ground)}: {{\n" + ",\n".join(parts) + "\n}")
    return "{\n" + ",\n".join(sheets) + "\n}\n"


def main() -> None:
    """Fit and write the table, then play once more to show what comes of it."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    table: dict[str, casting.Sheet] = {ground: {"cells": {}} for ground in SPLITS}
    for number in range(rounds + 1):
        TABLE.write_text(dumped(table))
        for ground in SPLITS:
            jobs = []
            for tier in Tier:
                many = episodes * MORE.get(tier, 1)
                size = (many if number < rounds else many // 4) // 2
                first = 100 + number * many if ground != "validation" else 150
                jobs += [(ground, tier, first + part * size, size) for part in (0, 1)]
            with ProcessPoolExecutor(2, max_tasks_per_child=1) as pool:
                played = list(pool.map(play, jobs))
            report(f"round {number} {ground}", played)
            if number == rounds:
                continue
            ideas = Ideas(played)
            groups, answers = solve(ideas)
            table[ground] = {
                "cells": dict(zip(ideas.cells, answers.round(3).tolist(), strict=True))
            }
            for tier, row in zip(Tier, groups.round(3).tolist(), strict=True):
                table[ground][tier] = {name: [each] for name, each in zip(GROUPS, row, strict=True)}


if __name__ == "__main__":
    main()

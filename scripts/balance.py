"""Fit the balance table of `episode.casting` on the training split.

Plays training incidents round after round, counts how often each cell (family,
tool, target role) deserved intervention, and lowers the chance to keep the
usual side. Writes `src/sentinel/episode/balance.json`.

Usage: python scripts/balance.py [episodes a tier and round] [rounds]
"""

import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sentinel.episode import casting
from sentinel.episode.loop import fixed_turns
from sentinel.scenario.tiers import Tier

TABLE = Path(casting.__file__).with_name("balance.json")
PRIOR = 3.0
STEP = 0.8


def count(job: tuple[str, int, int]) -> Counter[tuple[str, bool]]:
    """Cells of the decisions of some incidents, with whether each deserved intervention."""
    tier, first, episodes = job
    found: Counter[tuple[str, bool]] = Counter()
    for seed in range(first, first + episodes):
        for turn in fixed_turns(tier, seed, "train", ensemble=False):
            action = turn.write.__self__.proposal.action
            key = casting.cell(turn.family, action, turn.target_role)
            found[key, turn.truth.action_class.deserves_intervention] += 1
    return found


def refit(table: dict[str, list[float]], found: Counter[tuple[str, bool]]) -> None:
    """Move every cell towards as many decisions on one side as on the other."""
    for key in {key for key, _ in found}:
        tool = key.split("/")[1]
        same = [k for k, _ in found if k.split("/")[1] == tool]
        whole = sum(found[k, True] + found[k, False] for k in set(same))
        share = sum(found[k, True] for k in set(same)) / max(whole, 1)
        yes = found[key, True] + PRIOR * (0.1 + 0.8 * share)
        no = found[key, False] + PRIOR * (0.9 - 0.8 * share)
        old = table.get(key, [1.0, 1.0])
        new = [old[0] * (no / yes) ** STEP, old[1] * (yes / no) ** STEP]
        top = max(new)
        table[key] = [round(min(max(each / top, 0.01), 1.0), 3) for each in new]


def main() -> None:
    """Fit and write the table."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    table: dict[str, list[float]] = {}
    TABLE.write_text("{}\n")
    for number in range(rounds):
        first = 100 + number * episodes
        half = episodes // 2
        jobs = [(tier, first + part * half, half) for tier in Tier for part in (0, 1)]
        with ProcessPoolExecutor(2, max_tasks_per_child=1) as pool:
            found = sum(pool.map(count, jobs), Counter())
        right = sum(max(found[k, True], found[k, False]) for k in {key for key, _ in found})
        print(f"round {number}: {right / sum(found.values()):.3f} of decisions by their cell alone")
        refit(table, found)
        rows = (f"{json.dumps(key)}: {json.dumps(table[key])}" for key in sorted(table))
        TABLE.write_text("{\n" + ",\n".join(rows) + "\n}\n")


if __name__ == "__main__":
    main()

"""Pack a trained checkpoint as `local:tiny`, with the threshold that `validation` asks for.

    python scripts/ship_tiny.py RUN/model [FOLDER]

The folder is that of the package unless one is given. Nothing but `validation` is played.
"""

import sys
import time
from pathlib import Path

from sentinel.episode.fixed import fixed_turns
from sentinel.overseer.tiny import PACKAGED, TinyOverseer
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.training.shipping import f1, shipped, threshold
from sentinel.verdict import Unparsed

EPISODES = 60
"""Incidents of each tier on which the threshold is chosen."""


def main(checkpoint: str, folder: str = "") -> None:
    """Pack, measure, and pack again with the threshold found."""
    where = Path(folder) if folder else PACKAGED
    shipped(Path(checkpoint), where)
    tiny = TinyOverseer(where)
    found, unparsed, spent = [], 0, 0.0
    for tier in (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS):
        for seed in seeds(Split.VALIDATION, tier)[-EPISODES:]:
            turns = fixed_turns(tier, seed, Split.VALIDATION)
            began = time.perf_counter()
            answers = tiny.decide([turn.briefing for turn in turns])
            spent += time.perf_counter() - began
            for turn, answer in zip(turns, answers, strict=True):
                if isinstance(answer, Unparsed):
                    unparsed += 1
                else:
                    found.append((answer.risk or 0.0, turn.truth.action_class))
    best = threshold(found)
    shipped(Path(checkpoint), where, best)
    size = sum(each.stat().st_size for each in where.iterdir())
    print(f"{len(found)} decisions of validation, {unparsed} unparsed")
    print(f"threshold {best:.2f}: F1 {f1(found, best):.4f}, at 0.50: {f1(found, 0.5):.4f}")
    print(f"{1e3 * spent / max(len(found), 1):.1f} ms a decision, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])

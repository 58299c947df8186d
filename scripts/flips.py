"""Count the state-flip pairs of held-out decisions; write `results/flips.json`.

Usage: python scripts/flips.py [split] [episodes a tier]

Without arguments `heldout` and 60 episodes a tier of `heldout-xl`; only then
the figures are written down.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import Final

from sentinel.evaluation.flips import Block, Decision, decisions, summary
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, write
from sentinel.grading.classes import LABEL_VERSION
from sentinel.scenario.splits import Split, named, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.state import WORLD_VERSION

OUT: Final = Path("results/flips.json")
XL_EPISODES: Final = 60
"""Episodes of each tier of `heldout-xl`."""

WORKERS: Final = 2


def asked(job: tuple[Tier, Split, int]) -> list[Decision]:
    """The decisions of one incident."""
    tier, split, seed = job
    return list(decisions(tier, split, seed))


def audited(split: Split, episodes: int | None, workers: int = WORKERS) -> Block:
    """Ask the decisions of a split, or of the first seeds of each tier, for their twins."""
    jobs = [(tier, split, seed) for tier in Tier for seed in seeds(split, tier)[:episodes]]
    if workers == 1:
        return summary([each for job in jobs for each in asked(job)])
    with ProcessPoolExecutor(workers) as pool:
        return summary([each for some in pool.map(asked, jobs, chunksize=4) for each in some])


def main() -> None:
    """Count, print and write."""
    started = perf_counter()
    if len(sys.argv) > 1:
        episodes = int(sys.argv[2]) if len(sys.argv) > 2 else None
        print(json.dumps(audited(named(sys.argv[1]), episodes), indent=1))
        return
    found = {
        Split.HELDOUT.value: audited(Split.HELDOUT, None),
        Split.HELDOUT_XL.value: audited(Split.HELDOUT_XL, XL_EPISODES),
    }
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "versions": {
            "WORLD_VERSION": WORLD_VERSION,
            "LABEL_VERSION": LABEL_VERSION,
            "PROMPT_VERSION": PROMPT_VERSION,
        },
        "seeds": {
            tier.value: {"heldout": "all", "heldout-xl": f"first {XL_EPISODES}"} for tier in Tier
        },
        **found,
        "timing": {"seconds": round(perf_counter() - started, 1)},
    }
    for split, block in found.items():
        print(split, json.dumps({key: block[key] for key in _PRINTED}, indent=1))
    write(document, OUT)


_PRINTED: Final = (
    "decisions", "share", "share_with_estates_not_accepted", "of_graded", "of_mutations",
    "unequal_texts", "by_family", "by_circumstance",
)  # fmt: skip


if __name__ == "__main__":
    main()

"""Audit what gives the answer away without the evidence; write `results/leaks.json`.

Learners are fitted on 10,000 decisions of `train`, and in folds within the
held-out domains. Besides `audit`, every other split that overseers are judged
on is audited by itself, the private one under an example salt. Tune on
`validation`: name it to audit that instead, and nothing is written.

Usage: python scripts/leaks.py [split] [episodes a tier]
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import Final

from sentinel.evaluation import leaks
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, write
from sentinel.grading.classes import LABEL_VERSION
from sentinel.scenario.salt import Salt
from sentinel.scenario.splits import Split, named, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.state import WORLD_VERSION

OUT: Final = Path("results/leaks.json")
TRAIN_EPISODES: Final = 320
"""Episodes of each tier of `train`: some 10,000 graded decisions."""


OTHERS: Final = (
    Split.HELDOUT, Split.HELDOUT_XL, Split.OOD, Split.ADVERSARY, Split.PRIVATE,
)  # fmt: skip
OTHER_EPISODES: Final = 100
"""Episodes of each tier of each of them, where there are as many."""
EXAMPLE_SALT: Final = "an example that guards nothing"


def main() -> None:
    """Play, audit, print what was found and write it down."""
    split = named(sys.argv[1]) if len(sys.argv) > 1 else Split.AUDIT
    episodes = int(sys.argv[2]) if len(sys.argv) > 2 else None
    started, whole = perf_counter(), split is Split.AUDIT and episodes is None
    with ProcessPoolExecutor(2) as pool:
        first = pool.submit(audited, split, episodes, episodes or TRAIN_EPISODES)
        others = [
            (each, pool.submit(audited, each, OTHER_EPISODES, OTHER_EPISODES))
            for each in (OTHERS if whole else ())
        ]
        found, each_split = first.result(), {one.value: job.result() for one, job in others}
    document: leaks.Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "split": split.value,
        "versions": {
            "WORLD_VERSION": WORLD_VERSION,
            "LABEL_VERSION": LABEL_VERSION,
            "PROMPT_VERSION": PROMPT_VERSION,
        },
        "seeds": {tier.value: seeds(split, tier)[:episodes] for tier in Tier},
        "bounds": {
            "proposal": leaks.PROPOSAL_BOUND,
            "reason_adds": leaks.REASON_BOUND,
            "metadata": leaks.METADATA_BOUND,
            "cell": leaks.CELL_BOUND,
        },
        **found,
        "splits": {
            name: {key: block[key] for key in ("decisions", "largest", "reason_adds")}
            for name, block in each_split.items()
        },
        "timing": {"seconds": round(perf_counter() - started, 1)},
    }
    print(json.dumps({key: document[key] for key in _PRINTED}, indent=1))
    if whole:
        write(document, OUT)


def audited(split: Split, episodes: int | None, train_episodes: int) -> leaks.Block:
    """Audit one split: so many episodes a tier, the learners fitted on so many of `train`."""
    salt = Salt(EXAMPLE_SALT) if split is Split.PRIVATE else None
    train, _ = leaks.decisions(Split.TRAIN, train_episodes)
    heldout, ambiguous = leaks.decisions(split, episodes, salt)
    return {
        "decisions": {
            "train_graded": len(train),
            "graded": len(heldout),
            "ambiguous": ambiguous,
            "deserved": sum(each.deserved for each in heldout),
            "reads": sum(each.reads for each in heldout),
        },
        **leaks.audit(train, heldout),
        "drivers": leaks.drivers(heldout),
    }


_PRINTED: Final = ("decisions", "largest", "reason_adds", "drivers", "splits", "timing")


if __name__ == "__main__":
    main()

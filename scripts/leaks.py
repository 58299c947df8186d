"""Audit what gives the answer away without the evidence; write `results/leaks.json`.

Learners are fitted on 10,000 decisions of `train`, and in folds within the
held-out domains. Tune on `validation`: name it to audit that instead, and
nothing is written.

Usage: python scripts/leaks.py [split] [episodes a tier]
"""

import json
import sys
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import Final

from sentinel.evaluation import leaks
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, write
from sentinel.grading.classes import LABEL_VERSION
from sentinel.scenario.splits import Split, named, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.state import WORLD_VERSION

OUT: Final = Path("results/leaks.json")
TRAIN_EPISODES: Final = 320
"""Episodes of each tier of `train`: some 10,000 graded decisions."""


def main() -> None:
    """Play, audit, print what was found and write it down."""
    split = named(sys.argv[1]) if len(sys.argv) > 1 else Split.AUDIT
    episodes = int(sys.argv[2]) if len(sys.argv) > 2 else None
    started = perf_counter()
    train, _ = leaks.decisions(Split.TRAIN, episodes or TRAIN_EPISODES)
    heldout, ambiguous = leaks.decisions(split, episodes)
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
        "decisions": {
            "train_graded": len(train),
            "graded": len(heldout),
            "ambiguous": ambiguous,
            "deserved": sum(each.deserved for each in heldout),
            "reads": sum(each.reads for each in heldout),
        },
        "bounds": {
            "proposal": leaks.PROPOSAL_BOUND,
            "reason_adds": leaks.REASON_BOUND,
            "metadata": leaks.METADATA_BOUND,
            "cell": leaks.CELL_BOUND,
        },
        **leaks.audit(train, heldout),
        "drivers": leaks.drivers(heldout),
        "timing": {"seconds": round(perf_counter() - started, 1)},
    }
    print(json.dumps({key: document[key] for key in _PRINTED}, indent=1))
    if split is Split.AUDIT and episodes is None:
        write(document, OUT)


_PRINTED: Final = ("decisions", "largest", "reason_adds", "drivers", "timing")


if __name__ == "__main__":
    main()

"""Train the shipped trees of `features` and `cascade`, from nothing, on one core.

Plays incidents of `train`, fits the forests, chooses thresholds on
`validation`, and writes the forests with their card. The same command gives
the same files. With `--curve` it fits on fewer and fewer decisions instead,
and prints a table of what each does on `validation`.

Usage: python scripts/train_features.py [--out FOLDER] [--share SHARE] [--curve]
"""

import argparse
from pathlib import Path
from typing import Final

from sentinel.overseer import features
from sentinel.scenario.tiers import Tier
from sentinel.training.features_fit import CHOSEN_ON, EPISODES, curve, trained, write

OUT: Final = Path(features.__file__).with_name(features.FOLDER)
SHARES: Final = (0.03, 0.1, 0.3, 1.0)
"""Of `EPISODES`, for the curve: some 6,000, 20,000, 61,000 and 205,000 decisions."""


def main() -> None:
    """Train and write, or print the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="folder for what was trained")
    parser.add_argument("--share", type=float, default=1.0, help="of the episodes to play")
    parser.add_argument("--curve", action="store_true", help="print a learning curve instead")
    given = parser.parse_args()
    if given.curve:
        for decisions, scores in curve([_part(share) for share in SHARES], CHOSEN_ON):
            print(f"| {decisions:,} | " + " | ".join(f"{each:.3f}" for each in scores.values()))
        return
    made, card = trained(_part(given.share))
    write(given.out, made, card)
    print(f"{given.out}: {card['train']['decisions']:,} decisions of train; {card['thresholds']}")
    print("F1 on validation:", card["validation"]["f1"])


def _part(share: float) -> dict[Tier, int]:
    """A share of the episodes of each tier, at least one of each."""
    return {tier: max(round(count * share), 1) for tier, count in EPISODES.items()}


if __name__ == "__main__":
    main()

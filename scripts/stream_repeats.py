"""How many pages of the stream come again, of a run that learns from so many decisions.

    python scripts/stream_repeats.py [--decisions 300000] [--every 4] [--json OUT.json]

Plays every so-many-th block of the second visits with the first visits of the same incidents, and
counts the pages that read the same. Third and later visits are not played.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from random import Random

from sentinel.overseer.gist import gist
from sentinel.scenario.tiers import Tier
from sentinel.training.incidents import order
from sentinel.training.stream import INCIDENTS, KEEPS, TIERS, turns

Pages = dict[tuple[Tier, int], list[str]]
"""Pages that are kept, by tier and incident."""


def pages(seed: int, number: int) -> Pages:
    """What a block shows."""
    rng, found = Random(f"repeats/{seed}/{number}"), defaultdict(list)
    for turn in turns(seed, number):
        if rng.random() < KEEPS.get(turn.truth.action_class, 1.0):
            found[turn.tier, turn.seed].append(gist(turn.briefing).text)
    return found


def count(found: Pages) -> int:
    """How many pages."""
    return sum(map(len, found.values()))


def counted(decisions: int, every: int, seed: int = 0) -> dict[str, float]:
    """Count.

    Args:
        decisions: Of the run.
        every: Of how many blocks of second visits one is played.
        seed: Of the run.
    """
    incidents = len(order(TIERS[0], seed))
    whole = incidents // INCIDENTS
    first, again, same, played, before = 0, 0, 0, 0, 0
    number = whole + 1
    while number <= whole + 1 or whole * first / before + (number - whole) * again / played < (
        decisions
    ):
        later = pages(seed, number)
        at = (number * INCIDENTS - incidents) // INCIDENTS
        earlier = [pages(seed, each) for each in (at, at + 1)]
        first, before = first + sum(map(count, earlier)), before + 2
        known = {place: set(texts) for each in earlier for place, texts in each.items()}
        again, played = again + count(later), played + 1
        same += sum(text in known[place] for place, texts in later.items() for text in texts)
        number += every
        print(number, first / before, again / played, same / again, flush=True)
    of_first = whole * first / before
    later_share = max(0.0, decisions - of_first) / decisions
    return {
        "incidents": incidents,
        "decisions_a_block_first": round(first / before, 1),
        "decisions_a_block_again": round(again / played, 1),
        "share_on_later_visits": round(later_share, 4),
        "repeated_of_later_visits": round(same / again, 4),
        "repeated": round(later_share * same / again, 4),
        "pages_compared": again,
    }


def main() -> None:
    """Count, and print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--decisions", type=int, default=300_000)
    reader.add_argument("--every", type=int, default=4)
    reader.add_argument("--json", type=Path)
    given = reader.parse_args()
    found = counted(given.decisions, given.every)
    text = json.dumps(found, indent=2) + "\n"
    print(text)
    if given.json:
        given.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

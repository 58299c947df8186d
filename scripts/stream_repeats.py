"""What the stream is made of, and how many of its pages come again in a run of so many decisions.

    python scripts/stream_repeats.py [--decisions 300000] [--every 4] [--again changed]
                                     [--json OUT.json]

Plays every so-many-th block of the second visits with the first visits of the same incidents, and
counts the pages that read the same. Third and later visits are not played. Of the first blocks
it counts the verdicts on ambiguous decisions, of a tokenizer's pages those of each tier.
"""

import argparse
import json
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path
from random import Random

from sentinel.evaluation.report import VERSIONS
from sentinel.grading.classes import ActionClass
from sentinel.overseer.gist import gist
from sentinel.scenario.tiers import Tier
from sentinel.training.incidents import order
from sentinel.training.recipe import Model
from sentinel.training.starting import met
from sentinel.training.stream import INCIDENTS, KEEPS, TIERS, Terms, turns, verdicts
from sentinel.training.visits import Again

BLOCKS = 12
"""First blocks whose verdicts are counted."""

PAGES: int = Model.model_fields["pages"].default
"""Pages that a tokenizer is made from, unless a recipe says otherwise."""

Pages = dict[tuple[Tier, int], list[str]]
"""Pages that are kept, by tier and incident."""


def pages(seed: int, number: int, again: Again) -> Pages:
    """What a block shows."""
    rng, found = Random(f"repeats/{seed}/{number}"), defaultdict(list)
    for turn in turns(seed, number, again):
        if rng.random() < KEEPS.get(turn.truth.action_class, 1.0):
            found[turn.tier, turn.seed].append(gist(turn.briefing).text)
    return found


def count(found: Pages) -> int:
    """How many pages."""
    return sum(map(len, found.values()))


def counted(decisions: int, every: int, again: Again, seed: int = 0) -> dict[str, float]:
    """Count.

    Args:
        decisions: Of the run.
        every: Of how many blocks of second visits one is played.
        again: What is shown on later visits.
        seed: Of the run.
    """
    incidents = len(order(TIERS[0], seed))
    whole = incidents // INCIDENTS
    first, more, same, played, before = 0, 0, 0, 0, 0
    number = whole + 1
    while number <= whole + 1 or whole * first / before + (number - whole) * more / played < (
        decisions
    ):
        later = pages(seed, number, again)
        at = (number * INCIDENTS - incidents) // INCIDENTS
        earlier = [pages(seed, each, again) for each in (at, at + 1)]
        first, before = first + sum(map(count, earlier)), before + 2
        known = {place: set(texts) for each in earlier for place, texts in each.items()}
        more, played = more + count(later), played + 1
        same += sum(text in known[place] for place, texts in later.items() for text in texts)
        number += every
        print(number, first / before, more / played, same / more, flush=True)
    of_first = whole * first / before
    later_share = max(0.0, decisions - of_first) / decisions
    return {
        "incidents": incidents,
        "decisions_a_block_first": round(first / before, 1),
        "decisions_a_block_again": round(more / played, 1),
        "share_on_later_visits": round(later_share, 4),
        "repeated_of_later_visits": round(same / more, 4),
        "repeated": round(later_share * same / more, 4),
        "pages_compared": more,
    }


def ambiguous(seed: int = 0) -> dict[str, int]:
    """Verdicts of the first blocks where ambiguous decisions are learned too.

    Args:
        seed: Of the run.
    """
    terms, found = Terms("", seed, ambiguous=True), Counter[str]()
    for number in range(BLOCKS):
        dice = Random(f"stream/{seed}/{number}")
        for turn, _, said in verdicts(terms, number, dice):
            found["verdicts"] += 1
            if turn.truth.action_class is ActionClass.AMBIGUOUS:
                found["ambiguous"] += 1
                found["ambiguous, flag or escalate"] += said.startswith(("flag", "escalate"))
    return dict(found)


def of_a_tokenizer(again: Again, seed: int = 0) -> dict[str, int]:
    """Pages that a tokenizer is made from, by tier.

    Args:
        again: What is shown on later visits.
        seed: Of the run.
    """
    pages = islice(met(seed, again), PAGES)
    return {tier.value: number for tier, number in Counter(each.tier for each in pages).items()}


def main() -> None:
    """Count, and print."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--decisions", type=int, default=300_000)
    reader.add_argument("--every", type=int, default=4)
    reader.add_argument("--again", type=Again, choices=Again, default=Again.CHANGED)
    reader.add_argument("--json", type=Path)
    given = reader.parse_args()
    words = f"--decisions {given.decisions} --every {given.every} --again {given.again}"
    head = {"command": f"python scripts/stream_repeats.py {words}", "versions": VERSIONS}
    found = {
        **head,
        **counted(given.decisions, given.every, given.again),
        "tokenizer_pages": of_a_tokenizer(given.again),
        "first_blocks": {"blocks": BLOCKS, **ambiguous()},
    }
    text = json.dumps(found, indent=2) + "\n"
    print(text)
    if given.json:
        given.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Measure how far labels hang on what is arbitrary; write `results/robustness.json`.

Fixed decisions of fresh held-out incidents are labelled again under other
weather, hidden parameters, horizons and thresholds; see `robustness_shares`
and `robustness_thresholds`. `robustness_tables` makes the tables.

Usage: python scripts/robustness.py [episodes a tier [overseer...]]
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from shlex import join
from time import perf_counter
from typing import Final

import robustness_shares as shares
from rich.console import Console
from rich.table import Table
from robustness_shares import Case
from robustness_tables import tables
from robustness_thresholds import influence

from sentinel.episode.loop import Episode
from sentinel.episode.sufficiency import HIDDEN, SPREAD, WORLDS, redrawn
from sentinel.episode.turn import Turn
from sentinel.evaluation.judges import Judge, answers
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.report import CANARY, PROMPT_VERSION, Block, write
from sentinel.grading.classes import LABEL_VERSION
from sentinel.grading.thresholds import BAND
from sentinel.scenario.acceptance import resolves
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.consequence import Consequence
from sentinel.world.estate import Estate
from sentinel.world.ops import Op
from sentinel.world.rollout import moment
from sentinel.world.state import WORLD_VERSION, Row, at

OUT: Final = Path("results/robustness.json")
EPISODES: Final = 300
"""Episodes of each tier: all of `audit`."""

HORIZONS: Final = (3, 5, 8, 10, 15, 20, 30)
"""Ticks over which labels are measured again."""

DRAWS: Final = 8
"""Other weathers, and other hidden parameters, of every decision."""

OVERSEERS: Final = ("always-block", "random", "rules")
"""Whose order by F1 is watched when no others are named."""


def main() -> None:
    """Play, measure, print the tables and write the figures down."""
    episodes = int(sys.argv[1]) if len(sys.argv) > 1 else EPISODES
    judges = build_all(sys.argv[2:] or OVERSEERS)
    started = perf_counter()
    cases = [
        case
        for tier in Tier
        for seed in seeds(Split.AUDIT, tier)[:episodes]
        for case in played(tier, seed, judges)
    ]
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "split": Split.AUDIT.value,
        "versions": {
            "WORLD_VERSION": WORLD_VERSION,
            "LABEL_VERSION": LABEL_VERSION,
            "PROMPT_VERSION": PROMPT_VERSION,
        },
        "seeds": {tier.value: seeds(Split.AUDIT, tier)[:episodes] for tier in Tier},
        "settings": {"draws": DRAWS, "spread": SPREAD, "worlds": WORLDS, "band": BAND},
        "bounds": {"noise": shares.NOISE_BOUND, "sufficiency": shares.SUFFICIENCY_BOUND},
        "decisions": shares.counted(cases),
        "figures": {
            "noise": shares.noise(cases),
            "hidden": shares.hidden(cases),
            "sufficiency": shares.sufficiency(cases),
            "horizon": shares.horizon(cases),
            "thresholds": influence(cases),
        },
        "timing": {"seconds": round(perf_counter() - started, 1)},
    }
    show(document)
    write(document, OUT)


def played(tier: Tier, seed: int, judges: Mapping[str, Judge]) -> list[Case]:
    """The decisions of an incident under the reference operator, as `fixed_turns` makes them."""
    episode = Episode(tier, seed, Split.AUDIT)
    turns, found = [], []
    while (turn := episode.turn) is not None:
        turns.append(turn)
        found.append(_case(episode, turn))
        episode.pass_by_reference()
    given = {name: answers(name, judge, turns) for name, judge in judges.items()}
    return [
        replace(case, answers={name: each[i] for name, each in given.items()})
        for i, case in enumerate(found)
    ]


def _case(episode: Episode, turn: Turn) -> Case:
    """The decision to be made now, not answered yet."""
    weather, parameters = zip(*_elsewhere(episode), strict=True)
    return Case(
        episode=f"{turn.tier}/{turn.seed}",
        tier=turn.tier.value,
        family=turn.family,
        horizon=episode.scenario.family.horizon,
        mutating=episode.chosen.action.kind.op is not Op.NONE,
        hinges=episode.bench.hinges(episode.chosen),
        truth=turn.truth,
        answers={},
        weather=weather,
        hidden=tuple(each for each in parameters if each is not None),
        horizons=_longer_or_shorter(episode, turn),
    )


def _elsewhere(episode: Episode) -> Iterator[tuple[Consequence, Consequence | None]]:
    """What the proposal would do under other weather, and with other hidden parameters.

    The draws are not those of the sufficiency ensemble, but made as it makes
    them. Parameters with which the plan no longer mends count as it counts
    them: such an incident would not have been accepted, so it gives None.
    """
    bench, now, made = episode.bench, episode.estate, episode.scenario
    heals = resolves(now, made.plan)
    for number in range(WORLDS, WORLDS + DRAWS):
        drawn = redrawn(made, bench.desk, number)
        rained = Estate(now.graph, now.inventory, now.row.copy(), drawn.noise)
        blurred = Estate(now.graph, now.inventory, _blurred(now, drawn.row), now.noise)
        under = [
            bench.consequence(episode.chosen, moment(each, made.plan, made.family.horizon))
            for each in (rained, blurred)
        ]
        yield under[0], None if heals and not resolves(blurred, made.plan) else under[1]


def _blurred(now: Estate, drawn: Row) -> Row:
    """The row of an estate with the hidden parameters of another and nothing else of it."""
    row = now.row.copy()
    for node in range(now.graph.nodes):
        for field in HIDDEN:
            row[at(node, field)] = drawn[at(node, field)]
    return row


def _longer_or_shorter(episode: Episode, turn: Turn) -> dict[int, Consequence]:
    """What the proposal does by each of `HORIZONS`; by the family's own, the label's."""
    bench, made = episode.bench, episode.scenario
    found = {
        ticks: bench.consequence(episode.chosen, moment(episode.estate, made.plan, ticks))
        for ticks in HORIZONS
    }
    own = found.get(made.family.horizon)
    if own is not None and own != turn.truth.consequence:
        raise ValueError(f"{turn.tier}/{turn.seed}/{turn.step} is not measured as it was labelled")
    return found


def show(document: Block) -> None:
    """Print the tables."""
    console = Console(width=170)
    for title, head, rows in tables(document):
        table = Table(title=title, title_justify="left")
        for i, name in enumerate(head):
            table.add_column(name, justify="right" if i else "left", no_wrap=not i)
        for row in rows:
            table.add_row(*row)
        console.print(table)


if __name__ == "__main__":
    main()

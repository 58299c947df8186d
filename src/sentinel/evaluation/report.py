"""The report of an evaluation, as one JSON document, and how it is written.

Everything but its `timing` block is the same for the same command and versions.
A report is written whole or not at all.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentinel.evaluation import statistics
from sentinel.evaluation.breakdown import breakdown, hardness
from sentinel.evaluation.plan import SCRIPTED, EpisodeKey, Protocol
from sentinel.evaluation.records import Decided, Finished
from sentinel.evaluation.runner import Run
from sentinel.evaluation.summary import Block, difference, lived, summary
from sentinel.files import write_whole
from sentinel.grading.classes import CANARY, LABEL_VERSION
from sentinel.world.state import WORLD_VERSION

FORMAT: Final = 1
"""Rises when a reader of reports has to change."""

PROMPT_VERSION: Final = 0
"""No overseer of this version is asked with a prompt."""

VERSIONS: Final = {
    "WORLD_VERSION": WORLD_VERSION,
    "LABEL_VERSION": LABEL_VERSION,
    "PROMPT_VERSION": PROMPT_VERSION,
}
"""What a report made now says of its versions."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The records of one overseer, of one tier or of all."""

    decided: Sequence[Decided]
    finished: Sequence[Finished]
    episodes: Sequence[EpisodeKey]

    def block(self) -> Block:
        """Summarise it; with what became of the incidents, where they were lived through."""
        block = summary(self.decided, self.episodes)
        return block | lived(self.finished) if self.finished else block

    def of(self, tier: str) -> "_Part":
        """Keep one tier."""
        return _Part(
            [each for each in self.decided if each.episode.tier == tier],
            [each for each in self.finished if each.episode.tier == tier],
            [each for each in self.episodes if each.tier == tier],
        )


def report(run: Run, command: str, attacked: Block | None = None) -> Block:
    """Make the report of a run.

    Args:
        run: What came out of it.
        command: The command line that made it.
        attacked: What an adversary achieved, by overseer; kept under `adversary`.

    Returns:
        A document of dicts, lists, strings and numbers. `overseers.NAME.overall`
        and `.tiers.TIER` are the headline protocol; `.closed_loop` has the same
        two for the closed loop where it was run beside the fixed decisions. `responder`
        is there where it was not the scripted one.
    """
    plan = run.plan
    headline = plan.protocols[0]
    secret = {} if plan.salt is None else {"salt_fingerprint": plan.salt.fingerprint}
    return {
        "format": FORMAT,
        "canary": CANARY,
        "command": command,
        "split": plan.split.value,
        **secret,
        "preview": plan.preview.value,
        "protocol": headline.value,
        **({} if plan.responder == SCRIPTED else {"responder": plan.responder}),
        "versions": dict(VERSIONS),
        "seeds": {
            tier.value: [each.seed for each in plan.episodes if each.tier is tier]
            for tier in plan.tiers
        },
        "bootstrap": {
            "cluster": "episode",
            "resamples": statistics.RESAMPLES,
            "seed": statistics.SEED,
            "confidence": statistics.CONFIDENCE,
        },
        "overseers": _overseers(run),
        **_grouped(run),
        **({} if attacked is None else {"adversary": attacked}),
        "timing": {"seconds": {name: round(spent, 3) for name, spent in run.seconds.items()}},
    }


def _overseers(run: Run) -> dict[str, Block]:
    plan = run.plan
    names = list(dict.fromkeys(each.overseer for each in (*run.fixed, *run.closed)))
    fixed = {name: [each for each in run.fixed if each.overseer == name] for name in names}
    found: dict[str, Block] = {}
    for name in names:
        closed = _Part(
            [each for each in run.closed if each.overseer == name],
            [each for each in run.finished if each.overseer == name],
            plan.episodes,
        )
        if plan.protocols[0] is Protocol.CLOSED:
            found[name] = _by_tier(run, closed)
            continue
        found[name] = _by_tier(run, _Part(fixed[name], (), plan.episodes))
        found[name] |= difference(fixed, name)
        if closed.decided:
            found[name]["closed_loop"] = _by_tier(run, closed)
    return found


def _grouped(run: Run) -> Block:
    """What was asked for by group, of the headline protocol; nothing where nothing was."""
    plan = run.plan
    if not plan.by:
        return {}
    decided = run.closed if plan.protocols[0] is Protocol.CLOSED else run.fixed
    names = list(dict.fromkeys(each.overseer for each in decided))
    by_name = {name: [each for each in decided if each.overseer == name] for name in names}
    block: Block = {"by": {word: breakdown(word, by_name) for word in plan.by}}
    if "difficulty" in plan.by:
        block["difficulty"] = hardness(by_name[names[0]])
    return block


def _by_tier(run: Run, part: _Part) -> Block:
    return {
        "overall": part.block(),
        "tiers": {tier.value: part.of(tier).block() for tier in run.plan.tiers},
    }


def write(document: Block, path: Path) -> None:
    """Write a report, whole or not at all.

    Raises:
        ReportError: If it cannot be written; what stood there before still does.
    """
    text = json.dumps(document, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    write_whole(path, text.encode())

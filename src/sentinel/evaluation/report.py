"""The report of an evaluation, as one JSON document, and how it is written.

Everything but its `timing` block is the same for the same command and versions.
A report is written whole or not at all.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentinel.evaluation import statistics
from sentinel.evaluation.answered import answers, classes, families
from sentinel.evaluation.breakdown import breakdown, hardness
from sentinel.evaluation.misses import worst_misses
from sentinel.evaluation.plan import SCRIPTED, EpisodeKey, Protocol
from sentinel.evaluation.prevention import BEST, NOBODY, ends, prevention, usefulness
from sentinel.evaluation.records import Decided, Finished
from sentinel.evaluation.runner import Run
from sentinel.evaluation.summary import Block, curves, difference, lived, summary
from sentinel.files import write_whole
from sentinel.grading.classes import CANARY, LABEL_VERSION
from sentinel.overseer.dialogue import PROMPT_VERSION
from sentinel.world.state import WORLD_VERSION

FORMAT: Final = 1
"""Rises when a reader of reports has to change."""


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
    nobody: Sequence[Finished] = ()
    """The same episodes without an overseer; empty where that was not run."""
    best: Sequence[Finished] = ()
    """The same under the oracle; likewise."""

    def block(self) -> Block:
        """Summarise it; with what became of the incidents, where they were lived through."""
        block = summary(self.decided, self.episodes)
        if not self.finished:
            return block
        found = ends(self.finished)
        nobody, best = (ends(each) if each else None for each in (self.nobody, self.best))
        return block | lived(self.finished) | {
            "prevention": prevention(found, nobody, best),
            "usefulness": usefulness(found, nobody, best),
        }  # fmt: skip

    def of(self, tier: str) -> "_Part":
        """Keep one tier."""
        return _Part(
            [each for each in self.decided if each.episode.tier == tier],
            [each for each in self.finished if each.episode.tier == tier],
            [each for each in self.episodes if each.tier == tier],
            [each for each in self.nobody if each.episode.tier == tier],
            [each for each in self.best if each.episode.tier == tier],
        )


def report(
    run: Run,
    command: str,
    attacked: Block | None = None,
    operating: Mapping[str, Block] | None = None,
) -> Block:
    """Make the report of a run.

    Args:
        run: What came out of it.
        command: The command line that made it.
        attacked: What an adversary achieved, by overseer; kept under `adversary`.
        operating: What was caught at a fixed false-positive rate, by overseer; kept under
            `operating_points` of each.

    Returns:
        A document of dicts, lists, strings and numbers. `overseers.NAME.overall`
        and `.tiers.TIER` are the headline protocol; `.closed_loop` has the same
        two for the closed loop where it was run beside the fixed decisions. `responder`
        is there where it was not the scripted one. `decisions` and `answers` are the fixed
        decisions in letters, for `evaluation.compare`.
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
        **({"decisions": classes(_first(run.fixed), plan)} if run.fixed else {}),
        "overseers": _overseers(run, operating or {}),
        "families": families(_by_name(run.fixed or run.closed)),
        **_grouped(run),
        **({} if attacked is None else {"adversary": attacked}),
        "timing": _timing(run),
    }


def _timing(run: Run) -> Block:
    """Wall time, the one part of a report that differs between two runs."""
    asked = Counter(each.overseer for each in (*run.fixed, *run.closed))
    return {
        "seconds": {name: round(spent, 3) for name, spent in run.seconds.items()},
        "ms_per_decision": {
            name: round(1000.0 * run.seconds[name] / asked[name], 3)
            for name in run.seconds
            if asked[name]
        },
    }


def _by_name(decided: Sequence[Decided]) -> dict[str, list[Decided]]:
    found: dict[str, list[Decided]] = {}
    for each in decided:
        found.setdefault(each.overseer, []).append(each)
    return found


def _first(decided: Sequence[Decided]) -> list[Decided]:
    """The answers of any one overseer: the decisions are the same for all."""
    return next(iter(_by_name(decided).values()))


def _overseers(run: Run, operating: Mapping[str, Block]) -> dict[str, Block]:
    plan = run.plan
    fixed, closed = _by_name(run.fixed), _by_name(run.closed)
    ended: dict[str, list[Finished]] = {}
    for each in run.finished:
        ended.setdefault(each.overseer, []).append(each)
    nobody, best = ended.get(NOBODY, ()), ended.get(BEST, ())
    found: dict[str, Block] = {}
    for name in dict.fromkeys((*fixed, *closed)):
        lived_through = _Part(
            closed.get(name, ()), ended.get(name, ()), plan.episodes, nobody, best
        )
        if plan.protocols[0] is Protocol.CLOSED:
            found[name] = _by_tier(run, lived_through)
            continue
        found[name] = _by_tier(run, _Part(fixed[name], (), plan.episodes))
        found[name] |= difference(fixed, name)
        found[name]["answers"] = answers(fixed[name], plan)
        if name in operating:
            found[name]["operating_points"] = operating[name]
        if lived_through.decided:
            found[name]["closed_loop"] = _by_tier(run, lived_through)
    for name, block in found.items():
        headline = closed[name] if plan.protocols[0] is Protocol.CLOSED else fixed[name]
        block["curves"] = curves(headline, plan.episodes)
        block["worst_misses"] = worst_misses(headline, plan)
    return found


def _grouped(run: Run) -> Block:
    """What was asked for by group, of the headline protocol; nothing where nothing was."""
    plan = run.plan
    if not plan.by:
        return {}
    decided = run.closed if plan.protocols[0] is Protocol.CLOSED else run.fixed
    by_name = _by_name(decided)
    block: Block = {"by": {word: breakdown(word, by_name) for word in plan.by}}
    if "difficulty" in plan.by:
        block["difficulty"] = hardness(_first(decided))
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
    write_whole(path, _FLAT.sub(_on_one_line, text).encode())


_FLAT: Final = re.compile(r"\[\n\s+[-+.\deE,\s]+\]|\{\n[^{}\[\]]+\}")
"""A list of numbers, or a block that holds no other."""

_LINE_CHARS: Final = 120
"""Longest such block that takes one line."""


def _on_one_line(match: re.Match[str]) -> str:
    line = re.sub(r"\n\s*", " ", match[0])
    line = f"{line[0]}{line[2:-2]}{line[-1]}"
    return line if match[0][0] == "[" or len(line) <= _LINE_CHARS else match[0]

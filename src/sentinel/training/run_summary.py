"""One document about a run: what was asked, what came out of each part, on what machine."""

import os
import sys
from typing import Any, Final

from sentinel.evaluation.report import VERSIONS
from sentinel.grading.classes import CANARY
from sentinel.training.curriculum import levels
from sentinel.training.gate import looks
from sentinel.training.journal import Journal
from sentinel.training.libraries import torch
from sentinel.training.recipe import Abort, Promotion

FORMAT: Final = 1
"""Rises when a reader of summaries has to change."""


def summary(journal: Journal) -> dict[str, Any]:
    """The summary of a run, finished or not.

    Args:
        journal: Of the run.

    Returns:
        `config`: the recipe as it was resolved. `versions`: those of the last process of the run;
        `earlier_libraries` those of processes before it, where they were others. `data`: the set,
        with its `data_hash`. `stages`: by name, metrics, the history of every step, and each of the
        `looks` that could have given it up. `gates`: each decision with its reason
        and figures. `measured`: the headline of every checkpoint on `validation`. `kept`: the
        stage whose model it was. `final`: the last evaluation. `abort_ignored`: whether a stage
        went on though its reward stalled.
    """
    stages = {name: {**each, "looks": _looks(journal, name)}
              for name, each in journal.stages.items()}  # fmt: skip
    libraries = journal.libraries or [{}]
    return {
        "format": FORMAT,
        "canary": CANARY,
        "command": journal.command,
        "config": journal.recipe,
        "versions": {**VERSIONS, **libraries[-1]},
        "earlier_libraries": libraries[:-1],
        "machine": _machine(),
        "data": journal.data,
        "data_hash": journal.data.get("data_hash", ""),
        "stages": stages,
        "gates": journal.gates,
        "measured": journal.measured,
        "kept": journal.kept,
        "abort_ignored": any(each["abort_ignored"] for each in stages.values()),
        "final": journal.final,
        "timing": {"training_seconds": round(sum(each["seconds"] for each in stages.values()), 1)},
    }


def _looks(journal: Journal, name: str) -> list[dict[str, Any]]:
    """Every look at the rewards of a stage, from the rewards themselves; none without `abort`."""
    asked = journal.recipe["stages"][name]
    if not asked.get("abort"):
        return []
    rewards = [each["reward"] for each in journal.stages[name]["history"]]
    promotion = Promotion.model_validate(asked["promotion"])
    since = levels(rewards, len(asked["tiers"]), promotion)
    return [each.block() for each in looks(rewards, Abort.model_validate(asked["abort"]), since)]


def _machine() -> dict[str, Any]:
    gpus = [torch.cuda.get_device_name(n) for n in range(torch.cuda.device_count())]
    return {"system": sys.platform, "processors": os.cpu_count(), "gpus": gpus}

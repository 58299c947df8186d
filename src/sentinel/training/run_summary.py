"""One document about a run: what was asked, what came out of each part, on what machine."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from sentinel.evaluation.report import VERSIONS
from sentinel.grading.classes import CANARY
from sentinel.training.journal import Journal
from sentinel.training.libraries import torch

FORMAT: Final = 1
"""Rises when a reader of summaries has to change."""

LIBRARIES: Final = (
    "openenv-sentinel", "torch", "transformers", "trl", "peft", "accelerate", "datasets",
    "tokenizers", "bitsandbytes", "vllm", "unsloth",
)  # fmt: skip
"""Those whose versions are written down, where they are installed."""


def summary(journal: Journal) -> dict[str, Any]:
    """The summary of a run, finished or not.

    Args:
        journal: Of the run.

    Returns:
        `config`: the recipe as it was resolved. `data`: the set, with its `data_hash`. `stages`:
        by name, metrics and the history of every step. `gates`: each decision with its reason
        and figures. `measured`: the headline of every checkpoint on `validation`. `kept`: the
        stage whose model it was. `final`: the last evaluation. `abort_ignored`: whether a stage
        went on though its reward stalled.
    """
    stages = journal.stages
    return {
        "format": FORMAT,
        "canary": CANARY,
        "command": journal.command,
        "config": journal.recipe,
        "versions": {**VERSIONS, "python": platform.python_version(), **_libraries()},
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


def _libraries() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _machine() -> dict[str, Any]:
    gpus = [torch.cuda.get_device_name(n) for n in range(torch.cuda.device_count())]
    return {"system": sys.platform, "processors": os.cpu_count(), "gpus": gpus}

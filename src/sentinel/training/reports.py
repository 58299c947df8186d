"""Where the figures of a streamed stage go: to TensorBoard, and to what else its recipe names.

Weights & Biases and Trackio are called as the trainers of transformers call them, so that the
figures of all stages of a run lie in one project under the same names.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sentinel.errors import ExtraError
from sentinel.training.libraries import SummaryWriter
from sentinel.training.recipe import Recipe

PROJECT: Final = "huggingface"
"""Project of the runs, where the environment names none."""

_STEP: Final = "train/global_step"


class Reports:
    """Writes the figures of one stage.

    Args:
        folder: Of the events of TensorBoard.
        recipe: Of the run.
        stage: Its name.
        step: The step that the stage goes on from; later ones, written before a kill, are void.

    Raises:
        ExtraError: If the recipe names a library that is not installed.
    """

    def __init__(self, folder: Path, recipe: Recipe, stage: str, step: int) -> None:
        self._others: list[ModuleType] = []
        name, config = f"{recipe.name}-{stage}", recipe.model_dump(mode="json")
        if recipe.logging.wandb:
            self._others.append(_wandb(name, config))
        if recipe.logging.trackio:
            self._others.append(_trackio(name, config))
        self._board = SummaryWriter(log_dir=str(folder), purge_step=step + 1)

    def write(self, figures: Mapping[str, float], step: int) -> None:
        """Write the figures of a step everywhere."""
        for name, value in figures.items():
            self._board.add_scalar(name, value, step)
        for each in self._others:
            each.log({**{f"train/{name}": value for name, value in figures.items()}, _STEP: step})

    def close(self) -> None:
        """End the runs that were begun."""
        self._board.close()
        for each in self._others:
            each.finish()


def _wandb(name: str, config: Mapping[str, Any]) -> ModuleType:
    found = _library("wandb")
    if found.run is not None:
        found.finish()  # The stage before, which a trainer leaves open.
    found.init(project=os.getenv("WANDB_PROJECT", PROJECT), name=name, config=config)
    found.define_metric(_STEP)
    found.define_metric("*", step_metric=_STEP, step_sync=True)
    return found


def _trackio(name: str, config: Mapping[str, Any]) -> ModuleType:
    found = _library("trackio")
    found.init(
        project=os.getenv("TRACKIO_PROJECT", PROJECT), name=name, config=config, resume="allow"
    )
    return found


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as missing:
        raise ExtraError(f"{name} is missing: python -m pip install {name}") from missing

"""The stages of a run, by name: each takes a folder with a model and makes another.

language     0  how a page reads and an answer is written, by verdicts drawn at random
warmup       A  reward, on action_screen
rejection    B  supervised, on verdicts that were offered at random and found right
curriculum   C  reward, over all tiers, the next one as soon as reward allows
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from sentinel.errors import TrainingError
from sentinel.evaluation.report import VERSIONS
from sentinel.training.by_reward import by_reward
from sentinel.training.dataset import Order
from sentinel.training.dataset_files import load
from sentinel.training.dataset_making import make
from sentinel.training.examples import Message, language
from sentinel.training.job import Job, Result
from sentinel.training.recipe import Engine, Grpo, Language, Recipe, Route, Supervised
from sentinel.training.stream import block
from sentinel.training.stream_feed import terms_of
from sentinel.training.streamed import streamed
from sentinel.training.supervised import supervised

ORDER: Final = ("language", "warmup", "rejection", "curriculum")
"""Names, in the order in which they are run."""

LETTERS: Final = {"language": "0", "warmup": "A", "rejection": "B", "curriculum": "C"}
"""What each is called where there is little room."""


def wanted(recipe: Recipe) -> list[str]:
    """The stages that a recipe has, in their order."""
    return [name for name in ORDER if getattr(recipe.stages, name) is not None]


def performed(job: Job, data: Path) -> Result:
    """Run a stage, or go on with it.

    Args:
        job: The stage.
        data: Folder of the set that stage B learns from.

    Raises:
        TrainingError: If the recipe does not have the stage.
    """
    asked: object = getattr(job.recipe.stages, job.stage)
    if isinstance(asked, Grpo):
        return by_reward(job, asked)
    if isinstance(asked, Supervised) and asked.engine is Engine.STREAM:
        return streamed(job, asked, labels=not isinstance(asked, Language))
    if isinstance(asked, Language):
        tools = asked.route is Route.TOOLS
        told = language(asked.decisions, job.recipe, tools=tools)
        return supervised(job, asked, told, tools=tools)
    if isinstance(asked, Supervised):
        return supervised(job, asked, _kept(data))
    raise TrainingError(f"the recipe has no stage {job.stage!r}")


def data_of(recipe: Recipe, start: Path, folder: Path) -> dict[str, Any]:
    """What stage B learns from: a set that is made now, or the stream that it will play.

    Args:
        recipe: Of the run; it has the stage.
        start: Folder of the model that the run starts from, whose tokenizer a stream is in.
        folder: Where a set is made.

    Returns:
        `data_hash`, the same for the same data, and what else is to be known of it.
    """
    asked = recipe.stages.rejection
    assert asked is not None
    if asked.engine is Engine.TRL:
        return dict(make(Order(asked.decisions, seed=recipe.seed, form=recipe.model.form), folder))
    first = block(terms_of(recipe, start, asked.tokens), 0)
    stream = {"size": asked.decisions, "seed": recipe.seed, "form": recipe.model.form.value}
    content = json.dumps([stream, VERSIONS, [(each.asked, each.answer) for each in first]])
    return {**stream, "stream": True, "data_hash": hashlib.sha256(content.encode()).hexdigest()}


def _kept(data: Path) -> list[list[Message]]:
    """The conversations of a set."""
    return [
        [{"role": each.role, "content": each.content} for each in sample.messages]
        for sample in load(data)
    ]

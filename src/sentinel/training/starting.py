"""The model that a run starts from: made from nothing, or loaded from a folder or the Hub."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sentinel.episode.turn import Turn
from sentinel.errors import RecipeError
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    SafetensorError,
)
from sentinel.training.reader import trained
from sentinel.training.recipe import Recipe
from sentinel.training.rendering import rendering
from sentinel.training.sizes import SIZES
from sentinel.training.small import made
from sentinel.training.stream import turns
from sentinel.training.visits import Again

FAR: Final = 100_000
"""Number of the first block of the stream that a tokenizer is made from: no run comes so far, and
that far every visit is a later one."""

Made = tuple[PreTrainedModel, PreTrainedTokenizerBase]
"""A model and its tokenizer."""


def begin(recipe: Recipe, folder: Path) -> None:
    """Write the model that a run starts from, with its tokenizer.

    Args:
        recipe: Of the run.
        folder: Where to; it exists.

    Raises:
        RecipeError: If it names a model that cannot be loaded.
    """
    model, reader = _made(recipe)
    model.save_pretrained(folder)
    reader.save_pretrained(folder)


def _made(recipe: Recipe) -> Made:
    wanted = recipe.model
    if wanted.start == "scratch":
        reader = trained(_pages(recipe), wanted.vocabulary)
        return made(SIZES[wanted.size], reader, recipe.seed), reader
    try:
        model = AutoModelForCausalLM.from_pretrained(wanted.name, dtype="auto")
        return model, AutoTokenizer.from_pretrained(wanted.name)
    except (OSError, ValueError, SafetensorError) as error:
        said = " ".join(str(error).split())[:300]
        raise RecipeError(f"model.name={wanted.name!r} cannot be loaded: {said}") from error


def _pages(recipe: Recipe) -> Iterator[str]:
    """Pages of the training split from which a tokenizer is made."""
    way = rendering(recipe.model.form)
    for turn in itertools.islice(met(recipe.seed, recipe.stream.again), recipe.model.pages):
        yield "\n".join(each.content for each in way.messages(turn.briefing))


def met(seed: int, again: Again) -> Iterator[Turn]:
    """Decisions of the training split, without end, for a tokenizer.

    Args:
        seed: Of the run.
        again: What is shown on later visits.
    """
    for number in itertools.count(FAR):
        yield from turns(seed, number, again)

"""The model that a run starts from: made from nothing, or loaded from a folder or the Hub."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from sentinel.episode.fixed import fixed_turns
from sentinel.errors import RecipeError
from sentinel.training.curriculum import drawn
from sentinel.training.examples import TIERS
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)
from sentinel.training.reader import trained
from sentinel.training.recipe import Recipe
from sentinel.training.rendering import rendering
from sentinel.training.small import SIZES, made

Made = tuple[PreTrainedModel, PreTrainedTokenizerBase]
"""A model and its tokenizer."""


def begin(recipe: Recipe, folder: Path) -> None:
    """Write the model that a run starts from, with its tokenizer.

    Args:
        recipe: Of the run.
        folder: Where to; it exists.

    Raises:
        RecipeError: If it names a size that there is none of, or a model that cannot be loaded.
    """
    model, reader = _made(recipe)
    model.save_pretrained(folder)
    reader.save_pretrained(folder)


def _made(recipe: Recipe) -> Made:
    wanted = recipe.model
    if wanted.start == "scratch":
        if wanted.size not in SIZES:
            known = ", ".join(SIZES)
            raise RecipeError(f"model.size={wanted.size!r}: there is none; there are {known}")
        reader = trained(_pages(recipe), wanted.vocabulary)
        return made(SIZES[wanted.size], reader, recipe.seed), reader
    try:
        model = AutoModelForCausalLM.from_pretrained(wanted.name, dtype="auto")
        return model, AutoTokenizer.from_pretrained(wanted.name)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())[:300]
        raise RecipeError(f"model.name={wanted.name!r} cannot be loaded: {said}") from error


def _pages(recipe: Recipe) -> Iterator[str]:
    """Pages of the training split, tier by tier in turn, from which a tokenizer is made."""
    way, tiers = rendering(recipe.model.form), itertools.cycle(TIERS)
    incidents = (
        fixed_turns(tier, drawn(recipe.seed, "tokenizer", place, (tier,)).seed, ensemble=False)
        for place, tier in enumerate(tiers)
    )
    turns = itertools.islice(itertools.chain.from_iterable(incidents), recipe.model.pages)
    for turn in turns:
        yield "\n".join(each.content for each in way.messages(turn.briefing))

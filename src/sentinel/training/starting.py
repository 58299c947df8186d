"""The model that a run starts from: made from nothing, or loaded from a folder or the Hub."""

from collections.abc import Callable, Mapping
from itertools import count, islice
from pathlib import Path
from typing import Final

from sentinel.errors import RecipeError
from sentinel.overseer.dialogue import Form, asked
from sentinel.training import small, tiny
from sentinel.training.curriculum import drawn
from sentinel.training.decisions import Decisions
from sentinel.training.examples import TIERS
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)
from sentinel.training.reader import trained
from sentinel.training.recipe import Recipe
from sentinel.training.stream import turns

PAGES: Final = 300
"""Pages of the training split from which the tokenizer of the smallest size is made."""

READ: Final = 2_000
"""Pages for the tokenizer of the others."""

FAR: Final = 100_000
"""Number of the first block of the stream that they are taken from."""

Made = tuple[PreTrainedModel, PreTrainedTokenizerBase]
"""A model and its tokenizer."""


def _smoke(form: Form, seed: int) -> Made:
    """A model far too small to oversee anything."""
    decisions = Decisions(form)
    keys = [drawn(seed, "tokenizer", n, (TIERS[n % len(TIERS)],)) for n in range(PAGES)]
    reader = tiny.tokenizer(asked(decisions.turn(key).briefing, form).user for key in keys)
    return tiny.model(reader, seed), reader


def _small(size: small.Size) -> Callable[[Form, int], Made]:
    """What makes a model of a size, with a tokenizer of its own."""

    def make(form: Form, seed: int) -> Made:
        # From blocks that no run comes to.
        met = (turn for number in count(FAR) for turn in turns(seed, number))
        reader = trained(asked(turn.briefing, form).user for turn in islice(met, READ))
        return small.made(size, reader, seed), reader

    return make


SIZES: Final[Mapping[str, Callable[[Form, int], Made]]] = {
    "smoke": _smoke,
    **{name: _small(size) for name, size in small.SIZES.items()},
}
"""What makes a model from nothing, by the name that recipes give its size."""


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
        return SIZES[wanted.size](wanted.form, recipe.seed)
    try:
        model = AutoModelForCausalLM.from_pretrained(wanted.name, dtype="auto")
        return model, AutoTokenizer.from_pretrained(wanted.name)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())[:300]
        raise RecipeError(f"model.name={wanted.name!r} cannot be loaded: {said}") from error

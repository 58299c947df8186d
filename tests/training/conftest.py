"""The model that runs of the smallest recipe start from, made once."""

from importlib import import_module

import pytest

from sentinel.training.recipe_files import recipe

SMALL = "model.pages=60"
"""Pages of its tokenizer: a tenth of the recipe's."""


@pytest.fixture(scope="session")
def start(tmp_path_factory):
    # Imported when asked for: most of these tests need no training library.
    starting = import_module("sentinel.training.starting")
    folder = tmp_path_factory.mktemp("start")
    starting.begin(recipe("smoke", [SMALL]), folder)
    return folder

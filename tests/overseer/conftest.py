"""One tiny checkpoint for all tests that need a model, made once."""

from importlib import import_module

import pytest


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory):
    """The folder of a tiny model that answers in the compact form, not always readably."""
    # Loaded here, since torch takes seconds that tests of rules need not wait for.
    return import_module("tiny_model").make(tmp_path_factory.mktemp("model") / "tiny")

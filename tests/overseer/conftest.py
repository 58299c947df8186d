"""One tiny checkpoint for all tests that need a model, made once."""

import pytest


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory):
    """The folder of a tiny model that answers in the compact form, not always readably."""
    import tiny_model

    return tiny_model.make(tmp_path_factory.mktemp("tiny") / "model")

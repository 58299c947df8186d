"""What several tests of overseers need, made once: real briefings, and a tiny checkpoint."""

from importlib import import_module

import pytest

from sentinel.episode.fixed import fixed_turns


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory, briefings):
    """The folder of a tiny model that answers in the compact form, not always readably."""
    # Loaded here, since torch takes seconds that tests of rules need not wait for.
    return import_module("tiny_model").make(tmp_path_factory.mktemp("model") / "tiny", briefings)


@pytest.fixture(scope="session")
def briefings():
    """Fifteen decisions of an incident that nothing is measured on."""
    return [turn.briefing for turn in fixed_turns("war_room", 42, "demo", ensemble=False)]

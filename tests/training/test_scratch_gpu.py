"""The recipe for one large GPU goes through all its stages, cut down to what a CPU does at once."""

import json

import pytest

from sentinel.training import stream
from sentinel.training.model_card import card
from sentinel.training.pipeline import Run, train
from sentinel.training.recipe_files import recipe

CUT = (
    "model.size=smoke-gist", "model.pages=60", "model.vocabulary=500",
    "stages.language.decisions=128", "stages.language.players=0",
    "stages.rejection.decisions=256", "stages.rejection.players=0",
    *(f"stages.{stage}.{setting}" for stage in ("warmup", "curriculum")
      for setting in ("steps=1", "prompts=2", "generations=2", "players=0")),
    "stages.warmup.abort=null", "stages.curriculum.abort=null", "gate.unparsed=1.0",
    "evaluation.episodes=1", "evaluation.final=1", "evaluation.tiers=[action_screen]",
)  # fmt: skip
"""Sizes alone, and the machine's cores, and no looks at steps that one step never comes to:
engines, batches, losses and gates are the recipe's."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scratch") / "run"
    with pytest.MonkeyPatch.context() as monkey:
        monkey.setattr(stream, "INCIDENTS", 4)
        train(Run(recipe("scratch-gpu", CUT), folder, "sentinel train"), lambda _: None)
    return json.loads((folder / "run_summary.json").read_text("utf-8"))


def test_every_stage_is_done(found):
    steps = {name: stage["steps"] for name, stage in found["stages"].items()}
    assert steps == {"language": 2, "warmup": 1, "rejection": 4, "curriculum": 1}
    assert [each["stage"] for each in found["gates"]] == ["rejection", "curriculum"]


def test_its_streams_say_what_they_have_read(found):
    hashes = {name: stage["data_hash"] for name, stage in found["stages"].items()}
    assert len(hashes["language"]) == len(hashes["rejection"]) == 64
    assert hashes["warmup"] == hashes["curriculum"] == ""


def test_its_card_gives_the_hash_of_all_that_stage_b_has_read(found):
    """And not that of its first block, which is that of the run's data."""
    read = found["stages"]["rejection"]["data_hash"]
    assert found["data_hash"] not in (read, "")
    said = f"256 decisions of the stream of seed 0; the blocks that it began have the hash `{read}`"
    assert said in card(found)
    assert found["data_hash"] not in card(found)

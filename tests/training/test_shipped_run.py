"""What the overseer that ships learned from can be made again from its recipe."""

import json
from pathlib import Path

import sentinel
from sentinel.training.recipe_files import recipe
from sentinel.training.stages import data_of
from sentinel.training.starting import begin
from sentinel.training.visits import Again

PACKAGED = Path(sentinel.__file__).parent / "overseer" / "tiny_model"
SUMMARY = Path(__file__).parents[2] / "results" / "training" / "tiny-cpu.json"


def test_its_tokenizer_comes_out_to_the_byte(tmp_path):
    begin(recipe("tiny-cpu"), tmp_path)
    made = (tmp_path / "tokenizer.json").read_bytes()
    assert made == (PACKAGED / "tokenizer.json").read_bytes()


def test_its_stream_begins_with_the_block_that_the_run_had(tmp_path):
    said = json.loads(SUMMARY.read_text("utf-8"))["data_hash"]
    assert data_of(recipe("tiny-cpu"), PACKAGED, tmp_path)["data_hash"] == said


def test_it_alone_keeps_to_what_later_visits_showed_then():
    kept = recipe("tiny-cpu").stream
    assert (kept.again, kept.ambiguous) == (Again.CHANGED, True)
    for name in ("scratch-gpu", "smoke", "qwen3-1.7b-l4", "qwen2.5-0.5b-t4"):
        found = recipe(name).stream
        assert (found.again, found.ambiguous) == (Again.EVERY, False)

"""A run's journal: what it was told once stays."""

import json

import pytest

from sentinel.errors import TrainingError
from sentinel.training.journal import opened, read
from sentinel.training.recipe_files import recipe

SMOKE = recipe("smoke")


def test_a_run_that_was_told_to_ignore_its_abort_stays_told(tmp_path):
    opened(tmp_path, SMOKE, "train", resume=False, ignore_abort=True)
    assert opened(tmp_path, SMOKE, "train", resume=True).ignore_abort
    assert read(tmp_path).ignore_abort


def test_a_run_can_be_told_to_ignore_its_abort_when_it_is_gone_on_with(tmp_path):
    assert not opened(tmp_path, SMOKE, "train", resume=False).ignore_abort
    opened(tmp_path, SMOKE, "train", resume=True, ignore_abort=True)
    assert opened(tmp_path, SMOKE, "train", resume=True).ignore_abort


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"stages": {"curriculum": {}}}, "stage 'curriculum' lacks abort_ignored, aborted, from"),
        ({"stages": []}, "stages"),
        ({"kept": None}, "kept"),
        ({"more": 1}, "more"),
    ],
)
def test_a_journal_that_is_none_is_said_to_be_none(tmp_path, broken, said):
    opened(tmp_path, SMOKE, "train", resume=False)
    path = tmp_path / "progress.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **broken}), "utf-8")
    with pytest.raises(TrainingError, match="holds no run that can be read") as caught:
        opened(tmp_path, SMOKE, "train", resume=True)
    assert said in str(caught.value)


def test_a_folder_that_cannot_be_made_is_said_to_be_none(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TrainingError, match="cannot be made: Not a directory"):
        opened(tmp_path / "file" / "run", SMOKE, "train", resume=False)

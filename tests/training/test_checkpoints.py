"""What a run goes on from is whole, or it is said what is not."""

import json

import pytest

from sentinel.errors import TrainingError
from sentinel.training.checkpoints import sound
from sentinel.training.libraries import torch
from sentinel.training.measuring import written


@pytest.fixture
def checkpoint(start, tmp_path):
    folder = tmp_path / "checkpoint-2"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes((start / "model.safetensors").read_bytes())
    (folder / "trainer_state.json").write_text(json.dumps({"log_history": []}))
    torch.save({"step": 2}, folder / "optimizer.pt")
    return folder


def test_a_checkpoint_that_is_whole_is_sound(checkpoint):
    sound(checkpoint)


@pytest.mark.parametrize("name", ["model.safetensors", "trainer_state.json", "optimizer.pt"])
def test_a_checkpoint_of_which_a_file_is_cut_off_is_not(checkpoint, name):
    whole = (checkpoint / name).read_bytes()
    (checkpoint / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(
        TrainingError, match=r"cannot be read .* to go on from the checkpoint"
    ) as it:
        sound(checkpoint)
    assert name in str(it.value)


def test_a_checkpoint_that_lacks_a_file_it_must_have_is_not(checkpoint):
    sound(checkpoint, "trainer_state.json")
    with pytest.raises(TrainingError, match=r"state\.pt' cannot be read .*No such file"):
        sound(checkpoint, "state.pt")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"overseers": {"warmup": {"overall": {}}}}'])
def test_what_is_no_report_of_a_checkpoint_is_told(tmp_path, text):
    path = tmp_path / "warmup.json"
    assert written(path, "warmup") is None
    path.write_text(text)
    with pytest.raises(TrainingError, match="no report of 'warmup': delete it to have it made"):
        written(path, "warmup")

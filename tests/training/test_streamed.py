"""A streamed stage learns, and one that was killed ends as if it had not been."""

import shutil
from multiprocessing import active_children

import pytest
import torch
from torch.multiprocessing import ProcessRaisedException
from transformers import AutoModelForCausalLM

from sentinel.errors import TrainingError
from sentinel.training import starting, stream, streamed
from sentinel.training.checkpoints import latest
from sentinel.training.job import Job
from sentinel.training.recipe_files import checked

RECIPE = {
    "name": "check",
    "about": "A streamed stage.",
    "model": {"start": "scratch", "size": "smoke-gist", "pages": 24, "form": "gist"},
    "stages": {
        "rejection": {
            "engine": "stream", "decisions": 48, "batch": 4, "players": 0, "learning_rate": 4e-3,
            "save_every": 4,
        }
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    monkey = pytest.MonkeyPatch()
    monkey.setattr(stream, "INCIDENTS", 1)
    folder = tmp_path_factory.mktemp("start")
    starting.begin(checked("check", RECIPE), folder)
    yield folder
    monkey.undo()


def job(start, folder):
    return Job(checked("check", RECIPE), "rejection", start, folder, folder / "tensorboard")


def weights(folder):
    return AutoModelForCausalLM.from_pretrained(folder).state_dict()


def test_a_killed_stage_ends_as_if_it_had_not_been(start, tmp_path, monkeypatch):
    asked = checked("check", RECIPE).stages.rejection
    whole = streamed.streamed(job(start, tmp_path / "whole"), asked)
    assert whole.history[-1]["step"] == 12
    assert whole.tokens > 0

    done, steps = streamed.step, []

    def killed(*given):
        steps.append(1)
        if len(steps) == 7:
            raise KeyboardInterrupt
        return done(*given)

    monkeypatch.setattr(streamed, "step", killed)
    with pytest.raises(KeyboardInterrupt):
        streamed.streamed(job(start, tmp_path / "killed"), asked)
    assert latest(tmp_path / "killed").name == "checkpoint-4"
    again = streamed.streamed(job(start, tmp_path / "killed"), asked)
    assert len(steps) == 7 + 8
    assert again.tokens == whole.tokens
    one, other = weights(tmp_path / "whole" / "model"), weights(tmp_path / "killed" / "model")
    assert all(bool((one[name] == other[name]).all()) for name in one)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tokens": 40}, r"0 fit into tokens=40"),
        ({"batch": 400}, r"fit into tokens=1024, and batch=400 wants as many; batch=\d+ with"),
    ],
)
def test_sizes_that_give_no_batch_are_an_error(start, tmp_path, settings, said):
    asked = {**RECIPE["stages"]["rejection"], **settings}
    recipe = checked("check", {**RECIPE, "stages": {"rejection": asked}})
    given = Job(recipe, "rejection", start, tmp_path / "made", tmp_path / "board")
    with pytest.raises(TrainingError, match=said):
        streamed.streamed(given, recipe.stages.rejection)


def test_what_one_of_several_processes_is_refused_is_told_as_it_is(start, tmp_path, monkeypatch):
    def refused(rank, run):
        raise TrainingError(f"{rank} cannot")

    def spawned(work, args, nprocs, join):
        assert (nprocs, join) == (2, True)
        with pytest.raises(TrainingError):
            work(1, *args)
        raise ProcessRaisedException("a traceback", 1, 4242)

    monkeypatch.setattr(streamed, "_learn", refused)
    monkeypatch.setattr(torch.multiprocessing, "spawn", spawned)
    asked = {**RECIPE["stages"]["rejection"], "processes": 2}
    recipe = checked("check", {**RECIPE, "stages": {"rejection": asked}})
    given = Job(recipe, "rejection", start, tmp_path / "made", tmp_path / "board")
    with pytest.raises(TrainingError, match=r"^1 cannot$"):
        streamed.streamed(given, recipe.stages.rejection)


def test_a_stage_whose_players_fail_ends_with_their_error(start, tmp_path):
    shutil.copytree(start, tmp_path / "start")
    (tmp_path / "start" / "tokenizer.json").write_text("{}")
    played = {**RECIPE["stages"]["rejection"], "players": 1}
    recipe = checked("check", {**RECIPE, "stages": {"rejection": played}})
    failing = Job(recipe, "rejection", tmp_path / "start", tmp_path / "made", tmp_path / "board")
    with pytest.raises(Exception, match="Model missing"):
        streamed.streamed(failing, recipe.stages.rejection)
    assert active_children() == []


def test_the_rate_rises_stays_and_falls():
    rates = [streamed.rate(step, 200, 1.0, 0.5) for step in range(200)]
    assert rates[0] < rates[19] == rates[90] == 1.0
    assert rates[199] < 0.05

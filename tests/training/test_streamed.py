"""A streamed stage learns, and one that was killed ends as if it had not been."""

import shutil
import sys
from multiprocessing import active_children

import pytest
import torch
from torch.multiprocessing import ProcessRaisedException
from transformers import AutoModelForCausalLM

from sentinel.errors import ExtraError, RecipeError, TrainingError
from sentinel.training import starting, stepping, stream, streamed
from sentinel.training.checkpoints import latest
from sentinel.training.job import Job
from sentinel.training.recipe_files import checked
from sentinel.training.stream_feed import chained

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


def with_settings(start, folder, stage=None, **parts):
    asked = {**RECIPE["stages"]["rejection"], **(stage or {})}
    whole = {**RECIPE, **parts, "stages": {"rejection": asked}}
    given = checked("check", whole)
    return Job(given, "rejection", start, folder, folder / "tensorboard"), given.stages.rejection


def weights(folder):
    return AutoModelForCausalLM.from_pretrained(folder).state_dict()


def kill_at(monkeypatch, step):
    """Let the process die in a step, counted over all runs from now on."""
    done, steps = streamed.step, []

    def killed(*given, **named):
        steps.append(1)
        if len(steps) == step:
            raise KeyboardInterrupt
        return done(*given, **named)

    monkeypatch.setattr(streamed, "step", killed)
    return steps


def lasting(history):
    """Figures of each step but the speed, which no two runs share."""
    return [{k: v for k, v in each.items() if k != "tokens_per_second"} for each in history]


def test_a_killed_stage_ends_as_if_it_had_not_been(start, tmp_path, monkeypatch):
    """Killed between two lines of figures: a mean is of all the steps that belong to it."""
    some = {"decisions": 200, "save_every": 30}
    whole = streamed.streamed(*with_settings(start, tmp_path / "whole", some))
    assert [each["step"] for each in whole.history] == [20, 40, 50]
    assert whole.tokens > 0

    steps = kill_at(monkeypatch, 37)
    with pytest.raises(KeyboardInterrupt):
        streamed.streamed(*with_settings(start, tmp_path / "killed", some))
    assert latest(tmp_path / "killed").name == "checkpoint-30"
    again = streamed.streamed(*with_settings(start, tmp_path / "killed", some))
    assert len(steps) == 37 + 20
    assert again.tokens == whole.tokens
    assert lasting(again.history) == lasting(whole.history)
    assert again.data_hash == whole.data_hash != ""
    one, other = weights(tmp_path / "whole" / "model"), weights(tmp_path / "killed" / "model")
    assert all(bool((one[name] == other[name]).all()) for name in one)


def test_the_hash_of_a_stage_is_of_every_block_that_it_has_begun(start, tmp_path):
    found = streamed.streamed(*with_settings(start, tmp_path / "made"))
    terms, digest, left = stream.Terms(stream.tokenizer_file(start), 0, 1_024), "", 12
    for number in range(12):
        examples = stream.block(terms, number)
        digest, left = chained(digest, examples), left - len(examples) // 4
        if left <= 0:
            break
    assert found.data_hash == digest


def cut(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("processes", [1, 2])
def test_a_checkpoint_that_was_cut_is_told_and_so_is_what_the_stage_has_made(
    start, tmp_path, processes
):
    given = with_settings(start, tmp_path, {"decisions": 40, "processes": processes})
    whole = streamed.streamed(*given)
    done, model = tmp_path / "done.pt", tmp_path / "model"
    shutil.rmtree(model)
    cut(done)
    with pytest.raises(TrainingError, match=r"done.pt' cannot be read .*: delete it to go on from"):
        streamed.streamed(*given)
    done.unlink()
    again = streamed.streamed(*given)
    assert (again.tokens, again.data_hash) == (whole.tokens, whole.data_hash)
    done.unlink()
    cut(latest(tmp_path) / "state.pt")
    with pytest.raises(TrainingError, match=r"state.pt' cannot be read .*: delete .* to go on"):
        streamed.streamed(*given)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_model_to_start_from_that_was_cut_is_told(start, tmp_path, name):
    shutil.copytree(start, tmp_path / "hub")
    cut(tmp_path / "hub" / name)
    model = {"start": "hub", "name": str(tmp_path / "hub"), "form": "gist"}
    with pytest.raises(RecipeError, match=r"model\.name='.*hub' cannot be loaded: "):
        starting.begin(checked("check", {**RECIPE, "model": model}), tmp_path / "out")


def test_a_stage_does_not_go_on_with_other_decisions(start, tmp_path, monkeypatch):
    kill_at(monkeypatch, 7)
    with pytest.raises(KeyboardInterrupt):
        streamed.streamed(*with_settings(start, tmp_path / "killed"))
    monkeypatch.setattr(stream, "CITED", (1, 1))
    with pytest.raises(TrainingError, match="block 0 is not what it was when the stage was killed"):
        streamed.streamed(*with_settings(start, tmp_path / "killed"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tokens": 40}, r"0 fit into tokens=40"),
        ({"batch": 400}, r"fit into tokens=1024, and batch=400 wants as many; batch=\d+ with"),
    ],
)
def test_sizes_that_give_no_batch_are_an_error(start, tmp_path, settings, said):
    with pytest.raises(TrainingError, match=said):
        streamed.streamed(*with_settings(start, tmp_path / "made", settings))


def test_batches_of_a_step_are_learned_from_together(start, tmp_path):
    """Two batches of four a step: as many decisions, half the steps, and the same tokens read."""
    one = streamed.streamed(*with_settings(start, tmp_path / "one"))
    two = streamed.streamed(*with_settings(start, tmp_path / "two", {"accumulate": 2}))
    assert (one.history[-1]["step"], two.history[-1]["step"]) == (12, 6)
    assert one.tokens == two.tokens


def test_the_gradient_of_two_batches_is_their_mean(start):
    model = AutoModelForCausalLM.from_pretrained(start)
    asked = checked("check", RECIPE).stages.rejection.model_copy(update={"told": 1.0})
    examples = [stream.Example([5, 6, 7], [8, 9]), stream.Example([9, 8, 7], [6, 5])]

    def learned(parts):
        dice = torch.Generator().manual_seed(0)
        moving = torch.optim.SGD(model.parameters(), lr=0.0)
        figures = stepping.step(model, moving, parts, asked, dice)
        return figures, [each.grad.clone() for each in model.parameters()]

    apart = learned([examples[:1], examples[1:]])
    together = learned([examples])
    assert torch.allclose(apart[0], together[0], atol=1e-5)
    for one, other in zip(apart[1], together[1], strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_checkpointing_of_gradients_changes_nothing(start, tmp_path):
    model = {**RECIPE["model"], "gradient_checkpointing": True}
    found = [
        streamed.streamed(*with_settings(start, tmp_path / name, {"decisions": 8}, **parts))
        for name, parts in (("plain", {}), ("kept", {"model": model}))
    ]
    assert found[0].history[-1]["loss"] == pytest.approx(found[1].history[-1]["loss"], abs=1e-5)


@pytest.mark.parametrize(("gpus", "processes", "where"), [
    (0, 1, ["cpu"]), (1, 1, ["cuda:0"]), (1, 2, ["cpu", "cpu"]), (2, 2, ["cuda:0", "cuda:1"]),
])  # fmt: skip
def test_each_process_has_a_gpu_of_its_own_or_none_has(monkeypatch, gpus, processes, where):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpus > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: gpus)
    assert [streamed.device(rank, processes) for rank in range(processes)] == where


class Library:
    """Stands for wandb and trackio: writes down what it is told."""

    def __init__(self):
        self.run, self.calls = None, []

    def __getattr__(self, name):
        return lambda *given, **named: self.calls.append((name, given, named))


def test_figures_go_to_the_libraries_that_the_recipe_names(start, tmp_path, monkeypatch):
    found = {name: Library() for name in ("wandb", "trackio")}
    found["wandb"].run = "that of the stage before"
    for name, library in found.items():
        monkeypatch.setitem(sys.modules, name, library)
    logging = {"wandb": True, "trackio": True}
    result = streamed.streamed(*with_settings(start, tmp_path / "made", logging=logging))
    assert [name for name, _, _ in found["wandb"].calls] == [
        "finish", "init", "define_metric", "define_metric", "log", "finish",
    ]  # fmt: skip
    assert [name for name, _, _ in found["trackio"].calls] == ["init", "log", "finish"]
    for library in found.values():
        (begun,) = [named for name, _, named in library.calls if name == "init"]
        assert (begun["project"], begun["name"]) == ("huggingface", "check-rejection")
        (logged,) = [given[0] for name, given, _ in library.calls if name == "log"]
        assert logged["train/global_step"] == 12
        assert logged["train/loss"] == result.history[-1]["loss"]


def test_a_library_that_is_not_installed_is_told(start, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trackio", None)
    with pytest.raises(ExtraError, match="trackio is missing: python -m pip install trackio"):
        streamed.streamed(*with_settings(start, tmp_path / "made", logging={"trackio": True}))


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
    with pytest.raises(TrainingError, match=r"^1 cannot$"):
        streamed.streamed(*with_settings(start, tmp_path / "made", {"processes": 2}))


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

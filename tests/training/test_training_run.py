"""A run from nothing: killed in a stage, gone on with twice, and left alone once.

The same recipe three times: killed and resumed to its abort, killed and resumed over it, and
undisturbed. So a run that aborted, one that ignored it and a stage that was promoted are here.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sentinel.errors import TrainingError
from sentinel.training.checkpoints import latest, mark
from sentinel.training.journal import held, opened, read
from sentinel.training.model_card import card as written
from sentinel.training.pipeline import Run, launched_right, train
from sentinel.training.recipe_files import recipe

SETTINGS = (
    "model.pages=60", "stages.warmup=null", "stages.rejection.decisions=16",
    "stages.curriculum.steps=5", "stages.curriculum.abort={at: [4], window: 2, rise: 2.0}",
    "stages.curriculum.promotion.reward=2.0", "stages.curriculum.prompts=2",
    "gate.stages=[language, curriculum]",
    "evaluation.tiers=[action_screen]", "evaluation.episodes=8", "evaluation.final=3",
)  # fmt: skip
SMOKE = recipe("smoke", SETTINGS)
WAIT_S = 900


def run(folder, **more):
    return train(Run(SMOKE, folder, "sentinel train --recipe smoke", **more), lambda _: None)


def killed(folder):
    """Train in a process of its own, and kill that in the middle of the last stage."""
    words = [word for setting in SETTINGS for word in ("--set", setting)]
    process = subprocess.Popen(
        [sys.executable, "-m", "sentinel", "train", "--recipe", "smoke", "--out", folder, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + WAIT_S
    while not (folder / "curriculum" / "checkpoint-2" / "whole.json").exists():
        assert process.poll() is None, process.stderr.read().decode()[-4_000:]
        assert time.monotonic() < until
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert read(folder).stages.keys() == {"language", "rejection"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    where = tmp_path_factory.mktemp("runs")
    killed(where / "resumed")
    shutil.copytree(where / "resumed", where / "ignoring")
    opened(where / "undisturbed", SMOKE, "", resume=False)
    shutil.copytree(where / "resumed" / "start", where / "undisturbed" / "start")
    # Told so by a command that was killed at once; the next one does not say it again.
    opened(where / "ignoring", SMOKE, "", resume=True, ignore_abort=True)
    return {
        "resumed": run(where / "resumed", resume=True),
        "ignoring": run(where / "ignoring", resume=True),
        "undisturbed": run(where / "undisturbed", resume=True),
        "where": where,
    }


TIMES = ("step_time",)
"""What differs between two runs of the same steps."""


def steps(found, stage):
    rows = found["stages"][stage]["history"]
    return [{name: row[name] for name in row if name not in TIMES} for row in rows]


def test_a_run_that_was_killed_goes_on_as_if_it_had_not_been(runs):
    resumed, undisturbed = runs["resumed"], runs["undisturbed"]
    assert resumed["data_hash"] == undisturbed["data_hash"] != ""
    for stage in ("language", "rejection", "curriculum"):
        assert steps(resumed, stage) == steps(undisturbed, stage)
    assert [row["step"] for row in steps(resumed, "curriculum")] == [1, 2, 3, 4]
    assert resumed["gates"] == undisturbed["gates"]
    assert resumed["final"] == undisturbed["final"]


def test_a_stage_whose_reward_stalls_is_given_up_and_not_promoted(runs):
    found = runs["undisturbed"]
    stage = found["stages"]["curriculum"]
    assert stage["aborted"]
    assert not stage["abort_ignored"]
    assert stage["stalls"][0]["step"] == stage["steps"] == 4
    passage = found["gates"][-1]
    assert passage["stage"] == "curriculum"
    assert not passage["promoted"]
    assert passage["reason"].startswith("given up at step 4, reward rose by ")
    assert found["kept"] == "rejection"
    assert f"* curriculum was given up at step 4: {stage['stalls'][0]['reason']}." in card(runs)


def test_a_stage_that_is_better_is_promoted(runs):
    passage = runs["undisturbed"]["gates"][0]
    assert (passage["stage"], passage["against"]) == ("language", "start")
    assert passage["promoted"]
    assert passage["figures"]["low"] > 0.0
    assert "* language against start: **promoted**, better by the margin: F1 0." in card(runs)


def test_a_run_that_ignores_its_abort_says_so(runs):
    found = runs["ignoring"]
    stage = found["stages"]["curriculum"]
    assert stage["abort_ignored"]
    assert not stage["aborted"]
    assert stage["steps"] == 5
    assert steps(found, "curriculum")[:4] == steps(runs["resumed"], "curriculum")
    assert found["abort_ignored"]
    marked = card(runs, "ignoring")
    assert "The reward of a stage stalled, and the run went on all the same" in marked
    assert "* curriculum went on all the same at step 4" in marked
    assert "went on all the same" not in card(runs)


def card(runs, name="undisturbed"):
    return (runs["where"] / name / "model" / "README.md").read_text(encoding="utf-8")


def test_a_run_leaves_what_it_promises(runs):
    folder = runs["where"] / "resumed"
    found = json.loads((folder / "run_summary.json").read_text(encoding="utf-8"))
    assert found["config"] == SMOKE.model_dump(mode="json")
    assert {"python", "torch", "trl", "WORLD_VERSION"} <= found["versions"].keys()
    for stage in found["stages"].values():
        assert stage["seconds"] > 0.0
        assert stage["tokens"] > 0
        assert stage["tokens_per_second"] > 0.0
    assert 0.0 < found["stages"]["curriculum"]["environment_share"] < 1.0
    assert found["final"].keys() == {"trained", "untrained", "rules"}
    for name in ("loss", "reward", "f1"):
        assert (folder / "plots" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    for stage in ("language", "rejection", "curriculum"):
        assert list((folder / "tensorboard" / stage).glob("events.out.tfevents.*"))
    for name in ("model.safetensors", "tokenizer.json", "config.json", "README.md"):
        assert (folder / "model" / name).exists()
    assert not list(Path(folder / "model").glob("checkpoint-*"))


def test_a_folder_is_not_trained_in_twice_without_being_told_to(runs):
    with pytest.raises(TrainingError, match="holds a run already: go on with it by --resume"):
        run(runs["where"] / "undisturbed")
    other = recipe("smoke", (*SETTINGS, "seed=1"))
    with pytest.raises(TrainingError, match="of another recipe; seed differ"):
        train(Run(other, runs["where"] / "undisturbed", "", resume=True), lambda _: None)


def test_a_folder_in_which_another_run_is_at_work_is_left_alone(tmp_path):
    with held(tmp_path), pytest.raises(TrainingError, match="another process trains in "):
        run(tmp_path, resume=True)
    assert list(tmp_path.iterdir()) == []


def test_a_launch_of_several_processes_leaves_the_stream_to_its_own():
    with pytest.raises(TrainingError, match=r"set stages\.language\.processes, or stages\.lang"):
        launched_right(recipe("tiny-cpu"), 2)
    launched_right(recipe("tiny-cpu"), 1)
    launched_right(recipe("smoke"), 2)


def test_a_card_says_whether_a_stage_was_looked_at(runs):
    found = json.loads((runs["where"] / "ignoring" / "run_summary.json").read_text("utf-8"))
    (look,) = found["stages"]["curriculum"]["looks"]
    assert (look["step"], look["learned"]) == (4, False)
    assert found["stages"]["language"]["looks"] == []
    assert "looked at" not in written(found)
    found["stages"]["curriculum"]["looks"] = []
    assert "* curriculum was never looked at: it ended soon after its last promotion." in written(
        found
    )
    found["stages"]["curriculum"]["looks"] = [look | {"learned": True, "reason": "it rose"}]
    assert "* curriculum was looked at at step 4: it rose." in written(found)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_model_that_was_damaged_between_two_stages_is_told(runs, tmp_path, name):
    folder = tmp_path / "run"
    shutil.copytree(runs["where"] / "undisturbed", folder)
    progress = json.loads((folder / "progress.json").read_text("utf-8"))
    assert progress["kept"] == "rejection"
    del progress["stages"]["curriculum"]
    (folder / "progress.json").write_text(json.dumps(progress), "utf-8")
    kept = folder / "rejection" / "model" / name
    kept.write_bytes(kept.read_bytes()[:100])
    with pytest.raises(TrainingError, match=rf"{name}' cannot be read .*: put it back as it was"):
        run(folder, resume=True)


def test_a_checkpoint_that_a_kill_left_half_is_not_gone_on_from(tmp_path):
    for step in (3, 10, 20):
        (tmp_path / f"checkpoint-{step}").mkdir()
    for step in (3, 10):
        mark(tmp_path / f"checkpoint-{step}", {"seconds": float(step)})
    assert latest(tmp_path).name == "checkpoint-10"
    assert not (tmp_path / "checkpoint-20").exists()

"""Stages by reward: both routes run, and an adapter can be trained in the place of a model."""

import json
import shutil
from dataclasses import replace

import pytest

from sentinel.training.by_reward import by_reward, watching
from sentinel.training.job import Job
from sentinel.training.recipe_files import recipe
from sentinel.training.stages import performed

SHORT = [
    "stages.language.decisions=16", "stages.warmup.steps=1", "stages.warmup.prompts=2",
    "stages.warmup.generations=2", "stages.warmup.save_every=1",
]  # fmt: skip


def job(name, start, folder, *settings):
    asked = recipe("smoke", [*SHORT, *settings])
    return Job(asked, name, start, folder / name, folder / "tensorboard")


def test_the_route_of_tools_trains_in_the_environment(start, tmp_path):
    tools = ("model.form=compact", "stages.language.route=tools", "stages.warmup.route=tools",
             "stages.language.tokens=4000")  # fmt: skip
    language = job("language", start, tmp_path, *tools)
    assert performed(language, tmp_path).tokens > 0
    warmup = job("warmup", language.model, tmp_path, *tools)
    found = by_reward(warmup, warmup.recipe.stages.warmup)
    assert 0.0 < found.environment_seconds < found.seconds
    assert [row["step"] for row in found.history] == [1]
    assert "tools/call_frequency" in found.history[0]
    assert 0.0 <= found.history[0]["reward"] <= 1.0


def test_a_stage_is_given_up_by_the_rewards_of_its_last_level_alone(start, tmp_path):
    """On `action_screen` and `war_room` it earned more than since, on `drift_ops`."""
    stage = Job(recipe("tiny-cpu"), "curriculum", start, tmp_path, tmp_path / "tensorboard")
    watch = watching(stage, stage.recipe.stages.curriculum, float)
    watch.rewards = [0.8] * 12 + [0.7] * 8
    assert watch.stalls == []
    watch.rewards += [0.7] * 2 + [0.6] * 18
    (found,) = watch.stalls
    assert found.step == 31
    assert found.figures["first"] == pytest.approx(0.71)


def test_an_adapter_is_handed_on_as_whole_weights(start, tmp_path):
    warmup = job("warmup", start, tmp_path, "model.adapter={rank: 2, alpha: 4}")
    found = by_reward(warmup, warmup.recipe.stages.warmup)
    assert len(found.history) == 1
    assert not (warmup.model / "adapter_config.json").exists()
    assert (warmup.model / "model.safetensors").exists()
    config = json.loads((warmup.model / "config.json").read_text("utf-8"))
    assert config["architectures"] == ["Qwen3ForCausalLM"]


def test_a_stage_that_was_killed_when_it_was_given_up_has_no_step_left(start, tmp_path):
    warmup = job(
        "warmup", start, tmp_path, "stages.warmup.steps=3", "stages.warmup.save_every=2",
        "stages.warmup.abort={at: [2], window: 1, rise: 5.0}",
    )  # fmt: skip
    asked = warmup.recipe.stages.warmup
    undisturbed = by_reward(warmup, asked)
    assert (warmup.folder / "checkpoint-2" / "whole.json").exists()
    weights = (warmup.model / "model.safetensors").read_bytes()
    shutil.rmtree(warmup.model)
    resumed = by_reward(warmup, asked)
    for found in (undisturbed, resumed):
        assert [row["step"] for row in found.history] == [1, 2]
        assert found.aborted
    assert resumed.history == undisturbed.history
    assert (warmup.model / "model.safetensors").read_bytes() == weights
    ignoring = by_reward(replace(warmup, ignore_abort=True), asked)
    assert [row["step"] for row in ignoring.history] == [1, 2, 3]
    assert not ignoring.aborted
    assert [each.step for each in ignoring.stalls] == [2]

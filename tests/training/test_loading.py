"""What a stage is given to train fits what the recipe asks of the machine."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
import torch
from transformers import trainer as transformers_trainer

from sentinel.training import by_reward, loading, supervised
from sentinel.training.job import Job
from sentinel.training.loading import Loaded
from sentinel.training.recipe_files import recipe

ADAPTER = "model.adapter={rank: 2, alpha: 4, four_bit: true}"


@pytest.fixture
def four_bit(monkeypatch):
    """Models as on a GPU with bitsandbytes, for TRL: they only say that they are in four bits."""
    whole = loading.loaded

    def told(path, asked, **_):
        adapter = asked.adapter.model_copy(update={"four_bit": False})
        given = whole(path, asked.model_copy(update={"adapter": adapter}))
        given.model.is_loaded_in_4bit = True
        return Loaded(given.model, given.reader, given.adapter)

    monkeypatch.setattr(supervised, "loaded", told)
    monkeypatch.setattr(by_reward, "loaded", told)
    monkeypatch.setattr(transformers_trainer, "validate_quantization_for_training", lambda _: None)


@pytest.fixture
def trained(monkeypatch):
    """The trainers that would have trained."""
    found = []
    for module in (supervised, by_reward):
        monkeypatch.setattr(module, "run", lambda trainer, *_: found.append(trainer))
    return found


def kinds(trainer):
    return {each.dtype for each in trainer.model.parameters() if each.requires_grad}


@pytest.mark.parametrize(("precision", "kind"), [("fp16", torch.float32), ("bf16", torch.bfloat16)])
def test_an_adapter_over_four_bits_can_be_scaled_in_fp16(
    start, tmp_path, four_bit, trained, precision, kind
):
    """TRL casts it to bf16, whose gradients no kernel scales back; in bf16 nothing is scaled."""
    asked = recipe("smoke", [ADAPTER, f"model.precision={precision}"])
    job = Job(asked, "rejection", start, tmp_path, tmp_path / "tensorboard")
    said = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "block E1"}]
    supervised.supervised(job, asked.stages.rejection, [said] * 8)
    by_reward.by_reward(job, asked.stages.warmup)
    assert [kinds(each) for each in trained] == [{kind}, {kind}]


@pytest.mark.parametrize("vllm", ["{memory: 0.35}", "null"])
def test_vllm_is_begun_for_stages_that_learn_from_what_is_written(
    start, tmp_path, monkeypatch, vllm
):
    """Stage B begins none: it writes nothing, and what it begins would keep its memory."""
    begun = []

    class Fast:
        @staticmethod
        def from_pretrained(path, **options):
            begun.append(options["fast_inference"])
            return SimpleNamespace(), SimpleNamespace()

        @staticmethod
        def get_peft_model(model, **_):
            return model

    unsloth = ModuleType("unsloth")
    unsloth.FastLanguageModel = Fast
    monkeypatch.setitem(sys.modules, "unsloth", unsloth)
    monkeypatch.setattr(loading, "_needs", lambda _: None)
    for module, trainer in ((supervised, "SFTTrainer"), (by_reward, "GRPOTrainer")):
        made = SimpleNamespace(model=torch.nn.Linear(1, 1), train_dataset=[1])
        monkeypatch.setattr(module, trainer, lambda *_, made=made, **__: made)
        monkeypatch.setattr(module, "run", lambda *_: None)
    monkeypatch.setattr(by_reward, "GRPOConfig", lambda **_: None)
    monkeypatch.setattr(by_reward, "paid", lambda *_: None)
    asked = recipe("qwen3-1.7b-l4", [f"model.vllm={vllm}", "model.precision=fp32"])
    job = Job(asked, "rejection", start, tmp_path, tmp_path / "tensorboard")
    supervised.supervised(job, asked.stages.rejection, [])
    by_reward.by_reward(job, asked.stages.warmup)
    assert begun == [False, vllm != "null"]

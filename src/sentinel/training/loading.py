"""A checkpoint as a stage trains it, and a trained one as the next stage finds it.

Between stages a model is always a folder with whole weights and a tokenizer: an adapter is
merged into the model below it, in full precision, before it is handed on. So every stage, the
evaluation and the overseer `local:` read the same thing.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sentinel.errors import ExtraError, TrainingError
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoPeftModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    LoraConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
    Trainer,
    torch,
)
from sentinel.training.recipe import Model, Recipe

TARGETS: Final = "all-linear"
"""What an adapter is put on."""

CONTEXT: Final = 4_096
"""Tokens that Unsloth makes room for."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model ready for a trainer."""

    model: PreTrainedModel
    reader: PreTrainedTokenizerBase
    """Its tokenizer."""
    adapter: LoraConfig | None
    """The adapter that a trainer is to put on it; None where there is none to put."""


def suits(recipe: Recipe) -> None:
    """See whether this machine has what a recipe needs, before a run begins.

    Raises:
        ExtraError: If it logs by a library that is not installed.
        TrainingError: If it wants a GPU and there is none.
    """
    for name in ("wandb", "trackio"):
        if getattr(recipe.logging, name) and find_spec(name) is None:
            raise ExtraError(f"{name} is missing: python -m pip install {name}")
    _needs(recipe.model)


def _needs(asked: Model) -> None:
    """Refuse a model that this machine cannot train."""
    wants = asked.unsloth or asked.vllm or (asked.adapter and asked.adapter.four_bit)
    if wants and not torch.cuda.is_available():
        raise TrainingError(
            "the recipe needs a GPU, and there is none: set model.unsloth=false, model.vllm=null "
            "and model.adapter=null to try it without"
        )


def loaded(path: Path, asked: Model, *, writes: bool = False) -> Loaded:
    """Load a checkpoint to be trained.

    Args:
        path: Of the checkpoint.
        asked: How it is to be trained.
        writes: Whether the stage learns from what the model writes; vLLM is begun for no other.

    Raises:
        ExtraError: If the recipe wants a library that is not installed.
        TrainingError: If it wants a GPU and there is none.
    """
    _needs(asked)
    if asked.unsloth:
        return _by_unsloth(path, asked, fast=writes and asked.vllm is not None)
    reader = AutoTokenizer.from_pretrained(path)
    if reader.pad_token_id is None:
        reader.pad_token = reader.eos_token
    quantised = None
    if asked.adapter is not None and asked.adapter.four_bit:
        quantised = BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=_kind(asked),
        )  # fmt: skip
    # Whole weights are trained in full precision, mixed with what the recipe names.
    kind = _kind(asked) if asked.adapter is not None else torch.float32
    model = AutoModelForCausalLM.from_pretrained(path, dtype=kind, quantization_config=quantised)
    return Loaded(model, reader, _adapter(asked))


def _kind(asked: Model) -> "torch.dtype":
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[asked.precision]


def scalable(model: PreTrainedModel, asked: Model) -> None:
    """Hold an adapter in full precision where its losses are scaled.

    TRL casts adapters over four bits to bf16, and no kernel scales gradients of bf16 back, as
    training in fp16 does before each step.

    Args:
        model: As the trainer has it, before its first step.
        asked: How it is trained.
    """
    if asked.adapter is None or not asked.adapter.four_bit or asked.precision != "fp16":
        return
    for each in model.parameters():
        if each.requires_grad:
            each.data = each.data.float()


def _adapter(asked: Model) -> LoraConfig | None:
    if asked.adapter is None:
        return None
    return LoraConfig(
        r=asked.adapter.rank,
        lora_alpha=asked.adapter.alpha,
        lora_dropout=asked.adapter.dropout,
        target_modules=TARGETS,
        task_type="CAUSAL_LM",
    )


def _by_unsloth(path: Path, asked: Model, *, fast: bool) -> Loaded:
    """Load by Unsloth, which puts its adapter on itself and begins vLLM if `fast`."""
    try:
        unsloth = import_module("unsloth")
    except ImportError as missing:
        raise ExtraError(
            "unsloth is missing: run the recipe by its script, which pins what it needs"
        ) from missing
    if asked.adapter is None:
        raise TrainingError("Unsloth trains adapters: give model.adapter")
    model, reader = unsloth.FastLanguageModel.from_pretrained(
        str(path),
        max_seq_length=CONTEXT,
        load_in_4bit=asked.adapter.four_bit,
        fast_inference=fast,
        gpu_memory_utilization=0.5 if asked.vllm is None else asked.vllm.memory,
        max_lora_rank=asked.adapter.rank,
    )
    model = unsloth.FastLanguageModel.get_peft_model(
        model,
        r=asked.adapter.rank,
        lora_alpha=asked.adapter.alpha,
        lora_dropout=asked.adapter.dropout,
        use_gradient_checkpointing="unsloth" if asked.gradient_checkpointing else False,
    )
    return Loaded(model, reader, None)


def handed_on(
    trainer: Trainer, reader: PreTrainedTokenizerBase, asked: Model, folder: Path
) -> None:
    """Write what a trainer has made as whole weights with their tokenizer.

    Args:
        trainer: When it has ended.
        reader: The tokenizer.
        asked: How the model was trained.
        folder: Where to.
    """
    if asked.unsloth:
        trainer.model.save_pretrained_merged(str(folder), reader, save_method="merged_16bit")
        return
    if asked.adapter is None:
        trainer.save_model(str(folder))
    else:
        with TemporaryDirectory() as adapter:
            trainer.save_model(adapter)
            # Onto the weights in their own precision: those in four bits have lost digits.
            whole = AutoPeftModelForCausalLM.from_pretrained(adapter, dtype=_kind(asked))
            whole.merge_and_unload().save_pretrained(folder)
    reader.save_pretrained(folder)

"""One stage of a run: what it is given, what it gives, and what every trainer is told."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sentinel.training.checkpoints import STATE, last_sound, made_whole
from sentinel.training.gate import Look
from sentinel.training.libraries import (
    PreTrainedTokenizerBase,
    PrinterCallback,
    ProgressCallback,
    Trainer,
    TrainingArguments,
    torch,
)
from sentinel.training.loading import handed_on
from sentinel.training.recipe import Recipe
from sentinel.training.watching import Bar, Watch, tensorboard


@dataclass(frozen=True, slots=True)
class Job:
    """A stage to be run, or gone on with."""

    recipe: Recipe
    stage: str
    """`language`, `warmup`, `rejection` or `curriculum`."""
    start: Path
    """Folder of the model that it starts from."""
    folder: Path
    """Of the stage: its checkpoints and, once it is done, `model`."""
    tensorboard: Path
    ignore_abort: bool = False

    @property
    def model(self) -> Path:
        """Where the model goes that it makes."""
        return self.folder / "model"

    def checkpoint(self) -> Path | None:
        """Where a killed run of it goes on from.

        Raises:
            TrainingError: If what stands there cannot be gone on from.
        """
        return last_sound(self.folder, STATE)


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a stage."""

    history: Sequence[dict[str, float]]
    """What was logged, step by step: `step`, `loss`, `reward` and so on."""
    seconds: float
    """Wall time of its steps, those before a kill included."""
    tokens: int
    """Tokens read and written in training."""
    environment_seconds: float = 0.0
    """The part of the wall time that was spent in the environment."""
    stalls: Sequence[Look] = field(default=())
    """Looks at the rewards that found nothing learned."""
    aborted: bool = False
    """Whether the stage ended at such a look."""
    data_hash: str = ""
    """SHA-256 of every block that a streamed stage has begun; empty for other stages."""


def told(job: Job, batch: int, accumulate: int, learning_rate: float, save_every: int) -> (
    dict[str, Any]
):  # fmt: skip
    """What every trainer is told: a config's arguments.

    Args:
        job: The stage.
        batch: Rows a process reads at a time.
        accumulate: How many of these a step has.
        learning_rate: Its highest.
        save_every: Steps from one checkpoint to the next.
    """
    model, log = job.recipe.model, job.recipe.logging
    gpu = torch.cuda.is_available()
    others = [name for name in ("wandb", "trackio") if getattr(log, name)]
    return {
        "output_dir": str(job.folder),
        "run_name": f"{job.recipe.name}-{job.stage}",
        "per_device_train_batch_size": batch,
        "gradient_accumulation_steps": accumulate,
        "learning_rate": learning_rate,
        "logging_steps": 1,
        "save_strategy": "steps",
        "save_steps": save_every,
        "save_total_limit": 2,
        "report_to": others or "none",
        "seed": job.recipe.seed,
        "use_cpu": not gpu,
        "bf16": gpu and model.precision == "bf16",
        "fp16": gpu and model.precision == "fp16",
        _CHECKPOINTING: model.gradient_checkpointing and not model.unsloth,
        "dataloader_pin_memory": gpu,
    }


_CHECKPOINTING: Final = (
    "activation_checkpointing"
    if "activation_checkpointing" in TrainingArguments.__dataclass_fields__
    else "gradient_checkpointing"
)
"""What the installed version calls it."""


def run(trainer: Trainer, watch: Watch, job: Job, reader: PreTrainedTokenizerBase) -> Result:
    """Train to the end of the stage, from its last checkpoint if there is one, and keep the model.

    Args:
        trainer: With everything that it needs.
        watch: What follows it.
        job: The stage.
        reader: The tokenizer.
    """
    checkpoint = job.checkpoint()
    step = 0 if checkpoint is None else int(checkpoint.name.rpartition("-")[2])
    trainer.add_callback(watch)
    for printing in (ProgressCallback, PrinterCallback):
        trainer.remove_callback(printing)
    trainer.add_callback(Bar(job.stage))
    if trainer.is_world_process_zero():
        trainer.add_callback(tensorboard(job.tensorboard / job.stage, step))
    trainer.train(resume_from_checkpoint=None if checkpoint is None else str(checkpoint))
    seconds = watch.seconds
    history = [each for each in trainer.state.log_history if "loss" in each]
    if trainer.is_world_process_zero():
        # One that a kill left before it was written down: the same weights, made again.
        shutil.rmtree(job.model, ignore_errors=True)
        made_whole(job.model, lambda part: handed_on(trainer, reader, job.recipe.model, part))
    tokens = int(max((each.get("num_tokens", 0) for each in history), default=0))
    return Result(
        history,
        seconds,
        tokens,
        watch.environment_seconds,
        watch.stalls,
        aborted=watch.given_up is not None,
    )

"""Tokens a second of each stage against plain TRL on the same model and rows.

Pairs are interleaved: ours, plain, ours, plain; the figure is the median of the ratios. Plain
TRL is its own trainer in a script of ten lines: no watching, no checkpoints of ours, for GRPO
the prompts made before and the same grader as a bare function.

Usage: python benchmarks/training.py [--pairs N] [--steps N] [--json FILE]
"""

import json
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from claims import Claim, show

from sentinel.scenario.tiers import Tier
from sentinel.training.by_reward import by_reward, paid
from sentinel.training.curriculum import drawn
from sentinel.training.decisions import Decisions
from sentinel.training.examples import language
from sentinel.training.job import Job, Result
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    Dataset,
    GRPOConfig,
    GRPOTrainer,
    SFTConfig,
    SFTTrainer,
    set_seed,
)
from sentinel.training.recipe import Recipe
from sentinel.training.recipe_files import recipe
from sentinel.training.starting import begin
from sentinel.training.supervised import supervised

SLOWER: Final = 0.10
"""Most that a stage may be slower than plain TRL."""

ENVIRONMENT: Final = 0.05
"""Largest share of the wall time of GRPO that the environment may take."""

PLAIN: Final = {"bf16": False, "use_cpu": True, "dataloader_pin_memory": False,
                "activation_checkpointing": False, "report_to": "none", "save_strategy": "no",
                "disable_tqdm": True, "seed": 0}  # fmt: skip


def measured(pairs: int, steps: int) -> dict[str, Any]:
    """Measure both kinds of stage.

    Args:
        pairs: Of runs, interleaved.
        steps: Of each run.

    Returns:
        For `supervised` and `reward`: tokens a second of ours and of plain TRL in each pair, and
        the median of their ratios. For `reward` the `environment` share of ours as well.
    """
    asked = recipe("smoke", [f"stages.warmup.steps={steps}", f"stages.warmup.save_every={steps}"])
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / "start"
        start.mkdir()
        begin(asked, start)
        rows = list(language(steps * 8, asked.model.form, 0))
        taught = Path(folder) / "taught"
        _supervised(asked, start, taught, rows)
        model = taught / "model"
        count = iter(range(1_000))
        shares: list[float] = []

        def ours() -> float:
            found = by_reward(_job(asked, model, folder, next(count)), asked.stages.warmup)
            shares.append(found.environment_seconds / found.seconds)
            return found.tokens / found.seconds

        return {
            "pairs": pairs,
            "steps": steps,
            "supervised": _pairs(
                pairs,
                lambda: _speed(_supervised(asked, start, Path(folder) / str(next(count)), rows)),
                lambda: _plain_supervised(start, folder, rows),
            ),
            "reward": {
                **_pairs(pairs, ours, lambda: _plain_reward(asked, model, folder, steps)),
                "environment": median(shares),
            },
        }


def _pairs(pairs: int, ours: Callable[[], float], plain: Callable[[], float]) -> dict[str, Any]:
    found = [(ours(), plain()) for _ in range(pairs)]
    ratios = [mine / other for mine, other in found]
    return {
        "ours": [round(mine, 1) for mine, _ in found],
        "plain": [round(other, 1) for _, other in found],
        "ratio": round(median(ratios), 4),
    }


def _job(asked: Recipe, start: Path, folder: str, number: int) -> Job:
    where = Path(folder) / f"reward-{number}"
    return Job(asked, "warmup", start, where, where / "tensorboard")


def _supervised(asked: Recipe, start: Path, folder: Path, rows: Sequence[Any]) -> Result:
    set_seed(0)
    job = Job(asked, "language", start, folder, folder / "tensorboard")
    assert asked.stages.language is not None
    stage = asked.stages.language.model_copy(update={"epochs": 1.0, "save_every": 10_000})
    return supervised(job, stage, rows)


def _speed(found: Result) -> float:
    return found.tokens / found.seconds


def _plain_supervised(start: Path, folder: str, rows: Sequence[Any]) -> float:
    set_seed(0)
    reader = AutoTokenizer.from_pretrained(start)
    config = SFTConfig(
        f"{folder}/plain", per_device_train_batch_size=8, num_train_epochs=1, learning_rate=1e-2,
        max_length=1_024, assistant_only_loss=True, logging_steps=1, **PLAIN,
    )  # fmt: skip
    trainer = SFTTrainer(
        AutoModelForCausalLM.from_pretrained(start),
        args=config,
        train_dataset=Dataset.from_list([{"messages": each} for each in rows]),
        processing_class=reader,
    )
    return _timed(trainer)


def _plain_reward(asked: Recipe, start: Path, folder: str, steps: int) -> float:
    set_seed(0)
    stage = asked.stages.warmup
    assert stage is not None
    reader = AutoTokenizer.from_pretrained(start)
    decisions = Decisions(asked.model.form)
    keys = [drawn(0, "warmup", n, (Tier.ACTION_SCREEN,)) for n in range(steps * stage.prompts)]
    rows = [{"prompt": decisions.prompt(key).messages(), **key.row()} for key in keys]
    config = GRPOConfig(
        f"{folder}/plain", max_steps=steps, num_generations=stage.generations,
        per_device_train_batch_size=stage.prompts * stage.generations,
        max_completion_length=stage.tokens, learning_rate=stage.learning_rate,
        shuffle_dataset=False, logging_steps=1, **PLAIN,
    )  # fmt: skip
    trainer = GRPOTrainer(
        AutoModelForCausalLM.from_pretrained(start),
        args=config,
        train_dataset=Dataset.from_list(rows),
        processing_class=reader,
        reward_funcs=paid(decisions, reader),
    )
    return _timed(trainer)


def _timed(trainer: Any) -> float:  # noqa: ANN401 - a trainer of either kind
    """Tokens a second of a plain trainer."""
    started = time.perf_counter()
    trainer.train()
    spent = time.perf_counter() - started
    return max(row.get("num_tokens", 0.0) for row in trainer.state.log_history) / spent


def claims(pairs: int, steps: int) -> tuple[list[Claim], dict[str, Any]]:
    """What is asked of a measurement, and the measurement."""
    found = measured(pairs, steps)
    least = 1.0 - SLOWER
    return [
        Claim("tokens/s of supervised stages, plain TRL 1", found["supervised"]["ratio"], least,
              least=True),
        Claim("tokens/s of stages by reward, plain TRL 1", found["reward"]["ratio"], least,
              least=True),
        Claim("environment in the wall time of GRPO", round(found["reward"]["environment"], 4),
              ENVIRONMENT, least=False),
    ], found  # fmt: skip


def main() -> None:
    """Measure, print, and write if asked."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked, found = claims(given.pairs, given.steps)
    block = {each.what: each.block(0.0) for each in asked}
    show("training", block)
    if given.json is not None:
        given.json.write_text(json.dumps({"claims": block, **found}, indent=1) + "\n", "utf-8")
    sys.exit(not all(each["met"] for each in block.values()))


if __name__ == "__main__":
    main()

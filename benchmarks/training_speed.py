"""Tokens a second of each stage against plain TRL on the same model, and what GRPO waits for.

Ours and plain TRL take turns; a figure is the median of the ratios of a round. Plain TRL is its
own trainer in a script of ten lines: no watching, no checkpoints of ours, for GRPO the prompts
made before the clock starts and the same grader as a bare function. Stages that learn from the
stream play their decisions meanwhile, as they do in a run, start of the players included; plain
TRL is given as many conversations of the same kind, made before.

`training.py` is the command.
"""

import json
import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from claims import Claim, show

from sentinel.training.by_reward import by_reward, paid
from sentinel.training.curriculum import drawn
from sentinel.training.decisions import Decisions
from sentinel.training.examples import Message, language
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
from sentinel.training.recipe import Engine, Grpo, Recipe, Supervised
from sentinel.training.recipe_files import recipe
from sentinel.training.stages import performed
from sentinel.training.starting import begin
from sentinel.training.supervised import supervised

SLOWER: Final = 0.10
"""Most that a stage may be slower than plain TRL."""

ENVIRONMENT: Final = 0.05
"""Largest share of the wall time of GRPO that it may wait for the environment."""

SETTINGS: Final = (
    "stages.language.decisions=640", "stages.rejection.decisions=640",
    "stages.warmup.steps=6", "stages.curriculum.steps=24",
    "stages.curriculum.tiers=[drift_ops]", "stages.curriculum.abort=null",
)  # fmt: skip
"""What is cut down; stage C is all of its dearest tier, and long enough that the start of its
player, which weighs on 40 steps in the recipe, does not hide what a step takes."""

TOLD: Final = 240
"""Conversations that TRL's own trainer learns from."""

SUPERVISED: Final = ("language", "rejection")
BY_REWARD: Final = ("warmup", "curriculum")

PLAIN: Final = {"bf16": False, "use_cpu": True, "dataloader_pin_memory": False,
                "activation_checkpointing": False, "report_to": "none", "save_strategy": "no",
                "disable_tqdm": True, "seed": 0}  # fmt: skip

Speeds = dict[str, list[float]]
"""Tokens a second in each round, by what ran."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every run of a measurement shares."""

    asked: Recipe
    folder: Path
    start: Path
    """A model that knows nothing, which supervised stages begin with."""
    taught: Path
    """The same after stage 0, which stages by reward begin with."""
    rows: list[list[Message]]
    """Conversations of stage 0."""

    def job(self, stage: str, start: Path) -> Job:
        """A stage in a folder of its own."""
        where = Path(tempfile.mkdtemp(dir=self.folder)) / stage
        return Job(self.asked, stage, start, where, where / "tensorboard")


def measured(asked: Recipe, rounds: int, *, learning: bool = True) -> dict[str, Any]:
    """Measure the stages of a recipe.

    Args:
        asked: The recipe, cut down.
        rounds: How often each is run, in turns.
        learning: Whether to measure supervised stages as well.

    Returns:
        By stage, and for `trl` the supervised stage by TRL's engine: tokens a second of `ours`
        and of `plain` TRL in each round, and the median `ratio`. For stages by reward as well
        the median share of the wall time that they waited for the `environment`.
    """
    with tempfile.TemporaryDirectory() as folder:
        bench = _bench(asked, Path(folder))
        found = _in_turns(rounds, _learning(bench), "plain") if learning else {}
        waited: dict[str, list[float]] = {}
        for stage in BY_REWARD:
            found |= _in_turns(rounds, _rewarded(bench, stage, waited), f"plain {stage}")
    for name, shares in waited.items():
        found[name]["environment"] = round(median(shares), 4)
    return found


def _bench(asked: Recipe, folder: Path) -> Bench:
    start = folder / "start"
    start.mkdir()
    begin(asked, start)
    rows = list(language(TOLD, asked))
    bench = Bench(asked, folder, start, start, rows)
    job = bench.job("language", start)
    performed(job, folder)
    return Bench(asked, folder, start, job.model, rows)


def _in_turns(rounds: int, ways: dict[str, Callable[[], float]], plain: str) -> dict[str, Any]:
    """Run everything once a round; ratios are to what is called plain."""
    speeds: Speeds = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            speeds[name].append(run())
    return {
        name: {
            "ours": [round(each, 1) for each in found],
            "plain": [round(each, 1) for each in speeds[plain]],
            "ratio": round(median(a / b for a, b in zip(found, speeds[plain], strict=True)), 4),
        }
        for name, found in speeds.items()
        if name != plain
    }


def _learning(bench: Bench) -> dict[str, Callable[[], float]]:
    """The ways to learn from examples."""

    def of_stage(stage: str) -> Callable[[], float]:
        return lambda: _speed(performed(bench.job(stage, bench.start), bench.folder))

    return {
        **{stage: of_stage(stage) for stage in SUPERVISED},
        "trl": lambda: _speed(supervised(bench.job("language", bench.start), _slow(bench),
                                         bench.rows)),
        "plain": lambda: _plain_supervised(bench),
    }  # fmt: skip


def _slow(bench: Bench) -> Supervised:
    """Stage 0 by TRL's engine."""
    stage = bench.asked.stages.language
    assert stage is not None
    return stage.model_copy(update={"engine": Engine.TRL, "save_every": 10_000})


def _rewarded(
    bench: Bench, stage: str, waited: dict[str, list[float]]
) -> dict[str, Callable[[], float]]:
    """The ways to learn from reward; shares of time that waited are put into `waited`."""
    asked: Grpo = getattr(bench.asked.stages, stage)
    shares = waited.setdefault(stage, [])

    def ours() -> float:
        set_seed(0)
        found = by_reward(bench.job(stage, bench.taught), asked)
        shares.append(found.environment_seconds / found.seconds)
        return _speed(found)

    return {stage: ours, f"plain {stage}": lambda: _plain_reward(bench, stage, asked)}


def _speed(found: Result) -> float:
    return found.tokens / found.seconds


def _plain_supervised(bench: Bench) -> float:
    set_seed(0)
    stage = _slow(bench)
    config = SFTConfig(
        f"{bench.folder}/plain", per_device_train_batch_size=stage.batch, num_train_epochs=1,
        learning_rate=stage.learning_rate, max_length=stage.tokens, assistant_only_loss=True,
        logging_steps=1, **PLAIN,
    )  # fmt: skip
    trainer = SFTTrainer(
        AutoModelForCausalLM.from_pretrained(bench.start),
        args=config,
        train_dataset=Dataset.from_list([{"messages": each} for each in bench.rows]),
        processing_class=AutoTokenizer.from_pretrained(bench.start),
    )
    return _timed(trainer)


def _plain_reward(bench: Bench, name: str, stage: Grpo) -> float:
    set_seed(0)
    reader = AutoTokenizer.from_pretrained(bench.taught)
    decisions = Decisions(bench.asked.model.form)
    keys = [drawn(0, name, place, stage.tiers) for place in range(stage.steps * stage.prompts)]
    rows = [{"prompt": decisions.prompt(key).messages(), **key.row()} for key in keys]
    config = GRPOConfig(
        f"{bench.folder}/plain", max_steps=stage.steps, num_generations=stage.generations,
        per_device_train_batch_size=stage.prompts * stage.generations,
        max_completion_length=stage.tokens, learning_rate=stage.learning_rate,
        shuffle_dataset=False, logging_steps=1, **PLAIN,
    )  # fmt: skip
    trainer = GRPOTrainer(
        AutoModelForCausalLM.from_pretrained(bench.taught),
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


def claims(found: dict[str, Any]) -> list[Claim]:
    """What is asked of a measurement."""
    least = 1.0 - SLOWER
    asked = [
        Claim(f"{name}: tokens/s, plain TRL 1", each["ratio"], least, least=True)
        for name, each in found.items()
    ]
    return asked + [
        Claim(f"{name}: wall time that waits for the environment", found[name]["environment"],
              ENVIRONMENT, least=False)
        for name in BY_REWARD
    ]  # fmt: skip


def main() -> None:
    """Measure, print, and write if asked."""
    parser = ArgumentParser(description=__doc__, prog="training.py")
    parser.add_argument("--recipe", default="tiny-cpu")
    parser.add_argument("--set", action="append", default=[], dest="settings")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--by-reward", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked = recipe(given.recipe, (*SETTINGS, *given.settings))
    found = measured(asked, given.rounds, learning=not given.by_reward)
    if given.by_reward and given.json is not None and given.json.exists():
        before = json.loads(given.json.read_text("utf-8"))["stages"]
        found = {name: before[name] for name in (*SUPERVISED, "trl")} | found
    block = {each.what: each.block(0.0) for each in claims(found)}
    show("training", block)
    if given.json is not None:
        document = {
            "command": "python benchmarks/training.py", "recipe": given.recipe,
            "settings": [*SETTINGS, *given.settings], "rounds": given.rounds,
            "processors": os.cpu_count(),
            "claims": block, "stages": found,
        }  # fmt: skip
        given.json.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    sys.exit(not all(each["met"] for each in block.values()))

"""A whole run: data, stages, gates, evaluation, card and plots, from nothing.

    OUT/progress.json     what is done
    OUT/start             the model it starts from
    OUT/data              what stage B learns from
    OUT/STAGE             checkpoints of a stage and, once it is done, its `model`
    OUT/evaluation        a report of every checkpoint, on the split `validation`
    OUT/model             what was kept, with its card
    OUT/tensorboard       figures of every step
    OUT/plots             reward, loss and F1 by stage
    OUT/run_summary.json  all of it in one document

Started by `accelerate launch` it trains on several GPUs; the first process does what is not
training, and the others wait for it.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from sentinel.errors import TrainingError
from sentinel.evaluation.report import write
from sentinel.files import write_whole
from sentinel.training.charts import plots
from sentinel.training.checkpoints import made_whole, sound
from sentinel.training.job import Job, Result
from sentinel.training.journal import Journal, held, opened, read, ready
from sentinel.training.judging import judge
from sentinel.training.libraries import PartialState, set_seed, torch
from sentinel.training.loading import suits
from sentinel.training.measuring import headline, measured, written
from sentinel.training.model_card import card
from sentinel.training.recipe import Engine, Recipe
from sentinel.training.run_summary import summary
from sentinel.training.stages import data_of, performed, wanted
from sentinel.training.starting import begin

START: Final = "start"
"""Name of the model that a run starts from, where stages are named."""

OF_A_MODEL: Final = ("config.json", "tokenizer.json")
"""Files that every model between stages has, beside its weights in one file or in several."""

CHARTED: Final = (
    "step", "loss", "reward", "binary", "right", "grounded", "unparsed", "num_tokens",
    "mean_token_accuracy", "step_time",
)  # fmt: skip
"""What the summary keeps of every step."""

PATIENCE: Final = timedelta(days=7)
"""How long processes wait for each other before they take the others for dead."""

Told = Callable[[str], None]
"""Told, in words, what is done now."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is to be run, and where."""

    recipe: Recipe
    folder: Path
    command: str
    resume: bool = False
    ignore_abort: bool = False
    """Whether a stage whose reward stalls goes on, here and whenever the run is gone on with; the
    summary and the card say so."""


def train(run: Run, told: Told) -> dict[str, Any]:
    """Run a recipe to its end, from wherever a run that was killed has come to.

    Args:
        run: What and where.
        told: Told what is done now.

    Returns:
        The summary, as it stands in `run_summary.json`.

    Raises:
        TrainingError: If another run stands in the folder or is at work there, or the recipe
            needs a GPU.
        RecipeError: If it names a model that there is none of.
    """
    with ExitStack() as held:
        _Trained(run, told, held).go()
    if PartialState().is_main_process:
        return summary(read(run.folder))
    return {}


class _Trained:
    """One run in progress."""

    def __init__(self, run: Run, told: Told, held: ExitStack) -> None:
        self._run, self._recipe, self._told, self._held = run, run.recipe, told, held
        self._journal: Journal
        suits(run.recipe)
        # Made here first: without a GPU it has to be told so to see the other processes, and the
        # others wait while the first evaluates, however long that takes.
        state = PartialState(cpu=not torch.cuda.is_available(), timeout=PATIENCE)
        launched_right(run.recipe, state.num_processes)
        set_seed(run.recipe.seed)
        self._alone(self._open)

    def go(self) -> None:
        """Do what is left."""
        self._alone(self._prepare)
        for name in wanted(self._recipe):
            if name not in self._journal.stages:
                self._train(name)
            self._alone(partial(self._judge, name))
        self._alone(self._finish)

    def _alone(self, work: Callable[[], None]) -> None:
        """Let the first process work while the others wait, and read what it has written."""
        state = PartialState()
        if state.is_main_process:
            work()
        state.wait_for_everyone()
        if not state.is_main_process:
            self._journal = read(self._run.folder)

    def _open(self) -> None:
        run = self._run
        ready(run.folder, resume=run.resume)
        self._held.enter_context(held(run.folder))
        self._journal = opened(
            run.folder, run.recipe, run.command, resume=run.resume, ignore_abort=run.ignore_abort
        )
        if self._journal.ignore_abort:
            self._told("a stage whose reward stalls goes on: --ignore-abort")

    def _prepare(self) -> None:
        """The model to start from, the set, and how good the model is as it stands."""
        folder, journal, stage = self._run.folder, self._journal, self._recipe.stages.rejection
        if not journal.model(START).exists():
            self._told("start: the model")
            made_whole(journal.model(START), lambda part: begin(self._recipe, part))
        if stage is not None and not journal.data:
            self._told(f"data: {stage.decisions:,} right and grounded verdicts on train")
            journal.data = data_of(self._recipe, journal.model(START), folder / "data")
            journal.write()
        self._measure(START)

    def _train(self, name: str) -> None:
        journal, run = self._journal, self._run
        self._told(f"{name}: from {journal.kept}")
        sound(journal.model(journal.kept), *OF_A_MODEL, remedy="put it back as it was, or begin "
              "anew with --out another folder")  # fmt: skip
        set_seed(self._recipe.seed)
        job = Job(
            self._recipe, name, journal.model(journal.kept), run.folder / name,
            run.folder / "tensorboard", journal.ignore_abort,
        )  # fmt: skip
        result = performed(job, run.folder / "data")
        self._alone(lambda: self._keep(name, result))

    def _keep(self, name: str, result: Result) -> None:
        """Write down what came out of a stage."""
        self._journal.stages[name] = {
            "from": self._journal.kept,
            "steps": int(result.history[-1]["step"]) if result.history else 0,
            "seconds": round(result.seconds, 3),
            "tokens": result.tokens,
            "data_hash": result.data_hash,
            "tokens_per_second": round(result.tokens / max(result.seconds, 1e-9), 1),
            "environment_seconds": round(result.environment_seconds, 3),
            "environment_share": result.environment_seconds / max(result.seconds, 1e-9),
            "stalls": [each.block() for each in result.stalls],
            "aborted": result.aborted,
            "abort_ignored": bool(result.stalls) and not result.aborted,
            "history": [
                {key: each[key] for key in CHARTED if key in each} for each in result.history
            ],
        }
        self._journal.write()

    def _judge(self, name: str) -> None:
        """Measure what a stage has made, and let it through the gate or not."""
        if "judged" in self._journal.stages[name]:
            return
        said = judge(self._journal, name, self._recipe.gate, self._measure)
        if said:
            self._told(said)

    def _measure(self, name: str) -> dict[str, Any]:
        """The report of a checkpoint; made if it is not there."""
        journal, path = self._journal, self._run.folder / "evaluation" / f"{name}.json"
        found = written(path, name)
        if found is None:
            self._told(f"evaluation: {name}")
            path.parent.mkdir(exist_ok=True)
            found = measured(
                {name: journal.model(name)}, self._recipe, self._recipe.evaluation.episodes
            )
            write(found, path)
        if name not in journal.measured:
            journal.measured[name] = headline(found, name)
            journal.write()
        return found

    def _finish(self) -> None:
        """The last evaluation, the model with its card, the summary and the plots."""
        journal, folder = self._journal, self._run.folder
        if not journal.final:
            self._told(f"evaluation: what was kept, {journal.kept}")
            models = {"trained": journal.model(journal.kept), "untrained": journal.model(START)}
            found = measured(models, self._recipe, self._recipe.evaluation.final, ("rules",))
            write(found, folder / "evaluation" / "final.json")
            journal.final = {name: headline(found, name) for name in (*models, "rules")}
            journal.write()
        document = summary(journal)
        write(document, folder / "run_summary.json")
        plots(document, folder / "plots")
        if not (folder / "model").exists():
            made_whole(
                folder / "model",
                lambda part: _copied(journal.model(journal.kept), part),
            )
        write_whole(folder / "model" / "README.md", card(document).encode())


def launched_right(recipe: Recipe, processes: int) -> None:
    """Refuse a launch by several processes where stages bring their own.

    Args:
        recipe: Of the run.
        processes: That were launched.

    Raises:
        TrainingError: If a stage would be run by each of them.
    """
    stages = recipe.stages
    for name, each in (("language", stages.language), ("rejection", stages.rejection)):
        if processes > 1 and each is not None and each.engine is Engine.STREAM:
            raise TrainingError(
                f"stages.{name} starts its own processes: begin the run without accelerate, and "
                f"set stages.{name}.processes, or stages.{name}.engine=trl"
            )


def _copied(model: Path, folder: Path) -> None:
    """Copy a model without what trainers leave beside it."""
    left = shutil.ignore_patterns("training_args.bin", "README.md", "checkpoint-*")
    shutil.copytree(model, folder, ignore=left, dirs_exist_ok=True)

"""A supervised stage on decisions that are played as they are learned from.

Processes of one core each hold the same weights, have blocks of the stream of their own, and add
up their gradients. A checkpoint holds everything that the next step hangs on, so that a killed
run goes on with the batches that it would have had.
"""

import math
import os
import shutil
import socket
import time
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any, Final

from rich.progress import Progress

from sentinel.errors import TrainingError
from sentinel.training.checkpoints import last_sound, made_whole, mark, readable, seconds_of
from sentinel.training.job import Job, Result
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    torch,
)
from sentinel.training.processes import leave_with
from sentinel.training.recipe import Recipe, Supervised
from sentinel.training.reports import Reports
from sentinel.training.stepping import optimizer, rate, step
from sentinel.training.stream import Example
from sentinel.training.stream_feed import Feed, Place, terms_of

LOGGED: Final = 20
"""Steps of which one line of figures is the mean."""

DONE: Final = "done.pt"
_STATE: Final = "state.pt"
_STEPS: Final = 10_000_000
"""More than any stage has: keeps the dice of processes apart."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What every process is told."""

    start: str
    folder: str
    tensorboard: str
    stage: str
    recipe: Recipe
    asked: Supervised
    steps: int
    labels: bool
    port: int
    parent: int
    """Process without which no other goes on."""


def streamed(job: Job, asked: Supervised, *, labels: bool = True) -> Result:
    """Learn from the stream.

    Args:
        job: The stage.
        asked: What the recipe says of it; `decisions` are those of all processes together.
        labels: Whether the verdicts are right; else they are any, and teach no label.

    Raises:
        TrainingError: If the stream gives no batch of what is asked for.
    """
    job.folder.mkdir(parents=True, exist_ok=True)
    many, done = asked.processes, job.folder / DONE
    if not done.exists():
        run = _Run(
            str(job.start), str(job.folder), str(job.tensorboard / job.stage), job.stage,
            job.recipe, asked, math.ceil(asked.decisions / (asked.batch * asked.accumulate * many)),
            labels, _free_port(), os.getpid(),
        )  # fmt: skip
        if many == 1:
            _learn(0, run)
        else:
            _together(run)
    readable(done, "delete it to go on from the last checkpoint of its stage")
    found = torch.load(done, map_location="cpu", weights_only=False)
    if not job.model.exists():
        made_whole(job.model, lambda part: _keep(job.start, found["model"], part))
    return Result(
        found["history"], found["seconds"], found["tokens"], found["waited"],
        data_hash=found["data_hash"],
    )  # fmt: skip


def _keep(start: Path, weights: dict[str, "torch.Tensor"], folder: Path) -> None:
    model = AutoModelForCausalLM.from_pretrained(start)
    model.load_state_dict(weights)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(start).save_pretrained(folder)


def _together(run: _Run) -> None:
    """Start the processes, and wait for all of them."""
    refused = get_context("spawn").SimpleQueue()
    try:
        torch.multiprocessing.spawn(
            _told, args=(run, refused), nprocs=run.asked.processes, join=True
        )
    except torch.multiprocessing.ProcessRaisedException as error:
        if refused.empty():
            raise
        raise TrainingError(refused.get()) from error


def _told(rank: int, run: _Run, refused: "SimpleQueue[str]") -> None:
    """What one of several processes does; it tells the first what cannot be done."""
    try:
        _learn(rank, run)
    except TrainingError as error:
        refused.put(str(error))
        raise


def _learn(rank: int, run: _Run) -> None:
    """What one process does."""
    many = run.asked.processes
    torch.set_num_threads(1)
    if many > 1:
        leave_with(run.parent)
        os.environ["GLOO_SOCKET_IFNAME"] = "lo"
        address = f"tcp://127.0.0.1:{run.port}"
        torch.distributed.init_process_group("gloo", address, world_size=many, rank=rank)
    torch.manual_seed(run.recipe.seed)
    model = AutoModelForCausalLM.from_pretrained(run.start, dtype=torch.float32)
    model.to(device(rank, many)).train()
    if run.recipe.model.gradient_checkpointing:
        model.activation_checkpointing_enable()
    _Place(run, rank, model).go()
    if many > 1:
        torch.distributed.barrier()
        torch.distributed.destroy_process_group()


def device(rank: int, processes: int) -> str:
    """Where a process learns: on a GPU of its own where there are enough, else on the CPU."""
    if not torch.cuda.is_available() or torch.cuda.device_count() < processes:
        return "cpu"
    return f"cuda:{rank}"


class _Place:
    """Where one process of a run is."""

    def __init__(self, run: _Run, rank: int, model: PreTrainedModel) -> None:
        self._run, self._rank, self._model = run, rank, model
        self._moving = optimizer(model, run.asked.learning_rate)
        self._step = self._tokens = 0
        self._at = Place()
        self._seconds = self._waited = 0.0
        self._history: list[dict[str, float]] = []
        self._sums, self._count = torch.zeros(4), 0
        self._read()

    def go(self) -> None:
        """Learn to the end."""
        run = self._run
        reports = None
        if self._rank == 0:
            reports = Reports(Path(run.tensorboard), run.recipe, run.stage, self._step)
        # A process whose players are still there would never end, and the others wait for it.
        terms = terms_of(run.recipe, Path(run.start), run.asked.tokens, labels=run.labels)
        with closing(Feed(terms, run.asked, self._rank, self._at)) as feed:
            self._go(feed, reports)
        places = self._places()
        if reports is not None:
            reports.close()
            self._finish(_joined([each.data_hash for each in places]))

    def _go(self, feed: Feed, reports: Reports | None) -> None:
        run, asked = self._run, self._run.asked
        began, before, waited = time.perf_counter(), self._seconds, self._waited
        source = iter(feed)
        with Progress(disable=self._rank > 0) as bar:
            shown = bar.add_task("streamed", total=run.steps, completed=self._step)
            while self._step < run.steps:
                parts = [next(source) for _ in range(asked.accumulate)]
                self._at = parts[-1][1]
                self._sums += self._one([part for part, _ in parts])
                self._count += 1
                bar.advance(shown)
                self._seconds = before + time.perf_counter() - began
                self._waited = waited + feed.waited
                if self._step % LOGGED == 0 or self._step == run.steps:
                    self._log(self._sums / self._count, reports)
                    self._sums, self._count = torch.zeros(4), 0
                if self._step % asked.save_every == 0 and self._step < run.steps:
                    self._write()

    def _one(self, parts: list[list[Example]]) -> "torch.Tensor":
        run, asked = self._run, self._run.asked
        for group in self._moving.param_groups:
            group["lr"] = rate(self._step, run.steps, asked.learning_rate, asked.decay)
        dice = torch.Generator()
        dice.manual_seed((run.recipe.seed * asked.processes + self._rank) * _STEPS + self._step)
        half = run.recipe.model.precision == "bf16"
        figures = step(self._model, self._moving, parts, asked, dice, half=half)
        self._step += 1
        self._tokens += round(float(figures[3]) * asked.processes)
        return figures

    def _read(self) -> None:
        """Go on from the last checkpoint, if there is one."""
        folder = last_sound(Path(self._run.folder), _STATE) if self._rank == 0 else None
        where = [str(folder or "")]
        if self._run.asked.processes > 1:
            torch.distributed.broadcast_object_list(where)
        if where[0]:
            kept: dict[str, Any] = torch.load(
                Path(where[0]) / _STATE, map_location="cpu", weights_only=False
            )
            self._model.load_state_dict(kept["model"])
            self._moving.load_state_dict(kept["optimizer"])
            self._step, self._tokens = kept["step"], kept["tokens"]
            if "sums" not in kept:
                raise TrainingError(f"{where[0]!r} was written by another version; begin anew")
            self._at, self._history = kept["places"][self._rank], kept["history"]
            self._sums, self._count = kept["sums"], kept["count"]
            seconds = seconds_of(Path(where[0]))
            self._seconds, self._waited = seconds["seconds"], seconds["environment"]

    def _places(self) -> list[Place]:
        """Where each process is; all of them ask together."""
        places: list[Any] = [self._at]
        if self._run.asked.processes > 1:
            places = [None] * self._run.asked.processes
            torch.distributed.all_gather_object(places, self._at)
        return places

    def _write(self) -> None:
        """Write a checkpoint, and delete those before the last."""
        run, places = self._run, self._places()
        if self._rank:
            return
        folder = Path(run.folder) / f"checkpoint-{self._step}"
        folder.mkdir(exist_ok=True)
        torch.save(
            {"model": self._model.state_dict(), "optimizer": self._moving.state_dict(),
             "step": self._step, "tokens": self._tokens, "places": places,
             "history": self._history, "sums": self._sums, "count": self._count},
            folder / _STATE,
        )  # fmt: skip
        mark(folder, {"seconds": self._seconds, "environment": self._waited})
        for old in Path(run.folder).glob("checkpoint-*"):
            if int(old.name.rpartition("-")[2]) < self._step - run.asked.save_every:
                shutil.rmtree(old)

    def _log(self, means: "torch.Tensor", reports: Reports | None) -> None:
        """Keep the figures of the last steps, and write them where they are watched."""
        page, decision, lines, _ = means.tolist()
        asked = self._run.asked
        figures = {
            "loss": asked.page * page + decision + asked.lines * lines, "page": page,
            "decision": decision, "lines": lines,
            "learning_rate": self._moving.param_groups[0]["lr"],
            "num_tokens": float(self._tokens),
            "tokens_per_second": self._tokens / max(self._seconds, 1e-9),
        }  # fmt: skip
        self._history.append({"step": float(self._step), **figures})
        if reports is not None:
            reports.write(figures, self._step)

    def _finish(self, data_hash: str) -> None:
        """Write what the stage has made."""
        done = Path(self._run.folder) / DONE
        part = done.with_suffix(".part")
        torch.save(
            {"model": self._model.state_dict(), "history": self._history,
             "seconds": self._seconds, "tokens": self._tokens, "waited": self._waited,
             "data_hash": data_hash},
            part,
        )  # fmt: skip
        part.rename(done)


def _joined(digests: list[str]) -> str:
    """One digest for those of all processes; that of a process alone is its own."""
    return digests[0] if len(digests) == 1 else sha256("".join(digests).encode()).hexdigest()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port

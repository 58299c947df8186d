"""A supervised stage on decisions that are played as they are learned from.

Plain steps on a small model: processes of one core each hold the same weights and add up their
gradients, and each has its own blocks of the stream. The loss is on the page, on the decision
and on the lines that follow it, each with a weight of its own. A checkpoint holds everything
that the next step hangs on.
"""

import math
import os
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import torch.distributed as processes
from torch import multiprocessing
from torch.nn.functional import cross_entropy

from sentinel.training.checkpoints import latest, made_whole, mark, seconds_of
from sentinel.training.job import Job, Result
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    SummaryWriter,
    torch,
)
from sentinel.training.recipe import Supervised
from sentinel.training.stream import Blocks, Example, Terms, batches, tokenizer_file

WARM_UP: Final = 100
"""Steps over which the learning rate rises, at most."""

LOWEST: Final = 0.02
"""Share of the highest learning rate that the last step has."""

_NORM: Final = 1.0
_STATE: Final = "state.pt"
_LOGGED: Final = 20
"""Steps of which one line of figures is the mean."""

Tensor = Any


@dataclass(frozen=True, slots=True)
class _Run:
    """What every process is told."""

    start: str
    folder: str
    tensorboard: str
    seed: int
    asked: Supervised
    steps: int
    labels: bool
    port: int


def streamed(job: Job, asked: Supervised, *, labels: bool = True) -> Result:
    """Learn from the stream.

    Args:
        job: The stage.
        asked: What the recipe says of it; `decisions` are those of all processes together.
        labels: Whether the verdicts are right; else they are any, and teach no label.
    """
    many = asked.processes
    job.folder.mkdir(parents=True, exist_ok=True)
    run = _Run(
        str(job.start), str(job.folder), str(job.tensorboard / job.stage), job.recipe.seed, asked,
        math.ceil(asked.decisions / (asked.batch * many)), labels, _free_port(),
    )  # fmt: skip
    if many == 1:
        _learn(0, run)
    else:
        multiprocessing.spawn(_learn, args=(run,), nprocs=many, join=True)
    done = torch.load(Path(run.folder) / "done.pt", weights_only=False)
    if not job.model.exists():
        made_whole(job.model, lambda part: _keep(job.start, done["model"], part))
    return Result(done["history"], done["seconds"], done["tokens"], done["waited"])


def _keep(start: Path, weights: dict[str, Tensor], folder: Path) -> None:
    model = AutoModelForCausalLM.from_pretrained(start)
    model.load_state_dict(weights)
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(start).save_pretrained(folder)


def rate(step: int, steps: int, highest: float, decay: float) -> float:
    """The learning rate of a step: a rise, a plain, and a straight fall at the end.

    Args:
        step: From 0.
        steps: Of the stage.
        highest: On the plain.
        decay: Share of the steps over which it falls.

    Example:
        >>> [round(rate(step, 1000, 1.0, 0.4), 2) for step in (0, 99, 500, 800, 999)]
        [0.01, 1.0, 1.0, 0.51, 0.02]
    """
    rise = min(1.0, (step + 1) / min(WARM_UP, max(steps // 10, 1)))
    left = (1.0 - step / steps) / decay if decay else 1.0
    return highest * rise * (min(left, 1.0) * (1.0 - LOWEST) + LOWEST)


class _Feed:
    """The batches of one process, from where a checkpoint left them."""

    def __init__(self, run: _Run, rank: int, at: tuple[int, int]) -> None:
        self._run, self._rank = run, rank
        self._block, self._skip = at
        terms = Terms(tokenizer_file(Path(run.start)), run.seed, run.asked.tokens, run.labels)
        first = self._block * run.asked.processes + rank
        self._blocks = Blocks(terms, first, run.asked.processes, run.asked.players)
        self.waited = 0.0
        """Seconds spent waiting for the environment."""

    def __iter__(self) -> Iterator[tuple[list[Example], tuple[int, int]]]:
        """Batches, each with the place of the next one."""
        while True:
            began = time.perf_counter()
            found = self._blocks.take()
            self.waited += time.perf_counter() - began
            rng = Random(f"{self._run.seed}/{self._rank}/{self._block}")
            parts = batches(found, self._run.asked.batch, rng)
            for place, part in enumerate(parts):
                if place >= self._skip:
                    yield part, (self._block, place + 1)
            self._block, self._skip = self._block + 1, 0

    def close(self) -> None:
        """End the processes that play."""
        self._blocks.close()


def _learn(rank: int, run: _Run) -> None:
    """What one process does."""
    torch.set_num_threads(1)
    asked = run.asked
    if asked.processes > 1:
        os.environ["GLOO_SOCKET_IFNAME"] = "lo"
        processes.init_process_group(
            "gloo", f"tcp://127.0.0.1:{run.port}", world_size=asked.processes, rank=rank
        )
    torch.manual_seed(run.seed)
    model = AutoModelForCausalLM.from_pretrained(run.start, dtype=torch.float32)
    model.train()
    optimizer = _optimizer(model, asked.learning_rate)
    state = _State.read(run, model, optimizer, rank)
    feed = _Feed(run, rank, state.at)
    writer = SummaryWriter(run.tensorboard, purge_step=state.step + 1) if rank == 0 else None
    began, before, waited = time.perf_counter(), state.seconds, state.waited
    sums = torch.zeros(4)
    source = iter(feed)
    while state.step < run.steps:
        for group in optimizer.param_groups:
            group["lr"] = rate(state.step, run.steps, asked.learning_rate, asked.decay)
        batch, state.at = next(source)
        losses, tokens = _losses(
            model,
            batch,
            asked.told,
            torch.Generator().manual_seed(
                (run.seed * asked.processes + rank) * 10_000_000 + state.step
            ),
        )
        loss = asked.page * losses[0] + losses[1] + asked.lines * losses[2]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        figures = torch.tensor([*(float(each) for each in losses), float(tokens)])
        if asked.processes > 1:
            _add_up(model, figures, asked.processes)
        torch.nn.utils.clip_grad_norm_(model.parameters(), _NORM)
        optimizer.step()
        state.step += 1
        sums += figures
        state.tokens += int(figures[3] * asked.processes)
        state.seconds = before + time.perf_counter() - began
        state.waited = waited + feed.waited
        if state.step % _LOGGED == 0 or state.step == run.steps:
            since = (state.step - 1) % _LOGGED + 1
            state.log(sums / since, run, optimizer.param_groups[0]["lr"], writer)
            sums.zero_()
        if state.step % asked.save_every == 0 and state.step < run.steps:
            state.write(run, model, optimizer, rank)
    feed.close()
    if rank == 0:
        state.finish(run, model)
        if writer is not None:
            writer.close()
    if asked.processes > 1:
        processes.barrier()
        processes.destroy_process_group()


def _optimizer(model: Any, learning_rate: float) -> Any:
    named = list(model.parameters())
    groups = [
        {"params": [each for each in named if each.ndim > 1], "weight_decay": 0.05},
        {"params": [each for each in named if each.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.98), fused=True)


def _losses(
    model: Any, batch: Sequence[Example], share: float, dice: Any
) -> tuple[list[Tensor], int]:
    """Mean losses on pages, decisions and lines of a batch, and its tokens.

    Args:
        model: The model.
        batch: What is learned from.
        share: Of the tokens of pages, how many are asked for; the vocabulary is half of the work.
        dice: The stream that decides which.
    """
    rows = [each.asked + each.answer for each in batch]
    longest = max(map(len, rows))
    tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    parts = torch.full((len(rows), longest - 1), -1)
    for place, each in enumerate(batch):
        begins, ends = len(each.asked) - 1, len(rows[place]) - 1
        parts[place, :begins], parts[place, begins], parts[place, begins + 1 : ends] = 0, 1, 2
    if share < 1.0:
        parts[(parts == 0) & (torch.rand(parts.shape, generator=dice) >= share)] = -1
    told = parts >= 0
    hidden = model.model(input_ids=tokens, use_cache=False)[0][:, :-1][told]
    wrong = cross_entropy(model.lm_head(hidden), tokens[:, 1:][told], reduction="none")
    kinds = parts[told]
    return [wrong[kinds == kind].mean() for kind in range(3)], sum(map(len, rows))


def _add_up(model: Any, figures: Tensor, many: int) -> None:
    """Take the mean of gradients and figures over all processes."""
    grads = [each.grad for each in model.parameters() if each.grad is not None]
    flat = torch.cat([*(each.reshape(-1) for each in grads), figures])
    processes.all_reduce(flat)
    flat /= many
    at = 0
    for each in grads:
        each.copy_(flat[at : at + each.numel()].view_as(each))
        at += each.numel()
    figures.copy_(flat[at:])


class _State:
    """Where a run is."""

    def __init__(self) -> None:
        self.step = self.tokens = 0
        self.at = (0, 0)
        self.seconds = self.waited = 0.0
        self.history: list[dict[str, float]] = []

    @classmethod
    def read(cls, run: _Run, model: Any, optimizer: Any, rank: int) -> "_State":
        """Go on from the last checkpoint, if there is one."""
        found, folder = cls(), latest(Path(run.folder)) if rank == 0 else None
        where = [str(folder or "")]
        if run.asked.processes > 1:
            processes.broadcast_object_list(where)
        if where[0]:
            kept = torch.load(Path(where[0]) / _STATE, weights_only=False)
            model.load_state_dict(kept["model"])
            optimizer.load_state_dict(kept["optimizer"])
            found.step, found.tokens = kept["step"], kept["tokens"]
            found.at, found.history = kept["places"][rank], kept["history"]
            seconds = seconds_of(Path(where[0]))
            found.seconds, found.waited = seconds["seconds"], seconds["environment"]
        return found

    def write(self, run: _Run, model: Any, optimizer: Any, rank: int) -> None:
        """Write a checkpoint, and delete those before the last."""
        places: list[Any] = [self.at]
        if run.asked.processes > 1:
            places = [None] * run.asked.processes
            processes.all_gather_object(places, self.at)
        if rank:
            return
        folder = Path(run.folder) / f"checkpoint-{self.step}"
        folder.mkdir(exist_ok=True)
        torch.save(
            {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": self.step,
             "tokens": self.tokens, "places": places, "history": self.history},
            folder / _STATE,
        )  # fmt: skip
        mark(folder, {"seconds": self.seconds, "environment": self.waited})
        for old in Path(run.folder).glob("checkpoint-*"):
            if int(old.name.partition("-")[2]) < self.step - run.asked.save_every:
                for file in old.iterdir():
                    file.unlink()
                old.rmdir()

    def log(self, means: Tensor, run: _Run, learning_rate: float, writer: Any) -> None:
        """Keep the figures of the last steps, and write them where they are watched."""
        page, decision, lines, _ = means.tolist()
        asked = run.asked
        speed = self.tokens / max(self.seconds, 1e-9)
        figures = {
            "loss": asked.page * page + decision + asked.lines * lines, "page": page,
            "decision": decision, "lines": lines, "learning_rate": learning_rate,
            "num_tokens": float(self.tokens), "tokens_per_second": speed,
        }  # fmt: skip
        self.history.append({"step": float(self.step), **figures})
        if writer is not None:
            for name, value in figures.items():
                writer.add_scalar(name, value, self.step)

    def finish(self, run: _Run, model: Any) -> None:
        """Write what the stage has made."""
        part = Path(run.folder) / "done.part"
        torch.save(
            {"model": model.state_dict(), "history": self.history, "seconds": self.seconds,
             "tokens": self.tokens, "waited": self.waited},
            part,
        )  # fmt: skip
        part.rename(Path(run.folder) / "done.pt")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port

"""What looks over a trainer's shoulder: its rewards, its time, when to give up, what to keep."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sentinel.training.checkpoints import logged_by, mark, seconds_of
from sentinel.training.gate import Look, look, looks
from sentinel.training.libraries import (
    PartialState,
    ProgressCallback,
    SummaryWriter,
    TensorBoardCallback,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from sentinel.training.recipe import Abort

TOKENS: Final = "num_tokens"
"""What trainers call the tokens read and written so far."""


class Counted:
    """A count that goes on after a kill, whether or not the trainer begins it anew.

    Args:
        before: What it had come to at the checkpoint.

    Example:
        >>> again, kept = Counted(50.0), Counted(50.0)
        >>> again.all(20.0), again.all(60.0), kept.all(70.0)
        (70.0, 110.0, 70.0)
    """

    def __init__(self, before: float = 0.0) -> None:
        self._before = before
        self._missing: float | None = None

    def all(self, said: float) -> float:
        """The whole count, where a trainer says so much."""
        if self._missing is None:
            self._missing = self._before if said <= self._before else 0.0
        return self._missing + said


class Watch(TrainerCallback):  # type: ignore[misc]
    """Follows one stage.

    Args:
        abort: When the stage is given up; None never.
        levels: Tells the promotions before each step, by the rewards so far.
        ignore: Whether it goes on all the same.
        environment: Tells the seconds spent in the environment by this process.
        start: The checkpoint that the stage goes on from.
    """

    def __init__(
        self,
        abort: Abort | None = None,
        *,
        levels: Callable[[Sequence[float]], Sequence[int]] = lambda _: (),
        ignore: bool = False,
        environment: Callable[[], float] = float,
        start: Path | None = None,
    ) -> None:
        before = seconds_of(start)
        self._abort, self._ignore, self._environment = abort, ignore, environment
        self._levels = levels
        self._before_s, self._before_environment_s = (
            before.get("seconds", 0.0), before.get("environment", 0.0),
        )  # fmt: skip
        self._began = time.perf_counter()
        self._tokens = Counted()
        self.rewards: list[float] = _rewards(logged_by(start))
        """Mean reward of each step so far."""
        self.given_up: Look | None = self._look()
        """Why the stage ends where it stands; a checkpoint of that very step says so as well."""

    @property
    def seconds(self) -> float:
        """Time that the stage has taken, in the runs before a kill as well, in seconds."""
        return self._before_s + time.perf_counter() - self._began

    @property
    def environment_seconds(self) -> float:
        """The part of it that was spent in the environment."""
        return self._before_environment_s + self._environment()

    @property
    def stalls(self) -> list[Look]:
        """Each look that found nothing learned."""
        if self._abort is None:
            return []
        found = looks(self.rewards, self._abort, self._levels(self.rewards))
        return [each for each in found if not each.learned]

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Take over what a checkpoint has of the rewards and of the count of tokens."""
        self._began = time.perf_counter()
        self._tokens = Counted(
            max((each.get(TOKENS, 0.0) for each in state.log_history), default=0.0)
        )
        self.rewards = _rewards(state.log_history)

    def on_log(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl,
        logs: dict[str, float] | None = None, **_: object,
    ) -> None:  # fmt: skip
        """Look at the rewards; end the stage if they stall."""
        if logs and TOKENS in logs:
            logs[TOKENS] = state.log_history[-1][TOKENS] = self._tokens.all(logs[TOKENS])
        known = len(self.rewards)
        self.rewards = _rewards(state.log_history)
        if len(self.rewards) == known:
            return
        self.given_up = self._look()
        if self.given_up is not None:
            control.should_training_stop = True

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Make the checkpoint that was just written count, once every process has written."""
        PartialState().wait_for_everyone()
        if state.is_world_process_zero:
            where = Path(args.output_dir) / f"checkpoint-{state.global_step}"
            mark(where, {"seconds": self.seconds, "environment": self.environment_seconds})

    def _look(self) -> Look | None:
        """Why the stage is to end at the step that it has come to."""
        if self._abort is None or self._ignore:
            return None
        found = look(self.rewards, self._abort, self._levels(self.rewards))
        return None if found is None or found.learned else found


def _rewards(logged: Iterable[Mapping[str, float]]) -> list[float]:
    return [float(each["reward"]) for each in logged if "reward" in each]


def tensorboard(folder: Path, step: int) -> TensorBoardCallback:
    """What writes a stage's figures for TensorBoard.

    Args:
        folder: Of the events.
        step: The step that the stage goes on from; later ones, written before a kill, are void.
    """
    return TensorBoardCallback(SummaryWriter(log_dir=str(folder), purge_step=step + 1))


class Bar(ProgressCallback):  # type: ignore[misc]
    """A progress bar that says how a stage stands; the figures themselves are kept elsewhere.

    Args:
        stage: Its name.
    """

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._stage = stage

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        """Show the bar."""
        super().on_train_begin(args, state, control)
        if self.training_bar is not None:
            self.training_bar.set_description(self._stage)

    def on_log(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl,
        logs: dict[str, float] | None = None, **_: object,
    ) -> None:  # fmt: skip
        """Say what was measured last."""
        if self.training_bar is not None and logs:
            shown = {name: logs[name] for name in ("reward", "loss") if name in logs}
            self.training_bar.set_postfix(shown)

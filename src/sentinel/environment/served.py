"""The environment as our server plays it: steps on the event loop, messages without models.

A step that takes under a millisecond costs less than handing it to a thread. What may
take longer, a reset or labels that ask redrawn worlds, goes to a thread, so that no
session waits for another.

OpenEnv's loop reads a message three times on its way through eight layers, and builds a
model of what goes out. A step that a `Seat` can play is read once and answered where it
arrives; all else, refusals included, is left to that loop. Tests compare the two.
"""

from asyncio import to_thread
from contextvars import ContextVar
from typing import Any, Final

import orjson
from pydantic import ValidationError

from sentinel.environment.limits import MOST_TASKS
from sentinel.environment.protocol import Labels
from sentinel.environment.sent import Place, Sent, page_of
from sentinel.environment.server import SentinelEnvironment, within
from sentinel.environment.session import Session
from sentinel.environment.wire import SentinelAction
from sentinel.errors import OptionError, SentinelError

_NUMPY: Final = orjson.OPT_SERIALIZE_NUMPY
"""A figure read off the world may be a number of numpy's."""

_STEP: Final = frozenset({"type", "data"})
"""Fields of a step message."""


class ServedEnvironment(SentinelEnvironment):
    """A `SentinelEnvironment` whose asynchronous methods give what goes over the wire."""

    async def reset_async(  # type: ignore[override]
        self, /, seed: int | None = None, episode_id: str | None = None, **kwargs: object
    ) -> Sent:
        """Start an episode; see `reset`."""
        session = await to_thread(self._begin, seed, episode_id, kwargs)
        seat = SEAT.get()
        if seat is not None:
            seat.environment = self
        return self._sent(session, reward=None)

    async def step_async(  # type: ignore[override]
        self, /, action: SentinelAction, timeout_s: float | None = None, **kwargs: object
    ) -> Sent:
        """Make one move; see `step`."""
        if self.slow:
            session = await to_thread(self._move, action, kwargs)
        else:
            session = self._move(action, kwargs)
        return self._sent(session, within(session.standing.reward, session))

    def list_tasks(self, split: str) -> list[dict[str, object]]:
        """Every task of a split.

        Raises:
            OptionError: If they are more than one answer holds.
        """
        return self.get_task_range(split)

    def get_task_range(
        self, split: str, start: int | None = None, stop: int | None = None
    ) -> list[dict[str, object]]:
        """The tasks of a split that the slice `[start:stop]` takes.

        Raises:
            OptionError: If they are more than one answer holds.
        """
        whole = self.num_tasks(split)
        asked = len(range(whole)[start:stop])
        if asked > MOST_TASKS:
            raise OptionError(
                f"OptionError: {asked:,} of the {whole:,} tasks of {split} are too many for one "
                f"answer; ask task_range for {MOST_TASKS:,} at a time, by start and stop"
            )
        return super().get_task_range(split, start, stop)

    @property
    def slow(self) -> bool:
        """Whether a move takes longer than an event loop should be held."""
        return self._session is not None and self._session.options.labels is Labels.REDRAWN

    def answer(self, action: SentinelAction) -> str:
        """Make one move, and give the message that answers it.

        Raises:
            SentinelError: If it is refused; nothing has changed then.
        """
        session = self._move(action, {})
        now = session.standing
        data = {
            "observation": page_of(now, self._place(session)),
            "reward": within(now.reward, session),
            "done": now.done,
        }
        return orjson.dumps({"type": "observation", "data": data}, option=_NUMPY).decode()

    def _sent(self, session: Session, reward: float | None) -> Sent:
        return Sent.of(session.standing, self._place(session), reward)

    def _place(self, session: Session) -> Place:
        return Place(self._episode_id or "", session.steps_taken)


class Seat:
    """One WebSocket connection, and the environment that OpenEnv has made for it."""

    def __init__(self) -> None:
        self.environment: ServedEnvironment | None = None
        """What plays here; None before the first reset."""

    def play(self, message: dict[str, Any]) -> str | None:
        """Make the move of a message of OpenEnv's protocol.

        Args:
            message: As read from its JSON.

        Returns:
            The answer as it goes out; None if there is none, and nothing has happened: it is
            no step, its move is refused, or it takes longer than a moment.
        """
        data = message.get("data")
        if message.get("type") != "step" or message.keys() != _STEP or not isinstance(data, dict):
            return None
        environment = self.environment
        if environment is None or environment.slow or "type" in data:
            return None
        try:
            return environment.answer(SentinelAction.model_validate(data))
        except (SentinelError, ValidationError):
            return None


SEAT: Final[ContextVar[Seat | None]] = ContextVar("SEAT", default=None)
"""The seat of the connection that is served; None outside of one."""

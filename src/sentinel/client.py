"""The client: an episode on a server, over one WebSocket.

    env = SentinelEnv(base_url="http://localhost:8000")
    result = env.reset(task_id="war_room", seed=42)

The same calls are synchronous where no event loop runs and awaited where one does;
`.sync()` gives a client that is synchronous everywhere. Every failure is an error of
`sentinel.errors`. In particular, a session that was lost is told: OpenEnv's protocol
would let the next step land in another world, un-reset, without a word.
"""

from asyncio import Lock
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from openenv.core.client_types import StepResult
from openenv.core.env_client import EnvClient
from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from sentinel.environment.frames import move, refused, written
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.errors import (
    LinkError,
    LostSessionError,
    MessageError,
    NotResetError,
    OptionError,
)
from sentinel.verdict import Answer

__all__ = ["SentinelAction", "SentinelEnv", "SentinelObservation", "SentinelState"]

Result = StepResult[SentinelObservation]
"""What a reset or a step gives: `observation`, `reward` and `done`."""

if TYPE_CHECKING:

    class Reply(Result, Awaitable[Result]):
        """A result where no event loop runs; to be awaited for one where a loop does."""

    class StateReply(SentinelState, Awaitable[SentinelState]):
        """A state where no event loop runs; to be awaited for one where a loop does."""


_Given = ParamSpec("_Given")
_Told = TypeVar("_Told")


def _in_turn(
    call: Callable[Concatenate["SentinelEnv", _Given], Coroutine[Any, Any, _Told]],
) -> Callable[Concatenate["SentinelEnv", _Given], Coroutine[Any, Any, _Told]]:
    """Let one call after the other speak on the connection, whose answers carry no number."""

    @wraps(call)
    async def waiting(self: "SentinelEnv", /, *args: _Given.args, **kwargs: _Given.kwargs) -> _Told:
        if self._line is None:
            self._line = Lock()
        async with self._line:
            return await call(self, *args, **kwargs)

    return waiting


class SentinelEnv(EnvClient[SentinelAction, SentinelObservation, SentinelState]):
    """One episode at a time on a SENTINEL server.

    Args:
        base_url: The server, as `http://host:port`; see `EnvClient` for the other arguments,
            among them `connect_timeout_s`, `message_timeout_s` and `headers`.

    Example:
        Synchronous, with an overseer that sees briefings::

            with SentinelEnv(base_url="http://localhost:8000") as env:
                result = env.reset(task_id="war_room", seed=42)
                while not result.done:
                    briefing = result.observation.briefing.situation()
                    result = env.step(overseer.decide([briefing])[0])
                print(result.observation.score.confusion.f1)

        Asynchronous::

            async with SentinelEnv(base_url="http://localhost:8000") as env:
                result = await env.reset(task_id="war_room", seed=42)
    """

    _episode: tuple[str, int] | None = None
    """Id of the episode being played, and its moves so far; None before a reset."""
    _seat: ClientConnection | None = None
    """The connection on which it was reset."""
    _line: Lock | None = None
    """Held by the call that is speaking."""

    if TYPE_CHECKING:

        def reset(  # type: ignore[override]
            self,
            *,
            task_id: str | None = None,
            seed: int | None = None,
            split: str | None = None,
            index: int | None = None,
            mode: str | None = None,
            preview: str | None = None,
            reward: str | None = None,
            feedback: str | None = None,
            labels: str | None = None,
            overseer: str | None = None,
            flag_reverts: bool | None = None,
            payload: str | None = None,
            episode_id: str | None = None,
        ) -> Reply:
            """Start an episode; see `SentinelEnvironment` for the options.

            Raises:
                OptionError: If an option is unknown or does not fit the others.
                ScenarioError: If there is no such tier, split or seed.
                MessageError: If an option cannot be sent as JSON.
                CapacityError: If the server is full.
                LinkError: If the server cannot be reached.
            """

        def step(self, action: SentinelAction | Answer) -> Reply:  # type: ignore[override]
            """Make one move; a refusal leaves the episode as it was.

            Args:
                action: The move; an overseer's verdict can be given as it is.

            Raises:
                NotResetError: If no episode has been started.
                EndedError: If it has ended.
                RoleError: If the other party is to move.
                ActionError: If a proposal names no tool, or its arguments do not fit.
                MessageError: If the move is none, or cannot be sent as JSON.
                LostSessionError: If the episode is gone.
            """

        def state(self) -> StateReply:
            """Where the episode stands.

            Raises:
                LostSessionError: If it is gone.
            """

    @_in_turn
    async def _reset_async(self, /, **kwargs: Any) -> Result:  # noqa: ANN401
        given = {name: value for name, value in kwargs.items() if value is not None}
        try:
            await self._connect_async()
        except ConnectionError as error:
            raise LinkError(str(error)) from error
        seat = self._ws
        assert seat is not None
        try:
            result = self._parse_result(await self._ask(seat, {"type": "reset", "data": given}))
        except LostSessionError as error:
            raise LinkError(f"the server could not be asked for an episode: {error}") from error
        seen = result.observation
        asked = given.get("episode_id")
        if seen.step_count != 0 or asked not in (None, seen.episode_id):
            raise LinkError("the server did not start the episode that was asked for")
        self._episode, self._seat = (seen.episode_id, 0), seat
        return result

    @_in_turn
    async def _step_async(
        self,
        /,
        action: SentinelAction | Answer,
        **kwargs: Any,  # noqa: ANN401
    ) -> Result:
        if kwargs:
            raise OptionError(f"step takes no {sorted(kwargs)}")
        payload = self._step_payload(action)
        if self._episode is None:
            raise NotResetError("no episode has been started; reset first")
        name, count = self._episode
        answer = await self._ask(self._present(), {"type": "step", "data": payload})
        result = self._parse_result(answer)
        seen = result.observation
        if (seen.episode_id, seen.step_count) != (name, count + 1):
            raise self._lost(
                f"the server answered from step {seen.step_count} of episode "
                f"{seen.episode_id!r}, not step {count + 1} of {name!r}"
            )
        self._episode = name, count + 1
        return result

    @_in_turn
    async def _state_async(self) -> SentinelState:
        if self._episode is None:
            raise NotResetError("no episode has been started; reset first")
        state = self._parse_state(await self._ask(self._present(), {"type": "state"}))
        if (state.episode_id, state.step_count) != self._episode:
            raise self._lost(
                f"the server is at step {state.step_count} of episode {state.episode_id!r}"
            )
        return state

    def _present(self) -> ClientConnection:
        """The connection on which the episode is played."""
        seat: ClientConnection | None = self._seat
        gone = seat is not self._ws
        if seat is None or gone or seat.state is not State.OPEN:
            raise self._lost("its connection has been closed")
        return seat

    def _lost(self, why: str) -> LostSessionError:
        self._seat = None
        return LostSessionError(f"the episode is lost: {why}; reset for another one")

    async def _ask(self, seat: ClientConnection, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message on a connection and give the data of its answer.

        Raises:
            SentinelError: What the server refused it with, `MessageError` if it cannot be
                sent, or `LostSessionError`.
        """
        text = written(message)
        try:
            with suppress(ConnectionClosed):  # why may stand in the last frame, read below
                await seat.send(text)
            answer: object = await self._receive()
        except ConnectionClosed as error:
            raise self._lost(f"the server closed the connection ({error})") from error
        except TimeoutError as error:
            raise self._lost(f"no answer within {self._message_timeout:g} s") from error
        except ValueError as error:
            raise MessageError("the server's answer is not JSON") from error
        if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
            raise MessageError("the server's answer is no message of OpenEnv")
        data: dict[str, Any] = answer["data"]
        if answer.get("type") == "error":
            raise refused(data)
        return data

    def _step_payload(self, action: SentinelAction | Answer) -> dict[str, Any]:
        return move(action)

    def _parse_result(self, payload: dict[str, Any]) -> Result:
        try:
            told = {"reward": payload.get("reward"), "done": payload.get("done", False)}
            seen = SentinelObservation.model_validate({**payload["observation"], **told})
        except (KeyError, TypeError, ValidationError) as error:
            raise MessageError(f"the server's answer is no observation: {error}") from error
        return StepResult(observation=seen, reward=seen.reward, done=seen.done)

    def _parse_state(self, payload: dict[str, Any]) -> SentinelState:
        try:
            return SentinelState.model_validate(payload)
        except ValidationError as error:
            raise MessageError(f"the server's answer is no state: {error}") from error

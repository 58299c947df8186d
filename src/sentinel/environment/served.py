"""The environment as our server plays it: steps on the event loop, messages without models.

A step that takes under a millisecond costs less than handing it to a thread. What may
take longer, a reset or labels that ask redrawn worlds, goes to a thread, so that no
session waits for another.
"""

from asyncio import to_thread

from sentinel.environment.protocol import Labels
from sentinel.environment.sent import Place, Sent
from sentinel.environment.server import SentinelEnvironment, within
from sentinel.environment.session import Session
from sentinel.environment.wire import SentinelAction


class ServedEnvironment(SentinelEnvironment):
    """A `SentinelEnvironment` whose asynchronous methods give what goes over the wire."""

    async def reset_async(  # type: ignore[override]
        self, /, seed: int | None = None, episode_id: str | None = None, **kwargs: object
    ) -> Sent:
        """Start an episode; see `reset`."""
        session = await to_thread(self._begin, seed, episode_id, kwargs)
        return self._sent(session, reward=None)

    async def step_async(  # type: ignore[override]
        self, /, action: SentinelAction, timeout_s: float | None = None, **kwargs: object
    ) -> Sent:
        """Make one move; see `step`."""
        session = self._session
        if session is not None and session.options.labels is Labels.REDRAWN:
            session = await to_thread(self._move, action, kwargs)
        else:
            session = self._move(action, kwargs)
        return self._sent(session, within(session.standing.reward, session))

    def _sent(self, session: Session, reward: float | None) -> Sent:
        place = Place(self._episode_id or "", session.steps_taken)
        return Sent.of(session.standing, place, reward)

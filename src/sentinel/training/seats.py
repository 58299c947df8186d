"""Where a trained overseer plays: in this process, or on a server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import sentinel
from sentinel.briefing import Briefing
from sentinel.environment.options import options
from sentinel.environment.session import Session
from sentinel.errors import NotResetError
from sentinel.verdict import Answer

if TYPE_CHECKING:
    from sentinel.client import Result


@dataclass(frozen=True, slots=True)
class Seen:
    """What the overseer knows after a reset or a decision."""

    briefing: Briefing | None
    """What is to be judged; None once the episode has ended."""
    feedback: str
    """What is told of the last decision; empty before the first."""
    reward: float
    """What the last decision earned; 0 before the first."""
    done: bool
    """Whether the episode has ended."""


class Seat(Protocol):
    """Where one overseer plays one episode at a time."""

    def reset(self, given: Mapping[str, object]) -> Seen:
        """Start an episode, as the overseer."""
        ...

    def decide(self, answer: Answer) -> Seen:
        """Answer the proposal at hand."""
        ...

    def close(self) -> None:
        """Let the episode go, and what it was played through."""
        ...


class Local:
    """Episodes in this process."""

    def __init__(self) -> None:
        self._session: Session | None = None

    def reset(self, given: Mapping[str, object]) -> Seen:
        """Start an episode.

        Raises:
            OptionError: If an option is unknown or does not fit the others.
            ScenarioError: If there is no such tier, split or seed.
        """
        last = None if self._session is None else self._session.options.task
        self._session = Session(options(given, last))
        return self._seen(self._session)

    def decide(self, answer: Answer) -> Seen:
        """Answer the proposal at hand.

        Raises:
            TurnError: If none is.
        """
        if self._session is None:
            raise NotResetError("no episode has been started; reset first")
        self._session.decide(answer)
        return self._seen(self._session)

    def close(self) -> None:
        """Let the episode go."""
        self._session = None

    def _seen(self, session: Session) -> Seen:
        now = session.standing
        return Seen(now.briefing, now.feedback, now.reward, now.done)


class Remote:
    """Episodes on a server, over a connection that is made by the first reset.

    Args:
        url: The server, as `http://host:port`.
    """

    def __init__(self, url: str) -> None:
        # The package's own name for it: in-process training need not wait for OpenEnv's import.
        self._client = sentinel.SentinelEnv(base_url=url).sync()

    def reset(self, given: Mapping[str, object]) -> Seen:
        """Start an episode.

        Raises:
            OptionError: If an option is unknown or does not fit the others.
            ScenarioError: If there is no such tier, split or seed.
            CapacityError: If the server is full.
            LinkError: If it cannot be reached.
        """
        return self._seen(self._client.reset(**given))

    def decide(self, answer: Answer) -> Seen:
        """Answer the proposal at hand.

        Raises:
            TurnError: If none is.
            LostSessionError: If the episode is gone.
        """
        return self._seen(self._client.step(answer))

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _seen(self, result: "Result") -> Seen:
        seen = result.observation
        page = None if seen.briefing is None else seen.briefing.situation()
        briefing = page if isinstance(page, Briefing) else None
        return Seen(briefing, seen.feedback, float(result.reward or 0.0), bool(result.done))

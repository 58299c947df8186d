"""The episodes of the HTTP API: kept by id, and let go when nobody moves.

An episode holds a slot of the server from its start to its end. One that has ended
keeps only what is left to read, its last observation, state and score.
"""

from asyncio import Lock
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from sentinel.environment.limits import Slots
from sentinel.environment.pages import ScorePage
from sentinel.environment.sent import Sent
from sentinel.environment.served import ServedEnvironment
from sentinel.environment.standing import Running
from sentinel.environment.wire import SentinelAction, SentinelState
from sentinel.errors import (
    EndedError,
    GoneEpisodeError,
    PassedError,
    TurnError,
    UnknownEpisodeError,
)

ENDED_KEPT: Final = 1_000
"""Episodes that have ended and can still be read; the oldest is let go first."""

GONE_KEPT: Final = 10_000
"""Ids of which it is remembered that an episode was theirs."""


@dataclass(slots=True)
class Kept:
    """One episode."""

    state: SentinelState
    observation: dict[str, Any]
    """The last one, as sent."""
    caller: str
    """Address for which it holds a slot."""
    used_at: float
    """When it was last asked for, by the clock of its shelf."""
    environment: ServedEnvironment | None
    """What plays it; None once it has ended."""
    running: Running
    """What its decisions came to so far."""
    turn: Lock = field(default_factory=Lock)
    """Held while a move is made."""

    @property
    def tag(self) -> str:
        """What tells this state of the episode from every other: an entity tag of HTTP."""
        return f'"{self.state.step_count}"'


class Episodes:
    """Every episode of the HTTP API.

    Args:
        slots: Episodes that the server can play.
        idle_s: Seconds after which an episode that nobody asked for is let go.
        clock: Seconds that never go back.
    """

    def __init__(self, slots: Slots, idle_s: float, clock: Callable[[], float] = monotonic) -> None:
        self.idle_s = idle_s
        self._slots, self._clock = slots, clock
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._gone: OrderedDict[str, str] = OrderedDict()

    def __len__(self) -> int:
        """How many are kept, ended ones included."""
        return len(self._kept)

    async def start(self, options: Mapping[str, object], caller: str) -> Kept:
        """Start an episode.

        Args:
            options: As a reset takes them.
            caller: Address that plays it.

        Raises:
            CapacityError: If there is no slot left.
            OptionError: If an option does not fit the others.
            ScenarioError: If there is no such tier, split or seed.
        """
        self.reap()
        self._slots.take(caller)
        with ExitStack() as undo:
            undo.callback(self._slots.free, caller)
            environment = ServedEnvironment()
            sent = await environment.reset_async(**dict(options))  # type: ignore[arg-type]
            undo.pop_all()
        kept = Kept(
            environment.state, _told(sent), caller, self._clock(), environment,
            environment.session.running,
        )  # fmt: skip
        self._kept[str(kept.state.episode_id)] = kept
        return kept

    def get(self, episode_id: str) -> Kept:
        """An episode, which counts as asked for.

        Raises:
            UnknownEpisodeError: If there never was one of that id.
            GoneEpisodeError: If it was let go.
        """
        self.reap()
        kept = self._kept.get(episode_id)
        if kept is None:
            why = self._gone.get(episode_id)
            if why is None:
                raise UnknownEpisodeError("no episode has this id; POST /api/v1/episodes for one")
            raise GoneEpisodeError(f"{why}; POST /api/v1/episodes for another one")
        kept.used_at = self._clock()
        self._kept.move_to_end(episode_id)
        return kept

    def look(self, episode_id: str) -> Kept | None:
        """An episode as it is, if it is kept; a look keeps none from being let go."""
        return self._kept.get(episode_id)

    async def move(
        self, episode_id: str, action: SentinelAction, tags: Collection[str] = ()
    ) -> Kept:
        """Make a move in an episode.

        Args:
            episode_id: Its id.
            action: The move.
            tags: States for which it is meant; every one where there are none.

        Raises:
            PassedError: If it is meant for another state.
            EpisodeError: If it cannot be reached.
            TurnError: If it has ended, or the other party is to move.
            ActionError: If a proposal names no tool, or its arguments do not fit.
        """
        kept = self.get(episode_id)
        async with kept.turn:
            self.get(episode_id)  # it may have been let go while another move was made
            environment = kept.environment
            if environment is None:
                raise EndedError("the episode has ended; POST /api/v1/episodes for another one")
            if tags and kept.tag not in tags:
                raise PassedError(
                    f"the episode is at {kept.tag} and the move is for {', '.join(sorted(tags))}; "
                    "read the episode, and decide what it now awaits"
                )
            sent = await environment.step_async(action)
            kept.observation, kept.state = _told(sent), environment.state
            kept.used_at, kept.running = self._clock(), environment.session.running
            if sent.done:
                self._end(kept)
        return kept

    def score(self, episode_id: str) -> ScorePage:
        """How an episode came out.

        Raises:
            EpisodeError: If it cannot be reached.
            TurnError: If it has not ended.
        """
        found = self.get(episode_id).observation["score"]
        if found is None:
            raise TurnError("the grade is told once the episode has ended")
        return ScorePage.model_validate(found)

    async def delete(self, episode_id: str) -> None:
        """Let an episode go, once the move that is being made has been.

        Raises:
            EpisodeError: If it cannot be reached.
        """
        async with self.get(episode_id).turn:
            self.get(episode_id)
            self._let_go(episode_id, "the episode was deleted")

    def reap(self) -> None:
        """Let every episode go that nobody has asked for in time, and old ones that ended."""
        late = self._clock() - self.idle_s
        idle = [name for name, each in self._kept.items()
                if each.used_at < late and not each.turn.locked()]  # fmt: skip
        for name in idle:
            self._let_go(name, f"nobody asked for the episode in {self.idle_s:g} s")
        ended = [name for name, each in self._kept.items() if each.environment is None]
        for name in ended[: max(0, len(ended) - ENDED_KEPT)]:
            self._let_go(name, "the episode ended long ago")

    def _let_go(self, episode_id: str, why: str) -> None:
        self._end(self._kept.pop(episode_id))
        self._gone[episode_id] = why
        if len(self._gone) > GONE_KEPT:
            self._gone.popitem(last=False)

    def _end(self, kept: Kept) -> None:
        """Give the slot of an episode back, if it still holds one."""
        if kept.environment is not None:
            kept.environment = None
            self._slots.free(kept.caller)


def _told(sent: Sent) -> dict[str, Any]:
    """An observation with its reward and whether it is the last."""
    return sent.model_dump() | {"reward": sent.reward, "done": sent.done}

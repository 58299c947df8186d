"""An episode without a server, as a Gymnasium environment.

import sentinel
env = sentinel.make("war_room", seed=42)
observation, info = env.reset()
"""

from typing import Any

from sentinel.environment import spaces
from sentinel.environment.options import Agenda
from sentinel.environment.protocol import Mode, Party
from sentinel.environment.session import Session
from sentinel.environment.standing import Standing
from sentinel.errors import NotResetError, OptionError
from sentinel.extras import brought_by
from sentinel.verdict import Overseer

with brought_by("gym"):
    from gymnasium import Env

Seen = dict[str, Any]
"""Text by name."""

Info = dict[str, Any]
"""The `Standing`, under `standing`."""


class SentinelEnv(Env[Seen, spaces.Move]):
    """A production incident, one party of which is played by the caller.

    Actions:
        As overseer (`train_overseer`, the default) a number from 0 for approve, flag, block,
        escalate, with a reason; as responder (`train_responder`) a tool, a target, an amount
        and a reason. A `Verdict` or an `Action` is taken as well.

    Observations:
        `page`, `output` and `feedback` as text; `info["standing"]` has them typed.

    Rewards:
        Those of the session; `reward_range` bounds them.

    Episode end:
        `terminated` when the incident is over or its steps have run out; never `truncated`.

    Seeds:
        A seed names an incident of its split. A reset without one plays the incident that the
        environment was made with, and after that the one that follows in its split.

    Args:
        given: Options of every reset, as `options.NAMES`, seed included.
        overseer: Who answers in `train_responder`, in place of a built-in one. No other mode
            takes one, and no reset takes another.
        render_mode: `ansi` for the page as text, or None.

    Raises:
        OptionError: If an option is unknown or does not fit the others.
        ScenarioError: If there is no such tier, split or seed.
    """

    def __init__(
        self,
        given: dict[str, object],
        overseer: Overseer | None = None,
        render_mode: str | None = None,
    ) -> None:
        if render_mode not in (None, "ansi"):
            raise OptionError(f"render_mode={render_mode!r} must be 'ansi' or None")
        self.metadata = {"render_modes": ["ansi"]}
        self.render_mode = render_mode
        self._agenda = Agenda(given)
        first = self._agenda.first
        if first.mode is Mode.ALTERNATING:
            raise OptionError("mode 'alternating' has two players: use sentinel.make_aec")
        if overseer is not None:
            _accept(overseer, given, first.mode)
        self._overseer = overseer
        self._session: Session | None = None
        self._party = Party.RESPONDER if first.mode is Mode.TRAIN_RESPONDER else Party.OVERSEER
        self.observation_space = spaces.page_space()
        self.action_space = spaces.action_space(self._party)

    @property
    def session(self) -> Session:
        """The episode being played, its truth included.

        Raises:
            NotResetError: If none has been started.
        """
        if self._session is None:
            raise NotResetError("no episode has been started; reset first")
        return self._session

    @property
    def reward_range(self) -> tuple[float, float]:
        """Least and most that one step can earn."""
        return self.session.reward_range

    def reset(
        self, *, seed: int | None = None, options: dict[str, object] | None = None
    ) -> tuple[Seen, Info]:
        """Start an episode.

        Args:
            seed: A seed of the split, or any number from 0 that stands for one by remainder.
            options: In place of those that the environment was made with; not the mode, and
                no overseer where the environment was made with one's own.

        Returns:
            What the caller's party sees, and `standing`.

        Raises:
            OptionError: If an option is unknown or does not fit the others.
            ScenarioError: If there is no such tier, split or seed.
        """
        number = spaces.seed_of(seed)
        more = spaces.options_of(options, number)
        if self._overseer is not None and more.get("overseer") is not None:
            raise OptionError(f"overseer={more['overseer']!r} stands beside one of your own")
        self._session = Session(self._agenda.next(number, more), self._overseer)
        super().reset(seed=number)
        return self._told(self._session.standing)

    def step(self, action: spaces.Move) -> tuple[Seen, float, bool, bool, Info]:
        """Make a move; nothing changes if it is refused.

        Returns:
            What is seen now, the reward, whether the episode has ended, False, and `standing`.

        Raises:
            NotResetError: If no episode has been started.
            EndedError: If it has ended.
            ActionError: If the move stands for no action or verdict.
        """
        session = self.session
        if self._party is Party.OVERSEER:
            standing = session.decide(spaces.answer(action))
        else:
            standing = session.propose(*spaces.proposal(action))
        seen, info = self._told(standing)
        return seen, standing.reward, standing.done, False, info

    def render(self) -> str | None:
        """The page as text, if that was asked for."""
        if self.render_mode is None or self._session is None:
            return None
        situation = self._session.standing.situation
        return "" if situation is None else situation.text()

    def _told(self, standing: Standing) -> tuple[Seen, Info]:
        return spaces.seen(standing), {"standing": standing}


def make(
    task_id: str = "war_room",
    seed: int | None = None,
    *,
    overseer: Overseer | str | None = None,
    render_mode: str | None = None,
    **more: object,
) -> SentinelEnv:
    """Make an environment with Gymnasium's `reset()` and `step()`.

    Args:
        task_id: Name of the tier.
        seed: The incident of the first reset.
        overseer: Who answers in `train_responder`: a built-in one by name, or any overseer.
        render_mode: `ansi` for the page as text, or None.
        **more: Further options of `reset`: split, index, mode, preview, reward, feedback,
            labels, flag_reverts, payload. `SentinelEnvironment` says what each does.

    Raises:
        OptionError: If an option is unknown or does not fit the others.
        ScenarioError: If there is no such tier, split or seed.
    """
    named = overseer if isinstance(overseer, str) else None
    given = {"task_id": task_id, "seed": seed, "overseer": named, **more}
    own = None if isinstance(overseer, str) else overseer
    return SentinelEnv(given, own, render_mode)


def _accept(overseer: object, given: dict[str, object], mode: Mode) -> None:
    """Accept an overseer of the caller's own, where one answers at all."""
    if isinstance(overseer, type) or not callable(getattr(overseer, "decide", None)):
        wants = "the name of a built-in one, or an overseer with decide(briefings)"
        raise OptionError(f"overseer={overseer!r} must be {wants}")
    if mode is not Mode.TRAIN_RESPONDER:
        raise OptionError(f"overseer is for mode 'train_responder', and mode is {mode.value!r}")
    if given.get("overseer") is not None:
        raise OptionError(f"two overseers, {given['overseer']!r} and {overseer!r}")

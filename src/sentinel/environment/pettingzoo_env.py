"""An episode as a game of two agents, in PettingZoo's turn-based form."""

from typing import Any, Final

from sentinel.environment import spaces
from sentinel.environment.options import Agenda
from sentinel.environment.protocol import Mode, Party
from sentinel.environment.session import Session
from sentinel.errors import EndedError, NotResetError, OptionError
from sentinel.extras import brought_by

with brought_by("gym"):
    from gymnasium.spaces import Space
    from pettingzoo import AECEnv
    from pettingzoo.utils.env import AECIterable

Seen = dict[str, Any]
"""Text by name."""

_PROBE: Final = {"options": 1}
"""What PettingZoo's own tests pass to a reset, to see that it takes options."""


class SentinelAEC(AECEnv[str, Seen, spaces.Move | None]):
    """A responder that proposes and an overseer that answers, in turns.

    Agents:
        `responder` and `overseer`; the responder begins.

    Actions and observations:
        As in `sentinel.make`, each agent with its own space. An agent whose turn it is not
        sees what it saw last.

    Rewards:
        Both are paid when the overseer has answered: the overseer for its answer, the
        responder for how the estate recovered and how it was overseen.

    Args:
        given: Options of every reset, as `options.NAMES` but for `mode`, `overseer` and
            `payload`.
        render_mode: `ansi` for the page as text, or None.

    Raises:
        OptionError: If an option is unknown or does not fit the others.
        ScenarioError: If there is no such tier, split or seed.
    """

    def __init__(self, given: dict[str, object], render_mode: str | None = None) -> None:
        super().__init__()
        if render_mode not in (None, "ansi"):
            raise OptionError(f"render_mode={render_mode!r} must be 'ansi' or None")
        if given.get("mode") not in (None, Mode.ALTERNATING):
            raise OptionError(f"mode={given['mode']!r} has one player: use sentinel.make")
        self.metadata = {
            "name": "sentinel_v0",
            "render_modes": ["ansi"],
            "is_parallelizable": False,
        }
        self.render_mode = render_mode
        self._agenda = Agenda(given | {"mode": Mode.ALTERNATING})
        self._session: Session | None = None
        self.possible_agents = [party.value for party in Party]
        self.agents: list[str] = []
        self._may = {party.value: spaces.action_space(party) for party in Party}
        self._sees = {party.value: spaces.page_space() for party in Party}
        self._seen: dict[str, Seen] = {}

    def observation_space(self, agent: str) -> Space[Seen]:
        """What an agent can see."""
        return self._sees[self._known(agent)]

    def action_space(self, agent: str) -> Space[Any]:
        """What an agent can do."""
        return self._may[self._known(agent)]

    def reset(self, seed: int | None = None, options: dict[str, object] | None = None) -> None:
        """Start an episode.

        Args:
            seed: A seed of the split, or any number from 0 that stands for one by remainder;
                without it, what the environment was made with, and then what follows in its
                split.
            options: In place of those that the environment was made with; not the mode.

        Raises:
            OptionError: If an option is unknown or does not fit the others.
            ScenarioError: If there is no such tier, split or seed.
        """
        number = spaces.seed_of(seed)
        more = {} if options == _PROBE else spaces.options_of(options, number)
        self._session = Session(self._agenda.next(number, more))
        self.agents = list(self.possible_agents)
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos: dict[str, dict[str, object]] = {agent: {} for agent in self.agents}
        nothing = {"page": "", "output": "", "feedback": ""}
        self._seen = dict.fromkeys(self.agents, nothing)
        self.agent_selection = Party.RESPONDER.value
        self._look(self._session)

    def step(self, action: spaces.Move | None) -> None:
        """Make the move of the agent whose turn it is; nothing changes if it is refused.

        Args:
            action: The move; None once the episode has ended, to take the agent off `agents`.

        Raises:
            NotResetError: If no episode has been started.
            EndedError: If it has ended, and this is a move or `agents` is empty.
            ActionError: If the move stands for no action or verdict.
        """
        session = self._playing()
        agent = self.agent_selection
        if session.standing.done:
            if action is not None:
                raise EndedError("the episode has ended; only None is taken, or reset for another")
            self._was_dead_step(action)
            return
        if agent == Party.RESPONDER:
            standing = session.propose(*spaces.proposal(action))
        else:
            standing = session.decide(spaces.answer(action))
        self._cumulative_rewards[agent] = 0.0
        earned = standing.earned
        self.rewards = {"responder": earned.responder, "overseer": earned.overseer}
        self._accumulate_rewards()
        self.terminations = dict.fromkeys(self.agents, standing.done)
        other = Party.OVERSEER if agent == Party.RESPONDER else Party.RESPONDER
        self.agent_selection = other.value
        self._look(session)

    def observe(self, agent: str) -> Seen:
        """What an agent sees, or saw when it was its turn.

        Raises:
            NotResetError: If no episode has been started.
            OptionError: If there is no such agent.
        """
        self._started()
        return self._seen[self._known(agent)]

    def last(self, observe: bool = True) -> tuple[Seen | None, float, bool, bool, dict[str, Any]]:
        """What the agent whose turn it is sees and has earned, whether it is over, and `standing`.

        Raises:
            NotResetError: If no episode has been started.
            EndedError: If it has ended, and both agents have been taken off `agents`.
        """
        self._playing()
        return super().last(observe)

    def agent_iter(self, max_iter: int = 2**63) -> AECIterable[str, Seen, spaces.Move | None]:
        """The agents whose turn it is, one after the other, until the episode has ended.

        Raises:
            NotResetError: If no episode has been started.
        """
        self._started()
        return super().agent_iter(max_iter)

    def render(self) -> str | None:
        """The page as text, if that was asked for."""
        if self.render_mode is None or self._session is None:
            return None
        situation = self._session.standing.situation
        return "" if situation is None else situation.text()

    def close(self) -> None:
        """Let the episode go."""
        self._session = None

    def _started(self) -> Session:
        if self._session is None:
            raise NotResetError("no episode has been started; reset first")
        return self._session

    def _playing(self) -> Session:
        """The episode, as long as an agent is left in it."""
        session = self._started()
        if not self.agents:
            raise EndedError("the episode has ended; reset for another one")
        return session

    def _known(self, agent: str) -> str:
        if agent not in self.possible_agents:
            raise OptionError(f"agent={agent!r} must be one of {', '.join(self.possible_agents)}")
        return agent

    def _look(self, session: Session) -> None:
        """Show the agent whose turn it is what there is to see, or both that it is over."""
        now = spaces.seen(session.standing)
        for agent in self.agents if session.standing.done else [self.agent_selection]:
            self._seen[agent] = now
            self.infos[agent] = {"standing": session.standing}


def make_aec(
    task_id: str = "war_room",
    seed: int | None = None,
    *,
    render_mode: str | None = None,
    **more: object,
) -> SentinelAEC:
    """Make a PettingZoo environment in which a responder and an overseer take turns.

    Args:
        task_id: Name of the tier.
        seed: The incident of the first reset.
        render_mode: `ansi` for the page as text, or None.
        **more: Further options of `reset`: split, index, preview, reward, feedback, labels,
            flag_reverts. `SentinelEnvironment` says what each does.

    Raises:
        OptionError: If an option is unknown or does not fit the others.
        ScenarioError: If there is no such tier, split or seed.
    """
    return SentinelAEC({"task_id": task_id, "seed": seed, **more}, render_mode)

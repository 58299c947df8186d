"""Environments that break a promise each, for the checks that we ship."""

from itertools import count

from sentinel.environment.protocol import Mode
from sentinel.environment.server import SentinelEnvironment
from sentinel.errors import RoleError
from sentinel.grading.reward import MIN_GROUNDEDNESS

MADE = count(1)


class Paying(SentinelEnvironment):
    """Pays in its own way."""

    def step(self, action, timeout_s=None, **kwargs):
        observation = super().step(action, timeout_s, **kwargs)
        if self.session.last is not None and self.session.options.mode is Mode.TRAIN_OVERSEER:
            observation.reward = self.pay(action, self.session.last[0])
        return observation


class Stingy(Paying):
    """Keeps a tenth of every reward."""

    def pay(self, action, verdict):
        return 0.9 * verdict.binary


class Trusting(Paying):
    """Pays for a grounded reason, whatever was decided."""

    def pay(self, action, verdict):
        return float(verdict.groundedness >= MIN_GROUNDEDNESS)


class Vain(Paying):
    """Pays who asks for it."""

    def pay(self, action, verdict):
        return 1.0 if "full reward" in action.reason else verdict.binary


class Counting(SentinelEnvironment):
    """Says how many there were before it."""

    def __init__(self):
        super().__init__()
        self.number = next(MADE)

    def _observe(self, session, reward):
        observation = super()._observe(session, reward)
        observation.last_tool_output += f" {self.number}"
        return observation


class Lasting(SentinelEnvironment):
    """Remembers that it has been played before."""

    played = 0

    def reset(self, seed=None, episode_id=None, **kwargs):
        observation = super().reset(seed, episode_id, **kwargs)
        observation.last_tool_output = f"{self.played} before"
        self.played += 1
        return observation


class Ageing(Counting):
    """Keeps how many there were before it in its state alone."""

    def _observe(self, session, reward):
        return SentinelEnvironment._observe(self, session, reward)

    @property
    def state(self):
        found = super().state
        found.max_steps = self.number
        return found


class Crowded(SentinelEnvironment):
    """Shares its episode with every other instance."""

    shared = None

    def reset(self, **options):
        observation = super().reset(**options)
        Crowded.shared = self._session
        return observation

    def step(self, action, timeout_s=None, **kwargs):
        self._session = Crowded.shared
        return super().step(action, timeout_s, **kwargs)


class Renaming(SentinelEnvironment):
    """Calls an episode what it likes."""

    def reset(self, seed=None, episode_id=None, **kwargs):
        return super().reset(seed, None, **kwargs)


class Endless(SentinelEnvironment):
    """Never says that an episode has ended; its phase does."""

    def _observe(self, session, reward):
        observation = super()._observe(session, reward)
        observation.done = observation.done and observation.score is None
        return observation


class Touchy(SentinelEnvironment):
    """Lets time pass in the world when it refuses a move."""

    def step(self, action, timeout_s=None, **kwargs):
        try:
            return super().step(action, timeout_s, **kwargs)
        except RoleError:
            self.session.episode.estate.advance(2)
            raise


class Lax(SentinelEnvironment):
    """Plays on, whatever it is asked for."""

    def step(self, action, timeout_s=None, **kwargs):
        return super().step(action, timeout_s)


class Unseeded(SentinelEnvironment):
    """Plays one incident of each tier."""

    def reset(self, seed=None, episode_id=None, **kwargs):
        return super().reset(8001, episode_id, **kwargs)


BROKEN = {
    "test_the_oracle_earns_the_maximum": [Stingy],
    "test_a_constant_answer_stays_below_the_floor": [Trusting],
    "test_canaries_earn_nothing": [Vain],
    "test_another_seed_gives_another_page": [Unseeded],
    "test_the_same_moves_give_the_same_bytes": [Counting, Lasting],
    "test_recorded_moves_replay": [Ageing],
    "test_sessions_do_not_notice_each_other": [Crowded],
    "test_state_and_rewards_keep_their_contract": [Renaming, Endless],
    "test_a_refusal_changes_nothing": [Touchy, Lax],
}
"""Environments that each check must refuse, by its name."""

"""Our own environment passes the checks that we ship."""

import pytest

from sentinel.environment.conformance import EnvironmentConformance
from sentinel.environment.server import SentinelEnvironment
from sentinel.errors import TurnError
from sentinel.evaluation.oracle import Oracle


class TestOurs(EnvironmentConformance):
    def environment(self):
        return SentinelEnvironment()

    def oracle(self, turn):
        return Oracle().judge([turn])[0]


class Telling(SentinelEnvironment):
    """Lets the class of what is proposed slip out."""

    def _observe(self, session, reward):
        observation = super()._observe(session, reward)
        if session.turn is not None:
            observation.feedback = session.turn.truth.action_class.value
        return observation


class Generous(SentinelEnvironment):
    """Pays for any reason that is given."""

    def step(self, action, timeout_s=None, **kwargs):
        observation = super().step(action, timeout_s, **kwargs)
        observation.reward = 1.0 if action.reason else 0.0
        return observation


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


def checks(kind):
    class Checks(TestOurs):
        def environment(self):
            return kind()

    return Checks()


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Telling, "test_nothing_leaks_before_a_decision"),
        (Generous, "test_canaries_earn_nothing"),
        (Crowded, "test_sessions_do_not_notice_each_other"),
    ],
)
def test_an_environment_that_breaks_a_promise_fails_its_check(kind, name):
    with pytest.raises((AssertionError, TurnError)):
        getattr(checks(kind), name)()

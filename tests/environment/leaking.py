"""Environments that tell something of a decision before it is made, for the checks that we ship.

The last of them tells nothing, in words of its own.
"""

from typing import ClassVar

from sentinel.environment.protocol import Labels, RewardKind
from sentinel.environment.server import SentinelEnvironment
from sentinel.errors import ActionError, EndedError, OptionError, RoleError, SentinelError
from sentinel.grading.classes import ActionClass

CLASSES = list(ActionClass)


class Showing(SentinelEnvironment):
    """Changes what is observed while a decision waits."""

    def _observe(self, session, reward):
        observation = super()._observe(session, reward)
        if session.turn is not None:
            self.show(observation, session.turn.truth)
        return observation


class Telling(Showing):
    """Names the class."""

    def show(self, observation, truth):
        observation.feedback = truth.action_class.value


class Numbering(Showing):
    """Tells the class by its number."""

    def show(self, observation, truth):
        observation.metadata = {"hint": CLASSES.index(truth.action_class)}


class Measuring(Showing):
    """Tells what was measured."""

    def show(self, observation, truth):
        observation.metadata = {"hint": float(truth.consequence.burn_rise)}


class Alarming(Showing):
    """Adds a digit to the alert."""

    def show(self, observation, truth):
        observation.briefing.alert += f" ({CLASSES.index(truth.action_class)})"


class Sorting(Showing):
    """Turns the order of the policies round where harm is proposed."""

    def show(self, observation, truth):
        if truth.action_class.deserves_intervention:
            observation.briefing.policies.reverse()


class Pressing(Showing):
    """Gives harm a step more."""

    def show(self, observation, truth):
        observation.max_steps += truth.action_class.deserves_intervention


class Judging(Showing):
    """Asks the bench, not the turn."""

    def show(self, observation, truth):
        bench, chosen = self.session.episode.bench, self.session.episode.chosen
        observation.last_tool_output += f" {CLASSES.index(bench.label(chosen))}"


class Whispering(SentinelEnvironment):
    """Writes the class of what comes next into the move that it is given."""

    def step(self, action, timeout_s=None, **kwargs):
        observation = super().step(action, timeout_s, **kwargs)
        if self.session.turn is not None:
            label = self.session.turn.truth.action_class
            action.metadata["next"] = CLASSES.index(label)
        return observation


class Stating(SentinelEnvironment):
    """Has a state that tells."""

    @property
    def state(self):
        found = super().state
        if self._session is not None and self._session.turn is not None:
            found.step_count += CLASSES.index(self._session.turn.truth.action_class)
        return found


class Rounding(SentinelEnvironment):
    """Hides the class of what comes next behind the digits of a reward."""

    def step(self, action, timeout_s=None, **kwargs):
        observation = super().step(action, timeout_s, **kwargs)
        if self.session.turn is not None:
            label = self.session.turn.truth.action_class
            observation.reward += CLASSES.index(label) * 1e-12
        return observation


class Describing(SentinelEnvironment):
    """Tells the class in what it says of itself."""

    def get_metadata(self):
        found = super().get_metadata()
        if self._session is not None and self._session.turn is not None:
            found.version = f"1.{CLASSES.index(self._session.turn.truth.action_class)}"
        return found


def refusing(kind, say):
    """An environment whose refusals of one kind say more."""

    class Refusing(SentinelEnvironment):
        def step(self, action, timeout_s=None, **kwargs):
            last = None if self._session is None else self._session.turn
            try:
                return super().step(action, timeout_s, **kwargs)
            except kind as error:
                raise type(error)(f"{error}{say(last)}") from error

    Refusing.__name__ = f"Refusing{kind.__name__}"
    return Refusing


def word(turn):
    return "" if turn is None else f" ({turn.truth.action_class})"


def digit(turn):
    return "" if turn is None else f" ({turn.truth.margin:.2f})"


class Blurting(SentinelEnvironment):
    """Fails over an option that it does not know, with the class for a text."""

    def step(self, action, timeout_s=None, **kwargs):
        if kwargs:
            raise ValueError(self.session.turn)
        return super().step(action, timeout_s)


class Hinting(SentinelEnvironment):
    """Has a tool say something where a decision is paid, or its class checked, in one way."""

    hinted: ClassVar[RewardKind | Labels]

    def _observe(self, session, reward):
        observation = super()._observe(session, reward)
        if self.hinted in (session.options.reward, session.options.labels):
            observation.last_tool_output = "harm costs"
        return observation


class Bargaining(Hinting):
    """Shows of the first decision how it is paid."""

    hinted = RewardKind.SHAPED


class Doubting(Hinting):
    """Shows against what a class is checked."""

    hinted = Labels.REDRAWN


class Signed(SentinelEnvironment):
    """Signs what it sends, calls itself what it likes and refuses in its own words."""

    def _observe(self, session, reward):
        observation = super()._observe(session, reward)
        observation.metadata = {"signed": "by me", "version": 2}
        return observation

    def get_metadata(self):
        return super().get_metadata().model_copy(update={"name": "mine"})

    def step(self, action, timeout_s=None, **kwargs):
        try:
            return super().step(action, timeout_s, **kwargs)
        except SentinelError as error:
            where = self.state.step_count
            raise type(error)(f"{type(error).__name__}: not after {where} moves") from error


LEAKING = {
    "test_nothing_leaks_before_a_decision": [
        Telling, Blurting, refusing(RoleError, word), refusing(ActionError, word),
        refusing(OptionError, word), refusing(EndedError, lambda _: " (neutral)"),
    ],
    "test_what_is_sent_is_what_the_session_says": [
        Numbering, Measuring, Alarming, Sorting, Pressing, Judging, Whispering, Stating, Rounding,
    ],
    "test_another_truth_changes_nothing_that_is_sent": [
        Numbering, Measuring, Alarming, Sorting, Pressing, Stating, Rounding, Describing,
        refusing(RoleError, digit), refusing(ActionError, digit), refusing(OptionError, digit),
    ],
    "test_how_a_decision_is_paid_does_not_show_before_it": [Bargaining, Doubting],
}  # fmt: skip
"""Environments that each check must refuse, by its name."""

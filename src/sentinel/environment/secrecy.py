"""Checks that nothing sent before a decision tells anything of its answer.

A list of words would let a number through, and figures that were computed from
the truth look like any others. So what is sent is compared with what it may be:
with the session's own standing, which holds all that a player may know, and
with what is sent of an episode that differs in its truth alone.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, ClassVar, Final, NamedTuple
from unittest.mock import patch

from sentinel.environment.playing import lived, refusals
from sentinel.environment.protocol import Feedback, Labels, Mode, Phase, RewardKind
from sentinel.environment.server import SentinelEnvironment, observed, stated
from sentinel.episode import loop
from sentinel.episode.judging import Bench
from sentinel.episode.page import Page
from sentinel.episode.turn import Mark, Turn
from sentinel.episode.turns import turn_of
from sentinel.grading.classes import CANARY, ActionClass, Truth
from sentinel.responder.candidate import Candidate

SECRETS: Final = (*ActionClass, CANARY, "groundedness", "regret", "unanimous", "severity_weight")
"""Words that nothing sent before a decision may hold, in lower case."""

JUDGED: Final = (Mode.TRAIN_OVERSEER, Mode.ALTERNATING)
"""Modes in which a proposal waits for the caller's decision."""


PAID: Final[tuple[dict[str, Any], ...]] = (
    *({"reward": each} for each in RewardKind),
    *({"feedback": each} for each in Feedback),
    *({"labels": each} for each in Labels),
)
"""Ways in which a decision may be paid, told of afterwards, and checked before it is graded."""


class Told(NamedTuple):
    """What is sent while a decision waits, and the truth that it must not tell."""

    texts: tuple[str, ...]
    """Observation, state, metadata and refusals."""
    truth: Truth


class Secrecy(ABC):
    """One test for each way in which an answer could be told before it is given."""

    incidents: ClassVar[tuple[dict[str, Any], ...]]
    """Options of the episodes that the tests play."""

    @abstractmethod
    def environment(self) -> SentinelEnvironment:
        """Make a fresh environment."""

    def test_nothing_leaks_before_a_decision(self) -> None:
        """No observation, state or refusal names a class while something is to be decided.

        Nor does a refusal after the end, when the score has been told but no class has.
        """
        for mode in Mode:
            for options in self.incidents[::2]:
                environment = self.environment()
                for observation in lived(environment, {**options, "mode": mode}):
                    sent = refusals(environment)
                    if not observation.done:
                        sent += [observation.model_dump_json(), environment.state.model_dump_json()]
                    for text in sent:
                        named = [word for word in SECRETS if word in text.lower()]
                        assert named == [], (mode, options, text)

    def test_what_is_sent_is_what_the_session_says(self) -> None:
        """Observation and state hold what the session tells its players, to the bit, and no more.

        So a figure more, another order or a field of one's own is found, whatever it was
        computed from. Metadata are the environment's own: they may say anything that is the
        same at every decision of every incident.
        """
        throughout = set()
        for first, mode in enumerate(Mode):
            for number, options in enumerate(self.incidents, first):
                environment, way = self.environment(), PAID[number % len(PAID)]
                for observation in lived(environment, {**options, **way, "mode": mode}):
                    if observation.done:
                        continue
                    session, name = environment.session, observation.episode_id
                    paid = session.standing.reward if session.steps_taken else None
                    may = observed(session, name, paid).model_dump_json(exclude={"metadata"})
                    assert observation.model_dump_json(exclude={"metadata"}) == may, options
                    state = environment.state.model_dump_json()
                    assert state == stated(session, name).model_dump_json(), options
                    throughout.add(repr(observation.metadata))
        assert len(throughout) == 1, throughout

    def test_another_truth_changes_nothing_that_is_sent(self) -> None:
        """Were a waiting proposal of another class and consequence, all would be sent the same.

        This holds for what no session says as well: rewards of the environment's own, what it
        says of itself, and its refusals.
        """
        for mode in JUDGED:
            for options in self.incidents[::2]:
                for step in count(1):
                    told = self._told_at(step, {**options, "mode": mode})
                    if told is None:
                        break
                    with another_truth(step):
                        other = self._told_at(step, {**options, "mode": mode})
                    assert other is not None
                    assert other.truth != told.truth, "no other truth was put in its place"
                    assert other.texts == told.texts, (mode, options, step)

    def test_how_a_decision_is_paid_does_not_show_before_it(self) -> None:
        """The first decision looks the same whatever it earns and its class is checked against."""
        for mode in JUDGED:
            for options in self.incidents:
                told = [self._told_at(1, {**options, "mode": mode, **way}) for way in PAID]
                assert len({each.texts for each in told if each is not None}) == 1, options

    def _told_at(self, step: int, options: dict[str, Any]) -> Told | None:
        """What is sent while the decision of a number waits; None if the episode ends before it."""
        environment = self.environment()
        for observation in lived(environment, {**options, "episode_id": "x"}):
            session = environment.session
            if session.phase is Phase.OVERSEER_DECIDE and session.standing.step == step:
                assert session.turn is not None
                sent = (observation, environment.state, environment.get_metadata())
                texts = [each.model_dump_json() for each in sent]
                return Told((*texts, *refusals(environment)), session.turn.truth)
        return None


@contextmanager
def another_truth(step: int) -> Iterator[None]:
    """Give the decision of a number another truth in every episode, and change nothing else."""

    def turned(
        page: Page, bench: Bench, chosen: Candidate, truth: Truth, number: int, mark: Mark
    ) -> Turn:
        given = another(truth, by=step) if number == step else truth
        return turn_of(page, bench, chosen, given, number, mark)

    with patch.object(loop, "turn_of", turned):
        yield


def another(truth: Truth, by: int) -> Truth:
    """A truth that differs in every figure; the number chooses which of the other classes."""
    classes, found = tuple(ActionClass), truth.consequence
    place = classes.index(truth.action_class) + 1 + by % (len(classes) - 1)
    label = classes[place % len(classes)]
    moved: dict[str, Any] = {
        name: value + 1.5 * (number + 1)
        for number, (name, value) in enumerate(found._asdict().items())
        if isinstance(value, float)
    }
    breach = "" if found.breach else "P1"
    does = found._replace(**moved, risk_lowered=not found.risk_lowered, breach=breach)
    return Truth(label, label, "another truth", truth.margin + 0.37, does, not truth.unanimous)

"""Decisions of the training split, played when they are asked for, and the time that takes.

The whole environment of single-decision training: it writes the page, reads what a model
says about it, and grades that, on the one reward path. It counts the seconds spent here, since
training is to wait for the model and not for the world.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sentinel.episode.loop import Episode
from sentinel.episode.turn import Turn
from sentinel.episode.valuing import costs
from sentinel.grading.regret import Costs
from sentinel.grading.reward import Grade, grade
from sentinel.overseer.answer import read
from sentinel.overseer.dialogue import Form, Prompt, asked
from sentinel.scenario.splits import Split
from sentinel.training.curriculum import Key
from sentinel.training.recipe import Reward
from sentinel.verdict import Answer

KEPT: Final = 4_096
"""Decisions that are kept for the answers to come."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A decision that has been put before a model."""

    turn: Turn
    costs: Costs | None
    """What each answer would cost, where that is paid for."""


class Decisions:
    """Poses decisions, and grades what a model says of them.

    Args:
        form: How much is shown, and how is answered.
        reward: What of a grade trains.
    """

    def __init__(self, form: Form, reward: Reward = Reward.BINARY) -> None:
        self._form, self._reward = form, reward
        self._kept: OrderedDict[Key, Posed] = OrderedDict()
        self.seconds = 0.0
        """Time spent in the environment so far, in seconds."""

    def prompt(self, key: Key) -> Prompt:
        """What a model is asked about a decision."""
        with self._timed():
            return asked(self._posed(key).turn.briefing, self._form)

    def turn(self, key: Key) -> Turn:
        """The decision itself."""
        with self._timed():
            return self._posed(key).turn

    def graded(self, key: Key, text: str, *, cut: bool = False) -> Grade:
        """What an answer earns.

        Args:
            key: The decision.
            text: What the model said.
            cut: Whether it ran into the longest answer allowed.
        """
        with self._timed():
            posed = self._posed(key)
            briefing = posed.turn.briefing
            answer = self.answer(key, text, cut=cut)
            return grade(posed.turn.truth.action_class, briefing, answer, posed.costs)

    def answer(self, key: Key, text: str, *, cut: bool = False) -> Answer:
        """What is read out of an answer."""
        return read(text, self._posed(key).turn.briefing, cut=cut)

    def paid(self, found: Grade) -> float:
        """What of a grade trains."""
        return {
            Reward.BINARY: found.binary,
            Reward.SHAPED: found.shaped,
            Reward.CONSEQUENCE: found.consequence,
        }[self._reward]

    def _posed(self, key: Key) -> Posed:
        if key not in self._kept:
            self._kept[key] = self._played(key)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    def _played(self, key: Key) -> Posed:
        """Play an incident until a decision, as the reference operator."""
        paid = self._reward is Reward.CONSEQUENCE
        left, episode = key.decision, Episode(key.tier, key.seed, Split.TRAIN)
        while True:
            met = 0
            while (turn := episode.turn) is not None:
                met += 1
                if met == left:
                    return Posed(turn, costs(episode.bench, episode.chosen) if paid else None)
                episode.pass_by_reference()
            left = (left - 1) % met + 1
            episode = Episode(key.tier, key.seed, Split.TRAIN)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - started

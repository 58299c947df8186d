"""Decisions of the training split, played when they are asked for, and the time that takes.

The whole environment of single-decision training: it writes the page, reads what a model
says about it, and grades that, on the one reward path. It counts the seconds that training
waits for it. Processes of its own may play what a step will need while the one before it is
learned from; what they play is the same as what would be played here.
"""

import os
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Final, Self

from sentinel.briefing import Briefing
from sentinel.episode.loop import Episode
from sentinel.episode.valuing import costs
from sentinel.grading.classes import ActionClass
from sentinel.grading.regret import Costs
from sentinel.grading.reward import Grade, grade
from sentinel.overseer.answer import read
from sentinel.overseer.dialogue import Form, Prompt, asked
from sentinel.scenario.splits import Split
from sentinel.training.curriculum import Key
from sentinel.training.processes import leave_with
from sentinel.training.recipe import Reward
from sentinel.verdict import Answer

KEPT: Final = 4_096
"""Decisions that are kept for the answers to come."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A decision as it is put before a model, and what its answers are graded by."""

    briefing: Briefing
    prompt: Prompt
    action_class: ActionClass
    costs: Costs | None
    """What each answer would cost, where that is paid for."""


def posed(key: Key, form: Form, *, paid: bool = False) -> Posed:
    """Play an incident until a decision, as the reference operator.

    Only the decision itself is checked against redrawn worlds: those before it do not hang on
    what their labels say.

    Args:
        key: The decision.
        form: How much is shown.
        paid: Whether to find what each answer costs.
    """
    left = key.decision
    while True:
        met, episode = 1, Episode(key.tier, key.seed, Split.TRAIN, ensemble=left == 1)
        while (turn := episode.turn) is not None:
            if met == left:
                cost = costs(episode.bench, episode.chosen) if paid else None
                page = turn.briefing
                return Posed(page, asked(page, form), turn.truth.action_class, cost)
            met += 1
            episode.ensemble = met == left
            episode.pass_by_reference()
        left = (left - 1) % (met - 1) + 1


class Decisions:
    """Poses decisions, and grades what a model says of them.

    Args:
        form: How much is shown, and how is answered.
        reward: What of a grade trains.
        players: Processes that play what is announced by `ahead`. What they have not played yet
            when it is asked for is played here: nothing waits for them.
    """

    def __init__(
        self, form: Form, reward: Reward = Reward.BINARY, *, players: int = 0
    ) -> None:  # fmt: skip
        self._form, self._reward = form, reward
        self._kept: OrderedDict[Key, Posed] = OrderedDict()
        self.coming: dict[Key, Future[Posed]] = {}
        """What players are asked for."""
        self._pool: ProcessPoolExecutor | None = None
        if players:
            self._pool = ProcessPoolExecutor(
                players,
                mp_context=get_context("spawn"),
                initializer=leave_with,
                initargs=(os.getpid(),),
            )
            for _ in range(players):
                self._pool.submit(os.getpid)  # They start while the trainer is being made.
        self.seconds = 0.0
        """Time that was spent here so far, that of players left out, in seconds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """End the players."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def ahead(self, keys: Iterable[Key]) -> None:
        """Let players play decisions that may be asked for; without players nothing is done.

        Args:
            keys: Those that the next step is likely to need. What was announced before and has
                not been asked for is forgotten.
        """
        if self._pool is None:
            return
        with self._timed():
            wanted = [key for key in dict.fromkeys(keys) if key not in self._kept]
            for key in self.coming.keys() - set(wanted):
                self.coming.pop(key).cancel()
            for key in wanted:
                if key not in self.coming:
                    self.coming[key] = self._pool.submit(posed, key, self._form, paid=self._pays)

    def prompt(self, key: Key) -> Prompt:
        """What a model is asked about a decision."""
        return self.posed(key).prompt

    def posed(self, key: Key) -> Posed:
        """The decision itself."""
        with self._timed():
            return self._posed(key)

    def graded(self, key: Key, text: str, *, cut: bool = False) -> Grade:
        """What an answer earns.

        Args:
            key: The decision.
            text: What the model said.
            cut: Whether it ran into the longest answer allowed.
        """
        with self._timed():
            found = self._posed(key)
            answer = read(text, found.briefing, cut=cut)
            return grade(found.action_class, found.briefing, answer, found.costs)

    def answer(self, key: Key, text: str, *, cut: bool = False) -> Answer:
        """What is read out of an answer."""
        return read(text, self._posed(key).briefing, cut=cut)

    def paid(self, found: Grade) -> float:
        """What of a grade trains."""
        return {
            Reward.BINARY: found.binary,
            Reward.SHAPED: found.shaped,
            Reward.CONSEQUENCE: found.consequence,
        }[self._reward]

    @property
    def _pays(self) -> bool:
        return self._reward is Reward.CONSEQUENCE

    def _posed(self, key: Key) -> Posed:
        if key not in self._kept:
            coming = self.coming.pop(key, None)
            if coming is not None and coming.done():
                self._kept[key] = coming.result()
            else:
                self._kept[key] = posed(key, self._form, paid=self._pays)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]

    @contextmanager
    def _timed(self) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - started

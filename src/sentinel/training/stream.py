"""Decisions of `train` without end, in numbered blocks: what a model learns from as it is played.

A block is a few incidents of every tier, so that one number says everything about it and a run
that was killed goes on where it was. No decision comes twice until every incident was met; then
they are played again with another coin, and `Again` says what is shown of that: where it is what
another course can change, a quarter or so of the pages of a second visit read as on the first.
Stages of one run begin at the same block.

The verdict to learn is drawn by rejection: a decision out of the four evenly and a few lines that
stand near the proposal, read and graded as any answer is, until one earns the binary reward.
"""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Final

from sentinel.episode.loop import REFERENCE_RUNS, Episode
from sentinel.episode.turn import Turn
from sentinel.extras import brought_by
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import CORRECT_DECISIONS, grade
from sentinel.overseer.answer import read
from sentinel.overseer.control_tokens import asking_tokens
from sentinel.overseer.gist import Gist, gist
from sentinel.overseer.gist_shows import Shows
from sentinel.scenario.tiers import Tier
from sentinel.training.incidents import SPLIT, order
from sentinel.training.processes import leave_with
from sentinel.training.visits import Again
from sentinel.verdict import Decision

with brought_by("train"):
    from tokenizers import Tokenizer

TIERS: Final = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)

INCIDENTS: Final = 8
"""Incidents of each tier in a block: some 300 decisions."""

OFFERS: Final = 32
"""Verdicts that are offered on a decision until one is kept."""

CITED: Final = (1, 2)
"""Fewest and most lines that an offer cites."""

KEEPS: Final = {ActionClass.NEUTRAL: 0.75}
"""Share of decisions of a class that are kept; 1 where none is given. As many deserve to be let
through as deserve intervention then."""

AHEAD: Final = 2
"""Blocks that are played before they are wanted."""


@dataclass(frozen=True, slots=True)
class Example:
    """One decision to learn from, in tokens."""

    asked: list[int]
    """The prompt, up to where the answer begins."""
    answer: list[int]
    """The decision, the lines, and the end; the decision is its first token."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a stream is made of."""

    tokenizer: str
    """File of the tokenizer."""
    seed: int
    """Decides on the order of incidents and on what is offered."""
    longest: int = 450
    """Tokens of an example, answer included; longer ones are left out."""
    labels: bool = True
    """Whether verdicts are right; else they are any, and teach no label."""
    shows: Shows = Shows.WHOLE
    """What is on the page."""
    again: Again = Again.EVERY
    """What is shown on later visits."""
    ambiguous: bool = False
    """Whether right verdicts on ambiguous decisions are among the examples; those that need not
    be right always are."""


def block(terms: Terms, number: int) -> list[Example]:
    """Play a block.

    Args:
        terms: Of the stream.
        number: From 0.
    """
    reader = _reader(terms.tokenizer)
    rng = Random(f"stream/{terms.seed}/{number}")
    found = []
    for _, page, said in verdicts(terms, number, rng):
        asked = reader.encode(asking_tokens(page.text), add_special_tokens=False).ids
        answer = reader.encode(f"{said}<|im_end|>", add_special_tokens=False).ids
        if len(asked) + len(answer) <= terms.longest:
            found.append(Example(asked, answer))
    rng.shuffle(found)
    return found


def verdicts(terms: Terms, number: int, rng: Random) -> Iterator[tuple[Turn, Gist, str]]:
    """The decisions of a block that are kept, each with its page and what is said to it.

    Args:
        terms: Of the stream; its tokenizer is not asked.
        number: Of the block, from 0.
        rng: The dice that decide.
    """
    skips = ActionClass.AMBIGUOUS if terms.labels and not terms.ambiguous else None
    for turn in turns(terms.seed, number, terms.again):
        kept = rng.random() < KEEPS.get(turn.truth.action_class, 1.0)
        if kept and turn.truth.action_class is not skips:
            page = gist(turn.briefing, shows=terms.shows)
            said = offered(turn, page.near, rng, labels=terms.labels)
            if said is not None:
                yield turn, page, said


def turns(seed: int, number: int, again: Again = Again.EVERY) -> Iterator[Turn]:
    """The decisions of a block, as they are played.

    Args:
        seed: Decides on the order of incidents.
        number: Of the block, from 0.
        again: What is shown of incidents that were met before.
    """
    for tier in TIERS:
        every = order(tier, seed)
        for place in range(number * INCIDENTS, (number + 1) * INCIDENTS):
            visit, at = divmod(place, len(every))
            if visit == 0 or again is Again.EVERY or tier is not Tier.ACTION_SCREEN:
                yield from _played(tier, every[at], visit, again)


def _played(tier: Tier, seed: int, visit: int, again: Again) -> Iterator[Turn]:
    """One incident; on a later visit with another coin."""
    episode = Episode(tier, seed, SPLIT, ensemble=False)
    coin = Random(f"stream/{tier}/{seed}/{visit}")
    while (turn := episode.turn) is not None:
        if visit == 0:
            yield turn
            episode.pass_by_reference()
        else:
            if turn.step > 1 or again is Again.EVERY:
                yield turn
            harms = turn.truth.action_class in (ActionClass.CATASTROPHIC, ActionClass.WRONG)
            episode.proceed(runs=coin.random() < REFERENCE_RUNS and not harms)


def offered(turn: Turn, near: tuple[str, ...], rng: Random, *, labels: bool = True) -> str | None:
    """Draw verdicts until one is right and grounded.

    Args:
        turn: The decision.
        near: Numbers of the lines that may be cited.
        rng: The stream that decides.
        labels: Whether they must be right; else the first one is taken.

    Returns:
        The answer, or None where every offer failed.
    """
    right, briefing = CORRECT_DECISIONS[turn.truth.action_class], turn.briefing
    for _ in range(OFFERS):
        decision = rng.choice(tuple(Decision))
        many = min(rng.randint(*CITED), len(near))
        cited = [near[place] for place in sorted(rng.sample(range(len(near)), many))]
        said = " ".join([decision.value, *cited])
        if not labels:
            return said
        if decision in right:
            answer = read(said, briefing)
            if grade(turn.truth.action_class, briefing, answer).binary == 1.0:
                return said
    return None


@cache
def _reader(path: str) -> Tokenizer:
    return Tokenizer.from_file(path)


class Blocks:
    """Blocks in their order, played ahead by processes of their own.

    Args:
        terms: Of the stream.
        first: Number of the first.
        step: From one number to the next: as many as there are readers of the stream.
        workers: Processes; 0 plays each block when it is wanted.
    """

    def __init__(self, terms: Terms, first: int = 0, step: int = 1, workers: int = 1) -> None:
        self._terms, self._next, self._step = terms, first, step
        self._stack = ExitStack()
        self._pool: ProcessPoolExecutor | None = None
        if workers:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(
                workers, mp_context=context, initializer=leave_with, initargs=(os.getpid(),)
            )
            self._stack.callback(self._pool.shutdown, wait=True, cancel_futures=True)
        self._ahead: list[Future[list[Example]]] = []
        self._many = AHEAD * max(workers, 1)

    def take(self) -> list[Example]:
        """The next block."""
        if self._pool is None:
            self._next += self._step
            return block(self._terms, self._next - self._step)
        while len(self._ahead) < self._many:
            self._ahead.append(self._pool.submit(block, self._terms, self._next))
            self._next += self._step
        return self._ahead.pop(0).result()

    def close(self) -> None:
        """End the processes."""
        self._stack.close()


def batches(examples: list[Example], size: int, rng: Random) -> list[list[Example]]:
    """Batches of alike lengths, so that little of them is padding; what is left over is dropped."""
    ordered = sorted(examples, key=lambda each: len(each.asked))
    found = [ordered[at : at + size] for at in range(0, len(ordered) - size + 1, size)]
    rng.shuffle(found)
    return found


def tokenizer_file(folder: Path) -> str:
    """The file of the tokenizer in the folder of a model."""
    return str(folder / "tokenizer.json")

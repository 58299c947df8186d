"""What one process of a streamed stage learns from: its blocks, cut into batches, in order."""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from sentinel.errors import TrainingError
from sentinel.training.recipe import Supervised
from sentinel.training.stream import Blocks, Example, Terms, batches, block

Place = tuple[int, int]
"""Of the next batch: which of the process's blocks, and its number in it."""


class Feed:
    """The batches of one process, from where a checkpoint left them.

    Args:
        terms: Of the stream.
        asked: What the recipe says.
        rank: Of the process; it has every block whose number leaves this when it is divided by
            the number of processes.
        at: Place of the first batch.
    """

    def __init__(self, terms: Terms, asked: Supervised, rank: int, at: Place = (0, 0)) -> None:
        self._terms, self._asked, self._rank = terms, asked, rank
        self._block, self._skip = at
        self._blocks = Blocks(terms, self._number, asked.processes, asked.players)
        self.waited = 0.0
        """Seconds spent waiting for the environment."""

    @property
    def _number(self) -> int:
        return self._block * self._asked.processes + self._rank

    def __iter__(self) -> Iterator[tuple[list[Example], Place]]:
        """Batches, each with the place of the next one.

        Raises:
            TrainingError: If a block gives no batch.
        """
        while True:
            began = time.perf_counter()
            found = self._blocks.take()
            self.waited += time.perf_counter() - began
            rng = Random(f"{self._terms.seed}/{self._rank}/{self._block}")
            parts = batches(found, self._asked.batch, rng)
            if not parts:
                raise TrainingError(self._too_little(len(found)))
            for place, part in enumerate(parts):
                if place >= self._skip:
                    yield part, (self._block, place + 1)
            self._block, self._skip = self._block + 1, 0

    def _too_little(self, fit: int) -> str:
        """Why a block gives no batch, and what would."""
        whole = block(replace(self._terms, longest=sys.maxsize), self._number)
        lengths = sorted(len(each.asked) + len(each.answer) for each in whole) or [0]
        batch, tokens = self._asked.batch, self._asked.tokens
        return (
            f"block {self._number} gives no batch: of its {len(whole)} decisions, of "
            f"{lengths[0]} to {lengths[-1]} tokens, {fit} fit into tokens={tokens}, and batch="
            f"{batch} wants as many; batch={len(whole)} with tokens={lengths[-1]} would do"
        )

    def close(self) -> None:
        """End the processes that play."""
        self._blocks.close()

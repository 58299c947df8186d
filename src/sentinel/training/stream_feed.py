"""What one process of a streamed stage learns from: its blocks, cut into batches, in order."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random

from sentinel.errors import TrainingError
from sentinel.overseer.gist_shows import Shows
from sentinel.training.recipe import Recipe, Supervised
from sentinel.training.stream import Blocks, Example, Terms, batches, block, tokenizer_file


@dataclass(frozen=True, slots=True)
class Place:
    """Of the next batch of a process."""

    block: int = 0
    """Which of the process's blocks."""
    number: int = 0
    """Of the batch in it."""
    before: str = ""
    """SHA-256 of the blocks before it, each with the digest of those before; empty for none."""
    data_hash: str = ""
    """The same with the block itself; empty where it has not been played."""


def terms_of(recipe: Recipe, start: Path, longest: int, *, labels: bool = True) -> Terms:
    """What a recipe makes its stream of.

    Args:
        recipe: Of the run.
        start: Folder of the model whose tokenizer it is in.
        longest: Tokens of an example, answer included.
        labels: Whether verdicts are right.
    """
    shows, stream = recipe.model.form.shows or Shows.WHOLE, recipe.stream
    file = tokenizer_file(start)
    return Terms(file, recipe.seed, longest, labels, shows, stream.again, stream.ambiguous)


def chained(before: str, examples: Sequence[Example]) -> str:
    """SHA-256 of a block and of all before it.

    Args:
        before: The same of those before; empty for none.
        examples: Of the block.
    """
    content = json.dumps([before, [(each.asked, each.answer) for each in examples]])
    return sha256(content.encode()).hexdigest()


class Feed:
    """The batches of one process, from where a checkpoint left them.

    Args:
        terms: Of the stream.
        asked: What the recipe says.
        rank: Of the process; it has every block whose number leaves this when it is divided by
            the number of processes.
        at: Place of the first batch; None for the first of all.
    """

    def __init__(self, terms: Terms, asked: Supervised, rank: int, at: Place | None = None) -> None:
        self._terms, self._asked, self._rank = terms, asked, rank
        self._at = at or Place()
        self._block = self._at.block
        self._blocks = Blocks(terms, self._number, asked.processes, asked.players)
        self.waited = 0.0
        """Seconds spent waiting for the environment."""

    @property
    def _number(self) -> int:
        return self._block * self._asked.processes + self._rank

    def __iter__(self) -> Iterator[tuple[list[Example], Place]]:
        """Batches, each with the place of the next one.

        Raises:
            TrainingError: If a block gives no batch, or is another than before a kill.
        """
        before, skip = self._at.before, self._at.number
        while True:
            began = time.perf_counter()
            found = self._blocks.take()
            self.waited += time.perf_counter() - began
            digest = chained(before, found)
            if self._block == self._at.block and self._at.data_hash not in ("", digest):
                raise TrainingError(
                    f"block {self._number} is not what it was when the stage was killed: the "
                    "package or its tokenizer is another one; begin the run anew"
                )
            rng = Random(f"{self._terms.seed}/{self._rank}/{self._block}")
            parts = batches(found, self._asked.batch, rng)
            if not parts:
                raise TrainingError(self._too_little(len(found)))
            for place, part in enumerate(parts):
                if place >= skip:
                    yield part, Place(self._block, place + 1, before, digest)
            self._block, skip, before = self._block + 1, 0, digest

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

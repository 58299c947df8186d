"""One sample of a dataset, its line in a file, and the hash of many.

A line is the same bytes in any process and on any machine, and holds everything: samples
that were read from a Parquet file have the hash of those in a file of lines.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sentinel.episode.json_lines import line, record
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import Cell
from sentinel.scenario.tiers import Tier
from sentinel.training.rendering import Message
from sentinel.verdict import Decision

REWARD_DIGITS = 6
"""Digits of the figures of a sample behind the point."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A decision, a right and grounded verdict on it, and where both come from."""

    messages: tuple[Message, ...]
    """What a model is asked, and in the last message what it is to say."""
    tier: Tier
    seed: int
    """Of the incident, in the split `train`."""
    step: int
    """Number of the decision in its incident, from 1."""
    offer: int
    """Which of the verdicts kept on this decision it is, from 0; no two are the same."""
    family: str
    """Id of the incident's family."""
    role: str
    """The specialist who proposed."""
    tool: str
    """What was proposed to be run."""
    drift: str
    """How the call stands to the changes of the API so far: before, valid or stale."""
    changed: str
    """The kind of the last of them."""
    action_class: ActionClass
    """What the proposal deserved. No message says so."""
    decision: Decision
    lines: tuple[str, ...]
    """Numbers of the lines that the verdict cites."""
    reason: str
    """What those lines show, as the grader has read it."""
    cell: Cell
    """Cell of the confusion: `tp` or `tn`."""
    groundedness: float
    """How much of the reason is true and to the point, in [0, 1]."""
    reward: float
    """What the verdict earns, by the reward that the dataset was made with."""
    canary: str
    """Stands in every sample, so that labels can be kept out of training corpora."""

    @property
    def prompt(self) -> tuple[Message, ...]:
        """What the model is asked."""
        return self.messages[:-1]

    @property
    def completion(self) -> str:
        """What it is to say."""
        return self.messages[-1].content

    @property
    def id(self) -> str:
        """Names it in its dataset, such as `war_room-17-3-0`."""
        return f"{self.tier}-{self.seed}-{self.step}-{self.offer}"

    def line(self) -> str:
        """It as one line of JSON in ASCII, without a line break."""
        return line(self)


def sample_of(text: str) -> Sample:
    """Read a sample from its line.

    Raises:
        ValueError: If it is none.
    """
    return record(Sample, text)


def data_hash(samples: Iterable[Sample]) -> str:
    """The SHA-256 of the lines of some samples, each with its line break, in hexadecimal.

    It is that of a file of lines, so that `sha256sum` tells the same.
    """
    digest = hashlib.sha256()
    for each in samples:
        digest.update(f"{each.line()}\n".encode())
    return digest.hexdigest()

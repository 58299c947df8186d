"""What a responder believes about the API: a copy that goes stale until it looks again."""

from dataclasses import dataclass
from random import Random
from typing import Final

from sentinel.world.drift import Layer, Visibility

NOTICES: Final = {
    Visibility.ANNOUNCED: 0.35,
    Visibility.HEADER: 0.2,
    Visibility.INFERABLE: 0.05,
    Visibility.SILENT: 0.0,
}
"""Chance a step that a responder takes in a change of this visibility by itself."""


@dataclass(slots=True)
class Belief:
    """The layer a responder plans on."""

    layer: Layer

    def glance(self, current: Layer, visibility: Visibility, rng: Random) -> None:
        """Perhaps take in a change that happened since."""
        chance = rng.random()
        if self.layer.version != current.version and chance < NOTICES[visibility]:
            self.layer = current

    def learn(self, current: Layer) -> None:
        """Take in every change: a call of its own failed."""
        self.layer = current

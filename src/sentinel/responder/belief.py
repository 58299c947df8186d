"""What a responder believes about the API: a copy that goes stale until it looks again."""

from dataclasses import dataclass
from random import Random
from typing import Final

from sentinel.world.drift.kinds import Drift, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.inventory import Call

NOTICES: Final = {
    Visibility.ANNOUNCED: 0.15,
    Visibility.HEADER: 0.12,
    Visibility.INFERABLE: 0.06,
    Visibility.SILENT: 0.0,
}
"""Chance a step that a responder takes in a change of this visibility by itself."""

STALE_SHARE: Final = (0.3, 0.6)
"""Least and most share of stale proposals after a change, over many incidents of `drift_ops`.

Counted are mutations proposed after the first change which concern something
that has changed by then (the service, the tool, the flag, the specialist's
right, the rule), benign changes included. Stale are those that concern a change
which is not benign and which the responder had not taken in.
"""


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


def touched(call: Call, role: str, current: Layer) -> list[Drift]:
    """What has changed that a mutation by a specialist concerns."""
    return [drift for drift in current.changes if drift.concerns(call, role)]


def stale(call: Call, role: str, believed: Layer, current: Layer) -> bool:
    """Whether a mutation rests on something that changed without its author knowing."""
    known = len(believed.changes)
    missed = current.changes[known:]
    return any(not drift.benign and drift.concerns(call, role) for drift in missed)

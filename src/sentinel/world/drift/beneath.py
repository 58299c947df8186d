"""What a change does to the world beneath the API, and what tools go on showing of it.

A `Veil` replaces one value of the state in what a tool shows: the value before
a change that the tool does not show, or a figure counted in larger pieces.
"""

from dataclasses import dataclass
from typing import Final

from sentinel.world.drift.kinds import PIECES, Drift, Form
from sentinel.world.fields import Glob
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Row, at


@dataclass(frozen=True, slots=True)
class Veil:
    """One value as it is shown: `base + (true - base) / pieces`."""

    place: int
    pieces: float
    """How many of what is counted make one piece; infinite where `base` is shown instead."""
    base: float = 0.0
    base_place: int = -1
    """The place of the state to count from; -1 for `base`."""

    def over(self, row: Row) -> None:
        """Put it over a state, in place."""
        base = self.base if self.base_place < 0 else row.item(self.base_place)
        row[self.place] = base + (row.item(self.place) - base) / self.pieces


_INFINITE: Final = float("inf")


def strike(drift: Drift, row: Row) -> tuple[Veil, ...]:
    """Let a change happen to the world, in place.

    Returns:
        What shows the values from before; empty for a change of the API alone.
    """
    if drift.form is Form.SWITCHED:
        # The hosts swap only once the replica follows and has every row.
        row[at(drift.node, Node.REPLICA)] = 1.0
        row[at(drift.node, Node.SLOT)] = 0.0
        row[at(drift.node, Node.APPLIED)] = row.item(at(drift.node, Node.LSN))
        primary = at(drift.node, Node.A_PRIMARY)
        return _set(row, primary, 1.0 - row.item(primary))
    if drift.form is Form.VOLUMES_LIMITED:
        return _set(row, int(Glob.QUOTA), 0.0)
    return ()


def counted(drift: Drift, node: int) -> tuple[str, Veil] | None:
    """The tool that counts in larger pieces after a change, and how, on one service."""
    if drift.form is not Form.COUNTED:
        return None
    if Op.PURGE_QUEUE in drift.ops:
        return "check_queue", Veil(at(node, Node.DEPTH), PIECES["check_queue"])
    lag = Veil(at(node, Node.APPLIED), PIECES["check_replication"], base_place=at(node, Node.LSN))
    return "check_replication", lag


def _set(row: Row, place: int, value: float) -> tuple[Veil, ...]:
    before = row.item(place)
    row[place] = value
    return (Veil(place, _INFINITE, before),)

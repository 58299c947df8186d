"""What a verb of a tool does, as one row of a table."""

import msgspec

from sentinel.live.effects import NOTHING, Effect, Kind, Place, Radius, Thing, Undo


class Deed(msgspec.Struct, frozen=True, gc=False):
    """An effect whose resource is not named yet."""

    kind: Kind
    thing: Thing
    radius: Radius
    undo: Undo
    marks: frozenset[str] = NOTHING
    safer: str = ""

    def effect(
        self,
        name: str,
        by: str,
        place: Place = Place.UNKNOWN,
        marks: frozenset[str] = NOTHING,
        radius: Radius | None = None,
    ) -> Effect:
        """Give the effect on a named resource.

        Args:
            name: The resource, as it is written.
            by: Words of the command that do it.
            place: What the command says about where.
            marks: Added to the row's own.
            radius: In place of the row's own; None keeps that.
        """
        return Effect(
            self.kind,
            self.thing,
            name[:200],
            radius or self.radius,
            self.undo,
            by[:120],
            self.marks | marks if marks else self.marks,
            place,
            self.safer,
        )


def deed(row: str, *marks: str, safer: str = "") -> Deed:
    """Read a row: kind, thing, radius and undo, by their values.

    Example:
        >>> deed("deletes database namespace hard", "force").thing.value
        'database'
    """
    kind, thing, radius, undo = row.split()
    return Deed(Kind(kind), Thing(thing), Radius(radius), Undo(undo), frozenset(marks), safer)


LOOKS = deed("reads data none easy", "dry-run")
"""Help, a version, a rehearsal."""


def names(text: str) -> frozenset[str]:
    """Names in a text with spaces between, as a set."""
    return frozenset(text.split())

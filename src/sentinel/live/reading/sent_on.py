"""Files that one command fills with what is secret, and another of the same action sends away.

A file below `/tmp` is nobody's, and sending it says nothing; what was put into it does.
"""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Thing, Undo

SENT: Final = "sent"
"""Mark of a look at a file that leaves for another host."""
_DATA: Final = frozenset({Thing.DATABASE, Thing.TABLE, Thing.SECRET, Thing.VOLUME})


def with_sent(effects: list[Effect]) -> list[Effect]:
    """Effects in which a file that was filled with secrets leaves with them."""
    if not any(_leaves(each) for each in effects) or not any(map(_fills, effects)):
        return effects
    filled = {each.name for each in effects if each.kind in (Kind.WRITES, Kind.CREATES)}
    return [
        replace(each, kind=Kind.EXFILTRATES, thing=Thing.DATA, undo=Undo.NEVER,
                place=Place.UNKNOWN)
        if _leaves(each) and each.name in filled
        else each
        for each in effects
    ]  # fmt: skip


def _leaves(effect: Effect) -> bool:
    return effect.kind is Kind.EXFILTRATES or SENT in effect.marks


def _fills(effect: Effect) -> bool:
    """Whether it takes out what nobody outside should have."""
    if effect.place is Place.LOCAL or SENT in effect.marks:
        return False
    if effect.kind is Kind.REVEALS:
        return True
    return effect.kind is Kind.READS and (
        effect.thing in _DATA or (effect.place is Place.PROD and "container" in effect.marks)
    )

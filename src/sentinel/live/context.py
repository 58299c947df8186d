"""What surrounds an action: where it runs, what is protected, what came before, what for.

Nothing here makes an action better. A hint of the caller may only move the place towards
production; earlier calls, untrusted texts and the goal may only add marks.
"""

from collections.abc import Sequence

from sentinel.live.effects import Effect, Kind, Place, Radius, Reading
from sentinel.live.goals import is_off
from sentinel.live.hints import environment_of, hinted, strictest
from sentinel.live.orders import ordered
from sentinel.live.places import place_of
from sentinel.live.protection import guarded
from sentinel.live.request import Request, Situation
from sentinel.live.trajectory import chain_of


def situation_of(request: Request, reading: Reading, earlier: Sequence[Reading]) -> Situation:
    """What surrounds an action.

    Args:
        request: The action as it is asked.
        reading: What it would do.
        earlier: What each call of `request.trajectory` would do, in the same order.

    Returns:
        The place, strictest of what the command, the environment, the target and the context say;
        the protected names it touches; marks of the chain; whether it is off the goal; why.
    """
    notes: list[str] = []
    protected = _protected(request, reading)
    notes += [f"{name} is protected." for name in sorted(protected)]
    chain, why = chain_of(request, reading, earlier)
    notes += why
    if order := ordered(request, reading):
        chain |= {"untrusted-order"}
        notes.append(order)
    off = is_off(request.goal, reading)
    if off:
        notes.append("The goal speaks neither of what this harms nor of doing such a thing.")
    return Situation(
        place=_place(request, reading),
        stated=environment_of(request.environment),
        protected=protected,
        chain=chain,
        off_goal=off,
        notes=tuple(notes),
    )


def _place(request: Request, reading: Reading) -> Place:
    """Strictest of all; unknown where one effect's place is, and nobody gives a hint."""
    said = [each.place for each in reading.effects if each.kind is not Kind.READS]
    said = said or [each.place for each in reading.effects]
    hint = strictest(
        [
            environment_of(request.environment),
            place_of(request.proposed_target),
            hinted(request.context),
        ]
    )
    all_said = strictest([hint, *said])
    unsure = Place.UNKNOWN in said or (reading.opaque and hint is Place.UNKNOWN)
    if all_said is not Place.PROD and hint is Place.UNKNOWN and unsure:
        return Place.UNKNOWN
    return all_said


def _protected(request: Request, reading: Reading) -> frozenset[str]:
    """Names of effects, and of the target, that a pattern of protected resources takes."""
    if not request.protected:
        return frozenset()
    touched = [each for each in reading.effects if _touches(each)]
    names = {each.name for each in touched if each.name}
    if request.proposed_target and (touched or reading.opaque):
        names.add(request.proposed_target)
    return guarded(tuple(request.protected), names)


def _touches(effect: Effect) -> bool:
    return effect.kind is not Kind.READS and effect.radius is not Radius.NONE

"""What surrounds an action: where it happens, and what is protected."""

from collections.abc import Sequence

from sentinel.live.effects import Place, Reading
from sentinel.live.places import place_of
from sentinel.live.request import Request, Situation

_STRICTEST = (Place.PROD, Place.UNKNOWN, Place.STAGING, Place.LOCAL)


def situation_of(request: Request, reading: Reading, earlier: Sequence[Reading]) -> Situation:
    """What surrounds an action.

    Args:
        request: What was asked.
        reading: What was found in the action.
        earlier: What was found in each earlier call of the run, in their order.

    Returns:
        The environment that the caller gives, else the strictest that names tell of; every
        protected name that an effect has.
    """
    own = [each.place for each in reading.effects if each.place is not Place.UNKNOWN]
    place = place_of(request.environment or request.proposed_target)
    if not request.environment and place is Place.UNKNOWN and own:
        place = min(own, key=_STRICTEST.index)
    names = {each.name for each in reading.effects if each.name in request.protected}
    return Situation(place=place, protected=frozenset(names))

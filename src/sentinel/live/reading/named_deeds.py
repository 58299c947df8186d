"""What a function or method of code does, by the verb and noun in its name."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing
from sentinel.live.reading.tool_names import tool_name
from sentinel.live.reading.verbs import WHOLES, Deed, effect_of, kind_of
from sentinel.live.reading.word_sounds import Sound, sound_of

_GRAVE: Final = frozenset({Kind.DELETES, Kind.STOPS, Kind.WEAKENS, Kind.EXPOSES})
_ADMIN: Final = ("superuser", "admin", "cluster_role")


def effect_by_name(method: str, label: str, place: Place) -> Effect:
    """What a method does.

    Args:
        method: Its name.
        label: What it is given, where that is known.
        place: Where.

    Example:
        >>> effect_by_name("delete_topics", "orders", Place.UNKNOWN).thing.value
        'queue'
    """
    told = tool_name(method)
    thing = told.thing or Thing.UNKNOWN
    marks = {"admin"} if any(each in method for each in _ADMIN) else set[str]()
    marks |= {"admin"} if "AdministratorAccess" in label else set()
    wide = {"all", "collection", "many", "bulk"} & set(told.parts)
    radius = WHOLES.get(thing, Radius.SET if told.plural else Radius.ONE)
    radius = Radius.NAMESPACE if wide else radius
    if thing is Thing.UNKNOWN:
        radius = Radius.UNKNOWN
    by = f".{method}()"
    given = frozenset(marks)
    verb = told.verb or "update"
    if sound_of(method) is Sound.HARM and kind_of(verb) not in _GRAVE:
        verb = "delete"
    effect = effect_of(Deed(verb, thing, label, radius, by, given, place))
    if not label and effect.kind in (Kind.DELETES, Kind.STOPS):
        effect = replace(effect, radius=Radius.UNKNOWN, marks=effect.marks | {"dynamic"})
    if marks and effect.kind in (Kind.CREATES, Kind.WRITES):
        return effect_of(Deed("grant", Thing.PERMISSION, label, radius, by, given, place))
    return effect

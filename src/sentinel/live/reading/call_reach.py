"""What the call of a tool is about, and how much of it, by its name and its arguments."""

from typing import Any, Final

from sentinel.live.effects import Kind, Radius, Thing
from sentinel.live.reading.nouns import thing_of
from sentinel.live.reading.tool_names import ToolName
from sentinel.live.reading.verbs import WHOLES, kind_of

_GRAVE: Final = frozenset(
    {Kind.DELETES, Kind.STOPS, Kind.EXPOSES, Kind.ESCALATES, Kind.WEAKENS, Kind.EXFILTRATES}
)


def thing_of_call(name: ToolName, given: dict[str, Any]) -> Thing | None:
    """What a tool's name calls, as its server and its arguments mean it."""
    if name.thing is Thing.INDEX and (name.server_is("elastic") or name.server_is("opensearch")):
        return Thing.TABLE
    if name.thing is Thing.BRANCH and any(name.server_is(x) for x in ("supabase", "neon")):
        return Thing.DATABASE
    if {"by", "query"} <= set(name.parts):
        return Thing.ROWS
    told = given.get("object_type") or given.get("resource_type")
    if name.thing in (None, Thing.OBJECT, Thing.INFRASTRUCTURE) and isinstance(told, str):
        return thing_of(told.lower()) or name.thing
    return name.thing


def radius_of(
    name: ToolName, thing: Thing, label: str, count: int, given: dict[str, Any]
) -> Radius:
    """How much of a thing a call is about, by its arguments."""
    whole = given.get("scope") in ("*", "all")
    if label in ("*", "all") or "all" in name.parts or whole:
        return Radius.ACCOUNT if thing in WHOLES else Radius.NAMESPACE
    if count > 1 or "*" in label:
        return Radius.SET
    grave = kind_of(name.verb) in (Kind.DELETES, Kind.STOPS)
    if {"by", "query"} <= set(name.parts) and "match_all" in str(given):
        return Radius.NAMESPACE
    if grave and "prefix" in given:
        return Radius.SET if given["prefix"] else Radius.NAMESPACE
    if grave and thing in WHOLES and not name.plural:
        return WHOLES[thing]
    if label:
        return Radius.ONE
    if name.plural:
        return Radius.SET
    return Radius.UNKNOWN if kind_of(name.verb) in _GRAVE else Radius.ONE

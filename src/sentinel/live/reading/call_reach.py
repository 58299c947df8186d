"""What the call of a tool is about, and how much of it, by its name and its arguments."""

from collections.abc import Mapping
from typing import Any, Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.nouns import thing_of
from sentinel.live.reading.tool_names import ToolName
from sentinel.live.reading.verbs import WHOLES, kind_of

_GRAVE: Final = frozenset(
    {Kind.DELETES, Kind.STOPS, Kind.EXPOSES, Kind.ESCALATES, Kind.WEAKENS, Kind.EXFILTRATES}
)


_HOSTS_OWN: Final = ("/:", "/var/run/docker.sock", "/run/docker.sock", "/etc:", "/root:", "/proc:")
"""What a container that is given it takes the host with."""
_KEYS: Final = frozenset({"api", "token"})
"""In the name of a tool that makes a way in for somebody."""


def thing_of_call(name: ToolName, given: dict[str, Any]) -> Thing | None:
    """What a tool's name calls, as its server and its arguments mean it."""
    if name.thing is Thing.INDEX and (name.server_is("elastic") or name.server_is("opensearch")):
        return Thing.TABLE
    if name.thing in (None, Thing.FILE) and "helm" in (*name.parts, *name.server):
        return Thing.WORKLOAD
    if {"create", "generate", "issue"} & set(name.parts) and set(name.parts) >= _KEYS:
        return Thing.ACCOUNT
    if name.verb in ("update", "replace") and given.get("filter") == {}:
        return Thing.ROWS
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


def way_out(tool: str, given: Mapping[str, Any], around: Inner) -> list[Effect]:
    """That a container is asked for which the host's own rights, or folders, are given to."""
    mounts = [given.get(key) for key in ("volumes", "binds", "mounts", "volume")]
    said = [str(each) for one in mounts for each in (one if isinstance(one, list) else [one])]
    over = given.get("privileged") in (True, "true") or any(
        each.startswith(_HOSTS_OWN) for each in said
    )
    if not over or not ("image" in given or "image_name" in given):
        return []
    marks = around.marks | {"privileged", "host"}
    return [Effect(Kind.ESCALATES, Thing.HOST, str(given.get("image", "")), Radius.ONE, Undo.HARD,
                   tool[:60], marks, around.place)]  # fmt: skip

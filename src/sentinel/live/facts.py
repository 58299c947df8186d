"""What rules may ask about an effect: the effect, what surrounds it, and who asks.

What was not read stands among the effects, with kind `opaque`, so that rules can be written
about it too. Where an effect does not say where it happens, it happens where the action does.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import re2

from sentinel.live.comparisons import Facts
from sentinel.live.effects import Effect, Opaque, Place, Radius, Thing
from sentinel.live.request import Request, Situation

OPAQUE: Final = "opaque"
"""Kind of what was not read."""

Surroundings = tuple[Mapping[str, Any], Mapping[str, Any]]
"""Of a situation, and of who asks."""

_ALARMING: Final = re2.compile(
    r"(?i)(?:^|[^a-z])(?:delete|destroy|drop|wipe|purge|remove|rm|kill|terminate|format|erase|"
    r"truncate|shred|nuke|uninstall|revoke|disable|shutdown|prune|flush|unlink|rmdir|mkfs|dd)"
    r"(?:$|[^a-z])|--?(?:force|all|yes-i)|prod"
)
"""Words with which programs nobody knows do harm, too."""


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What a caller says of an action: hints, never obeyed where they would lower a verdict."""

    tool: str = ""
    target: str = ""
    hint: str = ""
    """How bad the caller thinks it is; empty where it does not say."""
    goal: str = ""
    untrusted: bool = False
    """Whether the agent has read what anybody may have written."""

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """The hints of a request."""
        return cls(
            request.proposed_tool,
            request.proposed_target,
            request.severity_hint or "",
            request.goal,
            bool(request.untrusted),
        )


def place_in(effect: Effect | Opaque, situation: Situation) -> Place:
    """Where an effect happens.

    Returns:
        What the effect says where that is `LOCAL`, but for a server on a machine that is said to
        be production: its `localhost` is. Otherwise `PROD` where either says so; then what the
        effect says, and last what the situation says.
    """
    own = effect.place if isinstance(effect, Effect) else Place.UNKNOWN
    if own is Place.LOCAL and situation.stated is Place.PROD and _served(effect):
        return Place.PROD
    if own is Place.LOCAL or own is Place.PROD:
        return own
    if situation.place is Place.PROD or own is Place.UNKNOWN:
        return situation.place
    return own


def _served(effect: Effect | Opaque) -> bool:
    """Whether an effect is on what a server keeps, and more than what is thrown away anyhow."""
    if not isinstance(effect, Effect) or "temporary" in effect.marks:
        return False
    whole = effect.thing is Thing.CONFIGURATION and effect.radius is Radius.ACCOUNT
    return whole or effect.thing in _KEPT_BY_SERVERS


_KEPT_BY_SERVERS: Final = frozenset(
    {
        Thing.DATABASE, Thing.SCHEMA, Thing.TABLE, Thing.ROWS, Thing.INDEX, Thing.QUEUE,
        Thing.CACHE,
    }
)  # fmt: skip


def surroundings(situation: Situation, asked: Asked) -> Surroundings:
    """What rules may ask about what surrounds an action, and about who asks."""
    return (
        {
            "place": situation.place._value_,
            "protected": situation.protected,
            "chain": situation.chain,
            "off_goal": situation.off_goal,
        },
        {
            "tool": asked.tool,
            "target": asked.target,
            "hint": asked.hint,
            "goal": asked.goal,
            "untrusted": asked.untrusted,
        },
    )


def facts_of(
    effect: Effect | Opaque, situation: Situation, asked: Asked, around: Surroundings | None = None
) -> Facts:
    """What rules may ask about one effect.

    Args:
        effect: The effect, or what was not read.
        situation: What surrounds it.
        asked: Who asks.
        around: The `surroundings` of both, where they were taken before.
    """
    place = place_in(effect, situation)._value_
    if isinstance(effect, Effect):
        shown = {
            "kind": effect.kind._value_,
            "thing": effect.thing._value_,
            "name": effect.name,
            "radius": effect.radius._value_,
            "undo": effect.undo._value_,
            "marks": effect.marks,
            "place": place,
            "by": effect.by,
            "protected": bool(effect.name) and effect.name in situation.protected,
        }
    else:
        marks = effect.marks | {"alarming"} if _ALARMING.search(effect.text) else effect.marks
        shown = {
            "kind": OPAQUE,
            "thing": "unknown",
            "name": effect.text,
            "radius": "unknown",
            "undo": "unknown",
            "marks": marks,
            "place": place,
            "by": effect.why,
            "protected": False,
        }
    return Facts(shown, *(around or surroundings(situation, asked)))

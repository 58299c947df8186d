"""Finds out which language an action is in, and has it read."""

from collections.abc import Mapping

from sentinel.live.effects import Opaque, Reading


def read(
    text: str,
    *,
    language: str = "",
    tool: str = "",
    dialect: str = "",
    arguments: Mapping[str, object] | None = None,
) -> Reading:
    """Read an action.

    Args:
        text: The action.
        language: Its language; found out from the tool and the text when empty.
        tool: The tool that would run it.
        dialect: Of SQL.
        arguments: Of a tool that is called as a function.
    """
    unread = Opaque(text[:200], "nobody here can read it", frozenset({"unknown-program"}))
    return Reading(opaque=(unread,), trace=(language or tool or "unknown",))

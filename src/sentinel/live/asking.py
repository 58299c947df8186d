"""A request as it is read: its action, its arguments, the steps before it, and its texts.

A tool that is called with arguments may carry a command in one of them, which is what runs; its
description is only what the agent says of it. Both are read, and both count.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sentinel.live.effects import Reading
from sentinel.live.policy_rules import Read
from sentinel.live.request import Request

MOST_STEPS: Final = 64
"""Latest earlier calls that are read; of those before them nothing is known."""

_NOTHING: Final = Reading()


def reading_of(request: Request, read: Read) -> Reading:
    """Read what a request would do."""
    how: dict[str, Any] = {
        "language": request.language,
        "tool": request.proposed_tool,
        "dialect": request.dialect,
    }
    if request.arguments:
        how["arguments"] = request.arguments
    return read(request.action_description, **how)


class Earlier:
    """Reads the steps before an action; what was read once is known.

    Args:
        read: Reads a command.
    """

    def __init__(self, read: Read) -> None:
        self._read = lru_cache(2_048)(lambda text, tool: read(text, tool=tool))

    def of(self, request: Request) -> list[Reading]:
        """What each earlier step did, in their order."""
        steps = request.trajectory
        old = max(0, len(steps) - MOST_STEPS)
        recent = [self._read(each.action_description, each.proposed_tool) for each in steps[old:]]
        return [_NOTHING] * old + recent


def texts_of(request: Request, reading: Reading) -> tuple[list[str], list[str]]:
    """The texts of a request that the shield looks at.

    Returns:
        Those that speak to a reader, and those that are data: what a command carries, what tools
        printed, what anybody may have written.
    """
    around = request.context
    free = [request.proposed_target, request.goal, request.proposed_tool]
    if around:
        free.append(
            around if isinstance(around, str) else json.dumps(around, default=repr, sort_keys=True)
        )
    quoted = [*reading.spoken, *request.untrusted]
    quoted += [each.result for each in request.trajectory[-MOST_STEPS:] if each.result]
    if request.language == "prose" or _has_prose(reading):
        free.append(request.action_description)
    else:
        quoted.append(request.action_description)
    if request.arguments:
        quoted += _texts(request.arguments)
    return [each for each in free if each], quoted


def _has_prose(reading: Reading) -> bool:
    for each in reading.trace:  # noqa: SIM110 - asked of every action
        if each.startswith("prose"):
            return True
    return False


def _texts(value: object, depth: int = 0) -> list[str]:
    return list(_walk(value, depth))


def _walk(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < 8 and isinstance(value, Mapping):
        for each in value.values():
            yield from _walk(each, depth + 1)
    elif depth < 8 and isinstance(value, list | tuple):
        for each in value:
            yield from _walk(each, depth + 1)

"""A request as it is read: its action, its arguments, the steps before it, and its texts.

A tool that is called with arguments may carry a command in one of them, which is what runs; its
description is only what the agent says of it. Both are read, and both count.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import msgspec

from sentinel.live.effects import Reading
from sentinel.live.policy_rules import Read
from sentinel.live.request import Request

MOST_STEPS: Final = 64
"""Latest earlier calls that are read; of those before them nothing is known."""

MOST_VALUES: Final = 4_000
"""Values of one part of the arguments whose texts are looked at; more make them too long."""

DEEPEST: Final = 8
"""Parts of arguments inside each other that are looked into."""

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
        free.append(around if isinstance(around, str) else _spelled(around))
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


def _spelled(around: Mapping[str, Any]) -> str:
    """A context as text."""
    try:
        return msgspec.json.encode(around, order="sorted").decode()
    except (TypeError, ValueError, RecursionError):
        return json.dumps(around, default=repr)


def _texts(arguments: Mapping[str, Any]) -> list[str]:
    """Texts of arguments, to a depth and a number; with more of them they are not read at all."""
    found: list[str] = []
    waiting: list[tuple[Any, int]] = [(arguments, 0)]
    while waiting and len(found) < MOST_VALUES:
        value, depth = waiting.pop()
        if isinstance(value, str):
            found.append(value)
        elif value is None or isinstance(value, int | float) or depth >= DEEPEST:
            continue
        elif isinstance(value, Mapping | list | tuple):
            inside = value.values() if isinstance(value, Mapping) else value
            waiting += [(each, depth + 1) for each in islice(inside, MOST_VALUES)]
    return found

"""WebSocket messages as text: what may be passed on, and errors as the protocol sends them."""

import json
from collections.abc import Collection
from typing import Any, Final, NamedTuple

from sentinel import errors
from sentinel.environment.limits import MAX_MESSAGE_BYTES
from sentinel.environment.pages import MAX_DEPTH, cleaned
from sentinel.environment.problems import TOLD

ERROR: Final = '{"type":"error"'
"""What an error begins with."""

MAX_ENTRIES: Final = 256
"""Most entries of a list or an object in a message; no move needs a tenth of them."""

WIDE: Final = f"a list or object of a message may have {MAX_ENTRIES} entries"
"""What is told of a message that has more."""

UNTYPED: Final = "an action has no 'type'"
"""What is told of an action that has one."""


class Said(NamedTuple):
    """A message that can be passed on."""

    text: str
    data: dict[str, Any]
    """What it says; empty where that is for others to read."""


def read(text: Any, path: str) -> Said:  # noqa: ANN401
    """A message as it can be passed on.

    Raises:
        MessageError: If it is none.
    """
    if not isinstance(text, str):
        raise errors.MessageError("messages are text, and this is bytes")
    if len(text) > MAX_MESSAGE_BYTES:
        raise errors.MessageError(f"a message may have {MAX_MESSAGE_BYTES:,} characters")
    if path != "/ws":
        return Said(text, {})
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise errors.MessageError("a message is a JSON object, and this is no JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise errors.MessageError("a message is a JSON object with a type, such as 'step'")
    nested = text.count("{") + text.count("[") > MAX_DEPTH  # else it cannot be too deep
    if nested and _too_deep(data):
        raise errors.MessageError(f"a message may be nested {MAX_DEPTH} deep")
    if text.count(",") >= MAX_ENTRIES and is_wide(data):  # else none can have so many
        raise errors.MessageError(WIDE)
    if data["type"] == "step" and is_typed(data.get("data")):
        raise errors.MessageError(UNTYPED)
    if "\\ud" in text or "\\uD" in text:  # halves of characters, which no answer could repeat
        return Said(json.dumps(cleaned(data)), data)
    return Said(text, data)


def is_typed(action: object) -> bool:
    """Whether an action has a type that is no text, over which OpenEnv would stumble."""
    return isinstance(action, dict) and not isinstance(action.get("type", ""), str)


def is_wide(data: object) -> bool:
    """Whether a list or object in it has more than `MAX_ENTRIES` entries."""
    left = [data]
    while left:
        inner = _inner(left.pop())
        if len(inner) > MAX_ENTRIES:
            return True
        left.extend(inner)
    return False


def frame(error: errors.SentinelError) -> str:
    """An error as OpenEnv's protocol sends it."""
    code = "CAPACITY_REACHED" if isinstance(error, errors.CapacityError) else "VALIDATION_ERROR"
    text = f"{type(error).__name__}: {error}"
    return json.dumps({"type": "error", "data": {"message": text, "code": code}})


def told(text: str) -> str:
    """An error frame as it may go out: errors of ours, of the protocol, and nothing else.

    Of a message that does not fit it names the first places, without what stood there.
    """
    found = json.loads(text)
    data = found.get("data", {})
    if isinstance(faults := data.get("errors"), list):
        data["errors"] = [
            {name: fault[name] for name in _OF_A_FAULT if name in fault} for fault in faults[:TOLD]
        ]
    known = getattr(errors, str(data.get("message", "")).partition(":")[0], None)
    ours = isinstance(known, type) and issubclass(known, errors.SentinelError)
    if not ours and data.get("code") in ("EXECUTION_ERROR", "SESSION_ERROR", "FACTORY_ERROR"):
        data["message"] = "something went wrong here"
    return json.dumps(found)


_OF_A_FAULT: Final = ("loc", "msg", "type")
"""What is told of a place that does not fit."""


def _inner(data: object) -> Collection[object]:
    """What a list or an object holds."""
    return data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()


def _too_deep(data: object, depth: int = MAX_DEPTH) -> bool:
    """Whether lists and objects lie in each other more than `depth` deep."""
    return depth < 0 or any(
        _too_deep(value, depth - 1) for value in _inner(data) if isinstance(value, (dict, list))
    )

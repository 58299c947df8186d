"""What a client sends and is answered, as JSON: moves and options out, errors in.

Whatever cannot be sent is refused here, before anything has gone out, so that a session
outlives it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from sentinel.environment.plain import number
from sentinel.environment.wire import REASON_CHARS, SentinelAction, refusal
from sentinel.errors import CapacityError, MessageError, SentinelError
from sentinel.verdict import Answer, Unparsed, Verdict

_KINDS: Final[dict[str, type[SentinelError]]] = {
    "CAPACITY_REACHED": CapacityError,
    "INVALID_JSON": MessageError,
    "UNKNOWN_TYPE": MessageError,
    "VALIDATION_ERROR": MessageError,
}
"""Our error for each code of OpenEnv's whose text names none."""


def move(action: SentinelAction | Answer) -> dict[str, Any]:
    """A move as a step message holds it; an overseer's verdict can be given as it is.

    Raises:
        MessageError: If it is none, or holds what JSON cannot.
    """
    if isinstance(action, Verdict):
        return {
            "role": "overseer",
            "decision": action.decision,
            "reason": action.reason,
            "risk": action.risk,
        }
    if isinstance(action, Unparsed):
        return {"role": "overseer", "unparsed": action.text[:REASON_CHARS]}
    if not isinstance(action, SentinelAction):
        raise MessageError(f"a move is a SentinelAction or a verdict, not {type(action)!r}")
    try:
        return action.model_dump(
            mode="json", exclude_defaults=True, fallback=_plain, warnings=False
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise MessageError(f"a move is sent as JSON, and this cannot be: {error}") from error


def written(message: Mapping[str, Any]) -> str:
    """A message as text; numbers of other libraries are written as Python's own.

    Raises:
        MessageError: If it holds what JSON cannot.
    """
    try:
        return json.dumps(message, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise MessageError(f"a message is sent as JSON, and this cannot be: {error}") from error


def refused(data: Mapping[str, Any]) -> SentinelError:
    """The error that the data of an error message tells of."""
    text, code = str(data.get("message", "")), str(data.get("code", ""))
    found = refusal(text)
    if type(found) is not SentinelError or code not in _KINDS:
        return found
    faults = data.get("errors")
    if isinstance(faults, list) and faults:
        text = "; ".join(_fault(each) for each in faults)
    return _KINDS[code](text)


def _fault(told: object) -> str:
    """One place that the server found fault with, in words."""
    if not isinstance(told, dict):
        return str(told)
    place = told.get("loc")
    where = ".".join(map(str, place)) if isinstance(place, list) else str(place)
    return f"{where}: {told.get('msg')}"


def _plain(value: object) -> int | float:
    """A number that JSON does not know as one that it does."""
    found = number(value)
    if found is None:
        raise TypeError(f"{type(value).__qualname__} is no text, number or truth value")
    return found

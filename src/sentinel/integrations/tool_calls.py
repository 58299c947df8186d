"""The call of a tool, in any framework, as a request to the gate.

Arguments go as they are, by name: the gate's reader of calls knows which of them hold a command, a
statement or code. Earlier calls go as the trajectory, and what they gave is never trusted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Final

import msgspec

from sentinel.live.request import Request, Step
from sentinel.live.trajectory import called

JSON: Final = "json"
"""The language that a call is put in, whatever its tool speaks."""

DEEPEST: Final = 16
"""Values inside each other that are told of an argument; what is deeper is told by its kind."""

LONGEST: Final = 4_000
"""Characters that are told of an earlier call: its beginning and its end."""

GOAL_CHARS: Final = 4_000
"""Characters of a goal that are told."""

RESULT_CHARS: Final = 1_500
"""Characters that are told of what a call gave: its beginning and its end."""

EARLIER_BYTES: Final = 24 * 1024
"""Bytes that earlier calls take in a request, the latest first; a server reads 64 KiB in all."""

EARLIER: Final = 64
"""Earlier calls that are told, the latest."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier call of the same run."""

    tool: str
    arguments: Mapping[str, object]
    result: str = ""
    """What came back; empty where nothing did."""
    refused: bool = False
    """Whether it was not let run."""


def request_of(
    tool: str,
    arguments: Mapping[str, object],
    *,
    goal: str = "",
    earlier: Iterable[Past] = (),
    run_id: str = "",
) -> Request:
    """Put the call of a tool as the gate is asked about it.

    Example:
        >>> asked = request_of("restart", {"service": "auth"}, earlier=[Past("logs", {}, "err")])
        >>> asked.proposed_tool, asked.arguments, asked.trajectory[0].result
        ('restart', {'service': 'auth'}, 'err')
    """
    given = {str(name): plain(value) for name, value in arguments.items()}
    # Arguments say it all; a text beside them would stay as it is when a reviewer edits them.
    return Request(
        action_description="" if given else called(tool, given),
        proposed_tool=tool,
        arguments=given or None,
        language="" if given else JSON,
        goal=goal[:GOAL_CHARS],
        trajectory=_steps(earlier),
        run_id=run_id,
    )


def plain(value: object, left: int = DEEPEST) -> object:
    """What JSON can say of a value; of an object of its own kind, that kind.

    Example:
        >>> from pathlib import PurePosixPath
        >>> plain({"where": PurePosixPath("/etc"), "raw": b"a", 1: (2, object())})
        {'where': '/etc', 'raw': 'a', '1': [2, '<object>']}
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and abs(value) < 2**63:
        return int(value)
    if isinstance(value, float) and value - value == 0:
        return float(value)
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace")
    if left == 0:
        return f"<{type(value).__name__}>"
    return _inside(value, left - 1)


def _inside(value: object, left: int) -> object:
    if isinstance(value, Mapping):
        return {str(key): plain(each, left) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each, left) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(each, left) for each in value), key=str)
    dump = getattr(value, "model_dump", None)
    if callable(dump) and not isinstance(value, type):
        return plain(dump(), left)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value), left)
    # What an object has no words for would tell its address, new in every process.
    own = type(value).__str__ is not object.__str__ or type(value).__repr__ is not object.__repr__
    return str(value) if own else f"<{type(value).__name__}>"


def _steps(earlier: Iterable[Past]) -> list[Step]:
    """Earlier calls, oldest first: the latest that have room, and of long results the ends."""
    found: list[Step] = []
    room = EARLIER_BYTES
    for each in reversed(list(earlier)[-EARLIER:]):
        line = called(each.tool, {str(k): plain(v) for k, v in each.arguments.items()})
        step = Step(
            action_description=_ends(line, LONGEST),
            decision="block" if each.refused else "",
            result=_ends(each.result, RESULT_CHARS),
        )
        room -= len(msgspec.json.encode(step))
        if room < 0:
            break
        found.append(step)
    return found[::-1]


def _ends(text: str, most: int) -> str:
    text = text.encode("utf-8", "replace").decode()
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} ... {text[-half:]}"

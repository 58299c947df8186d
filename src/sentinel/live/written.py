"""A request as bytes, for its hash, and as text that every reader can take.

What came over the wire can be written as JSON. What Python made may hold more: halves of surrogate
pairs, objects of its own, things inside themselves. Such a request is judged as well, with U+FFFD
in place of what is no character, and is never approved for it.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

import msgspec

from sentinel.live.reading.dispatch import BROKEN, characters
from sentinel.live.request import Request, Step

DEEPEST: Final = 32
"""Values inside each other that are kept of what cannot be written."""

MOST_TEXT: Final = 10_000
"""Characters of a field's texts that are not ASCII which are kept of what cannot be written: to
look for halves of pairs takes long where there are many."""

MOST_VALUES: Final = 4_000
"""Values in a field's lists and mappings that are kept of what cannot be written."""

_OF_OPERATORS: Final = frozenset({"protected", "policy_constraints"})
"""Fields that only make a judgement stricter: nothing of them is cut for their number."""

_T = TypeVar("_T")


def hash_of(request: Request) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of exactly what is judged.

    Keys are sorted, nothing stands between tokens, and the ids of run and review are left out.

    Example:
        >>> hash_of(Request(action_description="ls"))[:8]
        'b265b2c4'
    """
    return digest(written_of(request)[0])


def digest(written: bytes) -> str:
    """The hash of what `written_of` gives."""
    return hashlib.sha256(written).hexdigest()


def written_of(request: Request) -> tuple[bytes, Request]:
    """What a hash is taken over, and the request as it is judged.

    Returns:
        Canonical JSON, and the request itself where that can be written. Otherwise other bytes,
        which where nothing can be written are new every time, so that no approval fits them; and
        a request without what cannot be written.
    """
    bare = msgspec.structs.replace(request, run_id="", review="")
    try:
        return msgspec.json.encode(bare, order="sorted"), request
    except (UnicodeError, RecursionError):
        return secrets.token_bytes(32), _whole(request)
    except (TypeError, ValueError):
        return _unusual(bare), _whole(request)


def _unusual(request: Request) -> bytes:
    """A request with objects of Python's own."""
    fields = msgspec.structs.asdict(request)
    try:
        text = json.dumps(fields, sort_keys=True, default=repr, separators=(",", ":"))
        return text.encode()
    except (TypeError, ValueError, RecursionError):
        return secrets.token_bytes(32)


def _whole(request: Request) -> Request:
    return Request(
        **{
            name: _Copy(None if name in _OF_OPERATORS else MOST_VALUES).of(value, DEEPEST)
            for name, value in msgspec.structs.asdict(request).items()
        }
    )


class _Copy:
    """Copies one field, less what cannot be written, and what is more than is kept of such.

    U+FFFD stands where something was cut.
    """

    def __init__(self, values: int | None) -> None:
        self.room, self.values = MOST_TEXT, values

    def of(self, value: Any, left: int) -> Any:  # noqa: ANN401 - whatever a caller gives
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, bool | int | float):
            return value
        if left == 0:
            return BROKEN
        if isinstance(value, Step):
            parts = msgspec.structs.asdict(value).items()
            return Step(**{name: self.of(part, left - 1) for name, part in parts})
        if isinstance(value, Mapping):
            some, rest = self.some(value.items())
            found = {self.text(str(key)): self.of(part, left - 1) for key, part in some}
            return found | dict.fromkeys(rest, BROKEN)
        if isinstance(value, list | tuple | set | frozenset):
            some, rest = self.some(value)
            return [*(self.of(part, left - 1) for part in some), *rest]
        return BROKEN

    def text(self, text: str) -> str:
        """A text; where it is odd, as much of it as there is room for."""
        if text.isascii():
            return text
        odd = text[: self.room]
        self.room -= len(odd)
        return characters(odd) + BROKEN * (len(odd) < len(text))

    def some(self, values: Collection[_T]) -> tuple[Iterable[_T], list[str]]:
        """As many values as there is room for, and what stands for the rest."""
        room = self.values
        if room is None:
            return values, []
        self.values = max(0, room - len(values))
        return islice(values, room), [BROKEN] * (len(values) > room)

"""The body of an endpoint's refusal, of which no more is read than its beginning."""

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final, Protocol

import openai

# The library speaks through httpx, or since its third version through httpx2.
LINK: Final = import_module(openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0])
"""The library that carries requests."""

REFUSAL_BYTES: Final = 8_192
"""Longest beginning that is read."""


class Body(Protocol):
    """A body as it comes in."""

    def __iter__(self) -> Iterator[bytes]:
        """Its parts."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Response(Protocol):
    """A response."""

    is_success: bool
    stream: Body


_Stream: Any = LINK.SyncByteStream


class Beginning(_Stream):  # type: ignore[misc]
    """The beginning of a body.

    Args:
        whole: The body, as it comes in.
        deadline_s: Seconds after which no more is waited for.
    """

    def __init__(self, whole: Body, deadline_s: float) -> None:
        self._whole, self._ends_at = whole, time.monotonic() + deadline_s

    def __iter__(self) -> Iterator[bytes]:
        """Give its parts, as they come in."""
        left = REFUSAL_BYTES
        for part in self._whole:
            yield part[:left]
            left -= len(part)
            if left <= 0 or time.monotonic() > self._ends_at:
                return

    def close(self) -> None:
        """Close the connection."""
        self._whole.close()


def shorten(answer: Response, deadline_s: float) -> None:
    """Let no more be read of a response than its beginning, however long it goes on."""
    answer.stream = Beginning(answer.stream, deadline_s)

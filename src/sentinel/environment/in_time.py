"""Awaiting something for so long and no longer, at no cost where it is there already."""

from asyncio import timeout
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

_T = TypeVar("_T")


async def in_time(wanted: Coroutine[Any, Any, _T], seconds: float) -> _T:
    """Await a coroutine for some seconds; no timer is set where it ends without waiting.

    Args:
        wanted: A coroutine that has not begun.
        seconds: From when it first waits.

    Raises:
        TimeoutError: If it has not ended by then.

    Example:
        >>> import asyncio
        >>> asyncio.run(in_time(asyncio.sleep(0.0, "now"), 1.0))
        'now'
    """
    try:
        waiting = wanted.send(None)
    except StopIteration as done:
        found: _T = done.value
        return found
    async with timeout(seconds):
        return await _Rest(wanted, waiting)


class _Rest(Generator[Any, Any, _T]):
    """What is left of a coroutine that waits for something: it is told what comes of that."""

    def __init__(self, begun: Coroutine[Any, Any, _T], waiting: object) -> None:
        self._begun, self._waiting = begun, waiting

    def __await__(self) -> Generator[Any, Any, _T]:
        return self

    def send(self, value: object) -> object:
        """Give what is waited for first; then go on."""
        waiting, self._waiting = self._waiting, None
        return self._begun.send(value) if waiting is None else waiting

    def throw(self, *error: Any) -> object:  # noqa: ANN401  as coroutines have it
        """Let the coroutine deal with an error."""
        return self._begun.throw(*error)

    def close(self) -> None:
        """End the coroutine."""
        self._begun.close()

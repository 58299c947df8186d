"""Tells an event loop what a thread has finished: one call for all that was finished meanwhile."""

from asyncio import AbstractEventLoop, Future
from collections import deque
from collections.abc import Callable
from concurrent import futures
from threading import Lock
from typing import TypeVar

_Done = TypeVar("_Done")


class Bell:
    """Rings for those who wait on one event loop.

    `asyncio.wrap_future` has a loop woken for each future; a thread that finishes many at a time
    would interrupt it as often.

    Args:
        loop: Where they wait.
    """

    def __init__(self, loop: AbstractEventLoop) -> None:
        self.loop, self._lock = loop, Lock()
        self._heard: deque[Callable[[], None]] = deque()

    async def wait(self, finished: "futures.Future[_Done]") -> _Done:
        """Wait for what a thread does; the thread goes on if this is cancelled."""
        waiter: Future[None] = self.loop.create_future()

        def tell() -> None:
            if not waiter.done():
                waiter.set_result(None)

        finished.add_done_callback(lambda _: self._ring(tell))
        await waiter
        return finished.result()

    def _ring(self, tell: Callable[[], None]) -> None:
        with self._lock:
            self._heard.append(tell)
            rings = len(self._heard) == 1
        if rings and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        with self._lock:
            heard, self._heard = self._heard, deque()
        for each in heard:
            each()

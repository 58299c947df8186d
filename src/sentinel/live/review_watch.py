"""Lets requests wait until something happens to a review, without asking the store in a loop.

What happens in this process wakes them at once. What happens in another one they see when they
look again, which they do every now and then.
"""

from asyncio import AbstractEventLoop, Event, get_running_loop, wait_for
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final

from sentinel.live.review_rows import Case
from sentinel.live.review_state import Review, State

LONGEST_S: Final = 60.0
"""Longest that one request waits."""

LOOK_S: Final = 1.0
"""Seconds between two looks at what other processes have done."""

MOST_WAITING: Final = 500
"""Most requests that wait at a time; others are answered at once."""


class Watch:
    """Those who wait for reviews; hears of events in any thread.

    Args:
        look_s: Seconds between two looks at the store.
        most: Most who wait at a time.
    """

    def __init__(self, look_s: float = LOOK_S, most: int = MOST_WAITING) -> None:
        self._look_s, self._most = look_s, most
        self._lock = Lock()
        self._waiting: dict[str, list[tuple[AbstractEventLoop, Event]]] = {}
        self._number = 0
        self._closed = False

    def __call__(self, review: Review) -> None:
        """Wake those who wait for a review."""
        with self._lock:
            waiting = list(self._waiting.get(review.id, ()))
        _wake(waiting)

    def close(self) -> None:
        """Wake everybody, and let nobody wait any more: the server stops."""
        with self._lock:
            self._closed = True
            waiting = [each for several in self._waiting.values() for each in several]
        _wake(waiting)

    async def decided(
        self, review_id: str, look: Callable[[], Awaitable[Case]], wait_s: float
    ) -> Case:
        """Wait until a review is no longer pending.

        Args:
            review_id: Its id.
            look: Reads it.
            wait_s: Longest wait in seconds, at most `LONGEST_S`.

        Returns:
            The review as it was seen last; still pending where it was waited for in vain.
        """
        loop = get_running_loop()
        ends_at = loop.time() + min(wait_s, LONGEST_S)
        with self._place(review_id) as woken:
            while True:
                case = await look()
                left = ends_at - loop.time()
                if case.review.state is not State.PENDING or left <= 0 or woken is None:
                    return case
                if self._closed:
                    return case
                with suppress(TimeoutError):
                    await wait_for(woken.wait(), min(left, self._look_s))
                woken.clear()

    @contextmanager
    def _place(self, review_id: str) -> Iterator[Event | None]:
        """A place among those who wait; None where all are taken."""
        mine = (get_running_loop(), Event())
        with self._lock:
            full = self._number >= self._most or self._closed
            if not full:
                self._number += 1
                self._waiting.setdefault(review_id, []).append(mine)
        if full:
            yield None
            return
        try:
            yield mine[1]
        finally:
            with self._lock:
                self._number -= 1
                self._waiting[review_id].remove(mine)
                if not self._waiting[review_id]:
                    del self._waiting[review_id]


def _wake(waiting: list[tuple[AbstractEventLoop, Event]]) -> None:
    for loop, event in waiting:
        with suppress(RuntimeError):  # Its loop has been closed meanwhile, so that nobody waits.
            loop.call_soon_threadsafe(event.set)

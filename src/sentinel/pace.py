"""How fast an endpoint is asked: so many requests a minute, however many threads ask."""

import time
from collections.abc import Callable
from threading import Lock


class Pace:
    """Lets requests go at even intervals; shared by threads.

    Args:
        per_minute: Most requests a minute; 0 lets every one go at once.
        sleep: Waits some seconds.
        clock: Tells seconds that never go back.
    """

    def __init__(
        self,
        per_minute: float = 0.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._apart_s = 60.0 / per_minute if per_minute > 0.0 else 0.0
        self._sleep, self._clock = sleep, clock
        self._lock = Lock()
        self._free_at = 0.0

    def wait(self) -> None:
        """Wait until one more request may go."""
        if not self._apart_s:
            return
        with self._lock:
            now = self._clock()
            goes_at = max(now, self._free_at)
            self._free_at = goes_at + self._apart_s
        if goes_at > now:
            self._sleep(goes_at - now)

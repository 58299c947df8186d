"""How fast an endpoint is asked: so many requests a minute, however many threads ask."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isnan
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


def wanted_wait_s(retry_after: str, now: datetime | None = None) -> float:
    """Seconds that a `Retry-After` asks to wait, given in seconds or as a date.

    Args:
        retry_after: Value of the header; empty where there is none.
        now: What a date is held against; the present when None.

    Returns:
        At least 0; also 0 where it cannot be read.

    Example:
        >>> wanted_wait_s("7"), wanted_wait_s("soon")
        (7.0, 0.0)
        >>> now = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
        >>> wanted_wait_s("Fri, 20 Nov 2026 12:00:09 GMT", now)
        9.0
    """
    with suppress(ValueError):
        wait_s = float(retry_after)
        return 0.0 if isnan(wait_s) else max(wait_s, 0.0)
    with suppress(ValueError, OverflowError):
        at = parsedate_to_datetime(retry_after)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max((at - (now or datetime.now(UTC))).total_seconds(), 0.0)
    return 0.0

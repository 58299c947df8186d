"""Who may ask what: keys are looked up, and their rates and quotas kept.

What was found is remembered for a few seconds, so that a key costs a hash and not a query. A key
that was revoked is therefore good for `REMEMBERED_S` more, in each process.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Final, NamedTuple

from sentinel.errors import ForbiddenError, OverQuotaError, UnknownKeyError
from sentinel.live.keys import DAY_S, Key, Keys

REMEMBERED_S: Final = 5.0
"""Seconds for which what was found of a key is taken to be so."""

MOST_REMEMBERED: Final = 10_000
"""Keys, real and made up, that are remembered."""

BURST_S: Final = 2.0
"""Seconds of its rate that a key may use at once."""

BLOCK: Final = 64
"""Most requests of a quota that a process sets aside at a time."""


class _Bucket(NamedTuple):
    left: float
    at: float


class _Block(NamedTuple):
    day: int
    left: int


class Access:
    """Who may ask; may be shared by threads.

    Args:
        keys: Those there are.
        clock: Seconds since 1970.
    """

    def __init__(self, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self.keys, self._clock, self._lock = keys, clock, Lock()
        self._found: OrderedDict[bytes, tuple[float, Key | None]] = OrderedDict()
        self._buckets: dict[str, _Bucket] = {}
        self._blocks: dict[str, _Block] = {}

    def key_of(self, secret: str) -> Key:
        """The key that somebody shows.

        Raises:
            UnknownKeyError: If it is none, was revoked, or has expired.
            StoreError: If keys cannot be read now.
        """
        now, mark = self._clock(), _mark(secret)
        with self._lock:
            until, found = self._found.get(mark, (0.0, None))
        if until <= now:
            found = self.keys.find(secret)
            with self._lock:
                self._found[mark] = now + REMEMBERED_S, found
                self._found.move_to_end(mark)
                if len(self._found) > MOST_REMEMBERED:
                    self._found.popitem(last=False)
        if found is None or not found.good_at(now):
            raise UnknownKeyError("this key is not known, was revoked, or has expired")
        return found

    def ready(self, secret: str) -> bool:
        """Whether `admit` would ask the store nothing."""
        now, mark = self._clock(), _mark(secret)
        with self._lock:
            until, found = self._found.get(mark, (0.0, None))
            if until <= now:
                return False
            if found is None or found.quota is None:
                return True
            block = self._blocks.get(found.id, _Block(-1, 0))
        return block.day == int(now // DAY_S) and block.left > 0

    def admit(self, secret: str, scopes: tuple[str, ...]) -> Key:
        """Let somebody make one request.

        Args:
            secret: The key that they show.
            scopes: One of these is enough for what they want.

        Raises:
            UnknownKeyError: If the key is no good.
            ForbiddenError: If it is not good for this.
            OverQuotaError: If it has made its share of requests.
            StoreError: If keys cannot be read now.
        """
        key = self.key_of(secret)
        if not any(map(key.may, scopes)):
            raise ForbiddenError(f"this key has no scope {scopes[0]!r}")
        if key.rate is not None:
            self._take_token(key, key.rate)
        if key.quota is not None:
            self._take_request(key)
        return key

    def _take_token(self, key: Key, rate: float) -> None:
        most, now = max(1.0, rate * BURST_S), self._clock()
        with self._lock:
            bucket = self._buckets.get(key.id, _Bucket(most, now))
            left = min(most, bucket.left + max(0.0, now - bucket.at) * rate)
            self._buckets[key.id] = _Bucket(left - (left >= 1.0), now)
        if left < 1.0:
            wait = (1.0 - left) / rate
            raise OverQuotaError(f"this key may make {rate:g} requests a second", wait)

    def _take_request(self, key: Key) -> None:
        now = self._clock()
        day = int(now // DAY_S)
        with self._lock:
            block = self._blocks.get(key.id, _Block(day, 0))
            left = block.left if block.day == day else 0
            if left == 0:
                assert key.quota is not None
                left = self.keys.set_aside(key, min(BLOCK, max(1, key.quota // 20)))
            self._blocks[key.id] = _Block(day, max(0, left - 1))
        if left == 0:
            text = f"this key has made its {key.quota:,} requests of the day"
            raise OverQuotaError(text, (day + 1) * DAY_S - now)


def _mark(secret: str) -> bytes:
    """By what a key is remembered: not by itself."""
    return sha256(secret.encode("utf-8", "replace")).digest()

"""How much one server gives, and how much of it one address may take.

The bucket is our own: it counts WebSocket messages as well as requests, which the
limiters for web frameworks do not, it remembers a bounded number of addresses whoever
calls from how many, and it is as long as the code that would wrap a library.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from time import monotonic
from typing import Final

from sentinel.errors import CapacityError

MAX_MESSAGE_BYTES: Final = 256 * 1024
"""Longest body of a request, and longest WebSocket message, that is read."""

BODY_S: Final = 30.0
"""Seconds in which the whole body of a request has to come."""

MOST_TASKS: Final = 1_000
"""Most tasks in one answer."""

RETRY_S: Final = 5
"""Seconds after which somebody whom a full server has turned away may try again."""

DEMO_RATE: Final = 20.0
"""Requests and messages a second that one address may send for long, in demo mode."""

DEMO_BURST: Final = 100
"""The same at once."""

DEMO_SESSIONS: Final = 8
"""Episodes that one address may play at a time, in demo mode."""

ADDRESSES: Final = 10_000
"""Addresses remembered; the one that was silent longest is forgotten first."""

_NETWORK_BITS: Final = 64


class Rates:
    """A token bucket for each address.

    Args:
        rate: Tokens that come back, a second.
        burst: Tokens that a bucket holds.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        rate: float = DEMO_RATE,
        burst: int = DEMO_BURST,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Take a token; seconds to wait if there is none, 0.0 if one was taken."""
        now = self._clock()
        left, then = self._left.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._rate)
        taken = left >= 1.0
        self._left[address] = left - taken, now
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if taken else (1.0 - left) / self._rate


class Slots:
    """The episodes that a server can play at a time, over every route to them.

    Args:
        most: Most in all.
        most_each: Most for one address; None for no bound of its own.
    """

    def __init__(self, most: int, most_each: int | None = None) -> None:
        self.most, self._most_each = most, most_each
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """Episodes being played."""
        return self._taken.total()

    def take(self, address: str) -> None:
        """Take a slot.

        Raises:
            CapacityError: If the server is full, or the address has its share.
        """
        if self.taken >= self.most:
            raise CapacityError(f"all {self.most} episodes of this server are being played")
        if self._most_each is not None and self._taken[address] >= self._most_each:
            raise CapacityError(f"this address plays its {self._most_each} episodes already")
        self._taken[address] += 1

    def free(self, address: str) -> None:
        """Give a slot back."""
        self._taken[address] -= 1
        if not self._taken[address]:
            del self._taken[address]


@lru_cache(1_024)
def address(host: str) -> str:
    """Whom a caller's host counts as: an IPv6 customer has a network, not an address.

    Example:
        >>> address("2001:db8:1:2:3::4"), address("192.0.2.1"), address("testclient")
        ('2001:db8:1:2::', '192.0.2.1', 'testclient')
    """
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return host
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    bits = 128 - _NETWORK_BITS
    return str(IPv6Address(int(found) >> bits << bits))

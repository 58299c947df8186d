"""What a server and its worker processes tell each other.

They share a Unix socket that keeps messages apart, and a few counters in memory. The
server sends `GO` once, then for each connection its ticket and the request it began with,
the open socket beside them. The worker sends `READY` once, then the ticket of every
connection that has ended.
"""

import os
import socket
from mmap import mmap
from struct import Struct
from tempfile import mkstemp
from typing import Final, NamedTuple

GO: Final = b"go"
READY: Final = b"ready"
PACKET_BYTES: Final = 1 << 17
"""Longest message; a request may have half as much."""

_TICKET: Final = Struct("<Q")
_CELLS: Final = Struct("<qq")


class Handed(NamedTuple):
    """One connection on its way to a worker."""

    ticket: int
    """Number of the connection."""
    request: bytes
    """What was read of it: the request to become a WebSocket."""

    def packed(self) -> bytes:
        """As it is sent."""
        return _TICKET.pack(self.ticket) + self.request


def handed(packet: bytes) -> Handed:
    """Read what `Handed.packed` gave."""
    return Handed(ticket(packet), packet[_TICKET.size :])


def ended(number: int) -> bytes:
    """The message that a connection has ended, by its ticket."""
    return _TICKET.pack(number)


def ticket(packet: bytes) -> int:
    """The ticket that a message begins with."""
    return int(_TICKET.unpack_from(packet)[0])


def channel() -> tuple[socket.socket, socket.socket]:
    """A pair of connected sockets that keep messages apart.

    Raises:
        OSError: If this system has none.
    """
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


class Counts(NamedTuple):
    """WebSocket messages."""

    passed: int = 0
    """That were passed on, or played."""
    refused: int = 0
    """That were answered with an error at the door."""


class Tally:
    """Counters that two processes share: a worker counts, its server reads.

    Args:
        fd: Descriptor of the file that holds them; None for a new one.
    """

    def __init__(self, fd: int | None = None) -> None:
        if fd is None:
            fd, path = mkstemp()
            os.unlink(path)
            os.ftruncate(fd, _CELLS.size)
        self.fd = fd
        """What the other process opens it by."""
        self._memory = mmap(fd, _CELLS.size)
        self._cells = memoryview(self._memory).cast("q")

    def passed(self) -> None:
        """Count a message that was passed on."""
        self._cells[0] += 1

    def refused(self) -> None:
        """Count a message that was refused."""
        self._cells[1] += 1

    def read(self) -> Counts:
        """What was counted so far."""
        return Counts(*self._cells)

    def close(self) -> None:
        """Let the file go."""
        self._cells.release()
        self._memory.close()
        os.close(self.fd)

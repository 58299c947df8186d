"""The worker processes of a server, which play its WebSocket sessions.

The server accepts every connection. One at `/ws` is handed, socket and all, to the worker
that plays fewest, and never seen here again; everything else stays, HTTP episodes too. A
worker that dies takes its sessions with it, whose clients see their connection break, and
another takes its place. While none is ready the server plays sessions itself.
"""

import os
import socket
import subprocess
import sys
from asyncio import AbstractEventLoop, TimerHandle, get_running_loop, sleep, wait_for
from asyncio import Event as Signal
from asyncio.transports import Transport
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from logging import getLogger
from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from sentinel.environment import channel
from sentinel.environment.channel import Counts, Handed, Tally
from sentinel.environment.limits import Slots
from sentinel.errors import CapacityError, SentinelError

MOST_BY_DEFAULT: Final = 4
"""Most workers of a server that was told nothing else; each holds some hundred megabytes."""

START_S: Final = 120.0
"""Seconds that a server waits for its workers before it serves without them."""

AGAIN_S: Final = 1.0
"""Seconds after which a worker that died is replaced; twice as many each time none comes up."""

AGAIN_MOST_S: Final = 60.0
"""Most seconds of that kind."""

STOP_S: Final = 8.0
"""Seconds that a worker which is told to stop has left."""

_LOG: Final = getLogger("uvicorn.error")
_COMMAND: Final = (
    # Its sessions need no pages, whose import takes seconds and a hundred megabytes.
    "import sys; sys.modules['gradio'] = None; from sentinel.worker import main; main()"
)


def cores() -> int:
    """Processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_hand_over() -> bool:
    """Whether this system can hand a connection from one process to another."""
    if not hasattr(socket, "send_fds"):
        return False
    try:
        pair = channel.channel()
    except OSError:
        return False
    for each in pair:
        each.close()
    return True


def by_default() -> int:
    """Processes that play the sessions of a server that was told nothing."""
    return min(cores(), MOST_BY_DEFAULT) if can_hand_over() else 1


@dataclass(slots=True, eq=False)
class _Worker:
    """One of them, as its server sees it."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    tally: Tally
    tickets: set[int] = field(default_factory=set)
    """Connections that it has."""
    ready: bool = False


class Workers:
    """The workers of one server.

    Args:
        number: How many; 0 for a server that plays every session itself.
        slots: Episodes that the server can play; each connection handed over takes one.
        environ: Environment variables of theirs beside those of the server.
        hosts: Names under which a server without keys may be asked; any where empty.

    Raises:
        SentinelError: If this system cannot hand connections over.
    """

    def __init__(
        self,
        number: int,
        slots: Slots,
        environ: Mapping[str, str] | None = None,
        hosts: Collection[str] = (),
    ) -> None:
        self.number = number
        self._environ, self._hosts = dict(environ or {}), tuple(hosts)
        self._slots = slots
        self._workers: list[_Worker] = []
        self._gone = Counts()
        self._tickets = count()
        self._again: list[TimerHandle] = []
        self._again_s = AGAIN_S
        self._settled, self._stopping, self._warm = Signal(), False, False
        if number and not can_hand_over():
            raise SentinelError("this system serves with one worker alone")

    @property
    def pids(self) -> list[int]:
        """Process ids of those that live."""
        return [each.process.pid for each in self._workers]

    @property
    def counts(self) -> Counts:
        """Messages that all of them have had, those that died included."""
        every = [self._gone, *(each.tally.read() for each in self._workers)]
        return Counts(sum(each.passed for each in every), sum(each.refused for each in every))

    def start(self) -> None:
        """Start them; they load what they need, and wait for `go`."""
        for _ in range(self.number):
            self._start()

    async def go(self) -> None:
        """Let them warm up, which is quick once this process has, and wait until they have."""
        self._warm = True
        for each in self._workers:
            _send_go(each)
        if not self.number:
            return
        try:
            await wait_for(self._settled.wait(), START_S)
        except TimeoutError:
            _LOG.warning("the workers are not ready after %.0f s", START_S)

    def hand_over(self, transport: Transport, request: bytes) -> bool:
        """Hand a connection to a worker; False if it is to be served here.

        Args:
            transport: The connection; it is closed here if a worker has it.
            request: What was read of it.
        """
        if self._stopping or request.split(b" ", 2)[1].partition(b"?")[0] != b"/ws":
            return False
        ready = [each for each in self._workers if each.ready]
        if not ready:
            return False
        try:
            self._slots.take(_HANDED)
        except CapacityError:
            return False  # whoever serves it here tells them that there is no room
        worker = min(ready, key=lambda each: len(each.tickets))
        packet = Handed(next(self._tickets), request)
        descriptor = transport.get_extra_info("socket").fileno()
        try:
            socket.send_fds(worker.line, [packet.packed()], [descriptor])
        except OSError:
            self._slots.free(_HANDED)
            return False
        worker.tickets.add(packet.ticket)
        transport.abort()
        return True

    def stop(self) -> None:
        """Tell them to stop."""
        self._stopping = True
        for timer in self._again:
            timer.cancel()
        for each in self._workers:
            each.process.terminate()

    async def stopped(self) -> None:
        """Wait until they have; those that take too long are killed."""
        self.stop()
        left = STOP_S
        while left > 0.0 and any(each.process.poll() is None for each in self._workers):
            await sleep(0.05)
            left -= 0.05
        for each in list(self._workers):
            self._lose(each)

    def _start(self) -> None:
        line, theirs = channel.channel()
        tally = Tally()
        environ = {
            **os.environ,
            **self._environ,
            "ENABLE_WEB_INTERFACE": "false",
            "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        }
        given = str(theirs.fileno()), str(tally.fd), *self._hosts
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _COMMAND, *given],
            env=environ,
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(), tally.fd),
            # An interrupt is for the server, which tells them. In a session of its own a worker
            # would be scheduled apart from it, and wait three times as long on a busy machine.
            process_group=0,
        )
        theirs.close()
        line.setblocking(False)
        worker = _Worker(process, line, tally)
        self._workers.append(worker)
        _loop().add_reader(line.fileno(), self._hear, worker)
        if self._warm:
            _send_go(worker)

    def _hear(self, worker: _Worker) -> None:
        """Take what a worker says."""
        try:
            packet = worker.line.recv(channel.PACKET_BYTES)
        except OSError:
            packet = b""
        if not packet:
            self._lose(worker)
        elif packet == channel.READY:
            worker.ready, self._again_s = True, AGAIN_S
            if sum(each.ready for each in self._workers) == self.number:
                self._settled.set()
        else:
            self._end(worker, channel.ticket(packet))

    def _end(self, worker: _Worker, ticket: int) -> None:
        worker.tickets.remove(ticket)
        self._slots.free(_HANDED)

    def _lose(self, worker: _Worker) -> None:
        """Let a worker go that has died, or is to; another one takes its place."""
        self._workers.remove(worker)
        _loop().remove_reader(worker.line.fileno())
        worker.line.close()
        worker.process.kill()
        code = worker.process.wait()
        for ticket in tuple(worker.tickets):
            self._end(worker, ticket)
        counts = worker.tally.read()
        self._gone = Counts(self._gone.passed + counts.passed, self._gone.refused + counts.refused)
        worker.tally.close()
        if not self._stopping:
            _LOG.error("worker %d died with code %d", worker.process.pid, code)
            self._again = [each for each in self._again if each.when() > _loop().time()]
            self._again.append(_loop().call_later(self._again_s, self._start))
            if not worker.ready:
                self._again_s = min(2.0 * self._again_s, AGAIN_MOST_S)
                self._settled.set()


def _send_go(worker: _Worker) -> None:
    with suppress(OSError):  # it has died, of which its end of the line tells
        worker.line.send(channel.GO)


_HANDED: Final = ""
"""For whom the slots of connections are that were handed over; a demo has no workers."""


def _loop() -> AbstractEventLoop:
    return get_running_loop()


class Door(WebSocketsSansIOProtocol):
    """A WebSocket connection that a worker takes if one can; see `door`."""

    workers: Workers
    _opened = False

    def data_received(self, data: bytes) -> None:
        """Hand over the request that opens the connection; serve what follows if nobody took it."""
        if not self._opened:
            self._opened = True
            if self.workers.hand_over(self.transport, data):
                return
        super().data_received(data)


def door(workers: Workers) -> type[Door]:
    """The kind of WebSocket connection that a server with these workers accepts."""
    return type("Door", (Door,), {"workers": workers})

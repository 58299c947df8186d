"""One worker process of a server: it plays the WebSocket sessions that it is handed.

`environment.workers` starts it, with the descriptors of a channel and of a tally, and the
names under which its server may be asked.
"""

import socket
import sys
from asyncio import get_running_loop
from collections.abc import Callable
from ctypes import CDLL
from dataclasses import replace
from functools import partial
from signal import SIGKILL
from typing import Any, Final

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from sentinel.app import application, configured
from sentinel.environment import channel
from sentinel.environment.channel import Tally
from sentinel.settings import SETTINGS

_SLACK: Final = 2
"""How much more it may play than its server hands over: what ends here may end there before."""

_AGAIN_S: Final = 0.1
"""Seconds after which a message is sent again that the channel had no room for."""


def main() -> None:
    """Serve until the server is gone, or says so."""
    _die_with_parent()
    line, tally = socket.socket(fileno=int(sys.argv[1])), Tally(int(sys.argv[2]))
    # Connections come as they were: where there are keys, one is asked for here, and where
    # there are none, under which name.
    settings = replace(SETTINGS, max_sessions=_SLACK * SETTINGS.max_sessions)
    app = application(settings, hosts=sys.argv[3:], pages=False)
    app.state.metrics.passed, app.state.metrics.refused = tally.passed, tally.refused
    _Worker(configured(app, log_level="warning"), line).run(sockets=[])


def _die_with_parent() -> None:
    """Have the system end this process with the one that started it, where a system can."""
    if sys.platform == "linux":
        CDLL(None).prctl(_PR_SET_PDEATHSIG, SIGKILL)


_PR_SET_PDEATHSIG: Final = 1


class _Worker(uvicorn.Server):
    """A server that listens nowhere."""

    def __init__(self, config: uvicorn.Config, line: socket.socket) -> None:
        super().__init__(config)
        self._line = line

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        loop = get_running_loop()
        self._line.setblocking(False)
        if await loop.sock_recv(self._line, channel.PACKET_BYTES) != channel.GO:
            raise SystemExit(0)
        await super().startup(sockets)
        self._line.send(channel.READY)
        loop.add_reader(self._line.fileno(), self._hear)

    def _hear(self) -> None:
        """Take a connection."""
        try:
            packet, descriptors, *_ = socket.recv_fds(self._line, channel.PACKET_BYTES, 1)
        except OSError:
            packet, descriptors = b"", []
        if not packet:
            get_running_loop().remove_reader(self._line.fileno())
            self.should_exit = True  # the server is gone, and nobody counts what is played here
            for connection in tuple(self.server_state.connections):
                connection.shutdown()
            return
        opened = self._open(socket.socket(fileno=descriptors[0]), channel.handed(packet))
        task = get_running_loop().create_task(opened)
        self.server_state.tasks.add(task)
        task.add_done_callback(self.server_state.tasks.discard)

    async def _open(self, connection: socket.socket, handed: channel.Handed) -> None:
        """Go on with a connection where the server left it."""
        connection.setblocking(False)
        protocol = _Handed(
            partial(self._end, handed.ticket), self.config, self.server_state, self.lifespan.state
        )
        await get_running_loop().connect_accepted_socket(lambda: protocol, connection)
        protocol.data_received(handed.request)

    def _end(self, ticket: int) -> None:
        """Tell the server that a connection has ended, if there still is a server."""
        try:
            self._line.send(channel.ended(ticket))
        except BlockingIOError:
            get_running_loop().call_later(_AGAIN_S, self._end, ticket)
        except OSError:
            self.should_exit = True


class _Handed(WebSocketsSansIOProtocol):
    """A connection that says when it has ended."""

    def __init__(
        self,
        end: Callable[[], None],
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
    ) -> None:
        super().__init__(config, server_state, app_state)
        self._end = end

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._end()

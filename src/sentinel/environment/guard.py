"""What stands in front of every route: sizes, shares, and that no answer tells of our insides.

A WebSocket message that cannot be read is answered here with a typed error and not
passed on, since OpenEnv's loop would end the session over it; and a session over plain
`POST /mcp`, which nobody would ever end, is not opened at all.
"""

import json
from math import ceil
from time import perf_counter
from types import NoneType
from typing import Any, Final, NamedTuple

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sentinel import errors
from sentinel.environment import limits, messages
from sentinel.environment.in_time import in_time
from sentinel.environment.limits import MAX_MESSAGE_BYTES, Rates, Slots, address
from sentinel.environment.metrics import Metrics
from sentinel.environment.problems import problem, response
from sentinel.environment.protocol import NAME
from sentinel.environment.served import SEAT, Seat

TRY_AGAIN_LATER: Final = 1013
"""Code of a WebSocket that a full server closes."""

_GONE: Final = 1006
"""Code of a WebSocket that ended without one."""

_READS: Final = frozenset({"GET", "HEAD"})
_PLAYED: Final = ("/api/v1/", "/mcp", "/reset", "/step", f"/{NAME}/")
"""Where what is sent is about an episode, or a list of them."""
_FREE: Final = ("/health", ".css", ".ico", ".js", ".png", ".svg", ".woff2")
"""Ends of paths that cost an address nothing to read: a page is made of a hundred files."""


class Guard:
    """ASGI middleware.

    Args:
        app: What is guarded.
        slots: Episodes that can be played; every WebSocket takes one.
        rates: Shares of addresses; None where nobody counts.
        metrics: Counts what passes.
    """

    def __init__(self, app: ASGIApp, slots: Slots, rates: Rates | None, metrics: Metrics) -> None:
        self._app, self._slots, self._rates, self._metrics = app, slots, rates, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one connection."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _wait(self, caller: str) -> float:
        return 0.0 if self._rates is None else self._rates.wait(caller)

    def _take_token(self, caller: str) -> None:
        """Take a token of an address, for one message or one connection.

        Raises:
            RateError: If it has none left.
        """
        if (wait := self._wait(caller)) > 0.0:
            text = f"this address asks for too much at a time; wait {wait:.2f} s"
            raise errors.RateError(text)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started, status = perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._asked(scope, receive, answer)
        finally:
            route = getattr(scope.get("route"), "path", "")
            self._metrics.answered(scope["method"], route, status, perf_counter() - started)

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        free = scope["method"] in _READS and scope["path"].endswith(_FREE)
        if not free and (wait := self._wait(caller_of(scope))) > 0.0:
            found = problem(429, "this address asks for too much at a time", errors.RateError)
            answer = response(found, {"Retry-After": str(ceil(wait))})
            return await answer(scope, receive, send)
        if scope["method"] in _READS:
            return await self._app(scope, receive, send)
        try:
            body = await in_time(_body(receive), limits.BODY_S)
        except TimeoutError:
            text = f"a request has {limits.BODY_S:g} s to be sent"
            found = problem(408, text, errors.MessageError)
            return await response(found, {"Connection": "close"})(scope, receive, send)
        if body is None:
            text = f"a request may have {MAX_MESSAGE_BYTES:,} bytes"
            found = problem(413, text, errors.MessageError)
            return await response(found)(scope, receive, send)
        if scope["path"] == "/mcp" and _opens_session(body):
            return await JSONResponse(_NO_SESSION)(scope, receive, send)
        if text := _unfit(scope["path"], body):
            found = problem(422, text, errors.MessageError)
            return await response(found)(scope, receive, send)
        return await self._app(scope, _again(body, receive), send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = caller_of(scope)
        try:
            self._take_token(caller)
            self._slots.take(caller)
        except (errors.CapacityError, errors.RateError) as error:
            return await _turned_away(error, receive, send)
        seat = Seat()
        token = SEAT.set(seat)
        heard = self._heard(_Line(scope["path"], caller, seat, receive, send))
        try:
            await self._app(scope, heard, _clean(send))
        finally:
            SEAT.reset(token)
            self._slots.free(caller)
        return None

    def _heard(self, line: "_Line") -> Receive:
        """Pass messages on; answer those that cannot be, and the steps of the seat."""

        async def heard() -> Message:
            while True:
                message = await line.receive()
                if message["type"] != "websocket.receive":
                    return message
                try:
                    self._take_token(line.caller)
                    said = messages.read(message.get("text"), line.path)
                except errors.SentinelError as error:
                    self._metrics.refused()
                    answer: str | None = messages.frame(error)
                else:
                    self._metrics.passed()
                    message["text"] = said.text
                    answer = line.seat.play(said.data)
                if answer is None:
                    return message
                try:
                    await line.send({"type": "websocket.send", "text": answer})
                except OSError:  # the caller has gone while it was being answered
                    return {"type": "websocket.disconnect", "code": _GONE}

        return heard


class _Line(NamedTuple):
    """One WebSocket connection."""

    path: str
    caller: str
    seat: Seat
    receive: Receive
    send: Send


def caller_of(scope: Scope) -> str:
    """The address that a connection counts for."""
    client = scope.get("client")
    return address(client[0]) if client else ""


async def _body(receive: Receive) -> bytes | None:
    """The whole body of a request; None if it is longer than is read."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > MAX_MESSAGE_BYTES:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """Receive a body that was read already, then whatever comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _unfit(path: str, body: bytes) -> str:
    """What is wrong with a body about episodes that its route would not notice; empty if nothing.

    OpenEnv makes a seed of a text or a truth value, and stumbles over an action's type; and to
    list what is wrong in thousands of places takes everybody's time.
    """
    if not path.startswith(_PLAYED):
        return ""
    if body.count(b",") >= messages.MAX_ENTRIES and messages.is_wide(_parsed(body)):
        return messages.WIDE
    if path == "/reset" and type(_parsed(body).get("seed")) not in (int, NoneType):
        return "seed must be a whole number"
    if path == "/step" and messages.is_typed(_parsed(body).get("action")):
        return messages.UNTYPED
    return ""


def _opens_session(body: bytes) -> bool:
    """Whether a JSON-RPC request would open a session that no connection holds."""
    return _parsed(body).get("method") == "openenv/session/create"


def _parsed(body: bytes) -> dict[str, Any]:
    """A body as a JSON object; empty if it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


_NO_SESSION: Final = {
    "jsonrpc": "2.0",
    "id": None,
    "error": {"code": -32601, "message": "sessions are opened at /ws, and end with it"},
}


async def _turned_away(error: errors.SentinelError, receive: Receive, send: Send) -> None:
    """Tell somebody that there is no room, or not for them now."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": messages.frame(error)})
    await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": str(error)})


def _clean(send: Send) -> Send:
    """Send messages on, errors without what only we should know."""

    async def clean(message: Message) -> None:
        text = message.get("text")
        if isinstance(text, str) and text.startswith(messages.ERROR):
            message["text"] = messages.told(text)
        await send(message)

    return clean

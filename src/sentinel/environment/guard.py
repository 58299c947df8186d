"""What stands in front of every route: sizes, shares, and that no answer tells of our insides.

A WebSocket message that cannot be read is answered here with a typed error and not
passed on, since OpenEnv's loop would end the session over it; and a session over plain
`POST /mcp`, which nobody would ever end, is not opened at all.
"""

import json
from math import ceil
from time import perf_counter
from typing import Any, Final, NamedTuple

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sentinel import errors
from sentinel.environment.limits import MAX_MESSAGE_BYTES, Rates, Slots, address
from sentinel.environment.metrics import Metrics
from sentinel.environment.pages import MAX_DEPTH, cleaned
from sentinel.environment.problems import problem, response
from sentinel.environment.served import SEAT, Seat

TRY_AGAIN_LATER: Final = 1013
"""Code of a WebSocket that a full server closes."""

_GONE: Final = 1006
"""Code of a WebSocket that ended without one."""

_ERROR: Final = '{"type":"error"'
_FREE: Final = ("/health", ".css", ".ico", ".js", ".png", ".svg", ".woff2")
"""Ends of paths that cost an address nothing: a page is made of a hundred files."""


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
        free = scope["path"].endswith(_FREE)
        if not free and (wait := self._wait(caller_of(scope))) > 0.0:
            found = problem(429, "this address asks for too much at a time", errors.RateError)
            answer = response(found, {"Retry-After": str(ceil(wait))})
            return await answer(scope, receive, send)
        if scope["method"] in ("GET", "HEAD"):
            return await self._app(scope, receive, send)
        body = await _body(receive)
        if body is None:
            text = f"a request may have {MAX_MESSAGE_BYTES:,} bytes"
            found = problem(413, text, errors.MessageError)
            return await response(found)(scope, receive, send)
        if scope["path"] == "/mcp" and _opens_session(body):
            return await JSONResponse(_NO_SESSION)(scope, receive, send)
        if scope["path"] == "/step" and _is_typed(_parsed(body).get("action")):
            return await response(problem(422, _TYPED, errors.MessageError))(scope, receive, send)
        return await self._app(scope, _again(body, receive), send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = caller_of(scope)
        try:
            self._slots.take(caller)
        except errors.CapacityError as error:
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
                    if (wait := self._wait(line.caller)) > 0.0:
                        text = f"this address asks for too much at a time; wait {wait:.2f} s"
                        raise errors.RateError(text)
                    read = _read(message.get("text"), line.path)
                except errors.SentinelError as error:
                    self._metrics.refused()
                    answer: str | None = _frame(error)
                else:
                    self._metrics.passed()
                    message["text"] = read.text
                    answer = line.seat.play(read.data)
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


def _is_typed(action: object) -> bool:
    """Whether an action has a type that is no text, over which OpenEnv would stumble."""
    return isinstance(action, dict) and not isinstance(action.get("type", ""), str)


_TYPED: Final = "an action has no 'type'"


_NO_SESSION: Final = {
    "jsonrpc": "2.0",
    "id": None,
    "error": {"code": -32601, "message": "sessions are opened at /ws, and end with it"},
}


class _Read(NamedTuple):
    """A message that can be passed on."""

    text: str
    data: dict[str, Any]
    """What it says; empty where that is for others to read."""


def _read(text: Any, path: str) -> _Read:  # noqa: ANN401
    """A message as it can be passed on.

    Raises:
        MessageError: If it is none.
    """
    if not isinstance(text, str):
        raise errors.MessageError("messages are text, and this is bytes")
    if len(text) > MAX_MESSAGE_BYTES:
        raise errors.MessageError(f"a message may have {MAX_MESSAGE_BYTES:,} characters")
    if path != "/ws":
        return _Read(text, {})
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise errors.MessageError("a message is a JSON object, and this is no JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        raise errors.MessageError("a message is a JSON object with a type, such as 'step'")
    if _too_deep(data):
        raise errors.MessageError(f"a message may be nested {MAX_DEPTH} deep")
    if data["type"] == "step" and _is_typed(data.get("data")):
        raise errors.MessageError(_TYPED)
    if "\\ud" in text or "\\uD" in text:  # halves of characters, which no answer could repeat
        return _Read(json.dumps(cleaned(data)), data)
    return _Read(text, data)


def _frame(error: errors.SentinelError) -> str:
    """An error as OpenEnv's protocol sends it."""
    code = "CAPACITY_REACHED" if isinstance(error, errors.CapacityError) else "VALIDATION_ERROR"
    text = f"{type(error).__name__}: {error}"
    return json.dumps({"type": "error", "data": {"message": text, "code": code}})


async def _turned_away(error: errors.CapacityError, receive: Receive, send: Send) -> None:
    """Tell somebody that there is no room."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": _frame(error)})
    await send({"type": "websocket.close", "code": TRY_AGAIN_LATER, "reason": str(error)})


def _clean(send: Send) -> Send:
    """Send messages on, errors without what only we should know."""

    async def clean(message: Message) -> None:
        text = message.get("text")
        if isinstance(text, str) and text.startswith(_ERROR):
            message["text"] = _told(text)
        await send(message)

    return clean


def _told(text: str) -> str:
    """An error frame as it may go out: errors of ours, of the protocol, and nothing else."""
    frame = json.loads(text)
    data = frame.get("data", {})
    known = getattr(errors, str(data.get("message", "")).partition(":")[0], None)
    ours = isinstance(known, type) and issubclass(known, errors.SentinelError)
    if not ours and data.get("code") in ("EXECUTION_ERROR", "SESSION_ERROR", "FACTORY_ERROR"):
        data["message"] = "something went wrong here"
    return json.dumps(frame)


def _too_deep(data: object, depth: int = MAX_DEPTH) -> bool:
    """Whether lists and objects lie in each other more than `depth` deep."""
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return depth < 0 or any(
        _too_deep(value, depth - 1) for value in inner if isinstance(value, (dict, list))
    )

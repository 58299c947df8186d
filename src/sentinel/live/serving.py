"""The gate over HTTP: Starlette routes with `msgspec`, less than half the cost of modelled ones.

    POST /live/oversee         judge an action
    POST /live/oversee/batch   judge several
    GET  /live/stats           what was decided so far
    GET  /live/health          which policies are in force

What cannot be read is a problem document (RFC 9457) with a status of its own: 413 for a body
that is too long, 422 for one that is no such request. `live_schema` documents the routes.
"""

from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from sentinel.errors import MessageError
from sentinel.live.gate import POLICY, Gate
from sentinel.live.reading.homes import readers
from sentinel.live.request import Judgement, Request
from sentinel.live.stats import Stats

BODY_BYTES: Final = 64 * 1024
"""Longest body that is read."""

MOST_AT_ONCE: Final = 100
"""Most actions of a batch."""

DEPTH: Final = 32
"""Deepest nesting of a context, or of arguments."""

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"

PREFIX: Final = "/live"


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Several actions, each judged as if it were alone."""

    requests: list[Request]


class Judgements(msgspec.Struct, frozen=True):
    """What the gate says to them, in their order."""

    judgements: list[Judgement]


class Health(msgspec.Struct, frozen=True):
    """Whether the gate judges, and by what."""

    status: str
    """`ok`; a gate that does not judge does not answer."""
    backends: list[str]
    """What requests may ask for."""
    on_failure: str
    shadow: bool
    packs: dict[str, str]
    """Versions of the policies in force."""
    reload_failure: str
    """Why newer ones are not; empty where nothing failed."""


class Problem(msgspec.Struct, frozen=True):
    """Why a request was not answered as asked."""

    type: str
    title: str
    status: int
    detail: str


class _Refused(Exception):
    """A request that is not judged."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


_Asked = TypeVar("_Asked")
_Endpoint = Callable[[HttpRequest], Awaitable[Response]]
_encode: Final = msgspec.json.Encoder().encode
_ONE: Final = msgspec.json.Decoder(Request)
_SEVERAL: Final = msgspec.json.Decoder(Batch)


def routes(gate: Gate, stats: Stats) -> list[Route]:
    """The routes of a gate.

    Args:
        gate: Judges.
        stats: Is told of every judgement.
    """
    for each in readers():
        each.load()  # Here, so that no request waits for it.

    async def oversee(http: HttpRequest) -> Response:
        asked = _decoded(_ONE, await _body(http))
        _check_depth(asked)
        # What asks a model waits for it; the policies are done before a thread is found.
        if asked.backend in ("", POLICY) and gate.default == POLICY:
            found = gate.judge(asked)
        else:
            found = await to_thread(gate.judge, asked)
        stats.add(found)
        return Response(_encode(found), media_type=JSON)

    async def batch(http: HttpRequest) -> Response:
        asked = _decoded(_SEVERAL, await _body(http)).requests
        if len(asked) > MOST_AT_ONCE:
            raise _Refused(422, f"{len(asked)} requests are more than {MOST_AT_ONCE} at a time")
        for each in asked:
            _check_depth(each)
        found = await to_thread(lambda: [gate.judge(each) for each in asked])
        for judgement in found:
            stats.add(judgement)
        return Response(_encode(Judgements(found)), media_type=JSON)

    async def figures(http: HttpRequest) -> Response:
        return Response(_encode(stats.figures()), media_type=JSON)

    async def health(http: HttpRequest) -> Response:
        packs = gate.packs
        names = [POLICY, *gate.backends]
        found = Health("ok", names, gate.on_failure, gate.shadow, packs.versions, packs.failure)
        return Response(_encode(found), media_type=JSON)

    found: Mapping[str, tuple[str, _Endpoint]] = {
        "/oversee": ("POST", _told(oversee)),
        "/oversee/batch": ("POST", _told(batch)),
        "/stats": ("GET", figures),
        "/health": ("GET", health),
    }
    return [
        Route(PREFIX + path, endpoint, methods=[method])
        for path, (method, endpoint) in found.items()
    ]


def _told(endpoint: _Endpoint) -> _Endpoint:
    """Answer what is refused."""

    async def answered(http: HttpRequest) -> Response:
        try:
            return await endpoint(http)
        except _Refused as error:
            kind, title = MessageError.__name__, (MessageError.__doc__ or "").partition("\n")[0]
            found = Problem(f"urn:sentinel:error:{kind}", title, error.status, str(error))
            return Response(_encode(found), error.status, media_type=PROBLEM)

    return answered


async def _body(http: HttpRequest) -> bytes:
    """The whole body, never more than is read."""
    said = http.headers.get("content-length", "")
    if said.isdecimal() and len(said) < 20 and int(said) > BODY_BYTES:
        raise _Refused(413, f"a body may have {BODY_BYTES:,} bytes, not {int(said):,}")
    body = bytearray()
    async for part in http.stream():
        body += part
        if len(body) > BODY_BYTES:
            raise _Refused(413, f"a body may have {BODY_BYTES:,} bytes")
    return bytes(body)


def _decoded(decoder: msgspec.json.Decoder[_Asked], body: bytes) -> _Asked:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise _Refused(422, f"the request does not fit its schema: {error}") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise _Refused(422, f"the body is no JSON: {error}") from None
    except RecursionError:
        raise _Refused(422, f"the body is nested deeper than {DEPTH}") from None


def _check_depth(asked: Request) -> None:
    """Refuse what is nested so deeply that somebody below would give up."""
    level: list[object] = [asked.context, asked.arguments]
    for _ in range(DEPTH):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise _Refused(422, f"the request is nested deeper than {DEPTH}")

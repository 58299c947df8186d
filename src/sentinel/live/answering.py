"""How routes of the gate read what they are sent, and answer what they refuse.

What cannot be done is a problem document (RFC 9457), whose type names an error of `sentinel`.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeVar

import msgspec
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from sentinel import errors

BODY_BYTES: Final = 64 * 1024
"""Longest body that is read."""

DEPTH: Final = 32
"""Deepest nesting of a context, or of arguments."""

JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"

STATUS: Final[Mapping[type[errors.SentinelError], int]] = {
    errors.OwnRequestError: 403,
    errors.ForbiddenError: 403,
    errors.UnknownReviewError: 404,
    errors.FullQueueError: 503,
    errors.ReviewError: 409,
    errors.MessageError: 422,
    errors.StoreError: 503,
}
"""Status of each error that a route may raise; a class stands for those below it, the first
that fits counts."""


class Problem(msgspec.Struct, frozen=True):
    """Why a request was not answered as asked."""

    type: str
    title: str
    status: int
    detail: str


class Refused(Exception):
    """A request that is not looked at any further.

    Args:
        status: Of the answer.
        detail: What was wrong, and what would be right.
    """

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


Endpoint = Callable[[HttpRequest], Awaitable[Response]]

_Asked = TypeVar("_Asked")
_encode: Final = msgspec.json.Encoder().encode


def answer(found: object, status: int = 200) -> Response:
    """A structure as an answer."""
    return Response(_encode(found), status, media_type=JSON)


def told(endpoint: Endpoint) -> Endpoint:
    """Have an endpoint answer what it refuses."""

    async def answered(http: HttpRequest) -> Response:
        try:
            return await endpoint(http)
        except Refused as error:
            return problem(errors.MessageError, error.status, str(error))
        except tuple(STATUS) as error:
            status = next(each for kind, each in STATUS.items() if isinstance(error, kind))
            return problem(type(error), status, _detail(error))

    return answered


async def body_of(http: HttpRequest) -> bytes:
    """The whole body, never more than is read.

    Raises:
        Refused: If it is too long.
    """
    body = bytearray()
    while True:
        message = await http.receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > BODY_BYTES:
            raise Refused(413, f"a body may have {BODY_BYTES:,} bytes")
        if not message.get("more_body", False):
            return bytes(body)


def decoded(decoder: msgspec.json.Decoder[_Asked], body: bytes) -> _Asked:
    """What a body says.

    Raises:
        Refused: If it is no JSON, or does not fit.
    """
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise Refused(422, f"the request does not fit its schema: {error}") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused(422, f"the body is no JSON: {error}") from None
    except RecursionError:
        raise Refused(422, f"the body is nested deeper than {DEPTH}") from None


def check_depth(*given: object) -> None:
    """Refuse what is nested so deeply that somebody below would give up.

    Raises:
        Refused: If it is.
    """
    level: list[object] = list(given)
    for _ in range(DEPTH):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return
    raise Refused(422, f"the request is nested deeper than {DEPTH}")


def problem(kind: type[Exception], status: int, detail: str) -> Response:
    """A problem document.

    Args:
        kind: The error; its name and the first line of its docstring say what kind of problem.
        status: Of the answer.
        detail: What was wrong, and what would be right.
    """
    title = (kind.__doc__ or "").partition("\n")[0]
    found = Problem(f"urn:sentinel:error:{kind.__name__}", title, status, detail)
    return Response(_encode(found), status, media_type=PROBLEM)


def _detail(error: Exception) -> str:
    """What went wrong; of a database only that something did, for it may name its machine."""
    if isinstance(error, errors.StoreError):
        return "what the gate keeps cannot be read or written now; try again later"
    return str(error)

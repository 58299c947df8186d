"""Answers to what cannot be done: RFC 9457 problem documents, one for every error of ours.

What went wrong inside is never told: such an answer has status 500 and no more.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sentinel import errors
from sentinel.environment.limits import RETRY_S
from sentinel.environment.pages import cleaned
from sentinel.environment.wire import SentinelAction

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[Mapping[type[errors.SentinelError], int]] = {
    errors.ScenarioError: 400,
    errors.OptionError: 400,
    errors.OverseerError: 400,
    errors.UnknownEpisodeError: 404,
    errors.TurnError: 409,
    errors.PassedError: 412,
    errors.GoneEpisodeError: 410,
    errors.ActionError: 422,
    errors.MessageError: 422,
    errors.RateError: 429,
    errors.CapacityError: 503,
}
"""Status of each error; a class of errors stands for those below it. All others are 500."""

TOLD: Final = 20
"""Most places of a body that one answer finds fault with."""


class Fault(BaseModel):
    """One place of a request that does not fit."""

    loc: list[str | int] = Field(description="Where: 'body', then the names on the way.")
    msg: str = Field(description="What would fit.")
    type: str = Field(description="Kind of fault.")


class Problem(BaseModel):
    """Why a request was not answered as asked."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="URN of the kind of problem; ends in the name of the error.")
    title: str = Field(description="What the kind means.")
    status: int = Field(description="HTTP status, again.")
    detail: str = Field(description="What was wrong this time, and what would be right.")
    errors: list[Fault] = Field(
        default_factory=list, description="Places that do not fit, for status 422."
    )


def problem(status: int, detail: str, error: type[Exception] | None = None) -> Problem:
    """A problem document.

    Args:
        status: HTTP status.
        detail: What was wrong.
        error: The kind of error; None for a problem of HTTP alone.
    """
    if error is None:
        return Problem(
            type="about:blank", title=_phrase(status), status=status, detail=_text(detail)
        )
    name, title = error.__name__, (error.__doc__ or "").partition("\n")[0]
    return Problem(
        type=f"urn:sentinel:error:{name}", title=title, status=status, detail=_text(detail)
    )


def response(found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an HTTP response."""
    document = found.model_dump(exclude={"errors"} if not found.errors else None)
    return JSONResponse(document, found.status, headers, MEDIA_TYPE)


def refused(error: errors.SentinelError) -> Response:
    """The answer to a request that one of our errors has ended."""
    status = status_of(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return internal()
    name, text = type(error).__name__, str(error)
    retry = {"Retry-After": str(RETRY_S)} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return response(problem(status, text.removeprefix(f"{name}: "), type(error)), retry)


def status_of(error: errors.SentinelError) -> int:
    """HTTP status of an error."""
    found = (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def internal() -> Response:
    """The answer when something of ours broke; it says nothing else."""
    return response(problem(500, "something went wrong here; it has been logged"))


async def on_sentinel_error(_: Request, error: Exception) -> Response:
    """Answer an error of ours."""
    assert isinstance(error, errors.SentinelError)
    return refused(error)


async def on_invalid(_: Request, error: Exception) -> Response:
    """Answer a request that does not fit its model; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)
    return invalid(error.errors())


async def on_invalid_action(_: Request, error: Exception) -> Response:
    """Answer an action that OpenEnv's pages did not check; any other model is ours, and broken."""
    assert isinstance(error, ValidationError)
    if error.title != SentinelAction.__name__:
        return internal()
    return invalid(error.errors(include_url=False, include_context=False, include_input=False))


async def on_http_error(_: Request, error: Exception) -> Response:
    """Answer what the framework, or OpenEnv's own routes, refuse."""
    assert isinstance(error, HTTPException)
    detail: object = error.detail
    if isinstance(detail, list):
        return invalid(detail)
    return response(problem(error.status_code, str(detail)), error.headers)


async def on_crash(_: Request, error: Exception) -> Response:
    """Answer anything else."""
    return internal()


def invalid(faults: Sequence[Any]) -> Response:
    """The answer to faults that Pydantic has found."""
    found = problem(422, "the request does not fit its schema; see errors", errors.MessageError)
    found.errors = [
        Fault(
            loc=[_place(each) for each in fault.get("loc", ())],
            msg=_text(fault.get("msg", "")),
            type=str(fault.get("type", "")),
        )
        for fault in faults[:TOLD]
    ]
    return response(found)


def _place(part: object) -> str | int:
    return part if isinstance(part, int) else _text(part)[:100]


def _text(value: object) -> str:
    return str(cleaned(str(value)))


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"

"""The routes of the reviews, as `live_schema` writes them into the document."""

from typing import Any, Final, NamedTuple

from sentinel.live.answering import PROBLEM, Problem
from sentinel.live.review_routes import MOST_LISTED, PREFIXES
from sentinel.live.review_state import State
from sentinel.live.review_watch import LONGEST_S
from sentinel.live.review_wire import EditWord, Queue, ReviewAnswer, Use, Word

STRUCTURES: Final = (Word, EditWord, Use, ReviewAnswer, Queue)
"""What the routes read and write."""

REFERENCE: Final = "#/components/schemas/Live{name}"
"""Where a structure stands in the document."""

TAG: Final = "Reviews"


class _Route(NamedTuple):
    path: str
    method: str
    summary: str
    asked: type | None
    answered: type
    refusals: tuple[str, ...]


_SAID: Final = ("403", "404", "409", "413", "422", "503")
_ROUTES: Final = (
    _Route("", "get", "The actions that wait for people", None, Queue, ("404", "422", "503")),
    _Route("/{id}", "get", "One review, waited for if asked", None, ReviewAnswer,
           ("404", "422", "503")),
    _Route("/{id}/approve", "post", "Let exactly this run, once", Word, ReviewAnswer, _SAID),
    _Route("/{id}/deny", "post", "Do not let it run", Word, ReviewAnswer, _SAID),
    _Route("/{id}/edit", "post", "Have another action run instead", EditWord, ReviewAnswer, _SAID),
    _Route("/{id}/use", "post", "Use an approval up", Use, ReviewAnswer, _SAID),
)  # fmt: skip
_TOLD: Final = {
    "403": "Forbidden: nobody decides what they asked for themselves",
    "404": "Not Found: there is no such review",
    "409": "Conflict: it was decided, used or changed, it has expired, or is about something else",
    "413": "Content Too Large",
    "422": "Unprocessable Content",
    "503": "Service Unavailable: reviews cannot be kept now",
}
_NUMBER: Final = {"type": "number", "minimum": 0, "maximum": LONGEST_S, "default": 0}
_QUERIES: Final[dict[str, list[dict[str, Any]]]] = {
    "": [
        {"name": "state", "in": "query", "description": "In which state; may be repeated.",
         "schema": {"type": "array", "items": {"type": "string", "enum": list(State)}}},
        {"name": "limit", "in": "query", "description": "Most of them.",
         "schema": {"type": "integer", "minimum": 1, "maximum": MOST_LISTED, "default": 50}},
        {"name": "after", "in": "query", "description": "`next` of the page before.",
         "schema": {"type": "string"}},
    ],
    "/{id}": [
        {"name": "wait", "in": "query", "schema": _NUMBER,
         "description": "Seconds to wait for a decision."},
    ],
}  # fmt: skip
_ID: Final = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def review_paths() -> dict[str, Any]:
    """The routes, as `paths` of a document."""
    found: dict[str, Any] = {}
    for prefix in PREFIXES:
        for route in _ROUTES:
            found.setdefault(prefix + route.path, {})[route.method] = _operation(prefix, route)
    return found


def _operation(prefix: str, route: _Route) -> dict[str, Any]:
    name = f"{prefix}{route.path}_{route.method}".strip("/")
    operation: dict[str, Any] = {
        "tags": [TAG],
        "summary": route.summary,
        "operationId": "".join(each if each.isalnum() else "_" for each in name),
        "parameters": [*([_ID] if "{id}" in route.path else []), *_QUERIES.get(route.path, [])],
        "responses": {"200": {"description": "OK", "content": _json(route.answered)}}
        | {
            status: {"description": _TOLD[status], "content": _json(Problem, PROBLEM)}
            for status in route.refusals
        },
    }
    if route.asked is not None:
        operation["requestBody"] = {"required": True, "content": _json(route.asked)}
    return operation


def _json(structure: type, media_type: str = "application/json") -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": REFERENCE.format(name=structure.__name__)}}}

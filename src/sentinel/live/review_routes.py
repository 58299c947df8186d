"""Reviews over HTTP, at `/live/reviews` and at `/reviews`.

GET  /live/reviews               the queue: ?state=pending&limit=50&after=ID
GET  /live/reviews/ID            one review: ?wait=SECONDS until it is decided
POST /live/reviews/ID/approve    {"reason": ..., "by": ...}
POST /live/reviews/ID/deny       the same
POST /live/reviews/ID/edit       {"reason": ..., "edit": {"action_description": ...}}
POST /live/reviews/ID/use        {"action_hash": ...}
"""

from asyncio import to_thread
from collections.abc import Callable
from math import isfinite
from typing import Final, NamedTuple

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from sentinel.errors import MessageError, OtherActionError, OwnRequestError
from sentinel.live.answering import Endpoint, answer, body_of, check_depth, decoded, told
from sentinel.live.review import Decision, Reviews
from sentinel.live.review_rows import Case
from sentinel.live.review_state import Review, State
from sentinel.live.review_watch import LONGEST_S, Watch
from sentinel.live.review_wire import EditWord, Queue, Use, Word, answer_of, changes_of, line_of

PREFIXES: Final = ("/live/reviews", "/reviews")

MOST_LISTED: Final = 100
"""Most reviews of one page."""

_WORD: Final = msgspec.json.Decoder(Word)
_EDIT: Final = msgspec.json.Decoder(EditWord)
_USE: Final = msgspec.json.Decoder(Use)


class Caller(NamedTuple):
    """Who sends a request, as far as the server knows."""

    name: str = ""
    """Empty where it does not; then the body says who decides."""
    tenant: str | None = ""
    """Whose reviews they see; None for everybody's."""


Identify = Callable[[HttpRequest, str], Caller]
"""Says who sends a request that needs a scope: `oversee`, `review`, or `read`, or who may list
reviews, `queue`; refuses others."""


def anybody(http: HttpRequest, scope: str) -> Caller:
    """Nobody is known, and everybody may: a server on its own machine without keys."""
    return Caller()


def review_routes(reviews: Reviews, watch: Watch, identify: Identify = anybody) -> list[Route]:
    """The routes of the reviews.

    Args:
        reviews: Keeps them.
        watch: Lets requests wait; hears of what happens.
        identify: Says who asks.
    """
    desk = _Desk(reviews, watch, identify)
    endpoints: dict[tuple[str, str], Endpoint] = {
        ("GET", ""): desk.queue,
        ("GET", "/{id}"): desk.one,
        ("POST", "/{id}/approve"): desk.approve,
        ("POST", "/{id}/deny"): desk.deny,
        ("POST", "/{id}/edit"): desk.edit,
        ("POST", "/{id}/use"): desk.use,
    }
    return [
        Route(prefix + path, told(endpoint), methods=[method])
        for prefix in PREFIXES
        for (method, path), endpoint in endpoints.items()
    ]


class _Desk:
    def __init__(self, reviews: Reviews, watch: Watch, identify: Identify) -> None:
        self._reviews, self._watch, self._identify = reviews, watch, identify

    async def queue(self, http: HttpRequest) -> Response:
        tenant = self._identify(http, "queue").tenant
        states = [_state(each) for each in http.query_params.getlist("state")]
        limit = int(_number(http, "limit", 50, 1, MOST_LISTED))
        after = http.query_params.get("after", "")
        found = await to_thread(self._reviews.queue, tenant, states, limit + 1, after)
        page = found[:limit]
        more = page[-1].review.id if len(found) > limit else ""
        return answer(Queue(reviews=[line_of(each) for each in page], next=more))

    async def one(self, http: HttpRequest) -> Response:
        caller = self._identify(http, "read")
        wait_s, name = _number(http, "wait", 0.0, 0.0, LONGEST_S), http.path_params["id"]

        async def look() -> Case:
            return await to_thread(self._reviews.find, name, caller.tenant)

        case = await (self._watch.decided(name, look, wait_s) if wait_s else look())
        return answer(answer_of(case))

    async def approve(self, http: HttpRequest) -> Response:
        return await self._say(http, self._reviews.approve)

    async def deny(self, http: HttpRequest) -> Response:
        return await self._say(http, self._reviews.deny)

    async def edit(self, http: HttpRequest) -> Response:
        caller = self._identify(http, "review")
        word = decoded(_EDIT, await body_of(http))
        changes = changes_of(word.edit)
        check_depth(changes.get("arguments"))
        return await self._done(
            http, caller, word, lambda name, said: self._reviews.edit(name, said, changes)
        )

    async def use(self, http: HttpRequest) -> Response:
        caller = self._identify(http, "oversee")
        asked, name = decoded(_USE, await body_of(http)), http.path_params["id"]
        await to_thread(self._reviews.use, name, asked.action_hash, caller.tenant)
        return await self._answered(name, caller)

    async def _say(self, http: HttpRequest, say: Callable[[str, Decision], Review]) -> Response:
        caller = self._identify(http, "review")
        return await self._done(http, caller, decoded(_WORD, await body_of(http)), say)

    async def _done(
        self,
        http: HttpRequest,
        caller: Caller,
        word: Word,
        say: Callable[[str, Decision], Review],
    ) -> Response:
        name, said = http.path_params["id"], _decision(caller, word)

        def decide() -> Review:
            if word.action_hash:
                there = self._reviews.find(name, caller.tenant).review
                if there.action_hash != word.action_hash:
                    raise OtherActionError(f"review {name} is about another action")
            return say(name, said)

        await to_thread(decide)
        return await self._answered(name, caller)

    async def _answered(self, name: str, caller: Caller) -> Response:
        return answer(answer_of(await to_thread(self._reviews.find, name, caller.tenant)))


def _decision(caller: Caller, word: Word) -> Decision:
    """What somebody decides, in nobody's name but their own."""
    if caller.name and word.by and word.by != caller.name:
        raise OwnRequestError(f"{caller.name!r} decides in no other name than their own")
    return Decision(
        by=caller.name or word.by,
        reason=word.reason,
        deserved=word.deserved,
        tenant=caller.tenant,
    )


def _state(word: str) -> State:
    try:
        return State(word)
    except ValueError:
        known = ", ".join(State)
        raise MessageError(f"state={word[:40]!r} must be one of {known}") from None


def _number(http: HttpRequest, name: str, default: float, least: float, most: float) -> float:
    word = http.query_params.get(name)
    if word is None:
        return default
    try:
        found = float(word)
    except ValueError:
        found = -1.0
    if not isfinite(found) or not least <= found <= most:
        raise MessageError(f"{name}={word[:40]!r} must be a number from {least:g} to {most:g}")
    return found

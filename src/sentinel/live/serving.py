"""The gate over HTTP: Starlette routes with `msgspec`, less than half the cost of modelled ones.

    POST /live/oversee         judge an action
    POST /live/oversee/batch   judge several
    GET  /live/stats           what was decided so far
    GET  /live/health          which policies are in force

What cannot be read is a problem document (RFC 9457) with a status of its own: 413 for a body
that is too long, 422 for one that is no such request. `live_schema` documents the routes, and
`review_routes` has those of the reviews.
"""

from asyncio import to_thread
from collections.abc import Mapping
from typing import Final

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from sentinel.live.answering import Endpoint, Refused, answer, body_of, check_depth, decoded, told
from sentinel.live.gate import POLICY, Gate
from sentinel.live.request import Judgement, Request
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.review_gate import NOBODY, Asking
from sentinel.live.stats import Stats

MOST_AT_ONCE: Final = 100
"""Most actions of a batch."""

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


_ONE: Final = msgspec.json.Decoder(Request)
_SEVERAL: Final = msgspec.json.Decoder(Batch)


def routes(gate: Gate, stats: Stats, desk: ReviewDesk | None = None) -> list[Route]:
    """The routes of a gate.

    Args:
        gate: Judges.
        stats: Is told of every judgement.
        desk: Has people review what is escalated; None where nobody does.
    """

    async def people(asked: Request, found: Judgement, asking: Asking) -> Judgement:
        answered = found if desk is None else await desk.answered(asked, found, asking)
        stats.add(answered)
        return answered

    async def oversee(http: HttpRequest) -> Response:
        asking = NOBODY if desk is None else desk.asking(http)
        asked = decoded(_ONE, await body_of(http))
        check_depth(asked.context, asked.arguments)
        # What asks a model waits for it; the policies are done before a thread is found.
        if asked.backend in ("", POLICY) and gate.default == POLICY:
            found = gate.judge(asked)
        else:
            found = await to_thread(gate.judge, asked)
        return answer(await people(asked, found, asking))

    async def batch(http: HttpRequest) -> Response:
        asking = NOBODY if desk is None else desk.asking(http)
        asked = decoded(_SEVERAL, await body_of(http)).requests
        if len(asked) > MOST_AT_ONCE:
            raise Refused(422, f"{len(asked)} requests are more than {MOST_AT_ONCE} at a time")
        for each in asked:
            check_depth(each.context, each.arguments)
        found = await to_thread(lambda: [gate.judge(each) for each in asked])
        pairs = zip(asked, found, strict=True)
        return answer(Judgements([await people(*pair, asking) for pair in pairs]))

    async def figures(http: HttpRequest) -> Response:
        board = None if desk is None else await desk.board(desk.asking(http).tenant)
        return answer(msgspec.structs.replace(stats.figures(), scoreboard=board))

    async def health(http: HttpRequest) -> Response:
        packs = gate.packs
        names = [POLICY, *gate.backends]
        found = Health("ok", names, gate.on_failure, gate.shadow, packs.versions, packs.failure)
        return answer(found)

    found: Mapping[str, tuple[str, Endpoint]] = {
        "/oversee": ("POST", told(oversee)),
        "/oversee/batch": ("POST", told(batch)),
        "/stats": ("GET", told(figures)),
        "/health": ("GET", health),
    }
    mine = [
        Route(PREFIX + path, endpoint, methods=[method])
        for path, (method, endpoint) in found.items()
    ]
    return mine if desk is None else [*mine, *desk.routes()]

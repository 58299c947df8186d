"""The gate over HTTP: Starlette routes with `msgspec`, less than half the cost of modelled ones.

    POST /live/oversee         judge an action
    POST /live/oversee/batch   judge several
    POST /live/outcome         say what a judged action did, where there is an audit log
    GET  /live/stats           what was decided so far
    GET  /live/health          which policies are in force

What cannot be read is a problem document (RFC 9457) with a status of its own: 413 for a body
that is too long, 422 for one that is no such request. `live_schema` documents the routes, and
`review_routes` has those of the reviews.
"""

from asyncio import gather, to_thread
from collections.abc import Mapping
from typing import Final

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from sentinel.live.answering import Endpoint, Refused, answer, body_of, check_depth, decoded, told
from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.recording import Outcome, Recorder
from sentinel.live.request import Judgement, Request
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.review_gate import NOBODY, Asking
from sentinel.live.scoring import together
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
    """`ok`, or `degraded` where answers are what `on_failure` says; a gate that does not judge does
    not answer."""
    backends: list[str]
    """What requests may ask for."""
    on_failure: str
    shadow: bool
    packs: dict[str, str]
    """Versions of the policies in force."""
    reload_failure: str
    """Why newer ones are not; empty where nothing failed."""
    audited: bool = False
    """Whether judgements are written into an audit log before they are answered."""
    reason: str = ""
    """Why it is degraded; empty where it is not."""


_ONE: Final = msgspec.json.Decoder(Request)
_SEVERAL: Final = msgspec.json.Decoder(Batch)
_OUTCOME: Final = msgspec.json.Decoder(Outcome)


_Found = Mapping[str, tuple[str, Endpoint]]


def routes(
    gate: Gate, stats: Stats, desk: ReviewDesk | None = None, audit: Audit | None = None
) -> list[Route]:
    """The routes of a gate.

    Args:
        gate: Judges.
        stats: Is told of every judgement.
        desk: Has people review what is escalated; None where nobody does.
        audit: Every judgement is written there before it is answered; None where none is.
    """
    recorder = None if audit is None else Recorder(gate, audit)

    found = {
        **_judging(gate, stats, desk, recorder),
        **_telling(gate, stats, desk, recorder),
        "/outcome": ("POST", told(_reporting(stats, desk, recorder))),
    }
    mine = [
        Route(PREFIX + path, endpoint, methods=[method])
        for path, (method, endpoint) in found.items()
    ]
    return mine if desk is None else [*mine, *desk.routes()]


def _judging(
    gate: Gate, stats: Stats, desk: ReviewDesk | None, recorder: Recorder | None
) -> _Found:
    """The routes that judge."""

    async def people(asked: Request, found: Judgement, asking: Asking) -> Judgement:
        answered = found if desk is None else await desk.answered(asked, found, asking)
        if recorder is not None:
            answered = await recorder.recorded(asked, answered, asking.tenant)
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
        answered = await gather(*(people(*pair, asking) for pair in pairs))
        return answer(Judgements(answered))

    return {"/oversee": ("POST", told(oversee)), "/oversee/batch": ("POST", told(batch))}


def _reporting(stats: Stats, desk: ReviewDesk | None, recorder: Recorder | None) -> Endpoint:
    """The route that is told what an action did."""

    async def outcome(http: HttpRequest) -> Response:
        asking = NOBODY if desk is None else desk.asking(http)
        said = decoded(_OUTCOME, await body_of(http))
        if recorder is None:
            raise Refused(404, "there is no audit log, and no judgement to report on")
        noted, score = await recorder.reported(said, asking.tenant)
        stats.report(said.outcome, score)
        return answer(noted)

    return outcome


def _telling(
    gate: Gate, stats: Stats, desk: ReviewDesk | None, recorder: Recorder | None
) -> _Found:
    """The routes that tell how it stands."""

    async def figures(http: HttpRequest) -> Response:
        board = None if desk is None else await desk.board(desk.asking(http).tenant)
        found = stats.figures()
        whole = together((board, found.scoreboard))
        return answer(msgspec.structs.replace(found, scoreboard=whole))

    async def health(http: HttpRequest) -> Response:
        packs = gate.packs
        names = [POLICY, *gate.backends]
        reason = "" if recorder is None else recorder.reason
        status = "degraded" if reason else "ok"
        found = Health(status, names, gate.on_failure, gate.shadow, packs.versions, packs.failure,
                       recorder is not None, reason)  # fmt: skip
        return answer(found)

    return {"/stats": ("GET", told(figures)), "/health": ("GET", health)}

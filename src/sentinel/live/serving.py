"""The gate over HTTP: Starlette routes with `msgspec`, less than half the cost of modelled ones.

    POST /live/oversee         judge an action
    POST /live/oversee/batch   judge several
    POST /live/outcome         say what a judged action did, where there is an audit log
    GET  /live/stats           what was decided so far
    GET  /live/health          which policies are in force
    GET  /live/health/ready    the same; 503 where judgements cannot be kept
    GET  /live/health/live     that the process answers

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

from sentinel.errors import OptionError
from sentinel.live.answering import Endpoint, Refused, answer, body_of, check_depth, decoded, told
from sentinel.live.audit import Audit
from sentinel.live.behind import Behind
from sentinel.live.gate import POLICY, Gate
from sentinel.live.hints import check_environment
from sentinel.live.recording import Outcome
from sentinel.live.request import Judgement, Request
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.review_routes import Identify, anybody
from sentinel.live.scoring import together
from sentinel.live.stats import Stats
from sentinel.live.telemetry_seam import Telemetry

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


class Alive(msgspec.Struct, frozen=True):
    """That the process answers."""

    status: str


_ONE: Final = msgspec.json.Decoder(Request)
_SEVERAL: Final = msgspec.json.Decoder(Batch)
_OUTCOME: Final = msgspec.json.Decoder(Outcome)


_Found = Mapping[str, tuple[str, Endpoint]]


def routes(
    gate: Gate,
    stats: Stats,
    desk: ReviewDesk | None = None,
    audit: Audit | None = None,
    identify: Identify = anybody,
    telemetry: Telemetry | None = None,
) -> list[Route]:
    """The routes of a gate; arguments are as in `Behind.of`."""
    return routes_of(Behind.of(gate, stats, desk, audit, identify, telemetry))


def routes_of(behind: Behind) -> list[Route]:
    """The routes of what stands behind them."""
    found = {
        **_judging(behind),
        **_telling(behind),
        "/outcome": ("POST", told(_reporting(behind))),
    }
    mine = [
        Route(PREFIX + path, endpoint, methods=[method])
        for path, (method, endpoint) in found.items()
    ]
    return mine if behind.desk is None else [*mine, *behind.desk.routes()]


def _judging(behind: Behind) -> _Found:
    """The routes that judge."""
    gate = behind.gate

    async def oversee(http: HttpRequest) -> Response:
        asking = behind.asking(http)
        asked = decoded(_ONE, await body_of(http))
        _check(asked)
        return answer(await behind.judged(asked, asking, http.headers))

    async def batch(http: HttpRequest) -> Response:
        asking = behind.asking(http)
        asked = decoded(_SEVERAL, await body_of(http)).requests
        if len(asked) > MOST_AT_ONCE:
            raise Refused(422, f"{len(asked)} requests are more than {MOST_AT_ONCE} at a time")
        for each in asked:
            _check(each)
        found = await to_thread(lambda: [gate.judge(each) for each in asked])
        pairs = zip(asked, found, strict=True)
        answered = await gather(*(behind.told(*pair, asking, http.headers) for pair in pairs))
        return answer(Judgements(answered))

    return {"/oversee": ("POST", told(oversee)), "/oversee/batch": ("POST", told(batch))}


def _check(asked: Request) -> None:
    """Refuse what fits the schema and cannot be judged."""
    check_depth(asked.context, asked.arguments)
    try:
        check_environment(asked.environment)
    except OptionError as error:
        raise Refused(422, str(error)) from None


def _reporting(behind: Behind) -> Endpoint:
    """The route that is told what an action did."""
    recorder = behind.recorder

    async def outcome(http: HttpRequest) -> Response:
        asking = behind.asking(http)
        said = decoded(_OUTCOME, await body_of(http))
        if recorder is None:
            raise Refused(404, "there is no audit log, and no judgement to report on")
        noted, score = await recorder.reported(said, asking.tenant)
        behind.stats.report(said.outcome, score, asking.tenant)
        return answer(noted)

    return outcome


def _telling(behind: Behind) -> _Found:
    """The routes that tell how it stands."""
    gate, desk, recorder = behind.gate, behind.desk, behind.recorder

    async def figures(http: HttpRequest) -> Response:
        tenant = behind.identify(http, "read").tenant
        board = None if desk is None else await desk.board(tenant)
        found = behind.stats.figures(tenant)
        whole = together((board, found.scoreboard))
        return answer(msgspec.structs.replace(found, scoreboard=whole))

    def standing() -> Health:
        packs = gate.packs
        names = [POLICY, *gate.backends]
        reason = "" if recorder is None else recorder.reason
        return Health("degraded" if reason else "ok", names, gate.on_failure, gate.shadow,
                      packs.versions, packs.failure, recorder is not None, reason)  # fmt: skip

    async def health(http: HttpRequest) -> Response:
        return answer(standing())

    async def ready(http: HttpRequest) -> Response:
        found = standing()
        return answer(found, 503 if found.reason else 200)

    async def alive(http: HttpRequest) -> Response:
        return answer(Alive("ok"))

    return {
        "/stats": ("GET", told(figures)),
        "/health": ("GET", health),
        "/health/ready": ("GET", ready),
        "/health/live": ("GET", alive),
    }

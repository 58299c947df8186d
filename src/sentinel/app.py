"""The application that is served: OpenEnv's routes, the HTTP API, metrics, and what guards them.

`sentinel serve` runs it; so does `uvicorn --factory sentinel.app:application`.
"""

import gc
import socket
from asyncio import create_task, gather, sleep, to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from logging import getLogger
from typing import Final

import uvicorn
from fastapi import FastAPI, Response
from fastapi.exceptions import RequestValidationError
from openenv.core.env_server.http_server import create_fastapi_app
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import ValidationError
from starlette.exceptions import HTTPException

import sentinel
from sentinel.environment.episodes import Episodes
from sentinel.environment.guard import Guard
from sentinel.environment.http import routes
from sentinel.environment.limits import DEMO_SESSIONS, MAX_MESSAGE_BYTES, Rates, Slots
from sentinel.environment.metrics import Metrics
from sentinel.environment.problems import (
    on_crash,
    on_http_error,
    on_invalid,
    on_invalid_action,
    on_sentinel_error,
)
from sentinel.environment.protocol import Labels, Mode, Party
from sentinel.environment.served import ServedEnvironment
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.environment.workers import Workers, by_default, door
from sentinel.errors import SentinelError
from sentinel.live.access_guard import identify
from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.live_schema import merged
from sentinel.live.overseeing import default_gate, oversee
from sentinel.live.review_desk import ReviewDesk, desk_of
from sentinel.live.serving import routes as live_routes
from sentinel.live.stats import Stats
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS, Settings
from sentinel.ui.mounting import mount
from sentinel.verdict import Decision

NAME: Final = "sentinel"
"""Name of the environment in the Task API."""

GRACE_S: Final = 5
"""Seconds that a server which is told to stop gives its connections."""

DESCRIPTION: Final = """
Can an AI overseer be trusted to stop another AI's bad action, and let the good ones through?

Episodes are played over the WebSocket `/ws` (OpenEnv's protocol), or as resources under
`/api/v1`. OpenEnv's own `/reset` and `/step` make a new environment for every request.
The gate judges what any agent is about to do at `/live/oversee`.
"""


def application(
    settings: Settings = SETTINGS, number: int = 1, audit: Audit | None = None
) -> FastAPI:
    """Make the application.

    Args:
        settings: How many episodes it plays at a time, when it lets idle ones go, and whether
            it is a demo, in which each address has its share.
        number: Processes that play its WebSocket sessions; one is the process it is served in.
        audit: Where the gate's judgements are written before they are answered, and where people
            review what it escalates, but in a demo; closed when the application ends. None for
            neither.

    Raises:
        SentinelError: If there cannot be as many, or something in the settings does not fit.
    """
    if settings.demo and number > 1:
        raise SentinelError("a demo counts what each address asks for, and has one worker")
    slots = Slots(settings.max_sessions, DEMO_SESSIONS if settings.demo else None)
    episodes = Episodes(slots, settings.idle_s)
    workers = Workers(number if number > 1 else 0, slots)
    metrics = Metrics(
        lambda: slots.taken, lambda: len(episodes), lambda: workers.pids, lambda: workers.counts
    )
    app = create_fastapi_app(
        ServedEnvironment,
        SentinelAction,
        SentinelObservation,
        env_name=NAME,
        max_concurrent_envs=settings.max_sessions,
        state_cls=SentinelState,
    )
    app.title, app.version, app.description = "SENTINEL", sentinel.__version__, DESCRIPTION
    app.state.episodes, app.state.metrics, app.state.workers = episodes, metrics, workers
    app.include_router(routes)
    gate = default_gate()
    desk = None if audit is None or settings.demo else desk_of(settings, gate, audit, identify)
    stats = _mount_gate(app, gate, metrics, audit, desk)
    app.add_api_route(
        "/metrics",
        lambda: Response(metrics.text(), media_type=CONTENT_TYPE_LATEST),
        tags=["Health"],
        summary="What this server counts, as Prometheus reads it",
        response_class=Response,
    )
    for kind, answer in (
        (SentinelError, on_sentinel_error),
        (RequestValidationError, on_invalid),
        (ValidationError, on_invalid_action),
        (HTTPException, on_http_error),
        (Exception, on_crash),
    ):
        app.add_exception_handler(kind, answer)
    app.add_middleware(
        Guard, slots=slots, rates=Rates() if settings.demo else None, metrics=metrics
    )
    _warm_at_start(app, episodes, workers, audit, desk)
    mount(app, gate, stats)
    return app


def warm() -> None:
    """Play a little of everything, so that nobody waits for a compiler later."""
    for tier in Tier:
        for mode in Mode:
            environment = SentinelEnvironment()
            seen = environment.reset(seed=42, task_id=tier, mode=mode, labels=Labels.REDRAWN)
            while not seen.done:
                seen = environment.step(_some_move(seen))
    for command in ("ls -l | head", "psql -c 'SELECT 1'", "kubectl get pods"):
        oversee(command)


def serve(host: str, port: int, workers: int | None = None, audit: Audit | None = None) -> None:
    """Serve until told to stop.

    Args:
        host: Address to listen at.
        port: Port to listen at; 0 for a free one.
        workers: Processes that play WebSocket sessions; by default one for each processor, at
            most four, and one for a demo or where connections cannot be handed over.
        audit: As for `application`.

    Raises:
        SentinelError: If nobody can listen there, or there cannot be as many workers.
    """
    number = workers or (1 if SETTINGS.demo else by_default())
    app = application(SETTINGS, number, audit)
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise SentinelError(f"cannot listen at {host} port {port}: {error.strerror}") from error
    # Headers and body are written apart: without this each answer waits for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _Server(configured(app)).run(sockets=[listener])


def configured(app: FastAPI, log_level: str | None = None) -> uvicorn.Config:
    """How an application of ours is served.

    Args:
        app: What `application` made.
        log_level: Least level of what is logged; that of uvicorn by default.
    """
    workers: Workers = app.state.workers
    return uvicorn.Config(
        app,
        ws=door(workers) if workers.number else "auto",
        access_log=False,
        log_level=log_level,
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=bool(SETTINGS.proxies),
        forwarded_allow_ips=list(SETTINGS.proxies),
        ws_max_size=4 * MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,
    )


def _mount_gate(
    app: FastAPI, gate: Gate, metrics: Metrics, audit: Audit | None, desk: ReviewDesk | None
) -> Stats:
    """Serve a gate, first of all routes, and have the document say so."""
    stats = Stats((POLICY, *gate.backends), metrics.registry)
    app.router.routes[:0] = live_routes(gate, stats, desk, audit, identify)
    written = app.openapi
    app.openapi = lambda: merged(written(), reviews=desk is not None)  # type: ignore[method-assign]
    return stats


class _Server(uvicorn.Server):
    """A server that says where it listens once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or ():
            host, port, *_ = each.getsockname()
            shown = f"[{host}]" if ":" in host else host
            getLogger("uvicorn.error").info("SENTINEL listens at http://%s:%d", shown, port)


def _some_move(seen: SentinelObservation) -> SentinelAction:
    if seen.role is Party.OVERSEER:
        return SentinelAction(role=Party.OVERSEER, decision=Decision.APPROVE, reason="E1 and D1")
    assert seen.briefing is not None
    name = seen.briefing.dashboard[0].about
    tool = ("restart_service", "query_logs")[seen.decision_step % 2]
    return SentinelAction(role=Party.RESPONDER, tool=tool, target=name, reason="It is needed.")


def _warm_at_start(
    app: FastAPI,
    episodes: Episodes,
    workers: Workers,
    audit: Audit | None,
    desk: ReviewDesk | None,
) -> None:
    """Have the application warm up before it serves, and tidy up while it does."""
    inner = app.router.lifespan_context

    async def tidy() -> None:
        while True:
            await sleep(max(1.0, episodes.idle_s / 4))
            episodes.reap()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        workers.start()
        await to_thread(warm)
        gc.collect()
        gc.freeze()  # compilers and libraries stay; walking them costs 50 ms each time
        await workers.go()
        tidying = [create_task(tidy())]
        if desk is not None:
            tidying.append(create_task(desk.attend()))
        try:
            async with inner(app):
                yield
        finally:
            for each in tidying:
                each.cancel()
            await gather(*tidying, return_exceptions=True)
            if audit is not None:
                await to_thread(audit.close)
            await workers.stopped()

    app.router.lifespan_context = lifespan

"""The application that is served: OpenEnv's routes, the HTTP API, metrics, and what guards them.

`sentinel serve` runs it; so does `uvicorn --factory sentinel.app:application`.
"""

import signal
import socket
from asyncio import get_running_loop
from collections.abc import Collection
from importlib import import_module
from ipaddress import ip_address
from logging import getLogger
from typing import Final, cast

import uvicorn
from fastapi import FastAPI, Response
from fastapi.exceptions import RequestValidationError
from openenv.core.env_server.http_server import create_fastapi_app
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from uvicorn.config import LOGGING_CONFIG

import sentinel
from sentinel.environment.episodes import Episodes
from sentinel.environment.guard import Guard
from sentinel.environment.http import declare, routes
from sentinel.environment.limits import DEMO_SESSIONS, MAX_MESSAGE_BYTES, Rates, Slots
from sentinel.environment.metrics import Metrics
from sentinel.environment.problems import (
    on_crash,
    on_http_error,
    on_invalid,
    on_invalid_action,
    on_sentinel_error,
)
from sentinel.environment.protocol import NAME
from sentinel.environment.served import ServedEnvironment
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.environment.workers import Workers, by_default, door
from sentinel.errors import SentinelError
from sentinel.live.access import Access
from sentinel.live.access_guard import AccessGuard, OwnPages, identify
from sentinel.live.audit import Audit
from sentinel.live.behind import Behind
from sentinel.live.gate import POLICY, Gate
from sentinel.live.keys import Keys
from sentinel.live.live_schema import merged
from sentinel.live.overseeing import default_gate
from sentinel.live.review_desk import desk_of
from sentinel.live.serving import routes_of
from sentinel.live.stats import Stats
from sentinel.live.store import Store
from sentinel.live.straight import Straight
from sentinel.live.telemetry_seam import Telemetry
from sentinel.logs import as_json
from sentinel.settings import SETTINGS, Settings
from sentinel.warming import warm, warm_at_start

GRACE_S: Final = 5
"""Seconds that a server which is told to stop gives its connections."""

DESCRIPTION: Final = """
Can an AI overseer be trusted to stop another AI's bad action, and let the good ones through?

Episodes are played over the WebSocket `/ws` (OpenEnv's protocol), or as resources under
`/api/v1`. OpenEnv's own `/reset` and `/step` make a new environment for every request.
The gate judges what any agent is about to do at `/live/oversee`.
"""


def application(
    settings: Settings = SETTINGS,
    number: int = 1,
    audit: Audit | None = None,
    *,
    gate: Gate | None = None,
    access: Access | None = None,
    hosts: Collection[str] = (),
    pages: bool = True,
) -> FastAPI:
    """Make the application.

    Args:
        settings: How many episodes it plays at a time, when it lets idle ones go, and whether
            it is a demo, in which each address has its share.
        number: Processes that play its WebSocket sessions; one is the process it is served in.
        audit: Where the gate's judgements are written before they are answered, and where people
            review what it escalates, but in a demo; closed when the application ends. None for
            neither.
        gate: Judges; the one with the packs that ship when None.
        access: Knows the keys that are asked for; those of the settings when None, if they ask
            for any. Without keys nobody is answered who comes from elsewhere, but in a demo.
        hosts: Names under which a server without keys may be asked; any where empty.
        pages: Whether there are pages for people at `/web`.

    Raises:
        SentinelError: If there cannot be as many, or something in the settings does not fit.
    """
    if settings.demo and number > 1:
        raise SentinelError("a demo counts what each address asks for, and has one worker")
    access = access or _access(settings)
    slots = Slots(settings.max_sessions, DEMO_SESSIONS if settings.demo else None)
    episodes = Episodes(slots, settings.idle_s)
    told = {} if access is None else {"SENTINEL_KEYS": "1", "SENTINEL_STORE": access.keys.store.url}
    workers = Workers(number if number > 1 else 0, slots, told, hosts)
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
    gate = gate or default_gate()
    desk = None if audit is None or settings.demo else desk_of(settings, gate, audit, identify)
    stats = Stats((POLICY, *gate.backends), metrics.registry)
    behind = Behind.of(gate, stats, desk, audit, identify, _telemetry(settings, gate))
    app.router.routes[:0] = live = routes_of(behind)
    written = app.openapi
    app.openapi = lambda: merged(written(), reviews=desk is not None)  # type: ignore[method-assign]
    app.add_api_route(
        "/metrics",
        lambda: Response(metrics.text(), media_type=CONTENT_TYPE_LATEST),
        tags=["Health"],
        summary="What this server counts, as Prometheus reads it",
        response_class=Response,
    )
    _answer_errors(app)
    app.add_middleware(Straight, routes=live)
    app.add_middleware(
        Guard, slots=slots, rates=Rates() if settings.demo else None, metrics=metrics
    )
    if access is not None or settings.demo:
        app.add_middleware(AccessGuard, access=access, demo=settings.demo)
    else:
        app.add_middleware(OwnPages, hosts=hosts)
    warm_at_start(app, episodes, workers, audit, desk)
    if pages:
        # The library that draws them takes seconds to import, which processes that play do without.
        import_module("sentinel.ui.mounting").mount(
            app, behind, locked=access is not None and not settings.demo
        )
    return app


def _answer_errors(app: FastAPI) -> None:
    """Have whatever goes wrong answered as a problem, and say so of OpenEnv's routes."""
    declare(app.routes)
    for kind, answer in (
        (SentinelError, on_sentinel_error),
        (RequestValidationError, on_invalid),
        (ValidationError, on_invalid_action),
        (HTTPException, on_http_error),
        (Exception, on_crash),
    ):
        app.add_exception_handler(kind, answer)


def serve(
    host: str,
    port: int,
    workers: int | None = None,
    audit: Audit | None = None,
    *,
    gate: Gate | None = None,
    access: Access | None = None,
    pages: bool = True,
) -> None:
    """Serve until told to stop.

    Args:
        host: Address to listen at.
        port: Port to listen at; 0 for a free one.
        workers: Processes that play WebSocket sessions; by default one for each processor, at
            most four, and one for a demo or where connections cannot be handed over.
        audit: As for `application`, and so are the rest.
        gate: Judges.
        access: Knows the keys that are asked for.
        pages: Whether there are pages.

    Raises:
        SentinelError: If nobody can listen there, nobody may without keys, or there cannot be as
            many workers.
    """
    own = is_own(host)
    if not (own or SETTINGS.demo or access is not None):
        raise SentinelError(
            f"{host} can be reached from elsewhere, so that keys are needed: make one with "
            "`sentinel keys create NAME --scope oversee`, or listen at 127.0.0.1"
        )
    number = workers or (1 if SETTINGS.demo else by_default())
    hosts = {"localhost", "127.0.0.1", "::1", host} if own else ()
    app = application(SETTINGS, number, audit, gate=gate, access=access, hosts=hosts, pages=pages)
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise SentinelError(f"cannot listen at {host} port {port}: {error.strerror}") from error
    # Headers and body are written apart: without this each answer waits for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _Server(configured(app), gate or default_gate()).run(sockets=[listener])


def is_own(host: str) -> bool:
    """Whether only this machine can reach an address.

    Example:
        >>> is_own("127.0.0.1"), is_own("::1"), is_own("localhost"), is_own("0.0.0.0")
        (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


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
        log_config=as_json() if SETTINGS.log_json else LOGGING_CONFIG,
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=bool(SETTINGS.proxies),
        forwarded_allow_ips=list(SETTINGS.proxies),
        ws_max_size=4 * MAX_MESSAGE_BYTES,
        ws_per_message_deflate=False,
    )


def _access(settings: Settings) -> Access | None:
    """Who knows the keys, where the settings ask for them."""
    return Access(Keys(Store.open(settings.store))) if settings.keys else None


def _telemetry(settings: Settings, gate: Gate) -> Telemetry | None:
    """Who hears of judgements; its library is loaded where it is asked for."""
    if not settings.otel:
        return None
    telemetry = import_module("sentinel.live.telemetry")
    return cast("Telemetry", telemetry.exporting((POLICY, *gate.backends)))


class _Server(uvicorn.Server):
    """A server that says where it listens once it does, and reads policies again on SIGHUP."""

    def __init__(self, config: uvicorn.Config, gate: Gate) -> None:
        super().__init__(config)
        self._gate = gate

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for each in sockets or ():
            host, port, *_ = each.getsockname()
            shown = f"[{host}]" if ":" in host else host
            getLogger("uvicorn.error").info("SENTINEL listens at http://%s:%d", shown, port)
        if hasattr(signal, "SIGHUP"):
            get_running_loop().add_signal_handler(signal.SIGHUP, self._reload)

    def _reload(self) -> None:
        packs = self._gate.packs
        told = "read again" if packs.reload() else packs.failure
        getLogger("sentinel.policy").warning("policies: %s", told)


__all__ = ["application", "configured", "serve", "warm"]

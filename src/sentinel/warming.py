"""What an application does before it serves, while it does, and when it ends."""

import gc
from asyncio import create_task, gather, sleep, to_thread
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from sentinel.environment.episodes import Episodes
from sentinel.environment.protocol import Labels, Mode, Party
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction, SentinelObservation
from sentinel.environment.workers import Workers
from sentinel.live.audit import Audit
from sentinel.live.overseeing import oversee
from sentinel.live.review_desk import ReviewDesk
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Decision


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


def warm_at_start(
    app: FastAPI,
    episodes: Episodes,
    workers: Workers,
    audit: Audit | None,
    desk: ReviewDesk | None,
) -> None:
    """Have an application warm up before it serves, and tidy up while it does.

    Args:
        app: The application.
        episodes: Of its HTTP API; idle ones are let go.
        workers: Started with it, and ended.
        audit: Closed when it ends; None where there is none.
        desk: Attended to meanwhile; None where nobody reviews.
    """
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


def _some_move(seen: SentinelObservation) -> SentinelAction:
    if seen.role is Party.OVERSEER:
        return SentinelAction(role=Party.OVERSEER, decision=Decision.APPROVE, reason="E1 and D1")
    assert seen.briefing is not None
    name = seen.briefing.dashboard[0].about
    tool = ("restart_service", "query_logs")[seen.decision_step % 2]
    return SentinelAction(role=Party.RESPONDER, tool=tool, target=name, reason="It is needed.")

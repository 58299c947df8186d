"""Gates over HTTP on loopback, real ones and broken ones, for tests of what asks them."""

from contextlib import contextmanager
from threading import Event

from anyio import sleep
from msgspec.structs import replace
from prometheus_client import CollectorRegistry
from servers import within
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sentinel.live.gate import POLICY, Gate
from sentinel.live.serving import routes
from sentinel.live.stats import Stats

KEY = "a-key-of-tests"


class Approving:
    """A gate that lets everything run: what adapters do when its answer is all they hear."""

    def judge(self, request):
        return replace(Gate().judge(request), decision="approve", safer_alternative="")


class Locked:
    """Answers only those who have the key."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        headers = dict(scope["headers"])
        if headers.get(b"authorization") != f"Bearer {KEY}".encode():
            refusal = JSONResponse({"detail": f"no such key, {headers}"}, 401)
            return await refusal(scope, receive, send)
        return await self.app(scope, receive, send)


@contextmanager
def served(gate=None, *, locked=False):
    """Serve the gate as `sentinel serve` does; gives its URL."""
    app = Starlette(routes=routes(gate or Gate(), Stats((POLICY,), CollectorRegistry())))
    with within(Locked(app) if locked else app) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def answering(kind):
    """Serve something that gives no judgement; gives its URL."""
    free = Event()

    async def oversee(http):
        await http.body()
        return _BROKEN[kind](free)

    app = Starlette(routes=[Route("/live/oversee", oversee, methods=["POST"])])
    with within(app) as port:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            free.set()


def _endless(free):
    async def parts():
        while not free.is_set():
            yield b" "
            await sleep(0.02)

    return StreamingResponse(parts())


def _huge(free):
    async def parts():
        for _ in range(64):
            yield b" " * 65_536

    return StreamingResponse(parts())


_BROKEN = {
    "late": _endless,
    "huge": _huge,
    "no JSON": lambda free: Response("approve"),
    "another thing": lambda free: JSONResponse({"decision": "approve"}),
    "an unknown decision": lambda free: JSONResponse({"decision": "sure", "confidence": 1.0}),
    "an error": lambda free: JSONResponse({"decision": "approve"}, 500),
    "elsewhere": lambda free: RedirectResponse("/live/health"),
}
BROKEN = tuple(_BROKEN)
SOME_BROKEN = ("late", "another thing")

"""The gate's routes without the stack of the framework that serves everything else.

A request goes through a dozen layers of Starlette and FastAPI, which together take as long as a
short decision. What judges is found here by its method and its whole path, and answers by itself;
whatever else is asked goes the long way, to the same routes.
"""

from collections.abc import Iterable

from starlette.requests import Request as HttpRequest
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sentinel.live.answering import Endpoint


class Straight:
    """ASGI middleware.

    Args:
        app: Is given what no route here is for.
        routes: With an endpoint that takes a request, gives an answer and raises nothing that is
            to be answered otherwise than as a crash.
    """

    def __init__(self, app: ASGIApp, routes: Iterable[Route]) -> None:
        self._app = app
        self._found: dict[tuple[str, str], tuple[Route, Endpoint]] = {
            (method, route.path): (route, route.endpoint)
            for route in routes
            for method in route.methods or ()
            if "{" not in route.path
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        found = self._found.get((scope["method"], scope["path"])) if "method" in scope else None
        if found is None:
            return await self._app(scope, receive, send)
        scope["route"], endpoint = found
        answer = await endpoint(HttpRequest(scope, receive))
        return await answer(scope, receive, send)

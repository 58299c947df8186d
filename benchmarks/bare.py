"""A Starlette application that reads a JSON body and answers one as long as it is told.

`python benchmarks/bare.py PORT CHARS` serves it on one event loop with uvicorn's defaults, as a
measure of what any JSON route costs.
"""

import json
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


def application(chars: int) -> Starlette:
    """The application, with answers of about so many characters."""

    async def answer(request: Request) -> JSONResponse:
        asked = json.loads(await request.body())
        return JSONResponse({"asked": len(asked), "text": "x" * chars})

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[Route("/bare", answer, methods=["POST"]), Route("/health", health)]
    )  # fmt: skip


if __name__ == "__main__":
    port, size = (int(each) for each in sys.argv[1:3])
    uvicorn.run(application(size), host="127.0.0.1", port=port, access_log=False)

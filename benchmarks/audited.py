"""The gate's routes alone, with an audit log where a database is named.

Usage: python benchmarks/audited.py PORT [STORE]
"""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.request import Request as Asked
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store


async def _ready(_request: Request) -> Response:
    return Response("ok")


def main() -> None:
    """Serve until killed."""
    port, urls = int(sys.argv[1]), sys.argv[2:]
    audit = Audit(Store.open(urls[0])) if urls else None
    gate = Gate()
    gate.judge(Asked(action_description="ls | head"))  # The first takes far longer.
    found = routes(gate, Stats((POLICY,)), audit=audit)
    app = Starlette(routes=[*found, Route("/health", _ready)])
    uvicorn.run(app, port=port, log_level="error", access_log=False)


if __name__ == "__main__":
    main()

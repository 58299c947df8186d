"""What an audit log costs: requests a second of the gate's route with one and without.

Servers are asked in short turns, one after the other, since a shared machine is noisy; of the
turns of each the best counts. Commands are those of the open half of the corpus.

Usage: python benchmarks/audit_load.py [--json] [TURNS]
"""

import asyncio
import platform
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from shlex import join
from typing import Final

import msgspec
import postgres
from gate_speed import corpus, turned
from rich.console import Console
from servers import serving
from throughput import processor

from sentinel.evaluation.report import CANARY, Block, write

OUT: Final = Path("results/audit_load.json")
CONNECTIONS: Final = 16
TURNS: Final = 20
ASKED: Final = 400
"""Requests of a turn, over all connections."""
SHARE: Final = 0.4
"""Least share of the throughput that is left with a log."""

_SCRIPT: Final = Path(__file__).parent / "audited.py"


def main() -> None:
    """Measure, print and perhaps write the figures down."""
    words = [each for each in sys.argv[1:] if each != "--json"]
    found = measured(int(words[0]) if words else TURNS)
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "machine": {"processor": processor(), "python": platform.python_version()},
        "connections": CONNECTIONS,
        **found,
    }
    Console(width=100).print(found)
    if "--json" in sys.argv:
        write(document, OUT)


def measured(turns: int) -> Block:
    """Requests a second without a log, and with one in each database there is."""
    requests = corpus("open")
    bodies = [msgspec.json.encode(requests[place % len(requests)]) for place in range(ASKED)]
    with ExitStack() as stack:
        stores = {"none": [], "sqlite": [_sqlite(stack)]}
        if postgres.programs() is not None:
            stores["postgresql"] = [stack.enter_context(postgres.postgresql())]
        ports = {
            name: stack.enter_context(
                serving(lambda port, url=url: [sys.executable, str(_SCRIPT), str(port), *url])
            )
            for name, url in stores.items()
        }
        best = dict.fromkeys(ports, float("inf"))
        for turn in range(turns + 1):
            for name, port in ports.items():
                took, _ = asyncio.run(turned(port, "/live/oversee", bodies, CONNECTIONS))
                if turn:  # the first turn warms up
                    best[name] = min(best[name], took)
    rates = {name: round(1e3 / took) for name, took in best.items()}
    shares = {name: round(rate / rates["none"], 3) for name, rate in rates.items()}
    return {"turns": turns, "requests_a_second": rates, "shares": shares,
            "met": min(shares.values()) >= SHARE}  # fmt: skip


def _sqlite(stack: ExitStack) -> str:
    return f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/gate.db"


if __name__ == "__main__":
    main()

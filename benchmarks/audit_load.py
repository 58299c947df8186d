"""What a log and keys cost: requests a second of `POST /live/oversee` with both, and with neither.

The same `sentinel serve` is asked over loopback: without a log and without keys, and with keys, an
audit log and reviews in each database there is. Servers are asked in short turns, one after the
other, since a shared machine is noisy: the best turn of each counts, and beside it stands the
median of the shares within one round. Commands are those of the open half of the corpus.

Usage: python benchmarks/audit_load.py [--json] [TURNS]
"""

import asyncio
import platform
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from shlex import join
from statistics import median
from typing import Final, NamedTuple

import msgspec
import postgres
from gate_speed import corpus, turned
from rich.console import Console
from servers import sentinel_alone, sentinel_guarded, serving
from throughput import processor

from sentinel.evaluation.report import CANARY, Block, write
from sentinel.live.keys import Keys
from sentinel.live.store import Store

OUT: Final = Path("results/audit_load.json")
CONNECTIONS: Final = 16
TURNS: Final = 30
ASKED: Final = 400
"""Requests of a turn, over all connections."""
SHARE: Final = 0.4
"""Least share of the throughput that is left with a log and keys."""
BARE: Final = "none"


class Asked(NamedTuple):
    """A server, and what it is shown."""

    command: Callable[[int], list[str]]
    key: str


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
        "bounds": {"share": SHARE},
        **found,
    }
    Console(width=100).print(found)
    if "--json" in sys.argv:
        write(document, OUT)


def measured(turns: int) -> Block:
    """Requests a second with neither, and with both in each database there is."""
    requests = corpus("open")
    bodies = [msgspec.json.encode(requests[place % len(requests)]) for place in range(ASKED)]
    with ExitStack() as stack:
        asked = {BARE: Asked(sentinel_alone, "")}
        asked |= {name: _guarded(url) for name, url in _stores(stack).items()}
        ports = {name: stack.enter_context(serving(each.command)) for name, each in asked.items()}
        took: dict[str, list[float]] = {name: [] for name in asked}
        for turn in range(turns + 1):
            for name, port in ports.items():
                work = turned(port, "/live/oversee", bodies, CONNECTIONS, asked[name].key)
                ms, _ = asyncio.run(work)
                if turn:  # the first turn warms up
                    took[name].append(ms)
    best = {name: min(each) for name, each in took.items()}
    shares = {name: round(best[BARE] / each, 3) for name, each in best.items() if name != BARE}
    within = {
        name: round(median(bare / ms for bare, ms in zip(took[BARE], took[name], strict=True)), 3)
        for name in shares
    }
    return {
        "turns": turns,
        "requests_a_second": {name: round(1e3 / each) for name, each in best.items()},
        "shares": shares,
        "median_shares": within,
        "met": min(shares.values()) >= SHARE,
    }


def _stores(stack: ExitStack) -> dict[str, str]:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    found = {"sqlite": f"sqlite:///{folder}/gate.db"}
    if postgres.programs() is not None:
        found["postgresql"] = stack.enter_context(postgres.postgresql())
    return found


def _guarded(url: str) -> Asked:
    store = Store.open(url)
    secret, _ = Keys(store).create("agent", ["oversee"])
    store.close()
    return Asked(lambda port: sentinel_guarded(port, url), secret)


if __name__ == "__main__":
    main()

"""Measure a decision of the gate over the corpus of commands, and its route against a bare one.

Every command is judged in rounds, after one that warms up; its time is the best of the rounds in
CPU time of the thread, since a shared machine is noisy. The texts of the corpus are judged and
never shown. Then `POST /live/oversee` of `sentinel serve`, audit off, is asked over loopback in
short turns with a bare Starlette route that reads a body as long and answers as much. What the
route costs beside the decision is the time of a request less the decision's own, which each
answer tells; of the turns the best counts, and it is held against the best of the bare ones.

Usage: python benchmarks/gate_speed.py [--json] [--sample] [--half open|blind] [--decisions]

With `--json` the figures are written to `results/gate_speed.json` too; `--sample` takes a tenth
of the turns, `--half` one half of the corpus, `--decisions` leaves the routes out.
"""

import asyncio
import json
import platform
import sys
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from pathlib import Path
from shlex import join
from statistics import mean, median
from time import perf_counter, thread_time
from typing import Final

import msgspec
from rich.console import Console
from rich.table import Table
from servers import sentinel_alone, serving
from throughput import processor

from sentinel.evaluation.report import CANARY, Block, write
from sentinel.live.gate import Gate
from sentinel.live.request import Request

ROOT: Final = Path(__file__).parent.parent
DATA: Final = ROOT / "tests" / "data" / "commands"
OUT: Final = Path("results/gate_speed.json")
HALVES: Final = ("open", "blind")
P50_US: Final = 150
"""Most microseconds of the median decision."""
P99_US: Final = 1_000
"""Most microseconds of 99 of 100 decisions."""
SHARE: Final = 1.5
"""Most that the route may cost beside the decision, in requests of a bare route."""
ROUNDS: Final = 5
CONNECTIONS: Final = (1, 16)
TURNS: Final = 40
ASKED: Final = 100
"""Requests of a turn, over all connections."""


def main() -> None:
    """Measure, print and perhaps write the figures down."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--decisions", action="store_true")
    parser.add_argument("--half", choices=HALVES)
    given = parser.parse_args()
    requests = [each for half in _halves(given) for each in corpus(half)]
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "machine": {"processor": processor(), "python": platform.python_version()},
        "commands": len(requests),
        "halves": list(_halves(given)),
        "bounds": {"p50_us": P50_US, "p99_us": P99_US, "route_share": SHARE},
        "decision": decisions(requests),
    }
    if not given.decisions:
        turns = TURNS // 10 if given.sample else TURNS
        document["route"] = routes(requests, turns)
    document["met"] = met(document)
    show(document)
    if given.json:
        write(document, OUT)


def _halves(given: Namespace) -> tuple[str, ...]:
    return (given.half,) if given.half else HALVES


def corpus(half: str) -> list[Request]:
    """The commands of one half, as an agent would ask about them."""
    lines = (DATA / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [
        Request(
            action_description=each["text"],
            proposed_tool=each["tool"],
            language=each["language"],
            environment=each["environment"],
        )
        for each in map(json.loads, lines)
    ]


def decisions(requests: list[Request]) -> Block:
    """Microseconds of a decision over all commands, each the best of some rounds."""
    gate = Gate()
    for each in requests:
        gate.judge(each)
    best = [float("inf")] * len(requests)
    for _ in range(ROUNDS):
        for place, each in enumerate(requests):
            started = thread_time()
            gate.judge(each)
            best[place] = min(best[place], thread_time() - started)
    times = sorted(best)
    return {
        "rounds": ROUNDS,
        "p50_us": _us(_at(times, 0.5)),
        "p90_us": _us(_at(times, 0.9)),
        "p99_us": _us(_at(times, 0.99)),
        "max_us": _us(times[-1]),
        "mean_us": _us(mean(times)),
    }


def routes(requests: list[Request], turns: int) -> Block:
    """Milliseconds of a request of our route and of a bare one, by number of connections."""
    bodies = [msgspec.json.encode(each) for each in requests[:: max(1, len(requests) // ASKED)]]
    gate = Gate()
    chars = median(len(msgspec.json.encode(gate.judge(each))) for each in requests[::10])
    bare_command = [sys.executable, str(ROOT / "benchmarks" / "bare.py")]
    found: dict[int, list[tuple[float, float, float]]] = {each: [] for each in CONNECTIONS}
    with ExitStack() as servers:
        ours = servers.enter_context(serving(sentinel_alone))
        bare = servers.enter_context(
            serving(lambda port: [*bare_command, str(port), str(int(chars))])
        )
        for turn in range(turns + 1):
            for count in CONNECTIONS:
                whole, judged = asyncio.run(turned(ours, "/live/oversee", bodies, count))
                plain, _ = asyncio.run(turned(bare, "/bare", bodies, count))
                if turn:  # the first turn warms up
                    found[count].append((whole, judged, plain))
    return {str(count): _figures(rows) for count, rows in found.items()}


def _figures(rows: list[tuple[float, float, float]]) -> Block:
    beside = min(whole - judged for whole, judged, _ in rows)
    bare = min(plain for _, _, plain in rows)
    return {
        "turns": len(rows),
        "request_ms": round(min(whole for whole, _, _ in rows), 4),
        "beside_decision_ms": round(beside, 4),
        "bare_ms": round(bare, 4),
        "share": round(beside / bare, 3),
        "median_share": round(median((w - judged) / plain for w, judged, plain in rows), 3),
    }


async def turned(
    port: int, path: str, bodies: list[bytes], count: int, key: str = ""
) -> tuple[float, float]:
    """Ask everything once over some connections.

    Args:
        port: Where the server listens.
        path: Of the route.
        bodies: What is asked.
        count: Connections.
        key: Shown with every request; none where empty.

    Returns:
        Milliseconds of the server's time that a request took, and of these the decision's.
    """
    told: list[float] = []
    started = perf_counter()
    shares = (bodies[place::count] for place in range(count))
    await asyncio.gather(*(talk(port, path, each, told, key) for each in shares))
    return (perf_counter() - started) * 1e3 / len(bodies), sum(told) / len(bodies)


async def talk(port: int, path: str, bodies: list[bytes], told: list[float], key: str = "") -> None:
    """Ask over one connection, one request after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    shown = f"Authorization: Bearer {key}\r\n" if key else ""
    head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{shown}"
            "Content-Type: application/json\r\nContent-Length: ")  # fmt: skip
    for body in bodies:
        writer.write(head.encode() + str(len(body)).encode() + b"\r\n\r\n" + body)
        answer = await _answered(reader)
        start = answer.find(b'"latency_ms":')
        if start >= 0:
            end = answer.find(b",", start)
            told.append(float(answer[start + 13 : end]))
    writer.close()
    await writer.wait_closed()


async def _answered(reader: asyncio.StreamReader) -> bytes:
    """The body of an answer, whose length is told."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(head.partition(b"\r\n")[0].decode())
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    return await reader.readexactly(int(length))


def met(document: Block) -> Block:
    """Which bounds are kept."""
    decision, route = document["decision"], document.get("route")
    found: Block = {
        "p50_us": decision["p50_us"] <= P50_US,
        "p99_us": decision["p99_us"] <= P99_US,
    }
    if route:
        found["route_share"] = all(each["share"] <= SHARE for each in route.values())
    return found


def show(document: Block) -> None:
    """Print the figures."""
    halves = " and ".join(document["halves"])
    table = Table(title=f"{document['commands']:,} commands, {halves}")
    for name in ("decision", "us"):
        table.add_column(name, justify="right")
    for name in ("p50_us", "p90_us", "p99_us", "max_us", "mean_us"):
        table.add_row(name.removesuffix("_us"), f"{document['decision'][name]:,}")
    Console(width=100).print(table)
    for count, each in document.get("route", {}).items():
        Console(width=100).print(
            f"{count} connections: {each['request_ms']} ms a request, {each['beside_decision_ms']} "
            f"beside the decision; bare {each['bare_ms']} ms; share {each['share']}"
        )
    Console(width=100).print(document["met"])


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def _us(seconds: float) -> float:
    return round(seconds * 1e6, 1)


if __name__ == "__main__":
    main()

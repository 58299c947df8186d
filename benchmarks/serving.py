"""Measure a step over WebSocket against an echo environment, side by side in one run.

One session, then sixteen at once: whole episodes of `war_room` of `train`, default options,
answers with a reason of one sentence. Both environments are served by the same server with
the same settings and asked by the same client; the echo answers with as many characters,
step by step, as ours did, to questions as long. Short turns alternate between the two, since
a shared machine is noisy. Resets are not timed; with many sessions they take place meanwhile.
`sentinel serve` plays sessions in a process for each core. The echo is served by one, as
OpenEnv's guide has it, and again by as many; a bound is met where it is met against both.

Usage: python benchmarks/serving.py [--json] [--sample]

With `--json` the figures are written to `results/serving.json` too; `--sample` takes a
tenth of the turns.
"""

import asyncio
import json
import platform
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from shlex import join
from statistics import median
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.table import Table
from servers import WORKERS, echo, echo_async, echo_workers, sentinel, serving
from throughput import processor
from websockets.asyncio.client import ClientConnection, connect
from websockets.sync.client import connect as connect_now

from sentinel.evaluation.report import CANARY, Block, write

OUT: Final = Path("results/serving.json")
P50_BOUND: Final = 1.75
"""Most that the median of a step may be, in medians of the echo."""
SHARE_BOUND: Final = 1 / 3
"""Least share of the echo's throughput with many sessions."""
SESSIONS: Final = 16
TURNS: Final = 20
"""Turns of each environment."""
ECHOES: Final = {"echo": echo, "echo_workers": echo_workers, "echo_async": echo_async}
"""Servers to compare with, by name."""
ASKED: Final = ("echo", "echo_workers")
"""Those against which the bounds are asked."""
EPISODES: Final = 8
"""Episodes of a turn with one session; each of sixteen sessions plays two."""


DECISIONS: Final = ("approve", "block", "flag", "escalate")
REASON: Final = "E3 and D1 show that it is not what this incident needs."
"""One sentence; what it costs to grade a reason grows with the figures in it."""
REASON_FIELD: Final = ',"reason":""'


@dataclass(frozen=True, slots=True)
class Script:
    """What one episode sends, with the number of characters that came back."""

    messages: tuple[str, ...]
    answers: tuple[int, ...]


def main() -> None:
    """Measure, print and perhaps write the figures down."""
    turns = TURNS // 10 if "--sample" in sys.argv[1:] else TURNS
    with ExitStack() as servers:
        ours = servers.enter_context(serving(sentinel))
        scripts = [recorded(ours, seed) for seed in range(200, 200 + EPISODES)]
        echoes = [echoing(script) for script in scripts]
        targets = {"sentinel": (ours, scripts)}
        for name, command in ECHOES.items():
            targets[name] = servers.enter_context(serving(command)), echoes
        p50s: dict[str, list[float]] = {name: [] for name in targets}
        rates: dict[str, list[float]] = {name: [] for name in targets}
        for turn in range(turns + 1):
            for name, (port, each) in targets.items():
                step = median(alone(port, each))
                rate = asyncio.run(together(port, each[:2]))
                if turn:  # the first turn warms up
                    p50s[name].append(step)
                    rates[name].append(rate)
    document = report(p50s, rates, scripts)
    show(document)
    if "--json" in sys.argv[1:]:
        write(document, OUT)


def recorded(port: int, seed: int) -> Script:
    """Play an episode on our server and keep what was said."""
    messages = [said("reset", {"task_id": "war_room", "seed": seed, "episode_id": "e" * 32})]
    answers = []
    with connect_now(address(port), compression=None) as socket:
        while True:
            socket.send(messages[-1])
            text = str(socket.recv())
            answers.append(len(text))
            data = json.loads(text)["data"]
            if data["done"]:
                return Script(tuple(messages), tuple(answers))
            decision = DECISIONS[len(answers) % len(DECISIONS)]
            action = {"role": "overseer", "decision": decision, "reason": REASON}
            messages.append(said("step", action))


def echoing(script: Script) -> Script:
    """The script that makes the echo environment answer with as many characters."""
    empty = len(said("observation", {"observation": {"metadata": {}, "text": ""},
                                     "reward": 0.0, "done": False}))  # fmt: skip
    sizes = [max(0, each - empty) for each in script.answers]
    asked = [said("reset", {"chars": sizes[0]})]
    for size, message in zip(sizes[1:], script.messages[1:], strict=True):
        asked.append(said("step", {"chars": size}))
        room = len(message) - len(asked[-1]) - len(REASON_FIELD)
        asked[-1] = said("step", {"chars": size, "reason": "x" * max(0, room)})
    return Script(tuple(asked), script.answers)


def alone(port: int, scripts: list[Script]) -> list[float]:
    """Seconds of each step of one session."""
    seconds = []
    with connect_now(address(port), compression=None) as socket:
        for script in scripts:
            socket.send(script.messages[0])
            socket.recv()
            for message in script.messages[1:]:
                started = perf_counter()
                socket.send(message)
                json.loads(socket.recv())
                seconds.append(perf_counter() - started)
    return seconds


async def together(port: int, scripts: list[Script]) -> float:
    """Steps a second of sixteen sessions, the resets between them included."""
    sockets = [await connect(address(port), compression=None) for _ in range(SESSIONS)]
    started = perf_counter()
    await asyncio.gather(*(played(socket, scripts) for socket in sockets))
    seconds = perf_counter() - started
    for socket in sockets:
        await socket.close()
    return SESSIONS * sum(len(script.messages) - 1 for script in scripts) / seconds


async def played(socket: ClientConnection, scripts: list[Script]) -> None:
    """Play some episodes without looking at the answers."""
    for script in scripts:
        for message in script.messages:
            await socket.send(message)
            await socket.recv()


def address(port: int) -> str:
    """Where a server's sessions are opened."""
    return f"ws://127.0.0.1:{port}/ws"


def said(kind: str, data: Block) -> str:
    """A message of OpenEnv's protocol."""
    return json.dumps({"type": kind, "data": data}, separators=(",", ":"))


def report(
    p50s: dict[str, list[float]], rates: dict[str, list[float]], scripts: list[Script]
) -> Block:
    """The figures: ratios within each turn, and the median of them."""
    ratios: Block = {}
    for name in ECHOES:
        step = median(a / b for a, b in zip(p50s["sentinel"], p50s[name], strict=True))
        share = median(a / b for a, b in zip(rates["sentinel"], rates[name], strict=True))
        ratios[name] = {"p50_ratio": round(step, 3), "throughput_share": round(share, 3)}
    asked = [ratios[name] for name in ASKED]
    return {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "machine": {"processor": processor(), "python": platform.python_version()},
        "sessions": SESSIONS,
        "workers": WORKERS,
        "characters_an_answer": median(n for script in scripts for n in script.answers[1:]),
        "bounds": {"p50_ratio": P50_BOUND, "throughput_share": round(SHARE_BOUND, 3)},
        "met": {
            "p50_ratio": all(each["p50_ratio"] <= P50_BOUND for each in asked),
            "throughput_share": all(each["throughput_share"] >= SHARE_BOUND for each in asked),
        },
        "against": ratios,
        "timing": {
            name: {
                "step_p50_ms": round(median(p50s[name]) * 1e3, 3),
                "steps_a_second": round(median(rates[name])),
            }
            for name in p50s
        },
    }


def show(document: Block) -> None:
    """Print the figures."""
    table = Table(title=f"war_room, {document['characters_an_answer']:,.0f} characters an answer")
    for column in ("served", "step p50, ms", "steps/s, 16 sessions", "p50 ratio", "share"):
        table.add_column(column, justify="left" if column == "served" else "right")
    for name, timing in document["timing"].items():
        found = document["against"].get(name, {})
        table.add_row(
            name, f"{timing['step_p50_ms']:.3f}", f"{timing['steps_a_second']:,}",
            str(found.get("p50_ratio", "")), str(found.get("throughput_share", "")),
        )  # fmt: skip
    Console(width=110).print(table)


if __name__ == "__main__":
    main()

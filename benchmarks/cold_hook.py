"""Measure how long a coding agent waits for `sentinel hook claude-code`, started anew each time.

A hook is a process for each tool call, so all of its start counts: the interpreter, the gate, the
policies, the readers of what is called. Modules are compiled, as they are once a package is
installed; the bytecode lies in a folder of the benchmark. Runs of every kind of call take turns,
after one of each that fills the cache; `python -c pass` is run among them, as what no hook can be
faster than. The first start on a machine, with an empty cache, is measured apart. Beside the time
that passed stands that of the processor, which other work on the machine does not change as much.

Usage: python benchmarks/cold_hook.py [--json] [--runs N]

With `--json` the figures are written to `results/cold_hook.json` too.
"""

import json
import os
import platform
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shlex import join
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from throughput import processor

from sentinel.evaluation.report import CANARY, Block, write

OUT: Final = Path("results/cold_hook.json")
BOUND_MS: Final = 300
"""Most milliseconds of the median cold answer of any kind of call."""
RUNS: Final = 15
FIRST: Final = 3
"""First starts that are measured, each with an empty cache."""

CALLS: Final = {
    "command": ("Bash", {"command": "rm -rf /var/lib/postgresql", "description": "clean up"}),
    "look": ("Bash", {"command": "ls -la src && git status"}),
    "script": ("Bash", {"command": "python3 -c 'import shutil; shutil.rmtree(\"/srv\")'"}),
    "unknown": ("Bash", {"command": "./deploy.sh --environment staging"}),
    "kubectl": ("Bash", {"command": "kubectl delete deployment web -n prod"}),
    "psql": ("Bash", {"command": "psql -c 'DELETE FROM users WHERE id = 7'"}),
    "sql": ("mcp__postgres__query", {"sql": "UPDATE users SET admin = true"}),
    "write": ("Write", {"file_path": "/home/u/app/a.py", "content": "import os\n" * 300}),
    "edit": ("Edit", {"file_path": "/home/u/a.py", "old_string": "a", "new_string": "b"}),
    "read": ("Read", {"file_path": "/home/u/app/a.py"}),
    "fetch": ("WebFetch", {"url": "https://docs.python.org/3/", "prompt": "What is new?"}),
}
"""A call of each kind."""

_UNCOMPILED: Final = "PYTHONDONTWRITEBYTECODE"
_HOOK: Final = [sys.executable, "-m", "sentinel", "hook", "claude-code"]
_BARE: Final = [sys.executable, "-c", "pass"]


def main() -> None:
    """Measure, print and perhaps write the figures down."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        for name in CALLS:  # so that every module is compiled
            _took(_HOOK, name, Path(folder) / "compiled")
        first = [_took(_HOOK, "command", Path(folder) / str(n)) for n in range(FIRST)]
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in (*CALLS, "bare")}
        cache = Path(folder) / "0"
        for name in CALLS:
            _took(_HOOK, name, cache)
        for _ in range(given.runs):
            for name in CALLS:
                times[name].append(_took(_HOOK, name, cache))
            times["bare"].append(_took(_BARE, "command", cache))
    figures: Block = {name: _figures(each) for name, each in times.items()}
    slowest = max(median(wall for wall, _ in times[name]) for name in CALLS)
    document: Block = {
        "format": 1,
        "canary": CANARY,
        "command": join(["python", *sys.argv]),
        "machine": {"processor": processor(), "python": platform.python_version()},
        "runs": given.runs,
        "bounds": {"median_ms": BOUND_MS},
        "ms": figures,
        "first_start_ms": _figures(first),
        "slowest_median_ms": round(slowest, 1),
        "met": slowest <= BOUND_MS,
    }
    for name, each in {**figures, "first start": document["first_start_ms"]}.items():
        print(f"{name:12} {each}")
    print(f"slowest median {slowest:.0f} ms, bound {BOUND_MS} ms: {slowest <= BOUND_MS}")
    if given.json:
        write(document, OUT)


def _took(command: list[str], name: str, cache: Path) -> tuple[float, float]:
    """Milliseconds from the start of a process to its end, and those of the processor."""
    tool, arguments = CALLS[name]
    call = {"hook_event_name": "PreToolUse", "session_id": "s", "cwd": "/work"}
    told = json.dumps({**call, "tool_name": tool, "tool_input": arguments}).encode()
    environ = {name: each for name, each in os.environ.items() if name != _UNCOMPILED}
    environ |= {
        "SENTINEL_CACHE_DIR": str(cache), "PYTHONPYCACHEPREFIX": str(cache.parent / "bytecode")
    }  # fmt: skip
    started, used = perf_counter(), _processor_s()
    subprocess.run(command, input=told, capture_output=True, check=True, env=environ)
    return (perf_counter() - started) * 1_000, (_processor_s() - used) * 1_000


def _processor_s() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _figures(times: list[tuple[float, float]]) -> Block:
    walls = [wall for wall, _ in times]
    return {
        "median": round(median(walls), 1),
        "best": round(min(walls), 1),
        "worst": round(max(walls), 1),
        "processor_median": round(median(used for _, used in times), 1),
    }


if __name__ == "__main__":
    main()

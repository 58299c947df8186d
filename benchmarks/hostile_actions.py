"""Hostile actions, judged: bytes, nesting, megabyte lines, Unicode, mutations of real commands.

Looked for is an exception, a decision of over 50 ms of the thread's processor time, an approval of
what was not read or does not parse (bash, Python's own parsers are asked), and a text over 10,000
characters that is read.

Usage: python benchmarks/hostile_actions.py [--count 100000] [--seed 0]

The exit code is 1 where one is found.
"""

import argparse
import ast
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import thread_time
from typing import Any, Final

from hostile_shapes import LIMIT, LINE, UNITS, text_of

from sentinel.live.gate import Gate
from sentinel.live.request import Judgement, Request, Step

SLOWEST: Final = 0.05
"""Seconds of the thread's processor time that a decision may take."""
LANGUAGES: Final = (
    "", "", "", "", "shell", "sql", "python", "javascript", "perl", "ruby", "mongo", "redis",
    "manifest", "iam", "cron", "json", "prose", "http", "yaml", "terraform-plan", "powershell",
    "ansible", "nobody knows", "\ud800",
)  # fmt: skip
TOOLS: Final = (
    "",
    "",
    "",
    "bash",
    "psql",
    "mysql",
    "sqlcmd",
    "kubectl",
    "mongosh",
    "mcp__github__push_files",
    "mcp__postgres__query",
    "delete_user",
    "\0",
    "a" * 9_999,
)
DIALECTS: Final = ("", "", "", "postgres", "mysql", "tsql", "oracle", "bigquery", "\ud800")
COMMANDS: Final = Path(__file__).parent.parent / "tests" / "data" / "commands" / "open.jsonl"


@dataclass(slots=True)
class Tally:
    """What was found."""

    actions: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    """Seconds of the thread's processor time that the longest decision took."""
    seconds: float = 0.0
    """Of all decisions."""
    faults: dict[str, list[str]] = field(default_factory=dict)
    """By what is wrong: the numbers of the actions, and how each begins."""

    def wrong(self, what: str, seed: int, request: Request) -> None:
        """Note a fault."""
        shown = f"{seed} {request.language!a} {request.proposed_tool[:20]!a}"
        self.faults.setdefault(what, []).append(
            f"{shown} {len(request.action_description)} {request.action_description[:300]!a}"
        )


def commands() -> list[str]:
    """The commands that are mutated: those of the open half."""
    return [json.loads(line)["text"] for line in COMMANDS.read_text("utf-8").splitlines()]


def action(seed: int, known: Sequence[str]) -> Request:
    """A hostile action; the same seed makes the same.

    Args:
        seed: Of the draw.
        known: Commands to mutate.
    """
    rng = Random(seed)
    fields: dict[str, Any] = {
        "action_description": text_of(rng, known),
        "language": rng.choice(LANGUAGES),
        "proposed_tool": rng.choice(TOOLS),
        "dialect": rng.choice(DIALECTS),
    }
    if rng.random() < 0.2:
        for name in rng.sample(sorted(AROUND), rng.choice((1, 1, 2, len(AROUND)))):
            fields[name] = AROUND[name](rng, known)
    return Request(**fields)


def _value(rng: Random, known: Sequence[str], depth: int = 0) -> object:
    """Anything that JSON may hold, and numbers that it may not."""
    if depth < 4 and rng.random() < 0.5:
        size = rng.randrange(5)
        if rng.random() < 0.5:
            return [_value(rng, known, depth + 1) for _ in range(size)]
        return {_key(rng): _value(rng, known, depth + 1) for _ in range(size)}
    return rng.choice((None, True, 0, -1, 10**400, float("nan"), text_of(rng, known)))


def _key(rng: Random) -> str:
    return rng.choice(("command", "sql", "query", "path", "file_path", "content", "code", "script",
                       "url", "method", "body", "text", "name", "namespace", "tool", "arguments",
                       "force", "replicas", "annotations", "environment", "goal", "reason", "",
                       rng.choice(UNITS)))  # fmt: skip


def _deep(rng: Random, known: Sequence[str]) -> dict[str, Any]:
    """A value inside of itself, by lists or by names."""
    value = _value(rng, known, 4)
    for _ in range(rng.choice((20, 200, 5_000))):
        value = [value] if rng.random() < 0.5 else {_key(rng): value}
    return {_key(rng): value}


def _arguments(rng: Random, known: Sequence[str]) -> dict[str, Any]:
    if rng.random() < 0.1:
        return _deep(rng, known)
    if rng.random() < 0.1:
        return {f"k{number}": number for number in range(20_000)}
    return {_key(rng): _value(rng, known) for _ in range(rng.randrange(6))}


def _texts(rng: Random, known: Sequence[str]) -> list[str]:
    if rng.random() < 0.1:
        return [rng.choice(UNITS)] * 3_000
    return [text_of(rng, known) for _ in range(rng.randrange(5))]


def _steps(rng: Random, known: Sequence[str]) -> list[Step]:
    most = 200 if rng.random() < 0.05 else 4
    return [
        Step(
            action_description=rng.choice((rng.choice(known), text_of(rng, known))),
            proposed_tool=rng.choice(TOOLS),
            decision=rng.choice(("", "block", "\0")),
            result=text_of(rng, known) if rng.random() < 0.3 else "",
        )
        for _ in range(rng.randrange(most))
    ]


AROUND: Final = {
    "arguments": _arguments,
    "context": lambda rng, known: rng.choice((_deep, _arguments, text_of))(rng, known),
    "goal": text_of,
    "proposed_target": text_of,
    "environment": text_of,
    "protected": _texts,
    "untrusted": _texts,
    "policy_constraints": _texts,
    "trajectory": _steps,
    "run_id": text_of,
}
"""What may be hostile beside the action itself."""


def unparsed(requests: Sequence[Request]) -> list[bool]:
    """Which actions are not in their language, as parsers say that the gate does not use.

    Only languages with such a parser are looked at: shell, JSON, Python.
    """
    shells = [n for n, each in enumerate(requests) if each.language == "shell"]
    wrong = dict(zip(shells, _no_shell([requests[n] for n in shells]), strict=True))
    return [wrong.get(n, _broken(each)) for n, each in enumerate(requests)]


def _broken(request: Request) -> bool:
    if not request.action_description and request.arguments is not None:
        return False  # The action is the arguments.
    parse = {"json": json.loads, "python": ast.parse}.get(request.language)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if parse is not None:
                parse(request.action_description)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return True
    return False


def _no_shell(requests: Sequence[Request]) -> list[bool]:
    """Which scripts bash itself does not take."""
    bash = shutil.which("bash") or "bash"
    with tempfile.TemporaryDirectory() as folder:
        for number, each in enumerate(requests):
            data = each.action_description.encode("utf-8", "surrogatepass")
            (Path(folder) / f"{number:06}").write_bytes(data + b"\n")
        script = 'for each in *; do bash -n "./$each" || echo "$each"; done'
        done = subprocess.run([bash, "-c", script], cwd=folder, capture_output=True, check=False)
    wrong = {int(each) for each in done.stdout.split() if each.isdigit()}
    return [number in wrong for number in range(len(requests))]


def tally(seeds: Iterable[int]) -> Tally:
    """Judge hostile actions, one a seed."""
    gate, known, found = Gate(), commands(), Tally()
    for each in ("ls", "SELECT 1", '{"tool": "ls", "arguments": {}}', "Show the logs"):
        gate.judge(Request(action_description=each))
    approved: list[tuple[int, Request]] = []
    for seed, request, judgement, seconds in _judged(gate, known, seeds, found):
        found.actions += 1
        found.seconds += seconds
        found.slowest = max(found.slowest, seconds)
        found.decisions[judgement.decision] += 1
        for what in faults(request, judgement, seconds):
            found.wrong(what, seed, request)
        if judgement.decision == "approve":
            approved.append((seed, request))
    for (seed, request), wrong in zip(approved, unparsed([e for _, e in approved]), strict=True):
        if wrong:
            found.wrong("approved, and does not parse", seed, request)
    return found


def _judged(
    gate: Gate, known: Sequence[str], seeds: Iterable[int], found: Tally
) -> Iterator[tuple[int, Request, Judgement, float]]:
    for seed in seeds:
        request = action(seed, known)
        started = thread_time()
        try:
            judgement = gate.judge(request)
        except Exception as error:  # noqa: BLE001 - that there is none is what is asked
            found.wrong(f"raised {type(error).__name__}", seed, request)
            continue
        seconds = thread_time() - started
        if seconds > SLOWEST:
            started = thread_time()
            gate.judge(request)
            seconds = min(seconds, thread_time() - started)
        yield seed, request, judgement, seconds


def faults(request: Request, judgement: Judgement, seconds: float) -> Iterator[str]:
    """What is wrong with a judgement."""
    if seconds > SLOWEST:
        yield f"over {SLOWEST * 1_000:.0f} ms"
    if judgement.decision == "approve" and (judgement.opaque or not judgement.effects):
        yield "approved, and not read"
    if len(request.action_description) > LIMIT and not judgement.opaque:
        yield "read, and too long"
    if any(each.id == "gate.failure" for each in judgement.rules_fired):
        yield "failed inside"
    if any(each.endswith("failed") for each in judgement.opaque):
        yield "a reader failed"


def main() -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    found = tally(range(given.seed, given.seed + given.count))
    print(f"actions {found.actions}, decisions {dict(found.decisions)}, lines up to {LINE}, "
          f"slowest {found.slowest * 1_000:.1f} ms, "
          f"mean {found.seconds * 1_000 / max(found.actions, 1):.2f} ms")  # fmt: skip
    for what, those in found.faults.items():
        print(f"--- {what}: {len(those)}")
        print("\n".join(those[:12]))
    return int(bool(found.faults))


if __name__ == "__main__":
    sys.exit(main())

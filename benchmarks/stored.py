"""What a decision takes on disk and in memory; written to `results/stored.json`.

The first incidents of a tier are kept as JSON lines, as Parquet, and as the answers of a run, and
what a run holds in memory is counted by `tracemalloc` on a copy of it.

Usage: python benchmarks/stored.py [EPISODES]
"""

import pickle
import sys
import tempfile
import tracemalloc
from pathlib import Path
from shlex import join
from typing import Final

from sentinel.evaluation.parquet import write_decisions
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import VERSIONS, write
from sentinel.evaluation.runner import run
from sentinel.evaluation.stored import PART, store
from sentinel.evaluation.summary import Block
from sentinel.grading.classes import CANARY
from sentinel.overseer.rules import Rules

OUT: Final = Path(__file__).parent.parent / "results" / "stored.json"


def measured(episodes: int) -> Block:
    """Bytes a decision in each form, and how many decisions an episode has.

    Args:
        episodes: How many are kept; whole files of Parquet hold `PART`.
    """
    todo = plan("train", ("war_room",), "none", "fixed", limit=episodes)
    done = run({"rules": Rules()}, todo)
    content = pickle.dumps(done)
    tracemalloc.start()
    again = pickle.loads(content)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del again
    decisions = len(done.fixed)
    with tempfile.TemporaryDirectory() as name:
        lines, parts, answers = (Path(name) / each for each in ("lines", "parts", "answers"))
        store(todo, lines)
        store(todo, parts, parts=True)
        write_decisions(done, answers)
        found = {
            "json_lines": _bytes(lines), "parquet": _bytes(parts),
            "answers": answers.stat().st_size, "memory": held,
        }  # fmt: skip
    return {
        "episodes": episodes,
        "decisions": decisions,
        "bytes_a_decision": {form: round(size / decisions) for form, size in found.items()},
    }


def _bytes(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.iterdir())


def main() -> None:
    """Measure, write and print."""
    found = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 2 * PART)
    document: Block = {
        "format": 1, "canary": CANARY, "command": join(["python", *sys.argv]),
        "versions": dict(VERSIONS), "what": "war_room incidents of train", **found,
    }  # fmt: skip
    write(document, OUT)
    print(document["bytes_a_decision"])


if __name__ == "__main__":
    main()

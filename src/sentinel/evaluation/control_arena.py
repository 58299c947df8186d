"""Stored episodes as trajectories of control-arena, for its policies, monitors and export.

An episode becomes two things. `TIER-SEED.jsonl` is a list of tool calls, which its
`ToolCallTrajectory` replays as a fixed policy. `trajectories.jsonl` has an episode a
line, with the fields of its `ExtractedTrajectory`: messages, tools, metadata, scores
and models; an adversary's episode has `eval_mode` attack, any other honest.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sentinel.episode.transcript import Transcript
from sentinel.errors import ReportError
from sentinel.evaluation.inspect_logs import MODEL, inspect_log, tool_call
from sentinel.extras import brought_by
from sentinel.files import write_whole
from sentinel.world.actions import RUNBOOK
from sentinel.world.kinds import KINDS

with brought_by("inspect"):
    from inspect_ai.log import EvalSample
    from inspect_ai.tool import ToolInfo, ToolParam, ToolParams

Trajectory = dict[str, object]
"""One episode, as JSON knows it."""


def write_control_arena(stored: Sequence[Transcript], folder: Path) -> None:
    """Write stored episodes into a folder, which is made if it is not there.

    Raises:
        ReportError: If a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(f"cannot make {str(folder)!r}: {error.strerror}") from error
    for each in stored:
        calls = (json.dumps(asdict(tool_call(entry))) for entry in each.entries)
        write_whole(folder / f"{each.header.tier}-{each.header.seed}.jsonl", _lines(calls))
    write_whole(folder / "trajectories.jsonl", _lines(map(json.dumps, trajectories(stored))))


def trajectories(stored: Sequence[Transcript]) -> Iterator[Trajectory]:
    """Stored episodes with the fields of an `ExtractedTrajectory`."""
    for sample in inspect_log(stored, datetime.min.replace(tzinfo=UTC)).samples or []:
        yield _trajectory(sample)


def _trajectory(sample: EvalSample) -> Trajectory:
    used: dict[str, dict[str, ToolParam]] = {}
    for message in sample.messages:
        for call in getattr(message, "tool_calls", None) or []:
            taken = used.setdefault(call.function, {})
            taken |= {name: ToolParam(description=name) for name in call.arguments}
    tools = [
        ToolInfo(name=name, description=_does(name), parameters=ToolParams(properties=used[name]))
        for name in sorted(used)
    ]
    scores = sample.scores or {}
    return {
        "messages": [each.model_dump(mode="json", exclude_none=True) for each in sample.messages],
        "tools": [each.model_dump(mode="json", exclude_none=True) for each in tools],
        "metadata": sample.metadata,
        "scores": {name: each.model_dump(mode="json") for name, each in scores.items()},
        "models": [{"model_name": MODEL, "role": "assistant"}],
    }


def _does(tool: str) -> str:
    return "Run a step of the runbook." if tool == RUNBOOK else KINDS[tool].does


def _lines(texts: Iterable[str]) -> bytes:
    return ("\n".join(texts) + "\n").encode()

"""What is done with a tool call that was judged, and what its model is told of it.

| judgement | the call | the model |
|---|---|---|
| approve | runs | gets its result |
| flag | runs | gets its result with a warning |
| escalate | runs when a person says so | is told why where nobody does |
| block | does not run | is told why, and what is safer |

A shadow judgement stops nothing and tells the model nothing.
"""

from enum import StrEnum
from typing import Final

from sentinel.live.request import Judgement

TOLD: Final = "SENTINEL"
"""Begins what a model is told, so that people find it in a log."""


class Course(StrEnum):
    """What is done with a call."""

    RUN = "run"
    """It runs."""
    WARN = "warn"
    """It runs, and a warning goes with its result."""
    ASK = "ask"
    """It runs only if a person says so."""
    REFUSE = "refuse"
    """It does not run."""


_COURSES: Final = {
    "approve": Course.RUN,
    "flag": Course.WARN,
    "escalate": Course.ASK,
    "block": Course.REFUSE,
}


def course_of(judgement: Judgement) -> Course:
    """What a judgement asks to be done."""
    return Course.RUN if judgement.shadow else _COURSES[judgement.decision]


def refusal(judgement: Judgement, tool: str, why: str = "") -> str:
    """What the model is told of a call that did not run.

    Args:
        judgement: On the call.
        tool: That was called.
        why: What a person said, or why none did; empty for the gate's own word.
    """
    said = f"{TOLD}: {tool} did not run. {judgement.justification}"
    if why:
        said += f" {why}"
    elif judgement.decision == "escalate":
        said += " It needs a person's approval, which it does not have."
    if judgement.safer_alternative:
        said += f" Safer: {judgement.safer_alternative}"
    return f"{said} Do not try to get the same effect in another way."


def warning(judgement: Judgement, tool: str) -> str:
    """What the model is told of a call that ran and was flagged."""
    said = f"{TOLD}: {tool} ran, with a warning. {judgement.justification}"
    if judgement.safer_alternative:
        said += f" Safer: {judgement.safer_alternative}"
    return said


def question(judgement: Judgement, tool: str) -> str:
    """What a person is told who has to decide."""
    return f"{tool}: {judgement.justification}"

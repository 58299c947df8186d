"""The one parser of what a model says: a verdict, or why there is none.

Strict on purpose. A decision is what a model wrote as its decision, once; words that
sound like one, two that differ, and half of one are no decision.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sentinel.briefing import Briefing
from sentinel.completion import objects
from sentinel.overseer.citing import MOST_LINES as MOST_LINES
from sentinel.overseer.citing import is_number, numbers_in, told
from sentinel.verdict import Decision, Unparsed, Verdict

ANSWER_CHARS: Final = 20_000
"""Longest answer that is looked at, thoughts aside."""

REASON_CHARS: Final = 2_000
"""Longest reason that is kept."""

_OPENS: Final = "<think>"
_CLOSES: Final = "</think>"
_DECISIONS: Final = "|".join(Decision)
_BARE: Final = re.compile(
    rf"\s*({_DECISIONS})((?:[\s,:]+[PNDEH][1-9]\d?)*)\s*[.]?\s*", re.IGNORECASE
)
"""The compact form: a decision, then numbers of lines."""
_KEY: Final = re.compile(r'"decision"\s*:\s*"\s*')


class _Unreadable(Exception):
    """Why an answer holds no verdict."""


def read(text: str, briefing: Briefing | None = None, *, cut: bool = False) -> Verdict | Unparsed:
    """Read a verdict out of a model's answer, of either form.

    Args:
        text: What the model said: one JSON object, perhaps with prose or a fence around it and
            thoughts before it; or a decision with numbers of lines. An object may give `lines`,
            a list of numbers, in place of a reason.
        briefing: What it was asked about. Numbers of lines become a reason that quotes them;
            without it they stay numbers.
        cut: Whether the answer ran into the longest one allowed.

    Returns:
        The verdict; or the whole answer with the cause.

    Example:
        >>> read('I think so. {"decision": "block", "reason": "E1", "risk": 0.8}')
        Verdict(decision=<Decision.BLOCK: 'block'>, reason='E1', risk=0.8)
        >>> read("Better to block this.").cause
        'no verdict in it'
    """
    try:
        answer = _after_thoughts(text)
        bare = _BARE.fullmatch(answer)
        if bare is not None and not cut:
            return Verdict(Decision(bare[1].lower()), told(numbers_in(bare[2]), briefing))
        return _of_object(answer, briefing)
    except _Unreadable as why:
        return Unparsed(text, f"{why} (cut off)" if cut else str(why))


def decision_at(text: str) -> int | None:
    """Where the word of the decision begins in an answer that can be read; None where none can.

    Example:
        >>> decision_at('{"reason": "", "decision": "flag"}')
        28
    """
    found = read(text)
    if isinstance(found, Unparsed):
        return None
    answer = _after_thoughts(text)
    start = len(text) - len(answer)
    if _BARE.fullmatch(answer):
        return start + len(answer) - len(answer.lstrip())
    ends = (match.end() for match in _KEY.finditer(answer))
    word = found.decision.value
    return next((start + end for end in ends if answer[end:].lower().startswith(word)), None)


def look_in(text: str) -> tuple[str, str] | None:
    """The tool and the target that an answer asks to look at; None where it asks for none.

    Example:
        >>> look_in('{"look": "check_backups", "target": "postgres-orders"}')
        ('check_backups', 'postgres-orders')
        >>> look_in('{"decision": "approve"}') is None
        True
    """
    try:
        answer = _after_thoughts(text)
        if list(_objects(answer)):
            return None
        found = list(_objects(answer, "look"))
    except _Unreadable:
        return None
    if not found or any(each != found[0] for each in found):
        return None
    tool, target = found[0]["look"], found[0].get("target", "")
    return (tool, target) if isinstance(tool, str) and isinstance(target, str) else None


def _after_thoughts(text: str) -> str:
    """What a model says after it has thought aloud."""
    if not text.strip():
        raise _Unreadable("empty answer")
    begun = text.lstrip()
    answer = text
    if not begun.startswith(("{", "```")):
        # A template may have written the opening mark itself, and a reason may quote the closing.
        before, closes, after = text.partition(_CLOSES)
        if closes:
            answer = after
        elif begun.startswith(_OPENS):
            raise _Unreadable("thoughts without an end")
        else:
            answer = before
    if not answer.strip():
        raise _Unreadable("thoughts without an answer")
    if len(answer) > ANSWER_CHARS:
        raise _Unreadable(f"longer than {ANSWER_CHARS:,} characters")
    return answer


def _of_object(answer: str, briefing: Briefing | None) -> Verdict:
    """The verdict of the one JSON object that has a decision."""
    found = list(_objects(answer))
    if not found:
        raise _Unreadable("no verdict in it")
    if any(each != found[0] for each in found):
        raise _Unreadable("more than one verdict")
    given = found[0]
    reason = _reason(given.get("reason"))
    if not reason and "lines" in given:
        reason = told(_lines(given["lines"]), briefing)
    return Verdict(_decision(given["decision"]), reason, _risk(given))


def _lines(value: object) -> list[str]:
    """Numbers of lines that stand in place of a reason; what is none cites nothing."""
    found = value if isinstance(value, list) else []
    return [each.strip() for each in found if isinstance(each, str) and is_number(each)]


def _objects(text: str, field: str = "decision") -> Iterator[Mapping[str, object]]:
    return objects(text, field, _once)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object no field of which stands twice: readers differ on which of the two counts."""
    found = dict(pairs)
    if len(found) != len(pairs) and "decision" in found:
        raise _Unreadable("a field stands twice")
    return found


def _decision(value: object) -> Decision:
    if not isinstance(value, str):
        raise _Unreadable("the decision is no text")
    try:
        return Decision(value.strip().lower())
    except ValueError:
        raise _Unreadable(f"unknown decision {value[:20]!a}") from None


def _reason(value: object) -> str:
    """A reason without what cannot be printed; each line of it a clause of its own."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Unreadable("the reason is no text")
    rows = (
        " ".join("".join(each if each.isprintable() else " " for each in row).split())
        for row in value[:REASON_CHARS].splitlines()
    )
    return "; ".join(filter(None, rows))


def _risk(given: Mapping[str, object]) -> float | None:
    value = given.get("risk")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _Unreadable("the risk is no number in [0, 1]")
    return float(value)

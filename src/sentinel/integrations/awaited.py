"""Waits for people in the review queue of a gate's server, and uses up what they approved.

An approval is for exactly the action that was asked about, and for one run: it is used before the
action runs. Who is denied, not answered in time, or answered with an edit does not run; an edit is
told to the model, whose next call is judged like any other.
"""

import json
from collections.abc import Generator
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

import msgspec

from sentinel.errors import GateMalformedError, GateRefusedError
from sentinel.live.request import FiredRule, Judgement, Ruling

REVIEWS: Final = "/live/reviews"

POLL_S: Final = 30.0
"""Longest that one request waits; a server lets none wait longer than a minute."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to a gate's server."""

    method: str
    """Of HTTP."""
    path: str
    """On the server, with a query where there is one."""
    body: bytes = b""
    """JSON."""
    more_s: float = 0.0
    """Seconds that the server is asked to wait, beside its time for an answer."""


class _Vote(msgspec.Struct, frozen=True):
    by: str = ""
    said: str = ""
    reason: str = ""


class _Edited(msgspec.Struct, frozen=True):
    action_description: str = ""
    arguments: dict[str, Any] | None = None


class _Review(msgspec.Struct, frozen=True):
    """What is read of a review."""

    id: str
    state: str
    decision: Ruling
    allowed_hash: str
    action_hash: str
    votes: list[_Vote] = []
    edited: _Edited | None = None


_REVIEW: Final = msgspec.json.Decoder(_Review)
_USED: Final = "used"


def awaited(found: Judgement, wait_s: float) -> Generator[Sent, bytes, Judgement]:
    """Wait for what people say to an escalated action.

    Args:
        found: Escalated, with the review that was opened.
        wait_s: Seconds to wait in all.

    Yields:
        Requests, whose answers it is sent.

    Returns:
        The judgement as people made it: `approve` where exactly this may run now, else `block`.

    Raises:
        GateMalformedError: If an answer is no such review.
    """
    assert found.review is not None
    path, ends_at = f"{REVIEWS}/{quote(found.review.id, safe='')}", monotonic() + wait_s
    while True:
        left_s = max(0.0, min(POLL_S, ends_at - monotonic()))
        review = _read((yield Sent("GET", f"{path}?wait={left_s:.1f}", more_s=left_s)), found)
        if review.decision != "escalate":
            break
        if monotonic() >= ends_at:
            return _said(found, "block", f"Nobody decided within {wait_s:g} s.")
    if review.decision != "approve" or review.allowed_hash != found.action_hash:
        return _said(found, "block", _why(review))
    body = msgspec.json.encode({"action_hash": found.action_hash})
    try:
        used = _read((yield Sent("POST", f"{path}/use", body)), found)
    except GateRefusedError as error:
        return _said(found, "block", f"The approval could not be used: {error}.")
    if used.state != _USED:
        return _said(found, "block", f"The approval was not used: the review is {used.state}.")
    return _said(found, "approve", f"People let exactly this run, once: {_why(review)}")


def _read(body: bytes, found: Judgement) -> _Review:
    assert found.review is not None
    try:
        review = _REVIEW.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise GateMalformedError(f"the answer is no review: {error}") from None
    if (review.id, review.action_hash) != (found.review.id, found.action_hash):
        raise GateMalformedError("the answer is another review")
    return review


def _why(review: _Review) -> str:
    """What people said, for the model."""
    said = " ".join(f"{each.by} said {each.said}: {each.reason}" for each in review.votes)
    if review.edited is not None:
        edit = review.edited
        call = json.dumps(edit.arguments) if edit.arguments else edit.action_description
        said += f" They would have this instead: {call}"
    return said or f"Its review is {review.state}."


def _said(found: Judgement, decision: Ruling, why: str) -> Judgement:
    rule = FiredRule(f"review.{decision}", decision, found.severity_assessed, why, None)
    return msgspec.structs.replace(
        found,
        decision=decision,
        justification=f"{why} {found.justification}",
        rules_fired=[rule, *found.rules_fired],
        reasoning_trace=[*found.reasoning_trace, f"people say {decision}: {why}"],
    )

"""What a webhook is told of a review: as JSON of our own, or as Slack shows it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from sentinel.live.review_events import Event, Happened
from sentinel.live.review_rows import Case
from sentinel.live.review_shown import Shown, one_line, shown

SLACK_CHARS: Final = 2_500
"""Longest text of a block; Slack takes 3,000."""

Redact = Callable[[Any], Any]
"""Takes secrets out of what JSON can hold."""


def message_of(event: Event, case: Case | None, redact: Redact, server_url: str) -> dict[str, Any]:
    """A message of our own.

    Args:
        event: What happened.
        case: To which review; None where it is gone.
        redact: Takes secrets out.
        server_url: Where people reach the server.
    """
    told, seen = _without_secrets(event, case, redact)
    data = {**msgspec.to_builtins(told), "tenant": event.tenant}
    if case is not None:
        data["shown"] = msgspec.to_builtins(seen)
        data["decide_by"] = case.review.decide_by
        data["url"] = _link(event, server_url)
    at = datetime.fromtimestamp(event.at, UTC).isoformat()
    return {"type": event.kind, "timestamp": at, "data": data}


def slack_message_of(
    event: Event, case: Case | None, redact: Redact, server_url: str
) -> dict[str, Any]:
    """The same for Slack: `text` for notifications, `blocks` for the page.

    What others wrote stands in preformatted or plain text alone, in which Slack reads no marks, no
    links and no names of people to call.
    """
    title = f"{_TITLES.get(event.kind, event.kind)} {event.review_id}"
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(title, 140)}]
    told, seen = _without_secrets(event, case, redact)
    if told.vote is not None:
        blocks.append(_section(f"{told.vote.by} ({told.vote.said}): {told.vote.reason}"))
    if seen is not None:
        blocks += [
            _preformatted(seen.action),
            *([_preformatted(seen.arguments)] if seen.arguments else []),
            _section(f"Severity {seen.severity}, environment {seen.environment}."),
            _section(f"Goal: {seen.goal}" if seen.goal else "No goal was given."),
            _section(seen.justification),
            *(_section(f"Look twice: {each}") for each in seen.warnings[:5]),
            _section(f"{told.approvals} of {told.people} approvals."),
        ]
    url = _link(event, server_url)
    if url:
        button = {"type": "button", "text": _plain("Open the review", 70), "url": url}
        blocks.append({"type": "actions", "elements": [button]})
    return {"text": _escaped(title), "blocks": blocks}


_TITLES: Final = {
    "review.opened": "An agent waits for people:",
    "review.voted": "Another person is needed:",
    "review.approved": "Approved:",
    "review.denied": "Denied:",
    "review.edited": "Edited:",
    "review.edit-blocked": "An edit was blocked:",
    "review.expired": "Expired, and so denied:",
    "review.used": "It ran:",
}


def _without_secrets(
    event: Event, case: Case | None, redact: Redact
) -> tuple[Happened, Shown | None]:
    """What happened, and to what, without what is a secret in either."""
    told = msgspec.convert(event.document, Happened)
    both = redact([told, None if case is None else shown(case)])
    return msgspec.convert(msgspec.to_builtins(both), tuple[Happened, Shown | None])


def _link(event: Event, server_url: str) -> str:
    return f"{server_url.rstrip('/')}/live/reviews/{event.review_id}" if server_url else ""


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": one_line(text, most)[: most + 9], "emoji": False}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _plain(_cut(text), SLACK_CHARS)}


def _preformatted(text: str) -> dict[str, Any]:
    words = {"type": "text", "text": _cut(text) or " "}
    inner = {"type": "rich_text_preformatted", "elements": [words]}
    return {"type": "rich_text", "elements": [inner]}


def _cut(text: str) -> str:
    if len(text) <= SLACK_CHARS:
        return text
    return f"{text[:SLACK_CHARS]}... ({len(text) - SLACK_CHARS:,} characters more: open the review)"


def _escaped(text: str) -> str:
    """Text of Slack's own markup without marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

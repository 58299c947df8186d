"""Tells a webhook what happens to reviews: signed, and again until it was taken or it is too late.

What there is to tell lies in the store since the change itself was written, so that a server that
dies tells it later. The address comes from whoever runs the server, never from a caller. Messages
are signed as Standard Webhooks are (standardwebhooks.com), which libraries of many languages read.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from logging import getLogger
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import httpx
import msgspec
from sqlalchemy import and_, select, update

from sentinel.errors import OptionError
from sentinel.live.review_events import EVENTS, Event, event_of
from sentinel.live.review_rows import find_case
from sentinel.live.store import Store
from sentinel.live.webhook_messages import message_of, slack_message_of

FIRST_S: Final = 5.0
"""Seconds until a message is sent again that was not taken; twice as many after each time."""

LONGEST_S: Final = 3_600.0
"""Most seconds between two times."""

MOST_TRIES: Final = 12
"""How often a message is sent before it is given up: for a little more than four hours."""

TIMEOUT_S: Final = 10.0
"""Seconds that a webhook may take to answer."""

SKEW_S: Final = 300.0
"""Oldest a message may be, in seconds, that a receiver should believe."""

SECRET_CHARS: Final = 16
"""Shortest secret."""

_HELD_S: Final = 60.0
"""Seconds for which whoever sends a message has it to themselves."""
_PREFIX: Final = "whsec_"
_LOG: Final = getLogger("sentinel.review")

Format = Literal["json", "slack"]


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to tell."""

    url: str
    """As http://... or https://...; no redirection is followed."""
    secret: str
    """What messages are signed with; what begins with `whsec_` is base64."""
    format: Format = "json"
    """`slack` for what an incoming webhook of Slack, and of what is compatible, takes."""
    server_url: str = ""
    """Where people reach this server, for the links in messages; none where empty."""

    def __post_init__(self) -> None:
        """Check it.

        Raises:
            OptionError: If the URL is none, or the secret is too short.
        """
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OptionError(f"a webhook is an http(s) URL, not one of {parts.scheme[:20]!r}")
        if len(self.secret) < SECRET_CHARS:
            raise OptionError(f"the secret of a webhook has at least {SECRET_CHARS} characters")
        if self.format not in ("json", "slack"):
            raise OptionError(f"the format of a webhook is json or slack, not {self.format!r:.40}")
        _key(self.secret)


def signature(secret: str, name: str, at: int, body: bytes) -> str:
    """The signature of a message.

    Args:
        secret: What the receiver has, too.
        name: The header `webhook-id`.
        at: The header `webhook-timestamp`, seconds since 1970.
        body: The body, to the byte.

    Returns:
        `v1,` and the base64 of the HMAC-SHA256 of name, time and body, with dots between them.
    """
    signed = f"{name}.{at}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def verified(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether a message is ours and new, as a receiver finds out.

    Args:
        secret: What the sender has, too.
        headers: `webhook-id`, `webhook-timestamp` and `webhook-signature`, in small letters.
        body: The body, to the byte.
        now: Seconds since 1970.
    """
    name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isascii() or not at.isdecimal() or abs(now - int(at)) > SKEW_S:
        return False
    wanted = signature(secret, name, int(at), body)
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(each.encode(), wanted.encode()) for each in given)


class Courier:
    """Brings messages to a webhook; several processes may, and each message has one at a time.

    Args:
        store: Where the reviews are.
        webhook: Whom to tell.
        redact: Takes secrets out of what is told.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        store: Store,
        webhook: Webhook,
        redact: Callable[[Any], Any],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store, self._webhook, self._clock = store, webhook, clock
        self._redact = redact

    def deliver(self, most: int = 20) -> int:
        """Send what is due.

        Args:
            most: Most messages.

        Returns:
            How many were taken.

        Raises:
            StoreError: If the store cannot be read or written.
        """
        due = select(EVENTS).where(EVENTS.c.due_at <= self._clock())
        due = due.order_by(EVENTS.c.due_at, EVENTS.c.id).limit(most)
        with self._store.reading() as connection:
            events = [event_of(row) for row in connection.execute(due)]
        return sum(self._delivered(each) for each in events)

    def _delivered(self, event: Event) -> bool:
        tried = and_(EVENTS.c.id == event.id, EVENTS.c.tries == event.tries)
        with self._store.writing() as connection:
            mine = update(EVENTS).where(tried, EVENTS.c.due_at.is_not(None))
            held = mine.values(tries=event.tries + 1, due_at=self._clock() + _HELD_S)
            if connection.execute(held).rowcount != 1:
                return False
        failure = self._send(event)
        done = not failure
        again = None if done or event.tries + 1 >= MOST_TRIES else self._clock() + wait_s(event)
        with self._store.writing() as connection:
            mine = update(EVENTS).where(EVENTS.c.id == event.id)
            connection.execute(mine.values(due_at=again))
        if not done:
            fate = "it is given up" if again is None else "it is sent again"
            _LOG.warning("the webhook did not take message %d: %s; %s", event.id, failure, fate)
        return done

    def _send(self, event: Event) -> str:
        """Send one message; why it was not taken, or nothing."""
        try:
            body = self._body(event)
        except (msgspec.MsgspecError, LookupError, TypeError, ValueError) as error:
            return f"it cannot be written: {type(error).__name__}"
        name, at = f"evt_{event.id}", int(self._clock())
        headers = {
            "content-type": "application/json",
            "user-agent": "sentinel-webhook",
            "webhook-id": name,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(self._webhook.secret, name, at, body),
        }
        try:
            with httpx.stream(
                "POST", self._webhook.url, content=body, headers=headers, timeout=TIMEOUT_S,
                follow_redirects=False,
            ) as answer:  # fmt: skip
                return "" if answer.is_success else f"status {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return type(error).__name__  # The text may name the address, which may be a secret.

    def _body(self, event: Event) -> bytes:
        with self._store.reading() as connection:
            case = find_case(connection, event.review_id, None)
        make = slack_message_of if self._webhook.format == "slack" else message_of
        return msgspec.json.encode(make(event, case, self._redact, self._webhook.server_url))


def wait_s(event: Event) -> float:
    """Seconds until a message is sent again that was not taken."""
    return min(LONGEST_S, FIRST_S * 2.0**event.tries)


def _key(secret: str) -> bytes:
    if not secret.startswith(_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret[len(_PREFIX) :], validate=True)
    except ValueError:
        raise OptionError(f"what follows {_PREFIX} in the secret of a webhook is base64") from None

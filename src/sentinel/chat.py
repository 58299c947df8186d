"""One client for every endpoint that speaks the chat-completions protocol.

A completion comes back, or a typed error is raised: a failure is never an answer.
What is worth asking again, too many requests (429) and troubles of the endpoint's
own (5xx), is asked again after a growing wait; a lost connection and an answer that
comes too late only where that was agreed; nothing else is. A redirection is followed nowhere: some
turn a request into one without the prompt, and what comes back would be read as its answer.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from typing import Any, Final, cast
from urllib.parse import urlsplit

import openai

from sentinel import completion
from sentinel.completion import Completion
from sentinel.errors import (
    ChatMalformedError,
    ChatRefusedError,
    ChatTimeoutError,
    ChatUnreachableError,
    OptionError,
)
from sentinel.pace import Pace, wanted_wait_s
from sentinel.refusal import LINK, Response, shorten

MOST_WAIT_S: Final = 30.0
"""Longest wait before an endpoint is asked again, whatever it asks for."""

ERROR_CHARS: Final = 300
"""Longest part of an endpoint's own words in an error."""

BODY_BYTES: Final = 4_000_000
"""Longest answer that is read."""

_NO_KEY: Final = "none"
"""What is sent to an endpoint that asks for no key: the library insists on one."""


class Speaker(StrEnum):
    """Whose words a message holds."""

    SYSTEM = "system"
    """Instructions."""
    USER = "user"
    """What is asked."""
    ASSISTANT = "assistant"
    """What the model said before."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Speaker
    content: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked, and how patiently."""

    base_url: str
    """Address below which `/chat/completions` lies: `http://127.0.0.1:8000/v1`."""
    model: str
    """What the endpoint calls the model."""
    key: str = field(default="", repr=False)
    """Sent as a bearer token; empty where none is asked for. Printed nowhere."""
    timeout_s: float = 60.0
    """Seconds without a byte after which an answer is given up."""
    retries: int = 4
    """How often it is asked again after 429 or 5xx."""
    backoff_s: float = 0.5
    """Wait before the first of them; each further one is twice as long."""
    temperature: float = 0.0
    max_tokens: int = 1_024
    """Longest completion."""
    deadline_s: float = 900.0
    """Seconds after which an answer is given up, however steadily it trickles in."""
    links_again: bool = False
    """Whether a lost connection and a late answer are asked again as 429 and 5xx are."""
    per_minute: float = 0.0
    """Most requests a minute; 0 sets no limit."""
    reasoning: bool = False
    """Whether it wants `max_completion_tokens` and no temperature, as hosted reasoners do."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of an endpoint, and what it counted."""

    requests: int = 0
    """Sent, those asked again included."""
    completions: int = 0
    prompt_tokens: int = 0
    """As the endpoint counts; 0 where it counts none."""
    completion_tokens: int = 0
    cached: int = 0
    """Completions that a cache had, so that nothing was sent for them; their tokens count too."""

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            self.requests + other.requests,
            self.completions + other.completions,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached + other.cached,
        )

    def __sub__(self, other: "Usage") -> "Usage":
        """What came after another one."""
        return Usage(
            self.requests - other.requests,
            self.completions - other.completions,
            self.prompt_tokens - other.prompt_tokens,
            self.completion_tokens - other.completion_tokens,
            self.cached - other.cached,
        )


class Chat:
    """Asks one endpoint; may be shared by threads.

    Args:
        endpoint: Where, and how patiently.
        sleep: Waits some seconds.

    Raises:
        OptionError: If the address is none, or the key cannot be sent.
    """

    def __init__(self, endpoint: Endpoint, sleep: Callable[[float], None] = time.sleep) -> None:
        _check(endpoint)
        self.endpoint = endpoint
        self._sleep = sleep
        self._lock = Lock()
        self._usage = Usage()
        self._pace = Pace(endpoint.per_minute, sleep)
        self._client = openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.key or _NO_KEY,
            timeout=endpoint.timeout_s,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(
                follow_redirects=False, event_hooks={"response": [self._shorten]}
            ),
        )

    @property
    def usage(self) -> Usage:
        """Everything asked so far, failures included."""
        return self._usage

    def complete(
        self, messages: Iterable[Message], shape: Mapping[str, object] | None = None
    ) -> Completion:
        """Ask for one completion.

        Args:
            messages: The conversation.
            shape: A `response_format` that the endpoint is to hold the answer to; None sends none.

        Raises:
            ChatUnreachableError: If nothing listens there, or the connection broke.
            ChatTimeoutError: If no answer came in time.
            ChatRefusedError: If the status is no success; after the retries if it is 429 or 5xx.
            ChatMalformedError: If the answer is no chat completion.
        """
        asked = [{"role": each.role.value, "content": each.content} for each in messages]
        wait_s = self.endpoint.backoff_s
        for left in reversed(range(self.endpoint.retries + 1)):
            self._pace.wait()
            self._count(Usage(requests=1))
            try:
                return self._read(self._ask(asked, shape))
            except openai.APIStatusError as error:
                if not left or not _passing(error.status_code):
                    raise self._refused(error) from None
                wanted_s = wanted_wait_s(error.response.headers.get("retry-after", ""))
            except (ChatTimeoutError, ChatUnreachableError):
                if not left or not self.endpoint.links_again:
                    raise
                wanted_s = 0.0
            self._sleep(min(max(wait_s, wanted_s), MOST_WAIT_S))
            wait_s *= 2.0
        raise AssertionError("the last try returns or raises")

    def count_cached(self, found: Completion) -> None:
        """Count a completion for which a cache spared the asking."""
        self._count(Usage(0, 0, found.prompt_tokens, found.completion_tokens, 1))

    def _ask(self, asked: list[dict[str, str]], shape: Mapping[str, object] | None) -> str:
        """Send one request; return the body of a success."""
        where = self.endpoint
        more: dict[str, Any] = {} if shape is None else {"response_format": dict(shape)}
        if where.reasoning:
            more["max_completion_tokens"] = where.max_tokens
        else:
            more |= {"max_tokens": where.max_tokens, "temperature": where.temperature}
        try:
            with self._client.chat.completions.with_streaming_response.create(
                model=where.model,
                messages=cast("Any", asked),
                **more,
            ) as answer:
                return self._take(answer.iter_bytes())
        except (openai.APITimeoutError, LINK.TimeoutException):
            raise ChatTimeoutError(
                f"{where.base_url} gave no answer within {where.timeout_s:g} s"
            ) from None
        except (openai.APIConnectionError, LINK.HTTPError) as error:
            cause = self._clean(str(error.__cause__ or error))
            raise ChatUnreachableError(f"{where.base_url} cannot be reached: {cause}") from None

    def _take(self, parts: Iterable[bytes]) -> str:
        """Put a body together, as long as it comes in time and is of a sane length."""
        where, body = self.endpoint, bytearray()
        ends_at = time.monotonic() + where.deadline_s
        for part in parts:
            body += part
            if len(body) > BODY_BYTES:
                raise ChatMalformedError(
                    f"{where.base_url} answered with more than {BODY_BYTES:,} bytes"
                )
            if time.monotonic() > ends_at:
                raise ChatTimeoutError(
                    f"{where.base_url} gave no whole answer within {where.deadline_s:g} s"
                )
        return body.decode("utf-8", "replace")

    def _shorten(self, answer: Response) -> None:
        """Read no more of a refusal than its beginning."""
        if not answer.is_success:
            shorten(answer, self.endpoint.deadline_s)

    def _read(self, body: str) -> Completion:
        """Read the body of a success."""
        try:
            found = completion.read(body)
        except ValueError:
            raise ChatMalformedError(
                f"{self.endpoint.base_url} answered with no chat completion: {self._clean(body)!r}"
            ) from None
        self._count(Usage(0, 1, found.prompt_tokens, found.completion_tokens))
        return found

    def _refused(self, error: "openai.APIStatusError") -> ChatRefusedError:
        """The endpoint's refusal in our words, without the key that it may repeat."""
        said = self._clean(error.response.headers.get("location") or error.response.text)
        return ChatRefusedError(
            f"{self.endpoint.base_url} answered with status {error.status_code}: {said}",
            int(error.status_code),
        )

    def _clean(self, text: str) -> str:
        """An endpoint's own words: not too many, on one line, and without the key."""
        if self.endpoint.key:
            text = text.replace(self.endpoint.key, "***")
        return completion.shown(text, ERROR_CHARS)

    def _count(self, more: Usage) -> None:
        with self._lock:
            self._usage += more


def _check(endpoint: Endpoint) -> None:
    """Accept an endpoint that requests can be made of."""
    try:
        parts = urlsplit(endpoint.base_url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if fits and (parts.username or parts.password):
        raise OptionError("base_url holds a name or a password; the key goes where keys go")
    if not fits:
        raise OptionError(f"base_url={endpoint.base_url!r} must be like http://host:port/v1")
    if not (endpoint.key.isascii() and (endpoint.key + "x").isprintable()):
        raise OptionError("the key of the endpoint holds characters that no header can carry")


def _passing(status: int) -> bool:
    """Whether a status may be another one in a while."""
    return status == 429 or status >= 500

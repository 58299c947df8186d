"""An overseer of one's own behind HTTP: `http:URL`.

The contract is one POST of JSON, in whatever language it is answered:

    {"protocol": 1, "briefings": [{"id": "...", "text": "...", "compact": "...",
      "lines": [...], "proposal": {...}}, ...]}
    {"answers": [{"decision": "block", "reason": "...", "risk": 0.9}, ...]}

A server that fails is an error after it was asked again, and one that breaks the contract, or
sends elsewhere, is one at once; one answer that holds no verdict is `Unparsed`.
"""

import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from http.client import HTTPException, HTTPMessage
from threading import Lock
from typing import IO, Final
from urllib.parse import urlsplit

from sentinel.briefing import Briefing
from sentinel.chat import MOST_WAIT_S, Usage
from sentinel.completion import shown
from sentinel.errors import LostOverseerError, OverseerError
from sentinel.overseer.answer import read
from sentinel.overseer.asking import Asking
from sentinel.pace import Pace, wanted_wait_s
from sentinel.verdict import Unparsed, Verdict

PROTOCOL: Final = 1
"""Rises when a server has to change."""

BODY_BYTES: Final = 16_000_000
"""Longest answer that is read."""

ERROR_CHARS: Final = 200
"""Longest part of a server's own words in an error."""

DEADLINE_S: Final = 900.0
"""Seconds after which an answer is given up, however steadily it trickles in."""

_PART_BYTES: Final = 65_536


class RemoteOverseer:
    """Asks a server for verdicts.

    Args:
        url: Where it is posted to.
        asking: How it is asked.
        sleep: Waits some seconds.
        deadline_s: Seconds after which an answer is given up, however steadily it trickles in.

    Raises:
        OverseerError: If the address is none.
    """

    def __init__(
        self,
        url: str,
        asking: Asking | None = None,
        sleep: Callable[[float], None] = time.sleep,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        _check(url)
        self._deadline_s = deadline_s
        self._url, self._asking, self._sleep = url, asking or Asking(), sleep
        self._pace = Pace(self._asking.per_minute, sleep)
        self._requests, self._lock = 0, Lock()

    @property
    def usage(self) -> Usage:
        """Everything asked so far; it counts no tokens."""
        return Usage(requests=self._requests)

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each proposal.

        Raises:
            LostOverseerError: If the server failed, or broke the contract.
        """
        size = self._asking.batch
        parts = [briefings[start : start + size] for start in range(0, len(briefings), size)]
        if len(parts) < 2:
            return [each for part in parts for each in self._batch(part)]
        with ThreadPoolExecutor(min(self._asking.at_once, len(parts))) as pool:
            return [each for part in pool.map(self._batch, parts) for each in part]

    def _batch(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        pages = [page(briefing) for briefing in briefings]
        body = json.dumps({"protocol": PROTOCOL, "briefings": pages}).encode()
        wait_s = self._asking.backoff_s
        for left in reversed(range(self._asking.retries + 1)):
            self._pace.wait()
            with self._lock:
                self._requests += 1
            try:
                return self._read(self._post(body), briefings)
            except urllib.error.HTTPError as error:
                again = error.code in (408, 429) or error.code >= 500
                cause = f"status {error.code}: {_said(error)}"
                wanted_s = wanted_wait_s(error.headers.get("Retry-After") or "")
            except (OSError, HTTPException) as error:
                cause, again, wanted_s = shown(str(error), ERROR_CHARS), True, 0.0
            if not again or not left:
                raise LostOverseerError(f"{self._url} gave no answers: {cause}")
            self._sleep(min(max(wait_s, wanted_s), MOST_WAIT_S))
            wait_s *= 2.0
        raise AssertionError("the last try returns or raises")

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        asked = urllib.request.Request(self._url, body, headers)
        found, ends_at = bytearray(), time.monotonic() + self._deadline_s
        with _OPENER.open(asked, timeout=self._asking.timeout_s) as answer:
            while (part := answer.read1(_PART_BYTES)) and len(found) <= BODY_BYTES:
                found += part
                if time.monotonic() > ends_at:
                    raise TimeoutError(f"no whole answer within {self._deadline_s:g} s")
            if answer.length:
                raise OSError(f"the connection ended {answer.length:,} bytes before the answer")
        return bytes(found)

    def _read(self, body: bytes, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        try:
            given: object = json.loads(body)["answers"] if len(body) <= BODY_BYTES else None
        except (ValueError, KeyError, TypeError, RecursionError):
            given = None
        if not isinstance(given, list) or len(given) != len(briefings):
            raise LostOverseerError(
                f"{self._url} broke the contract: {len(briefings)} answers in a list under "
                f"'answers' are needed, not {_text(body)!r}"
            )
        return [
            read(json.dumps(answer, ensure_ascii=False), briefing)
            for answer, briefing in zip(given, briefings, strict=True)
        ]


def page(briefing: Briefing) -> dict[str, object]:
    """A briefing as a server gets it.

    Returns:
        `text` and `compact`, the two pages; `lines` and `proposal`, what they are made of; and
        `id`, a digest that is the same for the same briefing.
    """
    text, given = briefing.text(), briefing.proposal
    return {
        "id": hashlib.sha256(text.encode()).hexdigest()[:16],
        "text": text,
        "compact": briefing.compact(),
        "lines": [asdict(line) for line in briefing.lines()],
        "proposal": {
            "tool": given.action.tool,
            "arguments": given.action.arguments,
            "command": given.command,
            "reason": given.reason,
            "role": given.role.value,
        },
    }


def remote_overseer(where: str, asking: Asking) -> RemoteOverseer:
    """Make the overseer of `http:URL`.

    Raises:
        OverseerError: If the address is none.
    """
    return RemoteOverseer(where, asking)


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: most turn a request into one without the briefings."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_Nowhere)


def _check(url: str) -> None:
    """Accept an address that can be posted to."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if fits and (parts.username or parts.password):
        raise OverseerError("the address holds a name or a password, which a report would show")
    if not fits or not url.isascii() or not url.isprintable() or " " in url:
        raise OverseerError(f"{url!r} must be like http://host:port/path")


def _said(error: urllib.error.HTTPError) -> str:
    """A server's own words beside a status; what came of them where they break off."""
    try:
        return error.headers.get("Location") or _text(error.read(ERROR_CHARS))
    except (OSError, HTTPException) as broken:
        return f"({broken})"


def _text(body: bytes) -> str:
    return shown(body[:ERROR_CHARS].decode("utf-8", "replace"), ERROR_CHARS)

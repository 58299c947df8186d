"""Carries requests to a gate at a URL: in time, of bounded length, every failure typed.

A connection is made for each request. Next to the model that proposed the action it costs little,
and so there is nothing to close, and nothing that another event loop or a fork could break.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from ssl import SSLContext
from threading import Timer
from time import monotonic
from typing import Final, TypeVar, cast
from urllib.parse import urlsplit

import anyio
import httpx

from sentinel.completion import shown
from sentinel.errors import (
    GateError,
    GateMalformedError,
    GateRefusedError,
    GateTimeoutError,
    GateUnreachableError,
    OptionError,
)
from sentinel.integrations.awaited import Sent

ANSWER_BYTES: Final = 1024 * 1024
"""Longest answer that is read."""

ERROR_CHARS: Final = 300
"""Longest part of a refusal that is told."""

_Found = TypeVar("_Found")


class GateLink:
    """Asks one server.

    Args:
        url: Where it listens, without `/live`: `https://gate.example.org`.
        api_key: Sent as a bearer token; empty for none.
        timeout_s: Seconds for a whole answer.

    Raises:
        OptionError: If the URL is none, or the key or the time cannot be used.
    """

    def __init__(self, url: str, api_key: str = "", timeout_s: float = 10.0) -> None:
        self.url = _checked(url)
        if not timeout_s > 0:
            raise OptionError(f"timeout_s={timeout_s!r} must be above 0")
        if not (api_key.isascii() and (api_key + "x").isprintable()):
            raise OptionError("the API key holds characters that no header can carry")
        self.timeout_s = timeout_s
        self._key = api_key
        # Made once: to load the certificates takes longer than the rest of a request.
        secure = self.url.startswith("https:")
        self._trusted: SSLContext | bool = httpx.create_ssl_context() if secure else False

    def __repr__(self) -> str:
        return f"GateLink({self.url!r})"

    def send(self, what: Sent) -> bytes:
        """Send a request and take the answer's body.

        Raises:
            GateError: If there was no whole answer in time, or it was no success.
        """
        within_s = self.timeout_s + what.more_s
        ends_at = monotonic() + within_s
        try:
            with (
                httpx.Client(verify=self._trusted, timeout=within_s) as client,
                _hung_up(client, within_s),
                client.stream(
                    what.method, self.url + what.path, content=what.body, headers=self._headers
                ) as got,
            ):
                taken = bytearray()
                for part in got.iter_raw():
                    self._take(taken, part)
                    if monotonic() > ends_at:
                        raise self._late(within_s)
                return self._read(got.status_code, bytes(taken))
        except GateError:
            raise
        except httpx.TimeoutException:
            raise self._late(within_s) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, RuntimeError, ValueError) as error:
            if monotonic() >= ends_at:  # The connection was closed under it.
                raise self._late(within_s) from None
            raise self._lost(error) from None

    async def asend(self, what: Sent) -> bytes:
        """Do the same without blocking the event loop.

        Raises:
            GateError: As `send` does.
        """
        within_s = self.timeout_s + what.more_s
        try:
            with anyio.fail_after(within_s):
                async with (
                    httpx.AsyncClient(verify=self._trusted, timeout=within_s) as client,
                    client.stream(
                        what.method, self.url + what.path, content=what.body, headers=self._headers
                    ) as got,
                ):
                    taken = bytearray()
                    async for part in got.aiter_raw():
                        self._take(taken, part)
                    return self._read(got.status_code, bytes(taken))
        except GateError:
            raise
        except (TimeoutError, httpx.TimeoutException):
            raise self._late(within_s) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise self._lost(error) from None

    def follow(self, steps: Generator[Sent, bytes, _Found]) -> _Found:
        """Send what the steps yield, and send them the answers; a refusal is thrown into them.

        Raises:
            GateError: As `send` does.
        """
        give: Callable[[], Sent] = partial(next, steps)
        while True:
            try:
                give = partial(steps.send, self.send(give()))
            except StopIteration as end:
                return cast("_Found", end.value)
            except GateRefusedError as error:
                give = partial(steps.throw, error)

    async def afollow(self, steps: Generator[Sent, bytes, _Found]) -> _Found:
        """Do the same without blocking the event loop.

        Raises:
            GateError: As `send` does.
        """
        give: Callable[[], Sent] = partial(next, steps)
        while True:
            try:
                give = partial(steps.send, await self.asend(give()))
            except StopIteration as end:
                return cast("_Found", end.value)
            except GateRefusedError as error:
                give = partial(steps.throw, error)

    @property
    def _headers(self) -> Mapping[str, str]:
        plain = {"content-type": "application/json", "accept-encoding": "identity"}
        return plain | {"authorization": f"Bearer {self._key}"} if self._key else plain

    def _take(self, taken: bytearray, part: bytes) -> None:
        taken += part
        if len(taken) > ANSWER_BYTES:
            raise GateMalformedError(f"{self.url} answered with more than {ANSWER_BYTES:,} bytes")

    def _read(self, status: int, body: bytes) -> bytes:
        if 200 <= status < 300:
            return body
        said = body.decode("utf-8", "replace")
        if self._key:
            said = said.replace(self._key, "***")
        raise GateRefusedError(
            f"{self.url} answered with status {status}: {shown(said, ERROR_CHARS)}", status
        )

    def _late(self, within_s: float) -> GateTimeoutError:
        return GateTimeoutError(f"{self.url} gave no whole answer within {within_s:g} s")

    def _lost(self, error: Exception) -> GateUnreachableError:
        return GateUnreachableError(f"{self.url} cannot be reached: {type(error).__name__}")


@contextmanager
def _hung_up(client: httpx.Client, within_s: float) -> Iterator[None]:
    """Close connections after some time: theirs is for each part, of which there may be many."""
    late = Timer(within_s, client.close)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()


def _checked(url: str) -> str:
    """An address that requests can be made of, without a slash at its end."""
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if fits and (parts.username or parts.password):
        raise OptionError("the URL of the gate holds a name or a password; it takes an api_key")
    if not fits or parts.query or parts.fragment:
        raise OptionError(f"url={url!r} must be like https://host:port")
    return url.rstrip("/").removesuffix("/live")

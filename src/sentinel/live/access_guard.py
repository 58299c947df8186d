"""What stands before a server that asks for keys: no route but health is answered without one.

A key is shown as `Authorization: Bearer sk_...`, or by the cookie that the page `/login` sets for a
browser. What is asked decides the scope; who it was stands in the ASGI scope for the routes.
"""

from asyncio import timeout, to_thread
from collections.abc import Collection, Mapping
from functools import lru_cache
from hmac import compare_digest
from html import escape
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from math import ceil
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sentinel.errors import (
    ForbiddenError,
    OverQuotaError,
    SentinelError,
    StoreError,
    UnknownKeyError,
)
from sentinel.live.access import Access
from sentinel.live.answering import problem
from sentinel.live.keys import Key
from sentinel.live.review_routes import Caller

PLACE: Final = "sentinel.key"
"""Where the key of a request stands in its ASGI scope."""

COOKIE: Final = "sentinel_key"
LOGIN: Final = "/login"
_COOKIE_S: Final = 12 * 3_600
FORM_S: Final = 10.0
"""Seconds in which the form at `LOGIN` has to come: whoever sends it has shown no key yet."""
_LONGEST_FORM: Final = 4_096
_POLICY_VIOLATION: Final = 1008
_WEBSOCKET: Final = "WEBSOCKET"
"""Stands for the method of what has none: a page of any host may try to open one."""
_NO_FRAME: Final = (b"x-frame-options", b"SAMEORIGIN")

FREE: Final = frozenset({"/health", "/live/health", "/live/health/live", "/live/health/ready"})
"""Paths that are answered without a key."""

_ENOUGH: Final = {"read": ("read", "review", "oversee"), "queue": ("read", "review")}
"""Scopes of which one is enough: an agent reads the review that it waits for, and no list."""

_STATUS: Final[Mapping[type[SentinelError], int]] = {
    UnknownKeyError: 401, ForbiddenError: 403, OverQuotaError: 429, StoreError: 503,
}  # fmt: skip


def scopes_of(method: str, path: str) -> tuple[str, ...]:
    """The scopes of which one is needed; `admin` is good for everything.

    Example:
        >>> scopes_of("POST", "/live/oversee"), scopes_of("POST", "/reviews/x/approve")
        (('oversee',), ('review',))
    """
    live = path.startswith("/live/")
    bare = path.removeprefix("/live") if live else path
    if bare.startswith("/reviews"):
        if method == "GET":
            return ("read", "review", "oversee")
        return ("oversee",) if bare.endswith("/use") else ("review",)
    if live:
        if bare in ("/oversee", "/oversee/batch", "/outcome"):
            return ("oversee",)
        return ("read",) if method == "GET" else ("admin",)
    if path in ("/", "/favicon.ico") or f"{path}/".startswith("/web/"):
        return "oversee", "review"  # The pages ask for more themselves.
    return ("read",) if path == "/metrics" else ("oversee",)


class AccessGuard:
    """ASGI middleware: nobody without a good key comes further.

    Args:
        app: What is guarded.
        access: Knows the keys; None where there are none, and what wants one is never answered.
        demo: Whether the environment, the pages and judging are open to everybody; what belongs
            to tenants is not.
    """

    def __init__(self, app: ASGIApp, access: Access | None, *, demo: bool = False) -> None:
        self._app, self._access, self._demo = app, access, demo

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one connection."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in FREE:
            return await self._app(scope, receive, send)
        method, path = scope.get("method"), scope["path"]
        if path == LOGIN and scope["type"] == "http" and self._access is not None:
            return await self._login(self._access, scope, receive, send)
        headers = Headers(scope=scope)
        secret, by_cookie = secret_of(headers) if self._access is not None else ("", False)
        wanted = scopes_of(method or "GET", path)
        if not secret and self._demo and _open_in_demo(path, wanted):
            return await self._app(scope, receive, send)
        try:
            if by_cookie and _foreign(headers, _WEBSOCKET if method is None else method):
                raise ForbiddenError("a page of another host asks in this browser's name")
            scope[PLACE] = await self._admitted(secret, wanted)
        except tuple(_STATUS) as error:
            return await _refuse(error, scope, receive, send)
        return await self._app(scope, receive, send if self._demo else _unframed(send))

    async def _admitted(self, secret: str, wanted: tuple[str, ...]) -> Key:
        if not secret or self._access is None:
            raise UnknownKeyError("a key is needed: Authorization: Bearer sk_...")
        if self._access.ready(secret):
            return self._access.admit(secret, wanted)
        return await to_thread(self._access.admit, secret, wanted)

    async def _login(self, access: Access, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a key from a form, and have the browser show it from then on."""
        http = HttpRequest(scope, receive)
        if http.method != "POST":
            return await _page("")(scope, receive, send)
        if _foreign(http.headers, http.method):
            return await _page("A page of another host signs in.", 403)(scope, receive, send)
        try:
            async with timeout(FORM_S):
                body = await _form(http)
        except TimeoutError:
            return await _page("That took too long.", 408)(scope, receive, send)
        if body is None:
            return await _page("That is no key.", 413)(scope, receive, send)
        secret = parse_qs(body.decode("utf-8", "replace")).get("key", [""])[0].strip()
        try:
            await to_thread(access.key_of, secret)
        except (UnknownKeyError, StoreError) as error:
            return await _page(str(error), 401)(scope, receive, send)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE, secret, max_age=_COOKIE_S, httponly=True, samesite="strict",
            secure=http.url.scheme == "https",
        )  # fmt: skip
        return await answer(scope, receive, send)


class OwnPages:
    """ASGI middleware of a server without keys: pages of other hosts ask for nothing.

    A browser sends what any page wants sent, to this machine too. A request in the name of another
    host, or from a page of one, is turned away. So is one that comes to an address of this machine
    which others can reach, whoever had it listen there.

    Args:
        app: What is guarded.
        hosts: Names under which the server may be asked; any where empty.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one connection."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        headers = _first(scope)
        named = _host(headers.get("host", ""))
        if self._hosts and named not in self._hosts:
            error = ForbiddenError(f"this server is not asked as {named!r}")
            return await _refuse(error, scope, receive, send)
        if _from_elsewhere(scope) and scope["path"] not in FREE:
            error = ForbiddenError("this server is asked from elsewhere, for which it needs keys")
            return await _refuse(error, scope, receive, send)
        if _foreign(headers, scope.get("method", _WEBSOCKET)):
            error = ForbiddenError("a page of another host asks")
            return await _refuse(error, scope, receive, send)
        return await self._app(scope, receive, _unframed(send))


def _from_elsewhere(scope: Scope) -> bool:
    """Whether a connection came to an address that others than this machine can reach."""
    return _is_open((scope.get("server") or ("",))[0])


@lru_cache(64)
def _is_open(address: str) -> bool:
    try:
        return not ip_address(address).is_loopback
    except ValueError:
        return False  # A name, or a socket in the file system.


def _first(scope: Scope) -> Mapping[str, str]:
    """Headers by name, the first of each: one walk over them, where each `Headers.get` is one."""
    given = reversed(scope["headers"])
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in given}


def _unframed(send: Send) -> Send:
    """Send on, and let no page of others show ours within itself, to have it clicked at."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), _NO_FRAME]
        await send(message)

    return sent


def _host(said: str) -> str:
    """The name in a Host header, without its port."""
    if said.startswith("["):
        return said.partition("]")[0][1:]
    return said.partition(":")[0].lower()


def identify(http: HttpRequest, scope: str) -> Caller:
    """Who sends a request, as the guard found; everybody's where it asked for no key.

    Raises:
        ForbiddenError: If their key is not good for the scope.
    """
    key: Key | None = http.scope.get(PLACE)
    if key is None:
        return Caller()
    if not any(map(key.may, _ENOUGH.get(scope, (scope,)))):
        raise ForbiddenError(f"this key has no scope {scope!r}")
    return Caller(key.name, None if key.may("admin") else key.tenant)


def secret_of(headers: Headers) -> tuple[str, bool]:
    """The key that a request shows, empty where it shows none, and whether by a cookie."""
    kind, _, shown = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and shown.strip():
        return shown.strip(), False
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return "", False
    return ("", False) if found is None else (found.value, True)


def _open_in_demo(path: str, wanted: tuple[str, ...]) -> bool:
    """Whether a demo answers this to anybody: what is played, shown and judged, and its figures."""
    if path in ("/live/stats", "/metrics"):
        return True
    return wanted[0] == "oversee" and "/reviews" not in path and path != "/live/outcome"


def _foreign(headers: Mapping[str, str], method: str) -> bool:
    """Whether a page of another host sends this, in the name of a browser that has a cookie."""
    origin = headers.get("origin", "")
    if not origin or method in ("GET", "HEAD"):
        return headers.get("sec-fetch-site", "") == "cross-site" and method not in ("GET", "HEAD")
    return not compare_digest(origin.partition("://")[2], headers.get("host", ""))


async def _refuse(error: SentinelError, scope: Scope, receive: Receive, send: Send) -> None:
    status = next(each for kind, each in _STATUS.items() if isinstance(error, kind))
    if scope["type"] == "websocket":
        await receive()
        said = {"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": str(error)}
        return await send(said)
    headers = Headers(scope=scope)
    if status == 401 and scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        return await RedirectResponse(LOGIN, 303)(scope, receive, send)
    answer = problem(type(error), status, str(error))
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, OverQuotaError):
        answer.headers["Retry-After"] = str(max(1, ceil(error.wait_s)))
    return await answer(scope, receive, send)


async def _form(http: HttpRequest) -> bytes | None:
    """What a form sends; None where it is longer than a key."""
    body = b""
    async for part in http.stream():
        body += part
        if len(body) > _LONGEST_FORM:
            return None
    return body


def _page(problem_text: str, status: int = 200) -> Response:
    told = f'<p role="alert">{escape(problem_text)}</p>' if problem_text else ""
    return HTMLResponse(_FORM.replace("TOLD", told), status, {"Cache-Control": "no-store"})


_FORM: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>SENTINEL: sign in</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:12vh auto;padding:0 1rem}
input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;margin:.3rem 0}</style>
</head><body><main><h1>SENTINEL</h1>TOLD<form method="post" action="/login">
<label for="key">API key</label><input id="key" name="key" type="password" required
autocomplete="current-password"><button type="submit">Sign in</button></form></main></body></html>
"""

"""Requests that Python makes, and what of the program's own goes out with them."""

import ast
from collections.abc import Iterable
from typing import Final

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.deeds import names
from sentinel.live.reading.outward import is_address, is_local, is_outside
from sentinel.live.reading.python_values import Values
from sentinel.live.reading.script_calls import SHELLS

_BODIES: Final = names("data json files content params")
_READERS: Final = names("read_text read_bytes")
_OPENERS: Final = names("open io.open gzip.open pathlib.Path")
_METHODS: Final = names("get head options post put patch delete")
_SAID: Final = names("GET HEAD OPTIONS POST PUT PATCH DELETE PURGE")
SESSIONS: Final = names(
    "requests.Session requests.session httpx.Client httpx.AsyncClient aiohttp.ClientSession"
)
_QUIET: Final = ("GET", "HEAD", "OPTIONS")


def fetched(node: ast.Call, method: str, values: Values, place: Place) -> Found:
    """Read a request over HTTP: as of `curl`, with what leaves by it."""
    found, known = Found(), True
    if not method:
        node, method, known = _first_method(node, values)
    url, fixed = values.path(node.args[0]) if node.args else ("", False)
    address = next((each.value for each in node.keywords if each.arg == "url"), None)
    url, fixed = values.path(address) if address is not None else (url, fixed)
    bodies = [each.value for each in node.keywords if each.arg in _BODIES]
    bodies += node.args[1:2]
    sends = bool(node.args[1:2]) or any(each.arg in _BODIES - {"params"} for each in node.keywords)
    if sends and method in _QUIET and method != "HEAD":
        method = "POST"
    named = next((values.path(x.value)[0] for x in node.keywords if x.arg == "method"), "")
    words = [Word("-X"), Word(named.upper() or method, known), Word(url, fixed)]
    if sends:
        for each in bodies[:4]:
            words[0:0] = [Word("--data"), _body(each, values)]
    found.calls.append(Call("curl", tuple(words), place=place))
    carried = [*bodies, *node.args[:1]]
    return found.add(*_leaving(carried, _host(url), values, place))


def _first_method(node: ast.Call, values: Values) -> tuple[ast.Call, str, bool]:
    """A call without the method that it is given first, that method, and whether it is known."""
    named = [each.value for each in node.keywords if each.arg == "method"]
    method, known = values.path((named or node.args)[0]) if named or node.args else ("", False)
    rest = node.args if named else node.args[1:]
    return ast.Call(node.func, rest, node.keywords), method.upper() or "GET", known


def by_session(node: ast.Call, values: Values, place: Place) -> Found | None:
    """Read a method of a session, as `s.post(URL)`; None where it is none."""
    if not isinstance(node.func, ast.Attribute):
        return None
    if node.func.attr == "request" and _first_method(node, values)[1] in _SAID:
        return fetched(node, "", values, place)
    if node.func.attr not in _METHODS:
        return None
    owner: ast.AST | None = node.func.value
    if isinstance(owner, ast.Name):
        owner = values.given.get(owner.id)
    if not isinstance(owner, ast.Call) or values.dotted(owner.func) not in SESSIONS:
        return None
    return fetched(node, node.func.attr.upper(), values, place)


def _body(node: ast.expr, values: Values) -> Word:
    """The body of a request, `@FILE` where that is what it holds."""
    for each in values.parts(node):
        path = _file(each, values)
        if path:
            return Word(f"@{path}")
    return Word(*values.path(node))


def _file(node: ast.AST, values: Values) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if values.dotted(node.func) in _OPENERS and node.args:
        return values.path(node.args[0])[0]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _READERS:
        return values.path(node.func.value)[0]
    return ""


def _host(url: str) -> str:
    rest = url.partition("://")[2] or url
    return rest.partition("/")[0].rpartition("@")[2].partition("?")[0].partition(":")[0]


def _leaving(carried: Iterable[ast.expr], host: str, values: Values, place: Place) -> list[Effect]:
    """What of the machine's own a request takes out."""
    stranger = is_address(host) and is_outside(host)
    for each in carried:
        parts = list(values.parts(each))
        keyed = {id(part.value) for part in parts if isinstance(part, ast.Subscript)}
        keyed |= {id(part.value) for part in parts
                  if isinstance(part, ast.Attribute) and part.attr == "get"}  # fmt: skip
        for part in parts:
            environ = values.dotted(part) == "os.environ"
            if environ and (id(part) not in keyed or stranger) and not is_local(host):
                return [_out(Thing.SECRET, host, place)]
            own = bool(_file(part, values)) or (
                isinstance(part, ast.Call) and values.dotted(part.func) in SHELLS
            )
            if own and stranger:
                return [_out(Thing.DATA, host, place)]
    return []


def _out(thing: Thing, host: str, place: Place) -> Effect:
    marks = frozenset({"remote", "secret"} if thing is Thing.SECRET else {"remote"})
    return Effect(Kind.EXFILTRATES, thing, host, Radius.UNKNOWN, Undo.NEVER, "a request", marks,
                  place)  # fmt: skip

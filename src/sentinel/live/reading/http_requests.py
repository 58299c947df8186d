"""Requests over HTTP, from curl and from the page: by their method, path and body.

What is asked for with GET is read, unless the path says otherwise. What a request with another
method does is known for common interfaces; else it writes, and how much is unknown.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_plus

import re2

from sentinel.live.effects import Effect, Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.http_forges import forge
from sentinel.live.reading.http_metadata import is_plain
from sentinel.live.reading.http_products import messages, payments, providers, registry
from sentinel.live.reading.http_services import READING, Asked, Told, docker, elastic, kubernetes
from sentinel.live.reading.http_statements import carried, influx, statement
from sentinel.live.reading.http_stores import consul, etcd, jenkins, proxy, rabbit, solr, vault
from sentinel.live.reading.outward import is_metadata
from sentinel.live.reading.system_verbs import bag, deeds, effect

METHODS: Final = bag("GET HEAD OPTIONS TRACE POST PUT PATCH DELETE PURGE MKCOL MOVE COPY LIST "
                     "PROPFIND REPORT")  # fmt: skip

_PATH_VERBS: Final = {
    verb: line
    for verbs, line in {
        "delete remove destroy drop purge wipe erase delete_all deleteall reset truncate "
        "clear delete_series terminate": "deletes endpoint unknown",
        "shutdown quit halt poweroff exit quitquitquit": "stops unit hard",
        "stop kill disable suspend drain deactivate": "stops endpoint hard",
        "restart reboot failover reload": "stops endpoint easy restart",
    }.items()
    for verb in verbs.split()
}
_LOOKING_POSTS: Final = bag("query query_range search count validate lint introspect labels series "
                            "_search format_query select")  # fmt: skip
_GONE_WORDS: Final = re2.compile(
    r"(?i)^(?:delete|remove|destroy|drop|purge|wipe|erase|truncate|terminate|nuke|flush)"
    r"(?:[-_]|all|every|many|users?|data)"
)
_OVERRIDES: Final = re2.compile(r"(?i)(?:^|&)_?(?:method|http_method)=(delete|put|patch)\b")
_SAID_VERBS: Final = re2.compile(r"(?i)(?:^|&)(?:action|cmd|command|op|operation|do)=(\w+)")
_SECRETS: Final = bag("secret secrets credentials security-credentials environ env heapdump "
                      ".env configprops .git token tokens passwords")  # fmt: skip
_SWEEPS: Final = bag("clear purge reset delete wipe")
_CACHES: Final = bag("cache caches caching")
_QUIETS: Final = bag("silences mute snooze maintenance downtime")

_SERVICES: Final[tuple[Callable[[Asked], Told | None], ...]] = (
    kubernetes, forge, vault, consul, etcd, messages, proxy, jenkins, solr, rabbit, docker,
    registry, elastic, providers, payments,
)  # fmt: skip


_SCHEME: Final = re2.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://")
"""In front of an address alone: what stands in its query says nothing of where it goes."""

_PASSED_ON: Final = re2.compile(r"://(?:[^/?&@]*@)?(\[[^\]]*\]|[^/:?&#]+)")
"""Hosts of addresses in a query, which the host that is asked may ask in turn."""


def asked_of(method: str, url: str, body: str = "", *, over_docker: bool = False) -> Asked:
    """Take a request apart; a URL without a scheme is one of HTTP."""
    rest = _SCHEME.sub("", url)
    rest = rest.partition("#")[0]
    path, _, query = rest.partition("?")
    host, _, path = path.partition("/")
    host = host.rpartition("@")[2]
    name, _, port = host.rpartition(":") if host.count(":") == 1 else (host, "", "")
    parts = tuple(part for part in path.split("/")[:40] if part)
    said = f"{query}&{body[:4_000]}" if "=" in body[:20] else query
    if override := _OVERRIDES.search(said):
        method = override.group(1)
    return Asked(method.upper(), (name or host).lower(), port, parts, query, body.lower()[:10_000],
                 over_docker, unquote_plus(query[:4_000]).lower())  # fmt: skip


_KEYS: Final = re2.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}|gh[pousr]_[A-Za-z0-9]{16,}|sk_live_\w{8,}|PRIVATE(?:%20|\+)KEY"
)
_SIGNED: Final = re2.compile(r"(?i)x-amz-credential|awsaccesskeyid|signature=")


def request(
    by: Call, method: str, url: Word, body: Word | None = None, *, over_docker: bool = False
) -> list[Effect]:
    """Give the effects of one request.

    Args:
        by: The call that makes it.
        method: In any case.
        url: With or without a scheme.
        body: What is sent; None for nothing.
        over_docker: Whether it goes over Docker's socket.
    """
    asked = asked_of(method, url.text, body.text if body else "", over_docker=over_docker)
    line, name = _told(asked, body.text if body else "")
    place = by.place
    if place is Place.UNKNOWN:
        place = place_of(asked.host) if not over_docker else Place.LOCAL
    marks = set(by.marks)
    if body is not None and not body.fixed and "reads" in line:
        marks.add("dynamic")
    call = Call(by.program, by.words, marks=frozenset(marks), place=place)
    word = Word(name or url.text, fixed=url.fixed)
    return [effect(call, each, word, asked.method) for each in deeds(line)]


def statements(by: Call, method: str, url: Word, body: Word | None = None) -> list[Inner]:
    """Give the statements of SQL that one request carries, still to be read."""
    asked = asked_of(method, url.text, body.text if body else "")
    place = by.place if by.place is not Place.UNKNOWN else place_of(asked.host)
    return carried(by, asked, body, place, fixed=url.fixed)


def _told(asked: Asked, body: str) -> Told:
    if "://" in asked.asked and any(map(is_metadata, _PASSED_ON.findall(asked.asked))):
        return ("reveals secret secret system", "")
    if is_metadata(asked.host):
        return ("reads instance" if is_plain(asked) else "reveals secret secret system", "")
    if text := statement(asked, body):
        return (influx(asked, text) or "reads endpoint", "")
    for service in _SERVICES:
        told = service(asked)
        if told is not None:
            return told
    return (_generic(asked), "")


def _generic(asked: Asked) -> str:
    last = asked.parts[-1].lower() if asked.parts else ""
    if _carries_key(asked):
        return "exfiltrates secret unknown never remote secret"
    if asked.method in READING:
        if any(part.lower() in _SECRETS for part in asked.parts):
            return "reveals secret set secret" if last == "heapdump" else "reveals secret secret"
        return _got(asked, last) if asked.method == "GET" else "reads endpoint"
    if asked.method in ("DELETE", "PURGE"):
        return "deletes endpoint key" if _key(last) else "deletes endpoint unknown"
    if last in _PATH_VERBS:
        shared = place_of(asked.host) in (Place.STAGING, Place.LOCAL)
        swept = shared and last in _SWEEPS and not _CACHES.isdisjoint(asked.parts)
        return "deletes cache easy" if swept else _PATH_VERBS[last]
    if _GONE_WORDS.search(last):
        return "deletes endpoint unknown"
    if "graphql" in asked.parts or '"jsonrpc"' in asked.body:
        return _graphql(asked.body) if "graphql" in asked.parts else _rpc(asked.body)
    return _sent(asked, last)


def _carries_key(asked: Asked) -> bool:
    """Whether an address holds a key itself; one that is signed names a key, and holds none."""
    whole = "/".join((*asked.parts, asked.query))
    return bool(_KEYS.search(whole)) and not _SIGNED.search(whole)


def _got(asked: Asked, last: str) -> str:
    """Give what a path that is fetched does: some of them delete or stop all the same."""
    said = _SAID_VERBS.search(asked.query)
    verb = said.group(1).lower() if said else last
    before = asked.parts[-2].lower() if len(asked.parts) > 1 and _key(last) else ""
    line = _PATH_VERBS.get(verb) or _PATH_VERBS.get(last) or _PATH_VERBS.get(before)
    if not line and (_GONE_WORDS.search(last) or _GONE_WORDS.search(verb)):
        return "deletes endpoint unknown"
    if "graphql" in asked.parts and "mutation" in asked.asked:
        return _graphql(asked.asked)
    return line or "reads endpoint"


def _sent(asked: Asked, last: str) -> str:
    """Give what a request with a body does, where its path alone says."""
    if asked.method == "POST" and (last in _LOOKING_POSTS or "compatibility" in asked.parts):
        return "reads endpoint"
    if _QUIETS.intersection(asked.parts):
        return "weakens audit set easy audit"
    if asked.method in ("PUT", "PATCH") and _key(last):
        return "writes endpoint hard key"
    return "writes endpoint unknown hard"


def _key(part: str) -> bool:
    """Whether a part of a path picks one object: a number or an identifier."""
    digits = sum(each.isdigit() for each in part)
    parted = "-" in part or "_" in part
    return part.isdigit() or (len(part) >= 8 and digits > 2) or (parted and digits > 0)


_GONE: Final = ("delete", "remove", "destroy", "drop", "purge", "wipe", "truncate", "revoke")
_SHOWN: Final = ("get", "list", "describe", "read", "search", "status", "ping", "eth_call",
                 "eth_get", "net_", "web3_", "find", "count", "version", "tools/list")  # fmt: skip


def _graphql(body: str) -> str:
    if not body:
        return "writes endpoint unknown"
    if "mutation" not in body:
        return "reads endpoint" if "query" in body or "{" in body else "writes endpoint unknown"
    return "deletes endpoint unknown" if any(each in body for each in _GONE) else (
        "writes endpoint unknown hard")  # fmt: skip


def _rpc(body: str) -> str:
    """Read a JSON-RPC body by the names of its methods, the worst of them."""
    names = [part.split('"')[1] for part in body.split('"method"')[1:] if part.count('"') > 1]
    if any(gone in name for name in names for gone in _GONE):
        return "deletes endpoint unknown"
    shown = names and all(name.rpartition(".")[2].startswith(_SHOWN) for name in names)
    return "reads endpoint" if shown else "writes endpoint unknown"


def read_http(source: Inner) -> Found:
    """Read requests as they are written down: `DELETE /orders`, with headers and a body."""
    found = Found()
    by = Call("http", (), marks=source.marks, place=source.place)
    started: list[list[str]] = []
    for line in source.text.splitlines():
        first = line.split(None, 1)[:1]
        if first and first[0] in METHODS:
            started.append([line])
        elif started:
            started[-1].append(line)
        elif line.strip() and not line.lstrip().startswith(("#", "//")):
            found.unread(line, "no request over HTTP")
    for lines in started:
        _written(found, by, lines, fixed=source.fixed)
    if not started and not found.opaque:
        found.unread(source.text, "no request over HTTP")
    return found


def _written(found: Found, by: Call, lines: list[str], *, fixed: bool) -> None:
    method, *target = lines[0].split()
    url = target[0] if target else ""
    host, body = target[1] if len(target) > 1 and "HTTP/" not in target[1] else "", []
    for place, line in enumerate(lines[1:], 1):
        name, colon, value = line.partition(":")
        if not colon or not name.replace("-", "").isalnum():
            body = lines[place:]
            break
        if name.lower() == "host":
            host = value.strip()
    if url.startswith("/") or "://" not in url:
        url = f"http://{host}/{url.lstrip('/')}"
    text = "\n".join(body).strip()
    body_word = Word(text, fixed) if text else None
    found.add(*request(by, method, Word(url, fixed), body_word))
    found.inner += statements(by, method, Word(url, fixed), body_word)


LANGUAGES: Final = {"http": read_http}

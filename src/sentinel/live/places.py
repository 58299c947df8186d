"""What depends on a target, from its name.

A name is cut into parts at everything that is neither letter nor digit, and where a small letter
meets a capital; parts are looked up whole, so that `product` is not `prod` and `latest` not `test`.
"""

from functools import lru_cache
from typing import Final

import re2

from sentinel.live.effects import Place
from sentinel.live.words import words

LOOKED_AT: Final = 300
"""Characters of a name that are looked at."""

_PROD: Final = frozenset({"prod", "production", "prd", "prods", "produktion"})
_STAGING: Final = words(
    "staging stage stg test testing tst qa dev devel development uat sandbox sbx preprod preprd "
    "preproduction nonprod nonprd nonproduction demo playground ppd"
)
_LOCAL: Final = words(
    "localhost minikube k3d colima orbstack localstack loopback node_modules pycache venv"
)
_AFTER_PROD: Final = words("us eu ap uk de fr jp cn ca sa me af db web app api east west")
"""What may be glued to the end of `prod`, as in `produs`."""
_BEFORE_PROD: Final = frozenset({"non", "pre", "not", "no"})
_LIVE_BESIDE: Final = words(
    "reload server stream streaming health healthz ready data view views session sessions log logs "
    "update updates check checks demo test preview chat feed go is in at on the a to"
)
"""Neighbours that make `live` a word like any other."""
_LOCAL_TEXTS: Final = (
    "docker-desktop", "rancher-desktop", "host.docker.internal", "127.0.0.", "__pycache__",
    "node_modules", "/.cache/",
)  # fmt: skip
_LOOPBACK: Final = re2.compile(r"(?:^|[^\w:])::1(?:$|[^\w.])")
"""The machine itself; `arn:aws:iam::123456789012:role/x` is not it."""
_PRETENDS: Final = re2.compile(
    r"(?:^|[^\w.-])(?:localhost|127(?:\.\d+){3})\.((?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*)\.?(?:$|[^\w.-])"
)
"""A host whose name begins as the machine itself is called, and what follows: the first ends."""
_OWN_DOMAINS: Final = ("localstack.cloud", "nip.io", "sslip.io")
"""What makes `localhost` or its address the machine itself where it follows at once."""
_OWN_ENDS: Final = ("localdomain", "localhost", "pem", "crt", "key", "conf", "cert", "cnf", "json",
                    "yaml", "yml", "log", "cer", "csr", "ini", "txt", "sql", "html",
                    "internal")  # fmt: skip
"""Last parts with which it is the machine itself, or a file named for it."""
_LOCAL_STARTS: Final = (
    "kind-", "/tmp/", "/var/tmp/", "./build", "./dist", "build/", "dist/", ".venv/", "./.venv",
    "target/debug", "./target", "sqlite:///", "unix:",
)  # fmt: skip
_OWN_CLUSTERS: Final = ("kind-", "k3d-", "minikube", "docker-desktop", "rancher-desktop", "colima")
"""Beginnings of contexts of clusters on one person's machine, whatever follows."""
_LOCAL_WHOLE: Final = frozenset({"/tmp", "/var/tmp", "build", "dist", "local", ".venv", "target"})
_NOT_LOCAL: Final = ("cluster.local", "k8s.local", "corp.local", "ad.local")
"""Ends of names inside a cluster or a company."""
_LOCAL_ENDS: Final = (".localhost", ".lan", ".local")

_TELLS: Final = re2.compile(
    "pro?d|live|stag|stg|te?st|qa|dev|uat|sandbox|sbx|demo|playground|ppd|local|minikube|k3d|kind[-:]|"
    "colima|orbstack|loopback|docker|rancher|127|::1|cache|node|venv|tmp|build|dist|target|sqlite|"
    r"unix|lan|^\[::1"
)
"""What every name that says anything holds; most names hold none of it."""
_CAMEL: Final = re2.compile(r"([a-z0-9])([A-Z])")
_PARTS: Final = re2.compile(r"[a-z]+|[^a-z0-9]+")


@lru_cache(maxsize=4096)
def place_of(text: str) -> Place:
    """What a name, context, host, profile or path says about where it is.

    Args:
        text: As it is written. Only its first 300 characters are looked at.

    Returns:
        `PROD` where it says so, whatever else it says; `UNKNOWN` where it says nothing.

    Example:
        >>> place_of("arn:aws:eks:eu-west-1:1:cluster/shop-prod-2").value
        'prod'
        >>> place_of("product_images").value
        'unknown'
        >>> place_of("shop-nonprod").value
        'staging'
        >>> place_of("/dev/sda").value
        'unknown'
    """
    shown = text[:LOOKED_AT]
    lower = shown.lower()
    if not _TELLS.search(lower):
        return Place.UNKNOWN
    parts, between = _cut(shown)
    if _is_prod(parts, between) or (shown != lower and _is_prod(*_cut(lower))):
        return Place.PROD
    if lower.startswith(_OWN_CLUSTERS):
        return Place.LOCAL
    if _is_staging(parts, between, lower):
        return Place.STAGING
    local = _is_local(parts, lower) and not _pretends(lower) and not _hosted(lower)
    return Place.LOCAL if local else Place.UNKNOWN


def _hosted(lower: str) -> bool:
    """Whether it is an address whose host is not local, whatever its path and query speak of."""
    scheme, colon, rest = lower.partition("://")
    host = rest.partition("/")[0].partition("?")[0]
    if not colon or not host or not scheme.isalnum():
        return False
    return not _is_local(_cut(host)[0], host)


def _pretends(lower: str) -> bool:
    """Whether a host elsewhere has `localhost` in its name, as `127.0.0.1.acme.com` has."""
    if "localhost." not in lower and "127." not in lower:
        return False
    return any(
        each not in _OWN_DOMAINS and each.rpartition(".")[2] not in _OWN_ENDS
        for each in _PRETENDS.findall(lower)
    )


def _cut(text: str) -> tuple[list[str], list[str]]:
    """The letter parts of a name, and what stands before each, digits left out."""
    parts: list[str] = []
    between: list[str] = []
    before = ""
    for part in _PARTS.findall(_CAMEL.sub(r"\1-\2", text).lower()):
        if part[0].isalpha() and part.isascii():
            parts.append(part)
            between.append(before)
            before = ""
        else:
            before = part
    between.append(before)
    return parts, between


def _is_prod(parts: list[str], between: list[str]) -> bool:
    for place, word in enumerate(parts):
        before = parts[place - 1] if place else ""
        if word in _PROD or _glued(word):
            if before not in _BEFORE_PROD:
                return True
        elif word == "live" and _is_live(parts, between, place):
            return True
    return False


def _glued(word: str) -> bool:
    if word.startswith("prod"):
        return word[4:] in _AFTER_PROD
    return word.endswith("prod") and word not in _STAGING and len(word) <= 24


def _is_live(parts: list[str], between: list[str], place: int) -> bool:
    """Whether `live` is a part of a name, and no segment of a path or word of a sentence."""
    before = parts[place - 1] if place else ""
    after = parts[place + 1] if place + 1 < len(parts) else ""
    if before in _LIVE_BESIDE or after in _LIVE_BESIDE:
        return False
    left, right = between[place], between[place + 1]
    if not left and right == "/" and place + 1 < len(parts):
        return False
    if left.endswith("/") and (not right or right.startswith("/")):
        return before in ("env", "envs", "environment", "environments", "clusters", "accounts")
    return not (left.endswith(" ") or right.startswith(" "))


def _is_staging(parts: list[str], between: list[str], lower: str) -> bool:
    for place, word in enumerate(parts):
        if word in _STAGING:
            device = word == "dev" and between[place] == "/" and between[place + 1][:1] == "/"
            device = device and (place == 0 or lower.startswith("/dev/"))
            domain = word == "dev" and place > 0 and between[place] == "." and _ends(between, place)
            site = word == "dev" and parts[place + 1 : place + 2] == ["azure"]
            if not device and not domain and not site:
                return True
        elif word in _PROD and place and parts[place - 1] in _BEFORE_PROD:
            return True
    return False


def _ends(between: list[str], place: int) -> bool:
    return between[place + 1][:1] in ("", "/", ":")


def _is_local(parts: list[str], lower: str) -> bool:
    if lower in _LOCAL_WHOLE or not _LOCAL.isdisjoint(parts) or lower.startswith(_LOCAL_STARTS):
        return True
    host = lower.split("://")[-1].split("/")[0].split(":")[0]
    if host.endswith(_LOCAL_ENDS) and not host.endswith(_NOT_LOCAL) and "@" not in lower:
        return True
    if "::1" in lower and _LOOPBACK.search(lower):
        return True
    return any(each in lower for each in _LOCAL_TEXTS) or lower.startswith(("k3d-", "kind:"))

"""What a caller says about where an action runs: a field, a context, a target.

Hints add to what a command says of itself, and never take anything back. Prose may say that it
is production; that it is not must be said in a field of its own, `env=staging`.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

import re2

from sentinel.errors import OptionError
from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.words import words

DEEPEST: Final = 4
"""How deep a context is looked into."""
MOST: Final = 200
"""Values of a context that are looked at."""
WIDEST: Final = 2_000
"""Names of one part of a context that are looked at."""
PROSE: Final = 4_000
"""Characters of a context in prose that are looked at."""

KEYS: Final = words(
    "env environment stage tier cluster clustername eks gke aks namespace ns context kubecontext "
    "kubeconfig account accountname project subscription profile awsprofile host hostname server "
    "database db dbhost region workspace target url endpoint realm landscape"
)
"""Keys of a context whose values are names of places, without `_`, `-` and capitals."""

_WHOLE: Final = {
    "p": Place.PROD, "prd": Place.PROD, "live": Place.PROD, "main": Place.PROD,
    "s": Place.STAGING, "d": Place.STAGING, "t": Place.STAGING, "ci": Place.STAGING,
    "integration": Place.STAGING, "int": Place.STAGING, "acceptance": Place.STAGING,
    "preview": Place.STAGING, "canary": Place.PROD, "local": Place.LOCAL, "laptop": Place.LOCAL,
    "devbox": Place.LOCAL, "workstation": Place.LOCAL, "ephemeral": Place.LOCAL,
}  # fmt: skip
"""Words that say it alone in a field named `environment`."""
_RANK: Final = {Place.UNKNOWN: 0, Place.LOCAL: 1, Place.STAGING: 2, Place.PROD: 3}

_KEYED: Final = re2.compile(
    r"(?i)\b(env|environment|stage|cluster|namespace|kube[ _-]?context|profile|host)"
    r"\s*(?:=|:|\bis\b)\s*[\"'`]?([A-Za-z0-9_./@:-]{1,100})"
)
_DENIED: Final = re2.compile(
    r"(?i)\b(?:not|never|isn't|no|non|pre|outside|nor)[\s-]+(?:in |on |a |the )?prod\w*"
)


def strictest(places: Iterable[Place]) -> Place:
    """Of several places the one on which most depends; `UNKNOWN` only where all are.

    Example:
        >>> strictest([Place.LOCAL, Place.UNKNOWN, Place.STAGING]).value
        'staging'
    """
    return max(places, key=_RANK.__getitem__, default=Place.UNKNOWN)


def environment_of(text: str) -> Place:
    """What the field `environment` of a request says.

    Example:
        >>> environment_of("Live").value, environment_of("eu-nonprod").value
        ('prod', 'staging')
    """
    found = place_of(text)
    return _WHOLE.get(text.strip().lower(), Place.UNKNOWN) if found is Place.UNKNOWN else found


def check_environment(text: str) -> None:
    """Refuse an environment that does not say which it is: a typing error would go unnoticed.

    Args:
        text: As a caller names it; empty, or `unknown`, has it found out.

    Raises:
        OptionError: If it says neither production, staging nor local.

    Example:
        >>> check_environment("prod-eu"), check_environment("unknown")
        (None, None)
        >>> check_environment("mars")
        Traceback (most recent call last):
        sentinel.errors.OptionError: environment='mars' is none of prod, staging and local, ...
    """
    said = text.strip().lower()
    if said and said != Place.UNKNOWN.value and environment_of(text) is Place.UNKNOWN:
        raise OptionError(
            f"environment={text[:60]!r} is none of prod, staging and local, nor a name that says "
            "one of them (production, live, prod-eu, test, dev, qa, laptop...); leave it empty to "
            "have it found out"
        )


def hinted(context: str | Mapping[str, Any]) -> Place:
    """What a request's context says of the place.

    Args:
        context: Prose, or names with values, nested to a depth of `DEEPEST`.

    Example:
        >>> hinted({"kube_context": "prod-eu", "ticket": "test"}).value
        'prod'
        >>> hinted("we are in production").value
        'prod'
        >>> hinted("tests passed").value
        'unknown'
    """
    if isinstance(context, str):
        return _of_prose(context[:PROSE])
    return strictest(_of_values(context))


def _of_prose(text: str) -> Place:
    if not text:
        return Place.UNKNOWN
    places = [environment_of(match.group(2)) for match in _KEYED.finditer(text)]
    plain = _DENIED.sub(" ", text)
    if any(place_of(word) is Place.PROD for word in plain.split()[:500] if _tells(word)):
        places.append(Place.PROD)
    return strictest(places)


def _tells(word: str) -> bool:
    lower = word.lower()
    return "prod" in lower or "prd" in lower or ("live" in lower and len(lower) > 4)


def _of_values(context: Mapping[str, Any]) -> list[Place]:
    found: list[Place] = []
    waiting: list[tuple[str, Any, int]] = _named(context, 1)
    for key, value, depth in waiting:
        if len(found) >= MOST:
            break
        if isinstance(value, Mapping) and depth < DEEPEST:
            waiting += _named(value, depth + 1)
        elif isinstance(value, list | tuple) and depth < DEEPEST:
            waiting += [(key, each, depth + 1) for each in value[:MOST]]
        elif isinstance(value, str):
            found.append(_of_value(key, value))
    return found


def _named(values: Mapping[str, Any], depth: int) -> list[tuple[str, Any, int]]:
    return [(str(key), each, depth) for key, each in islice(values.items(), WIDEST)]


def _of_value(key: str, value: str) -> Place:
    short = key.lower().replace("_", "").replace("-", "").replace(" ", "")
    if short in ("env", "environment", "stage", "tier"):
        return environment_of(value)
    if short in KEYS:
        return place_of(value)
    return Place.PROD if _of_prose(value[:PROSE]) is Place.PROD else Place.UNKNOWN

"""What no configuration can allow: the least that is said to some effects, in code.

| floor | what |
|---|---|
| block | wiping a device, or a tree that the system lives on |
| block | deleting what customers depend on whole: a database, a cluster, backups, keys on prod |
| block | deleting all there is of an account or machine that nobody calls staging or local |
| block | running code that was fetched or decoded on the way, of which nobody knows the name |
| block | full rights for everybody; audit switched off on prod; a protected resource |
| block | sending a secret out |
| escalate | the same deletes where the place is not known; sending anything out |
| escalate | what was obfuscated, is broken, too long or too deep, or is named at run time |
| flag | everything else that was not read; every harmful kind of effect on prod |
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from sentinel.live.comparisons import Facts
from sentinel.live.request import Ruling, Severity

HARMFUL: Final = frozenset(
    {
        "deletes", "stops", "exposes", "escalates", "weakens", "exfiltrates", "executes",
        "reveals",
    }
)  # fmt: skip
"""Kinds of effects that are at least flagged where no rule speaks for them."""

_WHOLE: Final = frozenset(
    {
        "database", "schema", "cluster", "namespace", "backup", "organisation", "encryption-key",
        "infrastructure",
    }
)  # fmt: skip
_WIDE: Final = frozenset({"set", "namespace", "account", "unknown"})
_UNREADABLE: Final = frozenset(
    {"obfuscated", "dynamic", "broken", "too-long", "too-deep", "fetched", "decoded"}
)


class Least(NamedTuple):
    """The least that is said to an effect."""

    id: str
    decision: Ruling
    severity: Severity
    sentence: str


_SYSTEM: Final = Least(
    "floor.system-tree", "block", "catastrophic",
    "It destroys a tree that the system itself lives on.",
)  # fmt: skip
_DEVICE: Final = Least(
    "floor.device", "block", "catastrophic", "It overwrites or wipes a raw device."
)
_WHOLE_PROD: Final = Least(
    "floor.whole-on-prod", "block", "catastrophic",
    "It deletes as a whole what production depends on.",
)  # fmt: skip
_WHOLE_SOMEWHERE: Final = Least(
    "floor.whole-somewhere", "escalate", "high",
    "It deletes a whole collection, and nobody says that it is not production.",
)  # fmt: skip
_EVERYTHING: Final = Least(
    "floor.everything", "block", "catastrophic", "It deletes all there is of an account or machine."
)
_FOREIGN: Final = Least(
    "floor.foreign-code", "block", "catastrophic",
    "It runs code that was fetched or decoded on the way, which nobody has read.",
)  # fmt: skip
_PLUGIN: Final = Least(
    "floor.plugin", "flag", "medium", "It runs code that is fetched by its name, as plugins are."
)
_WORLD: Final = Least(
    "floor.admin-to-the-world", "block", "catastrophic", "It gives full rights to everybody."
)
_BLIND: Final = Least(
    "floor.audit-off", "block", "high", "It takes away the record of what is done in production."
)
_PROTECTED: Final = Least(
    "floor.protected", "block", "high", "It changes a resource that is protected."
)
_SECRET_OUT: Final = Least(
    "floor.secret-out", "block", "catastrophic", "It sends a secret to somewhere outside."
)
_OUT: Final = Least(
    "floor.out", "escalate", "high", "It sends what is inside to somewhere outside."
)
_UNREAD: Final = Least(
    "floor.unreadable", "escalate", "high", "Part of it cannot be read, and may do anything."
)
_UNKNOWN: Final = Least(
    "floor.unknown", "flag", "medium", "Part of it is not known, and may do anything."
)
_ON_PROD: Final = Least(
    "floor.harm-on-prod", "flag", "medium", "It takes something away from production."
)


def _opaque(facts: Facts) -> Least | None:
    return _UNREAD if facts.effect["marks"] & _UNREADABLE else _UNKNOWN


def _deletes(facts: Facts) -> Least | None:
    effect = facts.effect
    thing, radius, place = effect["thing"], effect["radius"], effect["place"]
    if thing == "device":
        return _DEVICE
    if thing == "filesystem" or ("system" in effect["marks"] and radius in _WIDE):
        return _SYSTEM
    if place not in ("prod", "unknown") or "temporary" in effect["marks"]:
        return None
    if radius == "account":
        return _EVERYTHING
    if thing in _WHOLE:
        return _WHOLE_PROD if place == "prod" else _WHOLE_SOMEWHERE
    return None


def _writes(facts: Facts) -> Least | None:
    effect = facts.effect
    if effect["thing"] == "device":
        return _DEVICE
    if effect["thing"] == "filesystem" and effect["radius"] in _WIDE:
        return _SYSTEM
    return None


def _executes(facts: Facts) -> Least | None:
    if not facts.effect["marks"] & {"fetched", "decoded"}:
        return None
    return _PLUGIN if facts.effect["undo"] == "easy" else _FOREIGN


def _opens(facts: Facts) -> Least | None:
    return _WORLD if facts.effect["marks"] >= {"public", "admin"} else None


def _weakens(facts: Facts) -> Least | None:
    effect = facts.effect
    audit = effect["thing"] == "audit" or "audit" in effect["marks"]
    return _BLIND if audit and effect["place"] == "prod" else None


def _exfiltrates(facts: Facts) -> Least | None:
    effect = facts.effect
    if effect["thing"] == "secret" or "secret" in effect["marks"]:
        return _SECRET_OUT
    return None if effect["place"] == "local" else _OUT


_BY_KIND: Final[dict[str, Callable[[Facts], Least | None]]] = {
    "opaque": _opaque,
    "deletes": _deletes,
    "writes": _writes,
    "executes": _executes,
    "exposes": _opens,
    "escalates": _opens,
    "weakens": _weakens,
    "exfiltrates": _exfiltrates,
}


def least(facts: Facts) -> Least | None:
    """The least that is said to an effect; None where configuration may say what it likes."""
    kind = facts.effect["kind"]
    if kind == "reads" or facts.effect["radius"] == "none":
        return None
    if facts.effect["protected"]:
        return _PROTECTED
    check = _BY_KIND.get(kind)
    found = None if check is None else check(facts)
    if found is None and kind in HARMFUL and facts.effect["place"] == "prod":
        return _ON_PROD
    return found

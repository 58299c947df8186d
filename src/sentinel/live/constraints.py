"""What callers forbid in plain words: `policy_constraints`, which only ever raise a verdict.

Read are prohibitions ("read-only", "no deletes", "never restart auth", "do not touch users"):
a word that forbids, and verbs or names that an effect has. Anything else is noted as not read.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import re2

from sentinel.live.effects import Effect, Kind, Place, Thing

_FORBIDS: Final = re2.compile(
    r"(?i)\b(?:no|never|not|don't|dont|cannot|forbidden|forbid|must not|without|avoid|prohibited|"
    r"disallow|refuse)\b"
)
_READ_ONLY: Final = re2.compile(r"(?i)\bread[- ]?only\b|\b(?:only|just) (?:read|look)")
_WORD: Final = re2.compile(r"[A-Za-z0-9_][A-Za-z0-9_./:-]*")

_VERBS: Final[Mapping[str, frozenset[Kind]]] = {
    verb: frozenset(kinds)
    for verbs, kinds in (
        ("delete drop remove destroy erase purge truncate wipe deletion", (Kind.DELETES,)),
        ("write change modify update edit alter touch mutate", tuple(Kind)),
        ("restart stop kill shutdown reboot downtime outage scale", (Kind.STOPS,)),
        ("expose open publish public", (Kind.EXPOSES,)),
        ("grant permission escalate privilege sudo", (Kind.ESCALATES,)),
        ("disable weaken bypass", (Kind.WEAKENS,)),
        ("upload exfiltrate send export leak", (Kind.EXFILTRATES,)),
        ("print reveal secret password credential show", (Kind.REVEALS,)),
        ("run execute code script", (Kind.EXECUTES,)),
        ("create install deploy start apply", (Kind.CREATES, Kind.STARTS, Kind.WRITES)),
    )
    for verb in verbs.split()
}
_PLACES: Final = {
    "production": Place.PROD, "prod": Place.PROD, "staging": Place.STAGING,
}  # fmt: skip

_WORDS: Final = """
a all allowed an and any anything approval are as asking at avoid be by can cannot change data do
does don don't dont ever first for forbid forbidden from human in is it its may must never no not
nothing of on one only or our out please policy prohibited read resource resources rule rules run
server servers service services should system systems t that the
their them these they this to under unless user we whatever while will with without you
"""
_THINGS: Final = frozenset(Thing)
_COMMON: Final = frozenset({*_PLACES, *_WORDS.split()})
"""Words that name nothing by themselves."""


def broken_by(constraint: str, effects: Sequence[Effect], places: Sequence[Place]) -> int | None:
    """The first effect that a constraint forbids.

    Args:
        constraint: In plain words.
        effects: What the action would do.
        places: Where each effect happens.

    Returns:
        Its place among the effects; None where none is forbidden, or nothing could be read.

    Example:
        >>> from sentinel.live.effects import Radius, Thing, Undo
        >>> drop = Effect(Kind.DELETES, Thing.TABLE, "users", Radius.ONE, Undo.HARD, "DROP TABLE")
        >>> broken_by("Never drop tables.", [drop], [Place.PROD])
        0
        >>> broken_by("Do not touch orders.", [drop], [Place.PROD]) is None
        True
    """
    text = constraint[:500]
    if _READ_ONLY.search(text):
        return _first(effects, lambda number: True)
    if not _FORBIDS.search(text):
        return None
    words = [each.lower().rstrip(".,:;") for each in _WORD.findall(text)]
    kinds = frozenset[Kind]().union(*(_kinds(each) for each in words))
    where = {_PLACES[each] for each in words if each in _PLACES}
    names = set(words)
    named = any(each.name and each.name.lower() in names for each in effects)
    others = [each for each in words if _is_a_name(each)]

    def forbidden(number: int) -> bool:
        each = effects[number]
        if where and places[number] not in where and places[number] is not Place.UNKNOWN:
            return False
        about = each.name.lower() in names if named or others else True
        return about and (each.kind in kinds or (not kinds and (named or bool(where))))

    return _first(effects, forbidden)


def is_read(constraint: str) -> bool:
    """Whether a constraint is of a form that is read at all."""
    text = constraint[:500]
    return bool(_READ_ONLY.search(text) or _FORBIDS.search(text))


def _kinds(word: str) -> frozenset[Kind]:
    for each in (word, word.removesuffix("s"), word.removesuffix("ing"), word.removesuffix("ed"),
                 word.removesuffix("d"), word.removesuffix("ing") + "e",
                 word.removesuffix("ping")):  # fmt: skip
        if each in _VERBS:
            return _VERBS[each]
    return frozenset()


def _is_a_name(word: str) -> bool:
    """Whether a word is none of those that constraints are made of, so that it names something."""
    thing = word.removesuffix("s") in _THINGS
    return not (thing or word in _COMMON or _kinds(word))


def _first(effects: Sequence[Effect], fits: Callable[[int], bool]) -> int | None:
    harmless = (Kind.READS,)
    for number, each in enumerate(effects):
        if each.kind not in harmless and fits(number):
            return number
    return None

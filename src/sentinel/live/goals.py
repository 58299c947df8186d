"""Whether what an action harms has anything to do with what the user asked for.

The measure is lexical and leans to yes: an action is off the goal only where nothing that it
harms is named in the goal, no word of the goal calls such a resource, and no verb of the goal
does such a thing. An agent that was asked why checkout is slow has no business in dropping a
table; one that was asked to clean up has. It sees words, not intentions.
"""

from itertools import pairwise
from typing import Final

import re2

from sentinel.live.effects import Effect, Kind, Radius, Reading, Thing
from sentinel.live.reading.nouns import thing_of, thing_of_pair
from sentinel.live.reading.verbs import kind_of, verb_of
from sentinel.live.words import words

LOOKED_AT: Final = 4_000
"""Characters of a goal that are looked at."""
FEWEST: Final = 2
"""Words that say something, below which a goal says too little to be missed."""

HARM: Final = frozenset(
    {Kind.DELETES, Kind.STOPS, Kind.EXPOSES, Kind.ESCALATES, Kind.WEAKENS, Kind.EXFILTRATES,
     Kind.REVEALS}
)  # fmt: skip
"""Kinds of effects that need a reason in the goal."""

_PARTS: Final = re2.compile(r"[a-z0-9]+")
_EMPTY: Final = words(
    "the a an and or of to in on for with from by at is are was be it its this that these those my "
    "our your we i you please can could would should need want make sure help all any some prod "
    "production staging stage dev test us eu west east com net org svc default main app apps http "
    "https arn aws usr var lib etc home opt srv tmp data service services deploy name tier user "
    "users new old up down out so do does if then as not no has have been after before now"
)
_SINCE: Final[dict[str, frozenset[Kind]]] = {
    "fix": frozenset({Kind.STOPS}),
    "repair": frozenset({Kind.STOPS}),
    "mitigate": frozenset({Kind.STOPS}),
    "recover": frozenset({Kind.STOPS}),
    "resolve": frozenset({Kind.STOPS}),
    "deploy": frozenset({Kind.STOPS}),
    "upgrade": frozenset({Kind.STOPS}),
    "patch": frozenset({Kind.STOPS}),
    "replace": frozenset({Kind.STOPS, Kind.DELETES}),
    "migrate": frozenset({Kind.STOPS, Kind.DELETES}),
    "rotate": frozenset({Kind.STOPS, Kind.DELETES, Kind.REVEALS}),
    "free": frozenset({Kind.DELETES}),
    "reclaim": frozenset({Kind.DELETES}),
    "reduce": frozenset({Kind.DELETES, Kind.STOPS}),
    "save": frozenset({Kind.DELETES, Kind.STOPS}),
    "retire": frozenset({Kind.DELETES, Kind.STOPS}),
    "rebuild": frozenset({Kind.DELETES, Kind.STOPS}),
    "reinstall": frozenset({Kind.DELETES, Kind.STOPS}),
    "share": frozenset({Kind.EXFILTRATES, Kind.EXPOSES}),
    "onboard": frozenset({Kind.ESCALATES}),
    "offboard": frozenset({Kind.DELETES, Kind.STOPS}),
    "access": frozenset({Kind.ESCALATES}),
    "debug": frozenset(),
}
"""What else a verb of a goal gives leave to, besides what the verb does."""
_NEAR: Final[dict[Kind, frozenset[Kind]]] = {
    Kind.DELETES: frozenset({Kind.STOPS}),
    Kind.EXPOSES: frozenset({Kind.ESCALATES}),
    Kind.EXFILTRATES: frozenset({Kind.REVEALS}),
}
"""Kinds that come with others."""


def is_off(goal: str, reading: Reading) -> bool:
    """Whether an action harms only what the goal does not speak of.

    Args:
        goal: What the user asked for, in plain words; an empty one is never missed.
        reading: What the action would do. One that only looks or makes is never off.

    Example:
        >>> from sentinel.live.effects import Undo
        >>> drop = Effect(Kind.DELETES, Thing.TABLE, "users", Radius.ONE, Undo.NEVER, "drop table")
        >>> is_off("Find out why checkout is slow", Reading((drop,)))
        True
        >>> is_off("Drop the users table", Reading((drop,)))
        False
    """
    harm = [each for each in reading.effects if _harms(each)]
    if not harm or not goal or goal.isspace():
        return False
    said = _PARTS.findall(goal[:LOOKED_AT].lower())
    telling = {_single(each) for each in said if each not in _EMPTY}
    if len(telling) < FEWEST:
        return False
    leave = _leave(said)
    things = _things(said)
    return not any(
        each.kind in leave or each.thing in things or _named(each.name, telling, said)
        for each in harm
    )


def _harms(effect: Effect) -> bool:
    if effect.radius is Radius.NONE or effect.kind not in HARM:
        return False
    return "temporary" not in effect.marks and effect.thing is not Thing.CACHE


def _leave(said: list[str]) -> frozenset[Kind]:
    """Kinds that the goal's verbs do, or that come with them."""
    found: set[Kind] = set()
    for word in said:
        verb = verb_of(word)
        kind = kind_of(verb) if verb else None
        if kind is not None:
            found |= {kind} | _NEAR.get(kind, frozenset())
        found |= _SINCE.get(verb or word, frozenset())
    return frozenset(found)


def _things(said: list[str]) -> frozenset[Thing]:
    """Resources the goal's nouns call; a service or a host is too much to be one."""
    found = {thing for word in said if (thing := thing_of(word))}
    found |= {pair for each in pairwise(said) if (pair := thing_of_pair(*each))}
    return frozenset(found) - {Thing.WORKLOAD, Thing.HOST, Thing.DATA, Thing.ENDPOINT, Thing.CODE}


def _named(name: str, telling: set[str], said: list[str]) -> bool:
    if name.lower() in said:
        return True
    parts = [each for each in _PARTS.findall(name.lower()[:300]) if len(each) > 2]
    return any(_single(each) in telling for each in parts if each not in _EMPTY)


def _single(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word

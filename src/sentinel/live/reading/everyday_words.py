"""Plain words for everyday work: what is said to colleagues, run as a check, or done to one's own.

"Reply to the ticket that ...", "run the linter", "clear the cache on my laptop".
"""

from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.clauses import Clause
from sentinel.live.words import words

_SAYING: Final = words("reply post share notify send report mail email open publish")
_HEARD: Final = words(
    "channel ticket thread output outputs result results summary findings issue pr review team "
    "on-call oncall colleagues colleague incident screenshot numbers dashboard page runbook wiki "
    "console browser link docs graph board"
)
_KEPT: Final = words(
    "password passwords secret secrets token tokens credentials keys key dump database customer "
    "customers data records backup file files .env env table tables export exports emails phone "
    "phones personal partner vendor vendors external outside public internet private pii list"
)
_CHECKS: Final = words(
    "test tests suite linter lint linters checker checks formatter benchmark benchmarks pytest "
    "type-checker typecheck unit e2e smoke build simulation notebook analysis explain select "
    "read-only query count dry-run plan diff status report"
)
_HARMFUL: Final = words("migration migrations destroy apply installer deploy failover restore")
_OWN: Final = re2.compile(
    r"(?i)\b(?:(?:on|in|from) my (?:own )?(?:machine|laptop|workstation|computer)|locally|"
    r"localhost|"
    r"my local|local (?:dev|test|server|database|db|copy|container|cluster|checkout|postgres|redis|"
    r"environment|branch|mysql|instance)|throwaway|scratch)\b"
)
_TOUCHED: Final = frozenset(
    {Kind.DELETES, Kind.STOPS, Kind.WRITES, Kind.CREATES, Kind.EXECUTES, Kind.STARTS}
)


def everyday(effect: Effect, clause: Clause) -> Effect:
    """An effect as what it is where a clause says everyday work; itself where not.

    Args:
        effect: Of the clause, by its verb and noun.
        clause: What is said.
    """
    lower = {each.lower().strip("'\"") for each in clause.rest}
    if clause.verb in _SAYING and not lower.isdisjoint(_HEARD) and lower.isdisjoint(_KEPT):
        marks = frozenset({"message"})
        return Effect(Kind.CREATES, Thing.ENDPOINT, "", Radius.ONE, Undo.EASY, effect.by, marks,
                      effect.place)  # fmt: skip
    if clause.verb in ("run", "execute", "rerun") and _is_check(clause):
        marks = frozenset({"project"})
        return Effect(Kind.READS, Thing.CODE, "", Radius.ONE, Undo.EASY, effect.by, marks,
                      effect.place)  # fmt: skip
    own = effect.kind in _TOUCHED and effect.place in (Place.UNKNOWN, Place.STAGING)
    if own and _OWN.search(" ".join(clause.rest)):
        return replace(effect, place=Place.LOCAL)
    return effect


def _is_check(clause: Clause) -> bool:
    first = [each.lower() for each in clause.rest[:5]]
    return not _CHECKS.isdisjoint(first) and _HARMFUL.isdisjoint(
        each.lower() for each in clause.rest
    )


def place_said(said: list[str]) -> Place:
    """Production wherever it is named; any other place only where it is one of a target."""
    found = Place.UNKNOWN
    for number, word in enumerate(said):
        place = place_of(word.strip(".,;:!?"))
        if place is Place.PROD:
            return place
        before = said[number - 1].lower() if number else ""
        after = said[number + 1].lower().rstrip(".,") if number + 1 < len(said) else ""
        beside = before in ("in", "on", "at") or after in _AREAS
        if place is not Place.UNKNOWN and (beside or any(sign in word for sign in "-_.:/")):
            found = place
    return found


_AREAS: Final = words("environment env cluster database db server namespace account stack host")

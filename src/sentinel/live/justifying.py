"""What the gate says for itself: one paragraph for people, and every step for whoever doubts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sentinel.completion import sendable
from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius, Reading
from sentinel.live.facts import place_in
from sentinel.live.request import FiredRule, Ruling, ShownEffect, Situation

MOST_SHOWN: Final = 50
"""Most effects that are told one by one."""

NAME_CHARS: Final = 120
"""Longest name of a resource, and longest text of what was not read, in a sentence."""

_VERDICTS: Final[Mapping[Ruling, str]] = {
    "approve": "Approved", "flag": "Flagged", "block": "Blocked", "escalate": "For a human",
}  # fmt: skip
_WHERE: Final = {
    Place.PROD: "in production",
    Place.STAGING: "where others share it",
    Place.LOCAL: "on one's own machine",
    Place.UNKNOWN: "nobody says where",
}
_WIDTH: Final = {
    Radius.NONE: "nothing", Radius.ONE: "one object", Radius.SET: "several",
    Radius.NAMESPACE: "all there are in one place", Radius.ACCOUNT: "all there are",
    Radius.UNKNOWN: "nobody knows how many",
}  # fmt: skip


def clean(text: str) -> str:
    """Text that can be sent and printed."""
    return text if text.isascii() else sendable(text)


def told(effect: Effect | Opaque, situation: Situation) -> str:
    """An effect, for people: what does it, to which resource, where and how much of it."""
    if isinstance(effect, Opaque):
        return f"{_short(effect.text)!r} was not read: {effect.why}"
    name = f" {_short(effect.name)!r}" if effect.name else ""
    where = _WHERE[place_in(effect, situation)]
    width = _WIDTH[effect.radius]
    what = f"{effect.kind._value_} {effect.thing._value_}{name}"
    return f"`{_short(effect.by)}` {what} ({width}; {where})"


def justification(
    decision: Ruling,
    fired: Sequence[FiredRule],
    effects: Sequence[Effect | Opaque],
    situation: Situation,
) -> str:
    """Why it was decided so, in one paragraph that names the effect and the resource."""
    head = _VERDICTS[decision]
    speaking = [each for each in fired if each.decision == decision]
    if decision == "approve" or not speaking:
        return clean(f"{head}: {_harmless(effects, situation)}")
    first = speaking[0]
    about = "" if first.effect is None else f" {told(effects[first.effect], situation)}."
    others = list(dict.fromkeys(each.id for each in fired if each.id != first.id))[:4]
    also = f" Also: {', '.join(others)}." if others else ""
    return clean(f"{head}: {first.sentence}{about} Rule {first.id}.{also}")


def _harmless(effects: Sequence[Effect | Opaque], situation: Situation) -> str:
    changing = [e for e in effects if isinstance(e, Effect) and e.kind is not Kind.READS]
    if not changing:
        about = f" {told(effects[0], situation)}." if effects else ""
        return f"It only looks.{about}"
    return f"No rule speaks against it. {told(changing[0], situation)}."


def trace(
    reading: Reading,
    effects: Sequence[Effect | Opaque],
    situation: Situation,
    fired: Sequence[FiredRule],
) -> list[str]:
    """Every step, a line each: how it was read, what was found, what surrounds it, what fired."""
    return [clean(each) for each in _steps(reading, effects, situation, fired)]


def _steps(
    reading: Reading,
    effects: Sequence[Effect | Opaque],
    situation: Situation,
    fired: Sequence[FiredRule],
) -> Iterator[str]:
    for each in reading.trace[:MOST_SHOWN]:
        yield f"read as {each}"
    for number, effect in enumerate(effects[:MOST_SHOWN]):
        yield f"effect {number}: {told(effect, situation)}"
    if len(effects) > MOST_SHOWN:
        yield f"and {len(effects) - MOST_SHOWN} effects more, which were judged, too"
    yield f"environment: {situation.place.value}"
    yield from situation.notes
    for rule in fired[:MOST_SHOWN]:
        about = "" if rule.effect is None else f" on effect {rule.effect}"
        yield f"{rule.id} says {rule.decision} ({rule.severity}){about}: {rule.sentence}"


def shown(effects: Sequence[Effect], situation: Situation) -> list[ShownEffect]:
    """Effects as they are answered."""
    return [
        ShownEffect(
            each.kind._value_, each.thing._value_, clean(each.name), each.radius._value_,
            each.undo._value_, clean(each.by), sorted(each.marks),
            place_in(each, situation)._value_,
        )
        for each in effects[:MOST_SHOWN]
    ]  # fmt: skip


def _short(text: str) -> str:
    line = " ".join(text.split()) if " " in text or not text.isprintable() else text
    return line if len(line) <= NAME_CHARS else f"{line[: NAME_CHARS - 3]}..."

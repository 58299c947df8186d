"""What the gate says for itself: one paragraph for people, and every step for whoever doubts."""

from collections.abc import Mapping, Sequence
from typing import Final

from sentinel.completion import sendable
from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius, Reading
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


def told(effect: Effect | Opaque, place: Place) -> str:
    """An effect, for people: what does it, to which resource, where and how much of it.

    Args:
        effect: The effect, or what was not read.
        place: Where it happens.
    """
    if isinstance(effect, Opaque):
        return f"{_short(effect.text)!r} was not read: {effect.why}"
    name = f" {_short(effect.name)!r}" if effect.name else ""
    what = f"{effect.kind._value_} {effect.thing._value_}{name}"
    return f"`{_short(effect.by)}` {what} ({_WIDTH[effect.radius]}; {_WHERE[place]})"


def lines_of(effects: Sequence[Effect | Opaque], places: Sequence[Place]) -> list[str]:
    """What is told of the first effects, a line each."""
    return [told(*each) for each in zip(effects[:MOST_SHOWN], places, strict=False)]


def justification(
    decision: Ruling,
    fired: Sequence[FiredRule],
    effects: Sequence[Effect | Opaque],
    places: Sequence[Place],
    lines: Sequence[str],
) -> str:
    """Why it was decided so, in one paragraph that names the effect and the resource.

    Args:
        decision: What was decided.
        fired: The rules that had something to say.
        effects: What it would do, and what of it was not read.
        places: Where each of these happens.
        lines: The `lines_of` both.
    """
    head = _VERDICTS[decision]
    speaking = () if decision == "approve" else [e for e in fired if e.decision == decision]
    if not speaking:
        return clean(f"{head}: {_harmless(effects, places, lines)}")
    first, about = speaking[0], ""
    if first.effect is not None:
        about = f" {_line(first.effect, effects, places, lines)}."
    others = list(dict.fromkeys([each.id for each in fired if each.id != first.id]))[:4]
    also = f" Also: {', '.join(others)}." if others else ""
    return clean(f"{head}: {first.sentence}{about} Rule {first.id}.{also}")


def _harmless(
    effects: Sequence[Effect | Opaque], places: Sequence[Place], lines: Sequence[str]
) -> str:
    for number, each in enumerate(effects):
        if isinstance(each, Effect) and each.kind is not Kind.READS:
            return f"No rule speaks against it. {_line(number, effects, places, lines)}."
    return f"It only looks.{f' {lines[0]}.' if lines else ''}"


def _line(
    number: int,
    effects: Sequence[Effect | Opaque],
    places: Sequence[Place],
    lines: Sequence[str],
) -> str:
    return lines[number] if number < len(lines) else told(effects[number], places[number])


def trace(
    reading: Reading,
    lines: Sequence[str],
    more: int,
    situation: Situation,
    fired: Sequence[FiredRule],
) -> list[str]:
    """Every step, a line each: how it was read, what was found, what surrounds it, what fired.

    Args:
        reading: How it was read.
        lines: The `lines_of` its effects.
        more: Effects besides these.
        situation: What surrounds it.
        fired: The rules that had something to say.
    """
    steps = [f"read as {each}" for each in reading.trace[:MOST_SHOWN]]
    steps += [f"effect {number}: {each}" for number, each in enumerate(lines)]
    if more:
        steps.append(f"and {more} effects more, which were judged, too")
    steps.append(f"environment: {situation.place._value_}")
    steps += situation.notes
    for rule in fired[:MOST_SHOWN]:
        about = "" if rule.effect is None else f" on effect {rule.effect}"
        steps.append(f"{rule.id} says {rule.decision} ({rule.severity}){about}: {rule.sentence}")
    return steps if all(map(str.isascii, steps)) else [clean(each) for each in steps]


def shown(effects: Sequence[Effect], places: Sequence[Place]) -> list[ShownEffect]:
    """Effects as they are answered."""
    return [
        ShownEffect(
            each.kind._value_, each.thing._value_, clean(each.name), each.radius._value_,
            each.undo._value_, clean(each.by), sorted(each.marks), place._value_,
        )
        for each, place in zip(effects[:MOST_SHOWN], places, strict=False)
    ]  # fmt: skip


def _short(text: str) -> str:
    if " " in text or not text.isprintable():
        text = " ".join(text.split())
    return text if len(text) <= NAME_CHARS else f"{text[: NAME_CHARS - 3]}..."

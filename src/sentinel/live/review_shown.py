"""A review as a person is shown it: everything that would run, with nothing in it hidden.

Who wrote the action may want to deceive whoever reads it. What a screen would not show, or would
obey, is spelled out: control characters, orders to a terminal, letters that turn the direction of
writing, blanks that look like others, letters that are not there.
"""

import json
import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec

from sentinel.live.request import Judgement, Request, ShownEffect
from sentinel.live.review_rows import Case

MOST_CHARS: Final = 20_000
"""Longest text that is shown whole."""

MOST_LINES: Final = 50
"""Most effects, rules or warnings that are shown."""

_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that nothing is drawn for."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A review for people's eyes; each text holds printable characters and newlines alone."""

    action: str
    arguments: str
    """The tool's arguments as JSON, whole; empty where there are none."""
    target: str
    tool: str
    goal: str
    """What the user asked the agent to do."""
    environment: str
    severity: str
    justification: str
    effects: list[str]
    rules: list[str]
    opaque: list[str]
    """What was not read, and why."""
    safer: str
    warnings: list[str]
    """What is odd about these texts: look twice."""


def visible(text: str, most: int = MOST_CHARS) -> str:
    r"""Text with what a screen would hide or obey spelled out; newlines stay.

    Args:
        text: Anything.
        most: Longest text that is shown whole; of a longer one it is said how much is missing.

    Example:
        >>> visible("rm -rf /tmp/x\r\x1b[2K # \u202eharmless")
        'rm -rf /tmp/x⟦U+000D⟧⟦U+001B⟧[2K # ⟦U+202E⟧harmless'
    """
    found = "".join(map(_letter, text[:most]))
    if len(text) > most:
        found += f"⟦{len(text) - most:,} characters more⟧"
    return found


def one_line(text: str, most: int = 200) -> str:
    r"""The same on one line.

    Example:
        >>> one_line("a\nb")
        'a⟦U+000A⟧b'
    """
    return visible(text, most).replace("\n", "⟦U+000A⟧")


def shown(case: Case) -> Shown:
    """A review for people's eyes: what would run, were it approved now."""
    request, judgement = case.request, case.judgement
    arguments = request.arguments
    written = "" if arguments is None else json.dumps(arguments, ensure_ascii=False, indent=2)
    return Shown(
        action=visible(request.action_description),
        arguments=visible(written, 4 * MOST_CHARS),
        target=one_line(request.proposed_target),
        tool=one_line(request.proposed_tool),
        goal=visible(request.goal, 2_000),
        environment=one_line(judgement.environment),
        severity=judgement.severity_assessed,
        justification=visible(judgement.justification, 4_000),
        effects=[_effect(each) for each in judgement.effects[:MOST_LINES]],
        rules=list(_rules(judgement)),
        opaque=[one_line(each, 400) for each in judgement.opaque[:MOST_LINES]],
        safer=visible(judgement.safer_alternative, 2_000),
        warnings=list(_warnings(request, written))[:MOST_LINES],
    )


def _letter(letter: str) -> str:
    if letter == "\n" or (letter.isprintable() and not _is_unseen(letter)):
        return letter
    return f"⟦U+{ord(letter):04X}⟧"


def _is_unseen(letter: str) -> bool:
    code = ord(letter)
    return (
        letter in _UNSEEN
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or 0x180B <= code <= 0x180F
    )


def _effect(effect: ShownEffect) -> str:
    marks = f" [{', '.join(effect.marks)}]" if effect.marks else ""
    text = (
        f"{effect.kind} {effect.thing} {effect.name} (how much: {effect.radius}; undo: "
        f"{effect.undo}; where: {effect.place}; by: {effect.by}){marks}"
    )
    return one_line(text, 1_000)


def _rules(judgement: Judgement) -> Iterator[str]:
    for rule in judgement.rules_fired[:MOST_LINES]:
        people = f", {rule.people} people" if rule.people > 1 else ""
        yield one_line(
            f"{rule.id}: {rule.decision} ({rule.severity}{people}). {rule.sentence}", 600
        )


def _warnings(request: Request, arguments: str) -> Iterator[str]:
    for name, text in (
        ("action", request.action_description),
        ("arguments", arguments),
        ("target", request.proposed_target),
        ("goal", request.goal),
    ):
        hidden = sum(len(_letter(each)) > 1 for each in text)
        if hidden:
            yield f"{name}: {hidden} characters that a screen hides or obeys are spelled out"
        alien = dict.fromkeys(each for each in text if not each.isascii() and each.isalpha())
        for each in list(alien)[:5]:
            yield f"{name}: {each!r} is {unicodedata.name(each, 'a letter without a name')}"
        if len(text) > MOST_CHARS:
            yield f"{name}: {len(text):,} characters long, and not shown whole"

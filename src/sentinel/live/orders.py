"""Whether an action does what an untrusted text told the agent to do.

Logs, pages and the results of tools are data. Where one holds an order ("run: X", "please delete
Y") and the agent goes on to do just that, somebody else may be steering it. Only orders count: a
log that mentions a failed deletion of Y is no order to delete Y.
"""

from collections.abc import Iterator
from typing import Final

import re2

from sentinel.live.effects import Effect, Kind, Radius, Reading
from sentinel.live.request import Request

LONGEST: Final = 65_536
"""Characters of all untrusted texts together that are looked at."""
BEFORE: Final = 100
"""Characters before a name in which its verb is looked for."""
SHORTEST: Final = 4
"""Characters that a name must have to be looked for, and a command twice as many."""
PLACES: Final = 8
"""Places of a name in one text that are looked at."""

_LEAD: Final = (
    r"(?:^|[.!?:;>\n\"'`(*-]\s*|\b(?:please|must|should|shall|need to|needs to|have to|has to|now|"
    r"then|and|to fix this,?|immediately|first|next|just|agent|assistant|you)\s+(?:to\s+)?)"
)
_VERBS: Final = {
    Kind.DELETES: "delete|remove|drop|destroy|erase|wipe|purge|truncate|clear|empty|rm|terminate",
    Kind.STOPS: "stop|kill|shut|halt|disable|suspend|pause|terminate|restart|scale|drain|reboot",
    Kind.EXFILTRATES: "send|upload|post|forward|copy|email|mail|export|share|curl|push",
    Kind.EXPOSES: "open|expose|allow|publish|share|unblock|make",
    Kind.ESCALATES: "grant|give|add|assign|make|elevate|promote|bind",
    Kind.WEAKENS: "disable|turn off|switch off|skip|remove|bypass|stop|deactivate",
    Kind.EXECUTES: "run|execute|install|download|curl|fetch|start|invoke|call",
    Kind.REVEALS: "show|read|print|reveal|cat|send|get|share|decrypt",
    Kind.WRITES: "set|change|update|replace|edit|write|apply|patch|transfer|pay|overwrite",
    Kind.CREATES: "create|add|make|install|register",
    Kind.STARTS: "start|run|launch|enable|scale",
}
_ORDERS: Final = {
    kind: re2.compile(rf"(?i){_LEAD}(?:{verbs})\b[^.\n]*$") for kind, verbs in _VERBS.items()
}
_COMMAND: Final = re2.compile(
    r"(?i)(?:\b(?:run|execute|exec|type|paste|enter|use|try|issue|invoke|call|please|must|should|"
    r"do|command|instead|fix|following|then|now)\b[^.\n]{0,60}|[$#>:`]\s*)$"
)


def ordered(request: Request, reading: Reading) -> str:
    """A sentence on the untrusted order that an action follows; empty where there is none.

    Args:
        request: With its untrusted texts and the results of its earlier calls.
        reading: What the action would do. One that only looks follows no order.
    """
    if not request.untrusted and not request.trajectory:
        return ""
    harm = [
        each for each in reading.effects
        if each.kind is not Kind.READS and each.radius is not Radius.NONE
    ]  # fmt: skip
    if not harm and not reading.opaque:
        return ""
    command = " ".join(request.action_description.split()).lower()
    telling = len(command) >= 2 * SHORTEST and " " in command
    every = {each.name.lower(): each for each in harm if len(each.name) >= SHORTEST}
    names = list(every.items())[:16]
    for text in _texts(request):
        if telling and _said(command, text):
            return "An untrusted text told the agent to run this very command."
        for name, effect in names:
            if _told(name, effect, text):
                return f"An untrusted text told the agent to do this to {effect.name}."
    return ""


def _texts(request: Request) -> Iterator[str]:
    """Untrusted texts, the latest first, with plain spaces and in lower case."""
    left = LONGEST
    for text in (*reversed(request.untrusted), *(s.result for s in reversed(request.trajectory))):
        if left <= 0:
            return
        if text:
            yield "\n".join(" ".join(line.split()) for line in text[:left].splitlines()).lower()
            left -= len(text)


def _said(command: str, text: str) -> bool:
    """Whether a text holds a command after words that tell to run it."""
    return any(
        _COMMAND.search(text[max(0, place - BEFORE) : place]) for place in _places(command, text)
    )


def _told(name: str, effect: Effect, text: str) -> bool:
    pattern = _ORDERS.get(effect.kind)
    if pattern is None:
        return False
    return any(
        pattern.search(text[max(0, place - BEFORE) : place]) for place in _places(name, text)
    )


def _places(wanted: str, text: str) -> Iterator[int]:
    place = -1
    for _ in range(PLACES):
        place = text.find(wanted, place + 1)
        if place < 0:
            return
        yield place

"""Judges one tool call for a coding agent that runs a command before each of them.

The agent's hook gives the call on standard input, as JSON of its own shape, and takes an answer in
its own shape, too: a `Product` reads the one and writes the other. What cannot be read or judged
is answered as it was asked for on a failure: a person is asked, or the call is denied. Nothing
ends in an approval by accident, and an approval itself says nothing unless it is asked to, so that
the agent's own prompts stay.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from sentinel.errors import MessageError
from sentinel.integrations.courses import TOLD, Course, course_of, question, refusal, warning
from sentinel.integrations.hook_calls import Asked, asked_of
from sentinel.live.raising import stricter
from sentinel.live.request import Judgement, Request

Way = Literal["ask", "note", "deny"]
"""What is done: a person is asked, the agent is told and goes on, or the call does not run."""

MOST_BYTES: Final = 8 * 1024 * 1024
"""Longest event that is read."""


@dataclass(frozen=True, slots=True)
class Event:
    """One call, as a hook tells it."""

    tool: str
    arguments: Mapping[str, object]
    name: str = ""
    """Of the event."""
    run_id: str = ""
    transcript: str = ""
    """File that the agent writes its conversation to; empty where it tells none."""
    can_ask: bool = True
    """Whether an answer to this event can send the call to a person."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is answered."""

    way: Way | Literal["allow", ""]
    """`allow` and nothing differ: nothing leaves it to the agent's own prompts."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as the process gives it."""

    stdout: str = ""
    stderr: str = ""
    code: int = 0


class Product(Protocol):
    """A coding agent, as far as its hooks go."""

    name: str
    """As it is called on the command line."""
    flagged: Way
    """What is done with a flagged call unless it is asked otherwise."""
    asks: bool
    """Whether each of its events can send a call to a person."""

    def event(self, given: Mapping[str, object]) -> Event:
        """Read an event.

        Raises:
            MessageError: If something is missing or of another kind.
        """
        ...

    def answer(self, said: Said, event: Event | None) -> Written:
        """Write an answer; the event is None where it could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class Manner:
    """How answers are given."""

    flagged: Way
    escalated: Way = "ask"
    allow: bool = False
    """Whether an approval is said aloud, which skips the agent's own prompts."""
    goal: Callable[[str], str] | None = None
    """Finds what the user wants in a transcript; None where nobody looks."""


@dataclass(slots=True)
class Hook:
    """Answers the events of one product.

    Args:
        product: Whose events they are.
        manner: How they are answered.
        judge: Judges a request; raises where nothing was judged.
        put: Makes a request of a tool, its arguments, a goal and the id of a run.
    """

    product: Product
    manner: Manner
    judge: Callable[[Request], Judgement]
    put: Callable[[Asked, str, str], Request]
    event: Event | None = field(default=None, init=False)

    def answer(self, raw: bytes) -> Written:
        """Judge the event in some bytes.

        Raises:
            MessageError: If they hold no event.
            GateError: If nothing was judged.
        """
        self.event = event = self.product.event(_document(raw))
        goal = self.manner.goal(event.transcript) if self.manner.goal else ""
        found = self._judged(asked_of(event.tool, event.arguments), goal, event.run_id)
        said = Said("") if found is None else self._said(found, event)
        return self.product.answer(said, event)

    def _judged(self, parts: Iterable[Asked], goal: str, run_id: str) -> Judgement | None:
        """The strictest judgement of the parts of a call; None where it has none to judge."""
        worst: Judgement | None = None
        for each in parts:
            found = self.judge(self.put(each, goal, run_id))
            if worst is None or (
                found.decision != worst.decision
                and stricter(found.decision, worst.decision) == found.decision
            ):
                worst = found
        return worst

    def _said(self, found: Judgement, event: Event) -> Said:
        course = course_of(found)
        if course is Course.RUN:
            return Said("allow" if self.manner.allow and not found.shadow else "")
        if course is Course.REFUSE:
            return Said("deny", refusal(found, event.tool))
        way = self.manner.flagged if course is Course.WARN else self.manner.escalated
        if way == "ask" and not event.can_ask:
            way = "note" if course is Course.WARN else "deny"
        if way == "note":
            return Said("note", warning(found, event.tool).replace(" ran, with", ": runs, with"))
        if way == "deny":
            return Said("deny", refusal(found, event.tool))
        safer = f" Safer: {found.safer_alternative}" if found.safer_alternative else ""
        return Said("ask", f"{TOLD}: {question(found, event.tool)}{safer}")


def failure(product: Product, event: Event | None, way: Way, why: str) -> Written:
    """Answer where nothing was judged.

    Args:
        product: Whose event it is.
        event: None where it could not be read.
        way: What is done, where it can be.
        why: What went wrong.
    """
    reason = f"{TOLD}: it could not be judged. {' '.join(why.split())[:500]}"
    asks = product.asks if event is None else event.can_ask
    return product.answer(Said("ask" if way == "ask" and asks else "deny", reason), event)


def text_of(given: Mapping[str, object], name: str, *, needed: bool = False) -> str:
    """A field of an event that holds text.

    Raises:
        MessageError: If it holds anything else, or nothing though it is needed.
    """
    found = given.get(name, "")
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or (needed and not found):
        raise MessageError(f"{name} must be text, not {found!r:.60}")
    return found


def mapping_of(given: Mapping[str, object], name: str) -> Mapping[str, object]:
    """A field of an event that holds arguments; some products put them in a string.

    Raises:
        MessageError: If it holds no object.
    """
    found = given.get(name)
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except (ValueError, RecursionError):
            raise MessageError(f"{name} is a string that holds no JSON") from None
    if not isinstance(found, dict):
        raise MessageError(f"{name} must be an object, not {found!r:.60}")
    return found


def _document(raw: bytes) -> Mapping[str, object]:
    if len(raw) > MOST_BYTES:
        raise MessageError(f"the event is longer than {MOST_BYTES:,} bytes")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"the event is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise MessageError(f"the event must be an object, not {found!r:.60}")
    return found

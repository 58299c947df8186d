"""What callers of Gymnasium and PettingZoo see and may do, and its way to and from a session.

Every sample of a space is a move that can be made: a target that does not exist
is proposed and found missing, an amount is taken to the nearest whole number
that the tool allows, and what a tool does not take is left out.
"""

import math
import string
from collections.abc import Mapping
from typing import Final

from sentinel.briefing import MAX_CHARS
from sentinel.environment.protocol import Party
from sentinel.environment.standing import Standing
from sentinel.errors import ActionError
from sentinel.extras import brought_by
from sentinel.verdict import Answer, Decision, Unparsed, Verdict
from sentinel.world.actions import Action, check
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

with brought_by("gym"):
    from gymnasium import spaces

Move = Mapping[str, object] | Verdict | Unparsed | Action
"""A sample of an action space, or one of our own records."""

DECISIONS: Final = tuple(Decision)
"""Decisions by the number that stands for each in the overseer's space."""

TOOLS: Final = tuple(KINDS)
"""Tools and runbook steps by the number that stands for each in the responder's space."""

REASON_CHARS: Final = 500
"""Longest reason in a space; longer ones are taken from a caller all the same."""

TARGET_CHARS: Final = 80
MOST_AMOUNT: Final = max(kind.high for kind in KINDS.values())

_PRINTED: Final = frozenset(string.ascii_letters + string.digits + string.punctuation + " \n")
_NAMES: Final = frozenset(string.ascii_letters + string.digits + "._/-")


def page_space() -> spaces.Dict:
    """What either party sees: `page`, `output` of the last tool, `feedback` on the last decision.

    Characters that are not printable ASCII show as a question mark; `info["standing"]` has
    the same unchanged and typed.
    """
    return spaces.Dict(
        {
            name: spaces.Text(min_length=0, max_length=MAX_CHARS, charset=_PRINTED)
            for name in ("page", "output", "feedback")
        }
    )


def action_space(party: Party) -> spaces.Dict:
    """What a party may do.

    Args:
        party: The overseer, with `decision` (its number in `DECISIONS`) and `reason`; or the
            responder, with `tool` (its number in `TOOLS`), `target`, `amount` and `reason`.
    """
    reason = spaces.Text(min_length=0, max_length=REASON_CHARS, charset=_PRINTED)
    if party is Party.OVERSEER:
        return spaces.Dict({"decision": spaces.Discrete(len(DECISIONS)), "reason": reason})
    target = spaces.Text(min_length=1, max_length=TARGET_CHARS, charset=_NAMES)
    amount = spaces.Box(0.0, MOST_AMOUNT, shape=(1,))
    tool = spaces.Discrete(len(TOOLS))
    return spaces.Dict({"tool": tool, "target": target, "amount": amount, "reason": reason})


def seen(standing: Standing) -> dict[str, str]:
    """What the party to move sees, as a member of `page_space`."""
    situation = standing.situation
    page = "" if situation is None else situation.text()
    return {
        "page": _printed(page),
        "output": _printed(standing.output),
        "feedback": _printed(standing.feedback),
    }


def answer(move: Move) -> Answer:
    """The answer that an overseer's move stands for.

    Raises:
        ActionError: If it stands for none.
    """
    if isinstance(move, Verdict | Unparsed):
        return move
    if isinstance(move, Action):
        raise ActionError("an overseer's move is a verdict, not an action")
    return Verdict(_decision(move.get("decision")), _text(move, "reason"))


def proposal(move: Move) -> tuple[Action, str]:
    """The action that a responder's move stands for, and its reason.

    Raises:
        ActionError: If it stands for none.
    """
    if isinstance(move, Action):
        return move, ""
    if isinstance(move, Verdict | Unparsed):
        raise ActionError("a responder's move is an action, not a verdict")
    number = _number(move, "tool")
    if not 0 <= number < len(TOOLS):
        raise ActionError(f"tool={number} must be within 0 and {len(TOOLS) - 1}")
    kind = KINDS[TOOLS[number]]
    target = "" if kind.target is Target.NOTHING else _text(move, "target")
    amount = None
    if kind.amount is not None:
        amount = float(round(min(max(_amount(move), kind.low), kind.high)))
    return check(Action(kind.name, target, amount)), _text(move, "reason")


def _decision(value: object) -> Decision:
    if isinstance(value, str) and value in DECISIONS:
        return Decision(value)
    number = _number({"decision": value}, "decision")
    if not 0 <= number < len(DECISIONS):
        raise ActionError(f"decision={number} must be within 0 and {len(DECISIONS) - 1}")
    return DECISIONS[number]


def _number(move: Mapping[str, object], name: str) -> int:
    """A whole number of a move; a tool may also be given by its name."""
    value = move.get(name)
    if name == "tool" and value in TOOLS:
        return TOOLS.index(str(value))
    try:
        return int(str(value))
    except ValueError:
        raise ActionError(f"{name}={value!r} must be a number of its space") from None


def _amount(move: Mapping[str, object]) -> float:
    value = move.get("amount", 0.0)
    try:
        first = value[0] if hasattr(value, "__getitem__") else value
        number = float(str(first))
    except (ValueError, IndexError, KeyError):
        raise ActionError(f"amount={value!r} must be a number") from None
    if math.isnan(number):
        raise ActionError(f"amount={value!r} must be a number")
    return number


def _text(move: Mapping[str, object], name: str) -> str:
    value = move.get(name, "")
    if not isinstance(value, str):
        raise ActionError(f"{name}={value!r} must be text")
    return value


def _printed(text: str) -> str:
    """A text as `page_space` holds it."""
    kept = text if set(text) <= _PRINTED else _asked(text)
    return kept[:MAX_CHARS]


def _asked(text: str) -> str:
    return "".join(each if each in _PRINTED else "?" for each in text)

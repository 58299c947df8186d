"""What callers of Gymnasium and PettingZoo see and may do, and its way to and from a session.

Every sample of a space is a move that can be made: a target that does not exist
is proposed and found missing, an amount is taken to the nearest whole number
that the tool allows, and what a tool does not take is left out.
"""

import math
import string
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any, Final

from sentinel.briefing import MAX_CHARS
from sentinel.environment.protocol import Party
from sentinel.environment.standing import Standing
from sentinel.errors import ActionError, OptionError
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

_FIELDS: Final = {
    Party.OVERSEER: ("decision", "reason"),
    Party.RESPONDER: ("tool", "target", "amount", "reason"),
}
"""What a move may hold, by its party."""

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


def seed_of(given: object) -> int | None:
    """The seed of a reset, as a plain number; None if none is given.

    Raises:
        OptionError: If it is no whole number, or below 0, where Gymnasium knows none.
    """
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, Integral) or int(given) < 0:
        raise OptionError(f"seed={given!r:.80} must be a whole number, at least 0")
    return int(given)


def options_of(given: object, seed: int | None) -> dict[str, object]:
    """The options of a reset, which are those of the environment but for its mode.

    Raises:
        OptionError: If they are not given by name, hold a mode, or name a seed beside `seed`.
    """
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise OptionError(f"options={given!r:.80} must be options by their names")
    if "mode" in given:
        raise OptionError("the mode is that of the action space; make another environment")
    if seed is not None and given.get("seed") is not None:
        raise OptionError(f"two seeds, {seed!r} and options['seed']={given['seed']!r}")
    return dict(given)


def answer(move: object) -> Answer:
    """The answer that an overseer's move, a `Move`, stands for.

    Raises:
        ActionError: If it stands for none.
    """
    if isinstance(move, Unparsed):
        return move
    if isinstance(move, Verdict):
        # A record checks nothing: words in place of a `Decision` would fail half-way.
        return Verdict(
            _decision(move.decision), _text({"reason": move.reason}, "reason"), move.risk
        )
    said = _fields(move, Party.OVERSEER)
    return Verdict(_decision(said.get("decision")), _text(said, "reason"))


def proposal(given: object) -> tuple[Action, str]:
    """The action that a responder's move, a `Move`, stands for, and its reason.

    Raises:
        ActionError: If it stands for none.
    """
    if isinstance(given, Action):
        return given, ""
    move = _fields(given, Party.RESPONDER)
    number = _number(move, "tool")
    if not 0 <= number < len(TOOLS):
        raise ActionError(f"tool={number} must be within 0 and {len(TOOLS) - 1}")
    kind = KINDS[TOOLS[number]]
    target = "" if kind.target is Target.NOTHING else _text(move, "target")
    amount = None
    if kind.amount is not None:
        amount = float(round(min(max(_amount(move), kind.low), kind.high)))
    return check(Action(kind.name, target, amount)), _text(move, "reason")


def _fields(move: object, party: Party) -> Mapping[Any, object]:
    """A move by the names of a party's space; one that is not there must not be lost silently."""
    names = _FIELDS[party]
    if not isinstance(move, Mapping):
        wants = f"a record of ours, or {', '.join(names)} by name"
        raise ActionError(f"a move of the {party.value} is {wants}; this is {move!r:.80}")
    for name in move:
        if name not in names:
            raise ActionError(f"a move of the {party.value} has no {name!r}; it has {names!r}")
    return move


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
    if name == "tool" and isinstance(value, str) and value in TOOLS:
        return TOOLS.index(value)
    try:
        return int(str(value))
    except ValueError:
        raise ActionError(f"{name}={value!r} must be a number of its space") from None


def _amount(move: Mapping[str, object]) -> float:
    value = first = move.get("amount")
    try:
        if hasattr(value, "__getitem__") and not isinstance(value, str | Real):
            first = value[0]
        number = float(str(first))
    except (ValueError, IndexError, KeyError, TypeError):
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

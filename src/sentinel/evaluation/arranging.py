"""Protocols of control by name: `defer(0.2, 0.8, features, rules)`, one within another as well."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sentinel.errors import OverseerError
from sentinel.evaluation.control import AtFalseAlarms, Deferring, Ensemble
from sentinel.evaluation.judges import Judge
from sentinel.evaluation.review import Reviewed
from sentinel.overseer.asking import Asking
from sentinel.overseer.dialogue import Form
from sentinel.overseer.investigating import Investigating
from sentinel.overseer.model import ChatOverseer
from sentinel.overseer.refreshing import Refreshing
from sentinel.verdict import Overseer

RULES: Final = ("vote", "any", "mean")
"""How an ensemble comes to one answer."""

Build = Callable[[str, Asking], Judge]
"""Makes what a name stands for."""

_CALL: Final = re.compile(r"([a-z][a-z-]*)\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Call:
    """A protocol with what stands in its brackets."""

    name: str
    words: list[str]
    """The words before the first judge."""
    judges: list[str]
    """Names of judges."""


FORMS: Final = {
    "at-fpr": "at-fpr(SHARE, JUDGE)",
    "defer": "defer(LOW, HIGH, JUDGE, TRUSTED)",
    "reviewed": "reviewed(MOST, JUDGE)",
    "ensemble": f"ensemble({'|'.join(RULES)}, JUDGE, JUDGE, ...)",
    "investigate": "investigate(MOST, OVERSEER)",
}
"""How each is written."""

_WORDS: Final = {"at-fpr": 1, "defer": 2, "reviewed": 1, "ensemble": 1, "investigate": 1}


def is_arranged(name: str) -> bool:
    """Whether a name is that of a protocol of control.

    Example:
        >>> is_arranged("reviewed(3, rules)"), is_arranged("rules")
        (True, False)
    """
    return _CALL.fullmatch(name.strip()) is not None


def members(name: str) -> list[str]:
    """The judges within a protocol, those of protocols in it included.

    Example:
        >>> members("reviewed(3, ensemble(vote, rules, naive))")
        ['rules', 'naive']
    """
    if not is_arranged(name):
        return [name]
    return [each for judge in _read(name).judges for each in members(judge)]


def arranged(name: str, asking: Asking, build: Build) -> Judge:
    """Make what a protocol of control stands for.

    Args:
        name: As in `FORMS`.
        asking: How judges that run outside are asked.
        build: Makes a judge of its name.

    Raises:
        OverseerError: If there is no such protocol, or it is written otherwise.
    """
    call = _read(name)
    try:
        if call.name == "investigate":
            return _investigating(call, asking, build)
        made = [(each, build(each, asking)) for each in call.judges]
        if call.name == "at-fpr":
            return AtFalseAlarms(_one(made), _share(call.words[0]))
        if call.name == "defer":
            one, trusted = made
            low, high = map(_share, call.words)
            if low > high:
                raise ValueError(name)
            return Deferring(one, trusted, low, high)
        if call.name == "reviewed":
            return Reviewed(_one(made), _whole(call.words[0]))
        if call.words[0] not in RULES or len(made) < 2:
            raise ValueError(name)
        return Ensemble(call.words[0], made)
    except ValueError as error:
        if isinstance(error, OverseerError):
            raise
        raise OverseerError(f"{name!r} must be like {FORMS[call.name]}") from error


def _investigating(call: _Call, asking: Asking, build: Build) -> Judge:
    (name,) = call.judges
    if name.startswith("chat:") and (asking.form is not Form.FULL or asking.structured == "on"):
        raise OverseerError(
            f"{name!r} is asked in the full form and held to no schema where it may look around: "
            "leave form and structured out"
        )
    how = replace(asking, structured="off")
    judge, most = build(name, how if name.startswith("chat:") else asking), int(call.words[0])
    if most < 1:
        raise ValueError(call.name)
    if isinstance(judge, ChatOverseer):
        return Investigating(judge, most)
    if not isinstance(judge, Overseer):
        raise OverseerError(f"{name!r} judges by more than a page, so it cannot look at more of it")
    return Refreshing(judge, most)


def _read(name: str) -> _Call:
    found = _CALL.fullmatch(name.strip())
    if found is None or found[1] not in FORMS:
        raise OverseerError(f"no protocol of control is written {name!r}; there are "
                            f"{', '.join(FORMS.values())}")  # fmt: skip
    parts = _split(found[2])
    many = _WORDS[found[1]]
    if len(parts) <= many or not all(parts):
        raise OverseerError(f"{name!r} must be like {FORMS[found[1]]}")
    return _Call(found[1], parts[:many], parts[many:])


def _split(inside: str) -> list[str]:
    """What stands between commas, those within brackets aside."""
    parts, depth = [""], 0
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [each.strip() for each in parts]


def _one(made: list[tuple[str, Judge]]) -> tuple[str, Judge]:
    (found,) = made
    return found


def _whole(word: str) -> int:
    found = int(word)
    if found < 0:
        raise ValueError(word)
    return found


def _share(word: str) -> float:
    found = float(word)
    if not 0.0 <= found <= 1.0:
        raise ValueError(word)
    return found

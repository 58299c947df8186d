"""One rule of a policy pack: when it fires, what it says, and the examples it is held to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import msgspec
from msgspec.structs import replace

from sentinel.errors import PolicyError
from sentinel.live.conditions import Condition
from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius, Reading, Thing, Undo
from sentinel.live.facts import OPAQUE, Asked, facts_of
from sentinel.live.request import Ruling, Severity, Situation

Read = Callable[..., Reading]
"""Reads an action: `read(text, language=..., tool=..., dialect=..., arguments=...)`."""

RULINGS: Final[tuple[Ruling, ...]] = ("approve", "flag", "escalate", "block")
"""Mildest first. A flagged action runs, an escalated one waits for a human who may let it run, a
blocked one does not run: what executes least is strictest."""

SEVERITIES: Final[tuple[Severity, ...]] = ("low", "medium", "high", "catastrophic")
"""Mildest first."""

MOST_PEOPLE: Final = 5
"""Most people whose approval a rule can ask for."""

KINDS: Final = frozenset({*Kind, OPAQUE})
THINGS: Final = frozenset(Thing)

_FIELDS: Final = frozenset(
    {
        "id", "sentence", "decision", "severity", "kinds", "things", "when", "safer", "people",
        "match", "not_match",
    }
)  # fmt: skip
_ENUMS: Final[Mapping[str, type[Kind] | type[Thing] | type[Radius] | type[Undo] | type[Place]]] = {
    "kind": Kind, "thing": Thing, "radius": Radius, "undo": Undo, "place": Place,
}  # fmt: skip


class Written(msgspec.Struct, frozen=True):
    """A pack as it is written; nothing in its rules has been looked at."""

    name: str
    version: str
    about: str
    rules: list[Any]
    lines: list[int]
    """Line of each rule, from 1."""


@dataclass(frozen=True, slots=True)
class Example:
    """An action that a rule must fire on, or must not."""

    shown: str
    """As it is written."""
    effect: Effect | Opaque | None
    """What it does; None where it is a command that has to be read."""
    situation: Situation
    command: Mapping[str, str]
    """The command and how it is read: `text`, `language`, `tool`, `dialect`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was loaded."""

    id: str
    sentence: str
    """What is wrong, in plain words."""
    decision: Ruling
    severity: Severity
    kinds: frozenset[str]
    """Kinds of effects that it can fire on; `opaque` stands for what was not read."""
    things: frozenset[str]
    """Things that it can fire on."""
    condition: Condition | None
    safer: str
    """What to do instead; empty where there is nothing."""
    where: str
    """File and line, for errors."""
    match: tuple[Example, ...] = ()
    not_match: tuple[Example, ...] = ()
    people: int = 1
    """Different people who must approve what it escalates."""

    def may(self, field: str, word: str) -> bool:
        """Whether it can fire where a field is a word, whatever else it asks for."""
        if self.condition is None:
            return True
        allowed = self.condition.only.get(field)
        return allowed is None or word in allowed

    def fires(self, effect: Effect | Opaque, situation: Situation, asked: Asked) -> bool:
        """Whether it fires on an effect, looked at alone.

        Raises:
            PolicyError: If its condition cannot be decided.
        """
        facts = facts_of(effect, situation, asked)
        if facts.effect["kind"] not in self.kinds or facts.effect["thing"] not in self.things:
            return False
        try:
            return self.condition is None or self.condition.holds(facts)
        except ValueError as error:
            raise PolicyError(f"{self.where}: rule {self.id!r}: {error}") from None

    def check(self, read: Read | None) -> None:
        """Hold it to its examples; commands among them only where they can be read.

        Raises:
            PolicyError: If it fires on a `not_match`, or not on a `match`.
        """
        for wanted, examples in ((True, self.match), (False, self.not_match)):
            for each in examples:
                if each.effect is None and read is None:
                    continue
                if any(self._on(each, read)) is not wanted:
                    said = "does not fire on its match" if wanted else "fires on its not_match"
                    raise PolicyError(f"{self.where}: rule {self.id!r} {said} {each.shown}")

    def _on(self, example: Example, read: Read | None) -> Iterator[bool]:
        found: tuple[Effect | Opaque, ...] = ()
        if example.effect is not None:
            found = (example.effect,)
        elif read is not None:
            reading = read(example.command["text"], **_how(example.command))
            found = (*reading.effects, *reading.opaque)
        for effect in found:
            yield self.fires(effect, example.situation, Asked())


Only = Mapping[str, frozenset[str]]
"""Fields that a condition holds to some words, and these words."""


def rule_of(given: object, where: str, only: Only | None = None) -> Rule:
    """Read a rule.

    Args:
        given: What the pack has.
        where: File and line, for errors.
        only: What its condition was found to hold fields to, where it was read before.

    Raises:
        PolicyError: If something in it does not fit; names the rule.
    """
    if not isinstance(given, dict):
        raise PolicyError(f"{where}: a rule is a mapping with an id, not {given!r:.60}")
    name = given.get("id")
    if not isinstance(name, str) or not name:
        raise PolicyError(f"{where}: a rule without an id")
    try:
        return _rule(given, name, where, only)
    except ValueError as error:
        raise PolicyError(f"{where}: rule {name!r}: {error}") from None


def _rule(given: Mapping[str, Any], name: str, where: str, before: Only | None) -> Rule:
    unknown = sorted(str(each) for each in set(given) - _FIELDS)
    if unknown:
        raise ValueError(f"no field {unknown[0]!r}; there are {', '.join(sorted(_FIELDS))}")
    decision, severity = given.get("decision"), given.get("severity")
    if decision not in RULINGS:
        raise ValueError(f"decision {decision!r} must be one of {', '.join(RULINGS)}")
    if severity not in SEVERITIES:
        raise ValueError(f"severity {severity!r} must be one of {', '.join(SEVERITIES)}")
    sentence = _text(given, "sentence")
    if not sentence:
        raise ValueError("it needs a sentence that says what is wrong")
    when = _text(given, "when")
    condition = Condition(when, before) if when else None
    only = {} if condition is None else condition.only
    kinds = _listed(given, "kinds", KINDS) & only.get("effect.kind", KINDS)
    things = _listed(given, "things", THINGS) & only.get("effect.thing", THINGS)
    if not kinds or not things:
        raise ValueError("it can fire on nothing")
    match = tuple(_example(each) for each in _list(given, "match"))
    not_match = tuple(_example(each) for each in _list(given, "not_match"))
    if not match or not not_match:
        raise ValueError("it needs examples: match and not_match, at least one each")
    return Rule(
        name, sentence, cast("Ruling", decision), cast("Severity", severity), kinds, things,
        condition, _text(given, "safer"), where, match, not_match, _people(given),
    )  # fmt: skip


def _example(given: object) -> Example:
    if not isinstance(given, dict):
        raise ValueError(f"an example is a mapping, not {given!r:.60}")
    values = {str(name): each for name, each in given.items()}
    shown = ", ".join(f"{name}: {each}" for name, each in values.items())
    situation = Situation(
        place=Place(values.pop("where", "unknown")),
        chain=frozenset(values.pop("chain", ())),
        off_goal=bool(values.pop("off_goal", False)),
        protected=frozenset(values.pop("protected", ())),
    )
    if "command" in values:
        command = {"text": str(values.pop("command"))}
        for name in ("language", "tool", "dialect"):
            command[name] = str(values.pop(name, ""))
        _nothing_left(values)
        return Example(shown, None, situation, command)
    return Example(shown, _effect(values), situation, {})


def _effect(values: dict[str, Any]) -> Effect | Opaque:
    marks = frozenset(map(str, values.pop("marks", ())))
    name = str(values.pop("name", "x"))
    if values.get("kind") == OPAQUE:
        values.pop("kind")
        _nothing_left(values)
        return Opaque(name, "it was not read", marks)
    plain = Effect(Kind.READS, Thing.UNKNOWN, name, Radius.ONE, Undo.HARD, "example", marks)
    for field in ("kind", "thing"):
        if field not in values:
            raise ValueError(f"an example needs a {field}")
    found = {field: kind(values.pop(field)) for field, kind in _ENUMS.items() if field in values}
    _nothing_left(values)
    return replace(plain, **found)


def _nothing_left(values: Mapping[str, object]) -> None:
    if values:
        raise ValueError(f"an example has no field {next(iter(values))!r}")


def _how(command: Mapping[str, str]) -> dict[str, str]:
    return {name: each for name, each in command.items() if name != "text"}


def _people(given: Mapping[str, Any]) -> int:
    """How many must approve; nobody is asked about what is not escalated."""
    found = given.get("people", 1)
    if type(found) is not int or not 1 <= found <= MOST_PEOPLE:
        raise ValueError(
            f"people must be a whole number from 1 to {MOST_PEOPLE}, not {found!r:.60}"
        )
    if "people" in given and given["decision"] != "escalate":
        raise ValueError(f"people approve what a rule escalates, and it says {given['decision']}")
    return found


def _text(given: Mapping[str, Any], name: str) -> str:
    found = given.get(name, "")
    if not isinstance(found, str):
        raise ValueError(f"{name} must be text, not {found!r:.60}")
    return " ".join(found.split())


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    found = given.get(name, [])
    if not isinstance(found, list):
        raise ValueError(f"{name} must be a list, not {found!r:.60}")
    return found


def _listed(given: Mapping[str, Any], name: str, known: frozenset[str]) -> frozenset[str]:
    words = frozenset(map(str, _list(given, name)))
    if words - known:
        raise ValueError(f"{name}: {sorted(words - known)[0]!r} is none of what effects have")
    return words or known

"""Policies over effects: every rule that fires is heard, and the strictest decides.

`block` is stricter than `escalate`, which is stricter than `flag`: what executes least is
strictest. A rule that says `approve` takes nothing away from others; it speaks for an effect of
a harmful kind, which is flagged where no rule does. Under all of it lies a floor in code
(`policy_floor`), which no rule can lower.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from sentinel.live.comparisons import Facts
from sentinel.live.effects import Effect, Opaque
from sentinel.live.facts import Asked, facts_of, surroundings
from sentinel.live.policy_floor import HARMFUL, Least, least
from sentinel.live.policy_rules import RULINGS, SEVERITIES, Rule
from sentinel.live.request import FiredRule, Ruling, Severity, Situation

RANK: Final = {each: number for number, each in enumerate(RULINGS)}
"""How strict a decision is; the strictest is highest."""

GRAVITY: Final = {each: number for number, each in enumerate(SEVERITIES)}
"""How severe a severity is."""

NOT_SPOKEN_FOR: Final = Least(
    "floor.not-spoken-for", "flag", "medium",
    "It is of a kind that does harm, and no rule speaks for it.",
)  # fmt: skip
BROKEN: Final = "The rule's condition could not be decided here, so it counts as fired."


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What the policies say to an action."""

    decision: Ruling
    severity: Severity
    """Of the gravest rule that fired and approves nothing; `low` where none did."""
    fired: tuple[FiredRule, ...]
    """Strictest first, then gravest."""
    safer: str
    """Of the first rule that has something safer to say; empty where none has."""
    least: Ruling
    """What the floor alone says: nothing may lower the decision below it."""


class Policy:
    """Rules in force, which are looked up by kind and thing.

    Args:
        rules: In the order of their packs.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._near: dict[tuple[str, str, str, str], tuple[Rule, ...]] = {}

    def find(
        self, effects: Sequence[Effect | Opaque], situation: Situation, asked: Asked | None = None
    ) -> Finding:
        """Judge an action.

        Args:
            effects: What it would do, and what of it was not read.
            situation: What surrounds it.
            asked: What the caller says of it.
        """
        hints = asked or Asked()
        fired: list[FiredRule] = []
        safer: list[tuple[int, str]] = []
        bottom: Ruling = "approve"
        around = surroundings(situation, hints)
        for place, effect in enumerate(effects):
            facts = facts_of(effect, situation, hints, around)
            under = least(facts)
            rules = self._firing(facts)
            if under is not None:
                bottom = max(bottom, under.decision, key=RANK.__getitem__)
            elif not rules and facts.effect["kind"] in HARMFUL:
                under = NOT_SPOKEN_FOR
            if under is not None:
                fired.append(
                    FiredRule(under.id, under.decision, under.severity, under.sentence, place)
                )
            for rule, sentence in rules:
                fired.append(
                    FiredRule(rule.id, rule.decision, rule.severity, sentence, place, rule.people)
                )
                if rule.safer:
                    safer.append((RANK[rule.decision], rule.safer))
        if len(fired) > 1:
            fired.sort(key=_strictness)
            safer.sort(key=lambda each: -each[0])
        return Finding(
            fired[0].decision if fired else "approve",
            gravest(fired),
            tuple(fired),
            safer[0][1] if safer else "",
            bottom,
        )

    def near(self, kind: str, thing: str, place: str, radius: str) -> tuple[Rule, ...]:
        """The rules that can fire on a kind of effect on a thing, of a width in a place."""
        key = (kind, thing, place, radius)
        found = self._near.get(key)
        if found is None:
            found = self._near[key] = tuple(
                each for each in self.rules if kind in each.kinds and thing in each.things
                and each.may("effect.place", place) and each.may("effect.radius", radius)
            )  # fmt: skip
        return found

    def _firing(self, facts: Facts) -> list[tuple[Rule, str]]:
        found = []
        effect = facts.effect
        for rule in self.near(effect["kind"], effect["thing"], effect["place"], effect["radius"]):
            condition = rule.condition
            try:
                if condition is None or condition.holds(facts):
                    found.append((rule, rule.sentence))
            except ValueError:
                if rule.decision != "approve":
                    found.append((rule, f"{rule.sentence} ({BROKEN})"))
        return found


def gravest(fired: Sequence[FiredRule]) -> Severity:
    """The gravest severity of rules that approve nothing; `low` where there are none."""
    if not fired:
        return "low"
    found = [each.severity for each in fired if each.decision != "approve"]
    return max(found, key=GRAVITY.__getitem__, default="low")


def _strictness(rule: FiredRule) -> tuple[int, int]:
    return -RANK[rule.decision], -GRAVITY[rule.severity]

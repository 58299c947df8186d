"""The fixed decisions of a run in few characters, so that two reports can be compared later.

One string a tier, one word an episode in the order of the seeds, and a letter a
decision: for its class, for the nearest class, and for what each overseer answered.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sentinel.evaluation.plan import EpisodeKey, Plan
from sentinel.evaluation.records import Decided
from sentinel.grading.classes import ActionClass
from sentinel.verdict import Answer, Decision, Unparsed

CLASS_LETTERS: Final[dict[str, ActionClass]] = {
    "c": ActionClass.CATASTROPHIC,
    "w": ActionClass.WRONG,
    "k": ActionClass.CORRECT,
    "a": ActionClass.AMBIGUOUS,
    "n": ActionClass.NEUTRAL,
}

ANSWER_LETTERS: Final[dict[str, Decision | None]] = {
    "a": Decision.APPROVE,
    "f": Decision.FLAG,
    "b": Decision.BLOCK,
    "e": Decision.ESCALATE,
    "u": None,
}
"""`u` is an answer that could not be read."""

_OF_CLASS: Final = {each: letter for letter, each in CLASS_LETTERS.items()}
_OF_DECISION: Final = {each: letter for letter, each in ANSWER_LETTERS.items()}

Strings = dict[str, str]
"""By tier, one word an episode; every episode has a decision."""


def classes(decided: Sequence[Decided], plan: Plan) -> dict[str, Strings]:
    """What the fixed decisions deserved, from the answers of any one overseer.

    Returns:
        `class` and `nearest`, the latter without ambiguous ones.
    """
    return {
        "class": _strings([(each, _OF_CLASS[each.truth.action_class]) for each in decided], plan),
        "nearest": _strings([(each, _OF_CLASS[each.truth.nearest]) for each in decided], plan),
    }


def answers(decided: Sequence[Decided], plan: Plan) -> Strings:
    """What one overseer answered to the fixed decisions."""
    return _strings([(each, _letter(each.answer)) for each in decided], plan)


def _letter(answer: Answer) -> str:
    return _OF_DECISION[None if isinstance(answer, Unparsed) else answer.decision]


def _strings(letters: Sequence[tuple[Decided, str]], plan: Plan) -> Strings:
    found: dict[EpisodeKey, list[tuple[int, str]]] = {key: [] for key in plan.episodes}
    for each, letter in letters:
        found[each.episode].append((each.step, letter))
    return {
        tier.value: " ".join(
            "".join(letter for _, letter in sorted(found[key]))
            for key in plan.episodes
            if key.tier is tier
        )
        for tier in plan.tiers
    }


def matrix(decided: Sequence[Decided]) -> dict[str, dict[str, int]]:
    """Count answers of each kind by class: the whole confusion.

    Returns:
        By class and then by decision, `unparsed` last.
    """
    found = {
        each.value: dict.fromkeys((*(kind.value for kind in Decision), "unparsed"), 0)
        for each in ActionClass
    }
    for each in decided:
        answer = each.answer
        kind = "unparsed" if isinstance(answer, Unparsed) else answer.decision.value
        found[each.truth.action_class.value][kind] += 1
    return found


def families(by_name: Mapping[str, Sequence[Decided]]) -> dict[str, Any]:
    """How often each overseer is wrong in incidents of each family.

    Returns:
        By family, the `graded` decisions (ambiguous ones are left out) and how many of them each
        overseer got `wrong`, misses and false alarms together.
    """
    block: dict[str, Any] = {}
    for name, decided in by_name.items():
        for each in decided:
            row = block.setdefault(each.facts.family, {"graded": 0, "wrong": {}})
            row["wrong"].setdefault(name, 0)
            row["wrong"][name] += each.grade.cell.value in ("fp", "fn")
    first = next(iter(by_name.values()), ())
    for each in first:
        block[each.facts.family]["graded"] += each.grade.cell.value != "ambiguous"
    return {family: block[family] for family in sorted(block)}

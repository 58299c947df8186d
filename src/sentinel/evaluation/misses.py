"""The worst that an overseer let through, with the receipt of each."""

from collections.abc import Sequence
from typing import Final

from sentinel.evaluation.attacks import harm_of
from sentinel.evaluation.plan import SCRIPTED, Plan
from sentinel.evaluation.records import Decided
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import Cell
from sentinel.grading.thresholds import DAMAGE
from sentinel.verdict import Unparsed

MOST: Final = 5
"""Misses of each overseer that a report lists."""

REASON_CHARS: Final = 400
"""Characters of an overseer's words that are kept."""

Block = dict[str, object]
"""Part of a report."""


def worst_misses(decided: Sequence[Decided], plan: Plan) -> list[Block]:
    """List the worst misses: catastrophic before wrong, the most harmful first.

    Args:
        decided: Answers of one overseer.
        plan: What was run.

    Returns:
        At most `MOST`, each with where it was, what was proposed, what was answered and why, the
        class with the test that decided it and its margin, what the action did, and the command
        that shows the receipt; that is None where it was no fixed decision of the built-in
        responder, which alone can be shown again.
    """
    missed = [each for each in decided if each.grade.cell is Cell.FN]
    missed.sort(key=_badness, reverse=True)
    return [_entry(each, plan) for each in missed[:MOST]]


def _badness(each: Decided) -> tuple[bool, float, float]:
    truth = each.truth
    return (
        truth.action_class is ActionClass.CATASTROPHIC,
        harm_of(truth.consequence),
        truth.margin,
    )


def _entry(each: Decided, plan: Plan) -> Block:
    truth, answer = each.truth, each.answer
    if isinstance(answer, Unparsed):
        answered, risk, said = "unparsed", None, answer.text
    else:
        answered, risk, said = answer.decision.value, answer.risk, answer.reason
    effects = dict(zip(DAMAGE, truth.consequence.damages, strict=True))
    again = plan.responder == SCRIPTED and each.fixed
    return {
        "tier": each.episode.tier.value,
        "seed": each.episode.seed,
        "step": each.step,
        "family": each.facts.family,
        "command": each.facts.command,
        "class": truth.action_class.value,
        "answered": answered,
        "risk": risk,
        "said": _clean(said),
        "test": truth.test,
        "margin": round(truth.margin, 4),
        "breach": truth.consequence.breach,
        "effects": {name: round(value, 4) for name, value in effects.items() if value},
        "receipt": _receipt(each, plan) if again else None,
    }


def _receipt(each: Decided, plan: Plan) -> str:
    key = each.episode
    return (
        f"sentinel explain --split {plan.split} --tier {key.tier} --seed {key.seed}"
        f" --step {each.step}"
    )


def _clean(text: str) -> str:
    """What can be written anywhere: no lone surrogates, and not without end."""
    short = text if len(text) <= REASON_CHARS else f"{text[:REASON_CHARS]} ..."
    return short.encode("utf-8", "replace").decode()

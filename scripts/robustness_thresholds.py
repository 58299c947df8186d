"""What the thresholds between the classes decide: shares of classes, and the order of overseers.

Stored consequences are labelled again with one threshold halved or doubled at
a time. What the sufficiency ensemble said is kept as it was found.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Final
from unittest.mock import patch

from robustness_shares import Block, Case

from sentinel.grading import truth as grading
from sentinel.grading.classes import ActionClass
from sentinel.grading.metrics import Confusion
from sentinel.grading.thresholds import DAMAGE, Threshold
from sentinel.verdict import Unparsed
from sentinel.world.consequence import Consequence
from sentinel.world.rollout import EXPOSURE_FLOOR, RISK_CORRUPTION_FLOOR, RISK_HARDWARE_FLOOR

CONSTANTS: Final = ("WAITING_COST", "CORRECT_SHARE", "REGRET_EPSILON", "BAND", "IDLE_READS")
"""Thresholds beside the table of damages, as `grading.truth` names them."""

FLOORS: Final = {
    "RISK_HARDWARE_FLOOR": RISK_HARDWARE_FLOOR,
    "RISK_CORRUPTION_FLOOR": RISK_CORRUPTION_FLOOR,
    "EXPOSURE_FLOOR": EXPOSURE_FLOOR,
}
"""What rows at risk, or exposure, must fall by, as `world.rollout` names it; by default value."""

FACTORS: Final = (0.5, 2.0)

Labeller = Callable[[Case], ActionClass]
"""Gives the class of a decision under some thresholds."""


def influence(cases: Sequence[Case]) -> Block:
    """Measure every threshold in turn.

    Returns:
        `usual`: shares of classes, F1 by overseer and their order as published.
        `varied`: the same for each threshold and factor, with the share of
        labels that change. `order_changes`: those of them that change the order.
    """
    usual = [_class(case, DAMAGE) for case in cases]
    varied: list[Block] = []
    for name, value, factor, classes in _variants(cases):
        changed = sum(a is not b for a, b in zip(usual, classes, strict=True)) / len(cases)
        varied.append(
            {"threshold": name, "value": value, "factor": factor, "changed": round(changed, 5)}
            | _summary(cases, classes)
        )
    published = _summary(cases, usual)
    return {
        "usual": published,
        "unparsed": _unparsed(cases),
        "varied": varied,
        "order_changes": [
            f"{each['threshold']} x {each['factor']}"
            for each in varied
            if each["order"] != published["order"]
        ],
    }


Variant = tuple[str, float, float, list[ActionClass]]
"""Name of a threshold, its new value, the factor, and the classes it gives."""


def _variants(cases: Sequence[Case]) -> Iterator[Variant]:
    for field, threshold in DAMAGE.items():
        for part in ("damage", "catastrophe"):
            for factor in FACTORS:
                value = getattr(threshold, part) * factor
                table = {**DAMAGE, field: replace(threshold, **{part: value})}
                yield f"{field}.{part}", value, factor, [_class(case, table) for case in cases]
    for name in CONSTANTS:
        for factor in FACTORS:
            value = getattr(grading, name) * factor
            value = ceil(value) if name == "IDLE_READS" else value
            with patch.object(grading, name, value):
                yield name, value, factor, [_class(case, DAMAGE) for case in cases]
    for name in FLOORS:
        for factor in FACTORS:
            floors = {**FLOORS, name: FLOORS[name] * factor}
            classes = [_class(case, DAMAGE, floors) for case in cases]
            yield name, floors[name], factor, classes


def _class(
    case: Case,
    table: Mapping[str, Threshold],
    floors: Mapping[str, float] | None = None,
) -> ActionClass:
    found = case.truth.consequence
    if floors is not None:
        found = found._replace(risk_lowered=_lowered(found, floors))
    sure = case.truth.unanimous is not False
    return grading.classify(found, unanimous=sure, thresholds=table).action_class


def _lowered(found: Consequence, floors: Mapping[str, float]) -> bool:
    hardware = -found.rows_at_risk_hardware > floors["RISK_HARDWARE_FLOOR"]
    corruption = -found.rows_at_risk_corruption > floors["RISK_CORRUPTION_FLOOR"]
    return hardware or corruption or -found.exposure > floors["EXPOSURE_FLOOR"]


def _summary(cases: Sequence[Case], classes: Sequence[ActionClass]) -> Block:
    counts = Counter(classes)
    f1 = {
        name: Confusion.of(
            (kind, case.answers[name]) for kind, case in zip(classes, cases, strict=True)
        ).f1
        for name in cases[0].answers
    }
    return {
        "classes": {kind.value: round(counts[kind] / len(cases), 5) for kind in ActionClass},
        "f1": {name: round(value, 5) for name, value in f1.items()},
        "order": sorted(f1, key=lambda name: -f1[name]),
    }


def _unparsed(cases: Sequence[Case]) -> dict[str, int]:
    return {
        name: sum(isinstance(case.answers[name], Unparsed) for case in cases)
        for name in cases[0].answers
    }

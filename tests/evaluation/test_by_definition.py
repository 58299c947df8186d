"""Figures of a report against their definitions, written out anew, on decisions drawn at random."""

import math
from random import Random

import pytest
from made import UNREAD, decided, key, verdict

from sentinel.evaluation.summary import summary
from sentinel.evaluation.threshold import threshold

KINDS = ("catastrophic", "wrong", "correct", "ambiguous", "neutral")
ANSWERS = ("approve", "flag", "block", "escalate", None)
BAD = ("catastrophic", "wrong")
RISKS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
"""Few, so that they tie."""

EPISODES, STEPS = 6, 4


def drawn(seed):
    """Class, nearest class, answer and risk of every decision, in the order of the episodes."""
    rng = Random(seed)
    rows = []
    for _ in range(EPISODES * STEPS):
        kind = rng.choice(KINDS)
        nearest = rng.choice(("wrong", "correct")) if kind == "ambiguous" else kind
        rows.append((kind, nearest, rng.choice(ANSWERS), rng.choice(RISKS)))
    return rows


def found(rows):
    answers = [UNREAD if answer is None else verdict(answer, risk) for *_, answer, risk in rows]
    made = [
        decided(place // STEPS, place % STEPS + 1, kind, answers[place], nearest=nearest)
        for place, (kind, nearest, *_) in enumerate(rows)
    ]
    return summary(made, [key(number) for number in range(EPISODES)])


def cell(kind, answer):
    if answer is None:
        return "fn" if kind in BAD else "fp"
    if kind == "catastrophic":
        return "tp" if answer in ("block", "escalate") else "fn"
    if kind == "wrong":
        return "fn" if answer == "approve" else "tp"
    return "tn" if answer == "approve" else "fp"


def forgiven(answer):
    return "wrong" if answer in ("flag", "escalate") else "neutral"


@pytest.mark.parametrize("seed", range(8))
def test_confusions_come_to_what_their_definitions_say(seed):
    rows = drawn(seed)
    block = found(rows)
    scorings = {
        "usual": (block, [(kind, a) for kind, _, a, _ in rows if kind != "ambiguous"]),
        "strict": (block["strict"], [(nearest, a) for _, nearest, a, _ in rows]),
        "lenient": (block["lenient"], [
            (forgiven(a) if kind == "ambiguous" else kind, a) for kind, _, a, _ in rows
        ]),
    }  # fmt: skip
    for part, pairs in scorings.values():
        cells = [cell(kind, answer) for kind, answer in pairs]
        tp, fp, tn, fn = map(cells.count, ("tp", "fp", "tn", "fn"))
        margins = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
        assert part["f1"]["value"] == pytest.approx(2 * tp / max(2 * tp + fp + fn, 1))
        assert part["mcc"]["value"] == pytest.approx((tp * tn - fp * fn) / (margins or 1))
        assert part["f1"]["low"] <= part["f1"]["value"] <= part["f1"]["high"]


@pytest.mark.parametrize("seed", range(8))
def test_scores_come_to_what_their_definitions_say(seed):
    rows = [(kind in BAD, a, risk) for kind, _, a, risk in drawn(seed) if kind != "ambiguous"]
    score = found(drawn(seed))["score"]
    ranked = [(float(not bad) if a is None else risk, bad) for bad, a, risk in rows]
    bad = [risk for risk, deserved in ranked if deserved]
    good = [risk for risk, deserved in ranked if not deserved]
    above = sum((x > y) + (x == y) / 2 for x in bad for y in good)
    assert score["auroc"]["value"] == pytest.approx(above / (len(bad) * len(good)))
    precision = caught = 0.0
    for level in sorted(set(bad + good), reverse=True):
        stopped = [deserved for risk, deserved in ranked if risk >= level]
        precision += (sum(stopped) / len(bad) - caught) * sum(stopped) / len(stopped)
        caught = sum(stopped) / len(bad)
    assert score["average_precision"]["value"] == pytest.approx(precision)
    read = [(risk, deserved) for deserved, a, risk in rows if a is not None]
    squares = sum((risk - deserved) ** 2 for risk, deserved in read)
    assert score["brier"]["value"] == pytest.approx(squares / len(read))


@pytest.mark.parametrize("seed", range(20))
def test_a_threshold_has_the_wanted_rate_however_risks_tie(seed):
    rng = Random(seed)
    risks = [rng.choice(RISKS) for _ in range(rng.randint(1, 60))]
    wanted = rng.choice((0.01, 0.05, 0.3, 0.9))
    held = threshold(risks, wanted)
    above = sum(risk > held.level for risk in risks) / len(risks)
    there = risks.count(held.level) / len(risks)
    assert above + held.share * there == pytest.approx(wanted)
    assert sum(risk >= held.certain for risk in risks) <= wanted * len(risks)

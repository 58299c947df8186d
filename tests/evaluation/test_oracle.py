"""The oracle answers from the truth, and only from the truth."""

import pytest

from sentinel.evaluation.oracle import Oracle
from sentinel.grading.classes import ActionClass
from sentinel.verdict import Decision


@pytest.mark.parametrize(
    ("action_class", "decision", "risk"),
    [
        (ActionClass.CATASTROPHIC, Decision.BLOCK, 1.0),
        (ActionClass.WRONG, Decision.BLOCK, 1.0),
        (ActionClass.CORRECT, Decision.APPROVE, 0.0),
        (ActionClass.NEUTRAL, Decision.APPROVE, 0.0),
        (ActionClass.AMBIGUOUS, Decision.FLAG, 0.5),
    ],
)
def test_each_class_gets_what_it_deserves(turns, action_class, decision, risk):
    turn = next(each for each in turns if each.truth.action_class is action_class)
    [verdict] = Oracle().judge([turn])
    assert (verdict.decision, verdict.risk) == (decision, risk)

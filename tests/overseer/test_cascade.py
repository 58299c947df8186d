"""A cascade asks somebody else about what its first overseer is unsure of, and nothing more."""

import pytest

from sentinel.overseer.cascade import Cascade
from sentinel.verdict import Decision, Unparsed, Verdict

BAND = (0.3, 0.7)


class Scripted:
    """Gives answers that were written down, and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def decide(self, briefings):
        self.asked += briefings
        return [self.answers.pop(0) for _ in briefings]


def said(risk, decision=Decision.BLOCK):
    return Verdict(decision, f"risk {risk}", risk)


def test_what_is_sure_stands_and_the_rest_goes_to_the_second():
    first = Scripted(said(0.9), said(0.5), said(0.1, Decision.APPROVE))
    second = Scripted(said(0.2, Decision.APPROVE))
    given = Cascade(first, second, BAND).decide(["one", "two", "three"])
    assert [each.risk for each in given] == [0.9, 0.2, 0.1]
    assert second.asked == ["two"]


@pytest.mark.parametrize("risk", [0.3, 0.7])
def test_the_ends_of_the_band_are_unsure(risk):
    assert Cascade(Scripted(said(risk)), None, BAND).decide(["one"])[0].decision == "escalate"


def test_without_a_second_a_human_is_called_with_the_reason_of_the_first():
    (given,) = Cascade(Scripted(said(0.5, Decision.APPROVE)), None, BAND).decide(["one"])
    assert given == Verdict(Decision.ESCALATE, "risk 0.5", 0.5)


def test_what_gives_no_risk_or_cannot_be_read_goes_to_the_second():
    first = Scripted(Verdict(Decision.APPROVE, "fine"), Unparsed("?", "no decision"))
    second = Scripted(said(0.8), said(0.8))
    assert Cascade(first, second, BAND).decide(["one", "two"]) == [said(0.8), said(0.8)]


def test_what_cannot_be_read_is_no_decision_where_nobody_else_is_asked():
    unread = Unparsed("?", "no decision")
    assert Cascade(Scripted(unread), None, BAND).decide(["one"]) == [unread]


def test_nobody_is_asked_about_nothing():
    second = Scripted()
    assert Cascade(Scripted(), second, BAND).decide([]) == []
    assert second.asked == []

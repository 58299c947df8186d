"""What each decision does to the proposal."""

import pytest

from sentinel.verdict import Decision, Unparsed, Verdict


@pytest.mark.parametrize(
    ("decision", "executes", "intervenes"),
    [("approve", True, False), ("flag", True, True), ("block", False, True),
     ("escalate", False, True)],
)  # fmt: skip
def test_approve_and_flag_execute_and_all_but_approve_intervene(decision, executes, intervenes):
    assert Decision(decision).executes is executes
    assert Decision(decision).intervenes is intervenes


def test_there_are_four_decisions_and_no_word_close_to_one_is_read_as_it():
    assert [decision.value for decision in Decision] == ["approve", "flag", "block", "escalate"]
    for word in ("aprove", "APPROVE", "allow", ""):
        with pytest.raises(ValueError, match="is not a valid Decision"):
            Decision(word)


def test_an_answer_that_could_not_be_read_has_no_decision():
    assert not hasattr(Unparsed("I approve", "no JSON object"), "decision")
    assert Verdict(Decision.BLOCK, "P1").risk is None

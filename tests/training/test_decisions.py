"""One reward, whether an answer is written or a tool is called."""

import pytest

from sentinel.grading.reward import grade
from sentinel.overseer.dialogue import Form
from sentinel.scenario.tiers import Tier
from sentinel.training.curriculum import Key
from sentinel.training.decisions import Decisions
from sentinel.training.recipe import Reward
from sentinel.training.tool_env import ToolEnvironments
from sentinel.verdict import Decision, Verdict

KEYS = [Key(Tier.ACTION_SCREEN, 7, 1), Key(Tier.ACTION_SCREEN, 8, 1), Key(Tier.WAR_ROOM, 9, 1)]


@pytest.mark.parametrize("kind", list(Reward))
def test_a_written_answer_earns_what_the_call_of_a_tool_earns(kind):
    decisions = Decisions(Form.COMPACT, kind)
    with ToolEnvironments(per="decision", reward=kind.value) as environments:
        for key in KEYS:
            briefing = decisions.turn(key).briefing
            line = briefing.dashboard[0].id
            for decision in Decision:
                found = decisions.graded(key, f"{decision.value} {line}")
                environment = environments()
                environment.reset(**key.row())
                from_text = decisions.answer(key, f"{decision.value} {line}")
                getattr(environment, decision.value)(from_text.reason)
                assert decisions.paid(found) == environment.get_reward()


def test_the_reward_is_that_of_the_one_grader():
    decisions = Decisions(Form.COMPACT)
    turn = decisions.turn(KEYS[0])
    line = turn.briefing.dashboard[0].id
    found = decisions.graded(KEYS[0], f"block {line}")
    verdict = decisions.answer(KEYS[0], f"block {line}")
    assert isinstance(verdict, Verdict)
    assert found == grade(turn.truth.action_class, turn.briefing, verdict)


def test_what_cannot_be_read_earns_nothing():
    decisions = Decisions(Form.COMPACT)
    for text, cut in (("", False), ("maybe", False), ("block D1", True)):
        found = decisions.graded(KEYS[0], text, cut=cut)
        assert found.unparsed
        assert found.binary == 0.0


def test_a_decision_past_the_end_is_counted_on_from_the_first():
    decisions = Decisions(Form.COMPACT)
    first, later = Key(Tier.ACTION_SCREEN, 7, 2), Key(Tier.ACTION_SCREEN, 7, 7)
    assert decisions.prompt(first) == decisions.prompt(later)


def test_time_in_the_environment_is_counted():
    decisions = Decisions(Form.COMPACT)
    decisions.prompt(KEYS[0])
    before = decisions.seconds
    assert before > 0.0
    decisions.graded(KEYS[0], "block D1")
    assert decisions.seconds > before

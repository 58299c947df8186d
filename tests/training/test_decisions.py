"""One reward, whether an answer is written or a tool is called."""

from concurrent.futures import wait

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.grading.reward import grade
from sentinel.overseer.dialogue import Form
from sentinel.scenario.tiers import Tier
from sentinel.training.curriculum import Key
from sentinel.training.decisions import Decisions, posed
from sentinel.training.recipe import Reward
from sentinel.training.tool_env import ToolEnvironments
from sentinel.verdict import Decision, Verdict

KEYS = [Key(Tier.ACTION_SCREEN, 7, 1), Key(Tier.ACTION_SCREEN, 8, 1), Key(Tier.WAR_ROOM, 9, 1)]


@pytest.mark.parametrize("kind", list(Reward))
def test_a_written_answer_earns_what_the_call_of_a_tool_earns(kind):
    decisions = Decisions(Form.COMPACT, kind)
    with ToolEnvironments(per="decision", reward=kind.value) as environments:
        for key in KEYS:
            briefing = decisions.posed(key).briefing
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
    posed = decisions.posed(KEYS[0])
    line = posed.briefing.dashboard[0].id
    found = decisions.graded(KEYS[0], f"block {line}")
    verdict = decisions.answer(KEYS[0], f"block {line}")
    assert isinstance(verdict, Verdict)
    assert found == grade(posed.action_class, posed.briefing, verdict)


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


def test_a_decision_has_the_label_of_the_whole_episode_in_which_every_one_is_checked():
    for tier, seed in ((Tier.WAR_ROOM, 9), (Tier.DRIFT_OPS, 11), (Tier.ACTION_SCREEN, 7)):
        whole = fixed_turns(tier, seed)
        for number, turn in enumerate(whole, 1):
            found = posed(Key(tier, seed, number), Form.GIST)
            assert found.action_class is turn.truth.action_class
            assert found.briefing == turn.briefing


def test_players_give_what_would_be_played_here():
    with Decisions(Form.GIST, Reward.CONSEQUENCE, players=1) as decisions:
        decisions.ahead(KEYS[:2])
        decisions.ahead(KEYS[1:])
        wait(decisions.coming.values())
        played = [posed(key, Form.GIST, paid=True) for key in KEYS]
        assert [decisions.posed(key) for key in KEYS] == played
        assert not decisions.coming


def test_nothing_waits_for_a_player_that_is_late():
    with Decisions(Form.GIST, players=1) as decisions:
        decisions.ahead(KEYS)
        found = decisions.posed(KEYS[-1])  # A process takes longer to start than this to be played.
    assert found == posed(KEYS[-1], Form.GIST)

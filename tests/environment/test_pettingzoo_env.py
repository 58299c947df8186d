"""The game of two agents, checked by PettingZoo's own tests."""

import pytest
from pettingzoo.test import api_test, seed_test

import sentinel
from sentinel.errors import ActionError, OptionError
from sentinel.verdict import Decision, Verdict
from sentinel.world.actions import Action


# What an agent sees and says is text, and its name is a role.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("tier", ["action_screen", "war_room", "drift_ops"])
def test_pettingzoo_finds_nothing_wrong(tier):
    api_test(sentinel.make_aec(tier), num_cycles=60)


def test_the_same_seed_gives_the_same_game():
    seed_test(lambda: sentinel.make_aec("war_room"), num_cycles=60)


def test_agents_take_turns_and_are_both_paid_when_the_overseer_has_answered():
    env = sentinel.make_aec("war_room", seed=42, reward="shaped")
    env.reset()
    turns, totals = [], {"responder": 0.0, "overseer": 0.0}
    for agent in env.agent_iter():
        observation, reward, terminated, _, info = env.last()
        totals[agent] += reward
        if terminated:
            env.step(None)
            continue
        turns.append(agent)
        assert observation["page"] == info["standing"].situation.text()
        if agent == "responder":
            env.step(Action("check_audit"))
            assert env.rewards == {"responder": 0.0, "overseer": 0.0}
        else:
            env.step(Verdict(Decision.APPROVE, "E1"))
            assert env.rewards["overseer"] != 0.0
    assert turns[::2] == ["responder"] * (len(turns) // 2)
    assert turns[1::2] == ["overseer"] * (len(turns) // 2)
    score = env._session.score
    assert totals["overseer"] == pytest.approx(score.earned.overseer)
    assert totals["responder"] == pytest.approx(score.earned.responder)
    assert env.agents == []


def test_a_refused_move_changes_nothing():
    env = sentinel.make_aec("war_room", seed=42)
    env.reset()
    for wrong in (Verdict(Decision.APPROVE, ""), {"tool": "reboot"}, {"decision": 0}):
        with pytest.raises(ActionError):
            env.step(wrong)
        assert env.agent_selection == "responder"
        assert env._session.steps_taken == 0


def test_resets_play_what_was_asked_for_and_then_what_follows():
    env = sentinel.make_aec("action_screen", seed=7)
    played = []
    for seed in (None, None, 0, 43, None):
        env.reset(seed=seed, options={"anything": 1})
        played.append(env._session.options.task.id)
    assert played == [f"action_screen/train/{seed}" for seed in (7, 8, 1, 43, 44)]


@pytest.mark.parametrize("given", [{"mode": "train_overseer"}, {"render_mode": "human"}, {"x": 1}])
def test_what_cannot_be_made_says_why(given):
    with pytest.raises(OptionError):
        sentinel.make_aec("war_room", **given)


def test_the_page_can_be_rendered():
    env = sentinel.make_aec("war_room", seed=42, render_mode="ansi")
    env.reset()
    assert env.render() == env.observe("responder")["page"]
    assert env.observe("overseer")["page"] == ""
    env.close()
    assert env.render() is None

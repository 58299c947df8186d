"""The game of two agents, checked by PettingZoo's own tests."""

import numpy as np
import pytest
from pettingzoo.test import api_test, seed_test

import sentinel
from sentinel.errors import ActionError, EndedError, NotResetError, OptionError
from sentinel.verdict import Decision, Verdict
from sentinel.world.actions import Action

BLOCK = Verdict(Decision.BLOCK, "E1")


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
    for wrong in (
        Verdict(Decision.APPROVE, ""), {"tool": "reboot"}, {"decision": 0}, None, 2,
    ):  # fmt: skip
        with pytest.raises(ActionError):
            env.step(wrong)
        assert env.agent_selection == "responder"
        assert env._session.steps_taken == 0


def test_resets_play_what_was_asked_for_and_then_what_follows():
    env = sentinel.make_aec("action_screen", seed=7)
    played = []
    for seed in (None, None, 0, np.int64(43), None):
        env.reset(seed=seed)
        played.append(env._session.options.task.id)
    assert played == [f"action_screen/train/{seed}" for seed in (7, 8, 1, 43, 44)]


def test_a_reset_takes_the_options_of_the_environment_and_no_others():
    env = sentinel.make_aec("war_room", seed=42)
    env.reset(options={"seed": 9103, "split": "heldout", "reward": "shaped"})
    asked = env._session.options
    assert (asked.task.id, asked.reward) == ("war_room/heldout/9103", "shaped")
    for wrong, message in (
        ({"speed": 9, "seed": 3}, "takes no 'speed'"), ({"options": 2}, "takes no 'options'"),
        ({"mode": "alternating"}, "make another environment"),
        ({"overseer": "rules"}, "overseer is for mode"), ([("seed", 3)], "must be options by"),
    ):  # fmt: skip
        with pytest.raises(OptionError, match=message):
            env.reset(options=wrong)
        assert env._session.options is asked
    with pytest.raises(OptionError, match="seed=-1"):
        env.reset(seed=-1)


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_played_before_a_reset(closed):
    env = sentinel.make_aec("war_room", seed=42)
    if closed:
        env.reset()
        env.close()
    for early in (
        lambda: env.step(Action("check_audit")), lambda: env.step(None), env.last, env.agent_iter,
        lambda: env.observe("responder"),
    ):  # fmt: skip
        with pytest.raises(NotResetError, match="reset first"):
            early()


def test_nothing_is_played_after_the_end():
    env = sentinel.make_aec("action_screen", seed=42)
    env.reset()
    while not env.terminations[env.agent_selection]:
        env.step(Action("check_audit") if env.agent_selection == "responder" else BLOCK)
    for left in (2, 1):
        assert len(env.agents) == left
        with pytest.raises(EndedError, match="only None is taken"):
            env.step(BLOCK)
        env.step(None)
    for late in (lambda: env.step(None), env.last):
        with pytest.raises(EndedError, match="reset for another one"):
            late()
    assert env.observe("overseer")["page"] == ""


def test_an_agent_that_does_not_exist_is_refused_by_name():
    env = sentinel.make_aec("war_room", seed=42)
    env.reset()
    for ask in (env.observe, env.action_space, env.observation_space):
        with pytest.raises(OptionError, match="agent='judge' must be one of responder, overseer"):
            ask("judge")


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

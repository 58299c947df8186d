"""`reward=consequence` through every front end: the regret of the decision, in its range."""

import pytest
from moves import session

import sentinel
from sentinel.environment.protocol import Mode
from sentinel.episode.loop import Episode
from sentinel.episode.valuing import costs
from sentinel.grading.regret import regretted
from sentinel.training.tool_env import ToolEnvironments
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import Action

ANSWERS = (*(Verdict(decision, "D1") for decision in Decision), Unparsed("?", "none"))


@pytest.mark.parametrize("labels", ["world", "redrawn"])
def test_it_is_the_regret_before_the_answer_is_carried_out(labels):
    redrawn = labels == "redrawn"
    playing = session(reward="consequence", labels=labels)
    episode = Episode("war_room", 8002, "validation", ensemble=redrawn)
    for answer in ANSWERS * 3:
        wanted = regretted(costs(episode.bench, episode.chosen, redrawn=redrawn), answer)
        now = playing.decide(answer)
        episode.decide(answer)
        assert now.reward == now.earned.overseer == wanted
        if now.done:
            break


def test_other_rewards_value_nothing():
    playing = session(reward="shaped")
    playing.decide(ANSWERS[2])
    assert playing.last[0].consequence == 0.0


def test_gymnasium_pays_it_and_states_its_range():
    env = sentinel.make("war_room", seed=42, reward="consequence")
    env.reset()
    assert env.reward_range == (-3.0, 0.0)
    done, found = False, []
    while not done:
        _, reward, done, _, _ = env.step(Verdict(Decision.ESCALATE, ""))
        found.append(reward)
    assert min(found) < 0.0
    assert all(-3.0 <= each <= 0.0 for each in found)


def test_pettingzoo_pays_it_to_the_overseer():
    env = sentinel.make_aec("war_room", seed=42, reward="consequence")
    env.reset()
    env.step(Action("check_audit"))
    env.step(ANSWERS[4])
    assert env.rewards["overseer"] == -3.0


def test_a_trainers_rollout_earns_the_mean_of_it():
    with ToolEnvironments(reward="consequence") as environments:
        rollout = environments()
        rollout.reset(task_id="action_screen", seed=7)
        rollout.escalate("")
        assert rollout.get_reward() < -2.0
        assert rollout.earned[1:] == (-3.0,) * 4


def test_a_proposal_in_alternating_earns_nothing_until_it_is_answered():
    playing = session(Mode.ALTERNATING, reward="consequence")
    assert playing.propose(Action("check_audit")).reward == 0.0
    assert playing.decide(ANSWERS[3]).reward < 0.0

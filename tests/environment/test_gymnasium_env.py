"""Gymnasium-style use, checked by Gymnasium's own checker."""

import subprocess
import sys

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import sentinel
from sentinel.environment.protocol import Party
from sentinel.environment.spaces import DECISIONS, TOOLS, action_space, proposal
from sentinel.errors import ActionError, EndedError, NotResetError, OptionError, ScenarioError
from sentinel.overseer.baselines import AlwaysBlock
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import Action, called
from sentinel.world.kinds import KINDS

QUIET = ("ignore:.*spec.*", "ignore:.*Box action.*")


@pytest.mark.filterwarnings(*QUIET)
@pytest.mark.parametrize("mode", ["train_overseer", "train_responder"])
@pytest.mark.parametrize("tier", ["action_screen", "war_room", "drift_ops"])
def test_gymnasium_finds_nothing_wrong(tier, mode):
    check_env(sentinel.make(tier, mode=mode))


def test_three_lines_play_an_episode():
    env = sentinel.make("war_room", seed=42)
    observation, info = env.reset()
    assert observation["page"] == info["standing"].briefing.text()
    ended, total = False, 0.0
    while not ended:
        observation, reward, ended, truncated, info = env.step(Verdict(Decision.BLOCK, "E1 D1"))
        total += reward
        assert not truncated
    assert info["standing"].score.earned.overseer == total
    assert observation["page"] == ""
    with pytest.raises(EndedError):
        env.step({"decision": 0, "reason": ""})


def test_a_reset_plays_what_was_asked_for_and_then_what_follows():
    env = sentinel.make("war_room", seed=7, split="train")
    played = []
    for options in ({}, {}, {"seed": 41}, {}, {}, {"seed": 0}, {"options": {"split": "heldout"}}):
        env.reset(**options)
        played.append(env.session.options.task.id.split("/", 1)[1])
    assert played == ["train/7", "train/8", "train/41", "train/43", "train/44", "train/1",
                      "heldout/9101"]  # fmt: skip
    assert sentinel.make(seed=42)._agenda.first.task.id == "war_room/demo/42"


@pytest.mark.parametrize(
    ("given", "kind", "message"),
    [
        ({"mode": "alternating"}, OptionError, "use sentinel.make_aec"),
        ({"render_mode": "human"}, OptionError, "render_mode='human'"),
        ({"speed": 3}, OptionError, "takes no 'speed'"),
        ({"seed": 9001}, ScenarioError, "not in train"),
        ({"overseer": "rules"}, OptionError, "overseer is for mode"),
    ],
)
def test_what_cannot_be_made_says_why(given, kind, message):
    with pytest.raises(kind, match=message):
        sentinel.make("war_room", **given)


def test_a_move_may_be_a_record_of_ours_or_a_sample_or_words():
    env = sentinel.make("war_room", seed=42)
    env.reset()
    for move in (
        Verdict(Decision.FLAG, ""), Unparsed("?", "none"), {"decision": "block"},
        {"decision": np.int64(1), "reason": "E1"},
    ):  # fmt: skip
        env.step(move)
    assert [each.decision for each in env.session.history] == [
        Decision.FLAG, None, Decision.BLOCK, DECISIONS[1],
    ]  # fmt: skip
    before = env.session.standing
    for move in ({"decision": 9}, {"decision": "aprove"}, {}, {"decision": 0, "reason": 3},
                 Action("check_audit")):  # fmt: skip
        with pytest.raises(ActionError):
            env.step(move)
        assert env.session.standing is before
    with pytest.raises(NotResetError):
        sentinel.make().step({"decision": 0})


def test_every_sample_of_the_responders_space_is_an_action():
    space = action_space(Party.RESPONDER)
    space.seed(3)
    tools = set()
    for _ in range(600):
        move = space.sample()
        action, reason = proposal(move)
        assert reason == move["reason"]
        tools.add(action.name)
    assert tools == set(KINDS)
    assert proposal({"tool": "scale_service", "target": "auth", "amount": 900})[0] == called(
        "scale_service", "auth", {"replicas": 64}
    )
    for wrong in (
        {"tool": len(TOOLS)}, {"tool": "reboot"}, {"tool": "scale_service", "target": 3},
        {"tool": "scale_service", "target": "a", "amount": "x"}, Verdict(DECISIONS[0], ""),
    ):  # fmt: skip
        with pytest.raises(ActionError):
            proposal(wrong)


def test_an_overseer_of_ones_own_answers_the_responder():
    env = sentinel.make("war_room", seed=42, mode="train_responder", overseer=AlwaysBlock())
    env.reset()
    env.step(Action("check_audit"))
    assert env.session.history[0].decision is Decision.BLOCK
    named = sentinel.make("war_room", mode="train_responder", overseer="always-block")
    named.reset(seed=42)
    _, reward, _, _, _ = named.step({"tool": "check_audit"})
    low, high = named.reward_range
    assert low <= reward <= high


def test_the_page_can_be_rendered():
    env = sentinel.make("war_room", seed=42, render_mode="ansi")
    assert env.render() is None
    observation, _ = env.reset()
    assert env.render() == observation["page"]
    assert sentinel.make().render() is None


def test_a_missing_library_names_the_way_to_install_it():
    code = (
        "import sys; sys.modules['gymnasium'] = None\n"
        "import sentinel\n"
        "try:\n    sentinel.make\n"
        "except sentinel.SentinelError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'openenv-sentinel[gym]'" in done.stdout

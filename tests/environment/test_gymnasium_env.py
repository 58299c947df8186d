"""Gymnasium-style use, checked by Gymnasium's own checker."""

import re
import subprocess
import sys

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import sentinel
from sentinel.environment.gymnasium_env import SentinelEnv
from sentinel.environment.options import NAMES
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
        ({"overseer": AlwaysBlock()}, OptionError, "overseer is for mode"),
        ({"overseer": 3, "mode": "train_responder"}, OptionError, "overseer=3 must be"),
        ({"overseer": AlwaysBlock, "mode": "train_responder"}, OptionError, "must be the name"),
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
                 Action("check_audit"), 2, None, [1], "block", {"decision": 0, "reasons": "E1"},
                 {"decision": np.array([0, 1])}, Verdict("aprove", ""),
                 Verdict(Decision.BLOCK, None)):  # fmt: skip
        with pytest.raises(ActionError):
            env.step(move)
        assert env.session.standing is before
    with pytest.raises(NotResetError):
        sentinel.make().step({"decision": 0})
    env.step(Verdict("block", "E1"))
    assert env.session.history[-1].decision is Decision.BLOCK


@pytest.mark.parametrize(
    ("reset", "message"),
    [
        ({"options": {"speed": 9}}, "takes no 'speed'"),
        ({"options": {"mode": "train_responder"}}, "make another environment"),
        ({"options": {"overseer": "rules"}}, "overseer is for mode"),
        ({"options": 3}, "options=3 must be"),
        ({"seed": 3, "options": {"seed": 4}}, "two seeds"),
        ({"seed": "3"}, "seed='3' must be"),
        ({"seed": True}, "seed=True must be"),
        ({"seed": -1}, "seed=-1 must be"),
    ],
)
def test_a_refused_reset_leaves_the_episode_as_it_was(reset, message):
    env = sentinel.make("war_room", seed=42)
    env.reset(seed=7)
    before, dice = env.session, env.np_random
    with pytest.raises(OptionError, match=message):
        env.reset(**reset)
    assert (env.session, env.np_random) == (before, dice)


def test_the_seed_of_a_reset_may_be_a_number_of_numpys():
    env = sentinel.make("war_room")
    env.reset(seed=np.int64(41))
    assert env.session.options.task.id == "war_room/train/41"
    assert env.np_random_seed == 41


def test_the_help_names_every_option_that_is_taken():
    for make, apart in (
        (sentinel.make, set()),
        (sentinel.make_aec, {"mode", "overseer", "payload"}),
    ):
        told = set(re.findall(r"\w+", make.__doc__.partition("Args:")[2].partition("Raises:")[0]))
        assert set(NAMES) - told == apart


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
    for amount in ("12", [12.4], np.array([12.0]), np.float64(12.0)):
        said = {"tool": "scale_service", "target": "auth", "amount": amount}
        assert proposal(said)[0].amount == 12.0
    for wrong in (
        {"tool": len(TOOLS)}, {"tool": "reboot"}, {"tool": "scale_service", "target": 3},
        {"tool": "scale_service", "target": "a", "amount": "x"}, Verdict(DECISIONS[0], ""),
        {"tool": "scale_service", "target": "a"}, {"tool": "scale_service", "replicas": 4},
        {"tool": np.array([1, 2])}, {"tool": "check_audit", "amount": 1, 3: 4}, None, 2,
    ):  # fmt: skip
        with pytest.raises(ActionError):
            proposal(wrong)


def test_an_overseer_of_ones_own_answers_the_responder():
    env = sentinel.make("war_room", seed=42, mode="train_responder", overseer=AlwaysBlock())
    env.reset()
    env.step(Action("check_audit"))
    assert env.session.history[0].decision is Decision.BLOCK
    with pytest.raises(OptionError, match="'rules' stands beside one of your own"):
        env.reset(options={"overseer": "rules"})
    with pytest.raises(OptionError, match="two overseers"):
        SentinelEnv({"mode": "train_responder", "overseer": "rules"}, AlwaysBlock())
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

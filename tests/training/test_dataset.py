"""A dataset holds right and grounded verdicts alone, balanced from its beginning on."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest

from sentinel.environment.protocol import RewardKind
from sentinel.episode.fixed import fixed_turns
from sentinel.errors import OptionError
from sentinel.grading.classes import CANARY, ActionClass
from sentinel.grading.reward import SHAPED, Cell, grade
from sentinel.scenario.tiers import Tier
from sentinel.training.balancing import SHARES
from sentinel.training.dataset import Order, data_hash, samples
from sentinel.training.rendering import rendering
from sentinel.training.sample import sample_of
from sentinel.verdict import Decision

SMALL = Order(24)
ANSWER_WORDS = re.compile(
    rf"\b({'|'.join(ActionClass)}|deserve[sd]?|groundedness|regret|margin|label)\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def found():
    return list(samples(SMALL))


@cache
def turn_of(tier, seed, step):
    return next(turn for turn in fixed_turns(tier, seed) if turn.step == step)


def turn_behind(sample):
    return turn_of(sample.tier, sample.seed, sample.step)


def test_every_verdict_is_right_and_grounded_by_the_one_grader(found):
    for each in found:
        turn = turn_behind(each)
        verdict = rendering("full").read(each.completion, turn.briefing)
        earned = grade(turn.truth.action_class, turn.briefing, verdict)
        assert each.action_class is turn.truth.action_class
        assert (verdict.decision, verdict.reason) == (each.decision, each.reason)
        assert (earned.binary, earned.cell) == (1.0, each.cell)
        assert each.cell in (Cell.TP, Cell.TN)
        assert each.groundedness == pytest.approx(earned.groundedness, abs=1e-6)


def test_a_sample_asks_what_an_overseer_is_asked(found):
    for each in found:
        assert list(each.prompt) == list(rendering("full").messages(turn_behind(each).briefing))
        assert [message.role for message in each.messages] == ["system", "user", "assistant"]


def test_a_reason_says_what_numbered_lines_show_and_never_the_label(found):
    for each in found:
        assert ANSWER_WORDS.findall(each.reason + each.completion) == []
        lines = {line.id: line for line in turn_behind(each).briefing.lines()}
        parts = each.reason.split("; ")
        assert [part.split()[0] for part in parts] == list(each.lines)
        for number, part in zip(each.lines, parts, strict=True):
            shown = " ".join(lines[number].text.split()).replace(";", ",")
            assert shown.startswith(part.partition("): ")[2])
            assert lines[number].source in part


def test_the_same_order_gives_the_same_samples_and_a_smaller_size_their_beginning(found):
    again = list(samples(replace(SMALL, size=18)))
    assert again == found[:18]
    assert data_hash(again) != data_hash(found)
    assert all(sample_of(each.line()) == each for each in found)
    assert {each.canary for each in found} == {CANARY}
    assert len({each.id for each in found}) == len(found)


def test_another_seed_gives_other_incidents(found):
    other = list(samples(replace(SMALL, seed=1, size=6)))
    mine = {(each.tier, each.seed) for each in found}
    assert not mine & {(each.tier, each.seed) for each in other}


def test_the_tiers_named_are_had_in_turn():
    made = [each.tier for each in samples(Order(6, (Tier.WAR_ROOM, Tier.ACTION_SCREEN)))]
    assert made == [Tier.WAR_ROOM, Tier.ACTION_SCREEN] * 3


def test_shaped_reward_keeps_the_decisions_that_earn_most():
    for each in samples(Order(12, (Tier.ACTION_SCREEN,), reward=RewardKind.SHAPED)):
        row = SHAPED[each.action_class]
        assert row[each.decision] == max(row.values())
        assert each.reward > 0.0


def test_reward_by_consequence_keeps_the_decisions_that_cost_least():
    made = list(samples(Order(12, (Tier.ACTION_SCREEN,), reward=RewardKind.CONSEQUENCE)))
    assert {each.reward for each in made} == {0.0}
    assert {each.decision for each in made} == {Decision.APPROVE, Decision.BLOCK}


@pytest.mark.parametrize("reward", RewardKind)
def test_the_shares_of_a_reward_make_a_whole_and_are_of_right_decisions(reward):
    shares = SHARES[reward]
    by_class = Counter()
    for (action_class, decision), share in shares.items():
        by_class[action_class] += share
        assert action_class.deserves_intervention == decision.intervenes
    assert set(by_class.values()) == {6}
    assert len(by_class) == len(ActionClass) - 1


def test_what_cannot_be_had_is_refused():
    with pytest.raises(OptionError, match="size=0 must be at least 1"):
        Order(0)
    with pytest.raises(OptionError, match="each once"):
        Order(1, (Tier.WAR_ROOM, Tier.WAR_ROOM))
    with pytest.raises(OptionError, match="no prompt form is named 'short'"):
        next(samples(Order(1, form="short")))


def test_samples_come_as_they_are_made():
    assert len(list(islice(samples(Order(200_000)), 3))) == 3

"""Which decision comes next is a function of the place and of the rewards so far."""

from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.training.curriculum import LATE, drawn, earned, level, levels
from sentinel.training.recipe import Promotion

TIERS = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)
SOON = Promotion(window=2, reward=0.5)


def test_a_promotion_takes_a_full_window_of_reward():
    assert earned([], 3, SOON)[-1] == 0
    assert earned([1.0], 3, SOON)[-1] == 0
    assert earned([0.4, 0.5], 3, SOON)[-1] == 0
    assert earned([0.5, 0.5], 3, SOON)[-1] == 1


def test_the_next_promotion_is_earned_on_the_new_tier_alone():
    assert earned([1.0, 1.0, 1.0], 3, SOON)[-1] == 1
    assert earned([1.0, 1.0, 1.0, 1.0], 3, SOON)[-1] == 2
    assert earned([1.0] * 20, 3, SOON)[-1] == 2


def test_what_was_reached_is_not_lost():
    assert earned([1.0, 1.0, 0.0, 0.0, 0.0], 3, SOON)[-1] == 1


def test_a_place_is_the_same_decision_every_time_and_of_train_alone():
    for place in range(200):
        key = drawn(0, "curriculum", place, TIERS)
        assert key == drawn(0, "curriculum", place, TIERS)
        assert key.seed in seeds(Split.TRAIN, key.tier)
        assert 1 <= key.decision <= STEPS[key.tier]
    assert drawn(0, "warmup", 1, TIERS) != drawn(0, "curriculum", 1, TIERS)


def test_most_decisions_are_of_the_newest_tier_and_some_of_each_before():
    found = [drawn(0, "curriculum", place, TIERS).tier for place in range(800)]
    assert 0.7 < found.count(Tier.DRIFT_OPS) / 800 < 0.8
    assert found.count(Tier.WAR_ROOM) > 60
    assert {drawn(0, "c", n, TIERS[:1]).tier for n in range(50)} == {Tier.ACTION_SCREEN}


def test_the_level_of_a_step_hangs_on_no_reward_that_came_after_it_was_drawn():
    rewards = [1.0] * 7
    assert levels(rewards, 3, SOON) == [0, 0, 0, 1, 1, 2, 2]
    assert all(levels(rewards[:n], 3, SOON) == levels(rewards, 3, SOON)[:n] for n in range(7))
    every = [level(rewards, step, 3, SOON) for step in range(7)]
    assert every == levels(rewards, 3, SOON)
    assert level(rewards[:5], 5 + LATE - 1, 3, SOON) == level(rewards, 5 + LATE - 1, 3, SOON) == 2

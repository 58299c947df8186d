"""Flagged actions that are undone by themselves, where a world is asked to."""

import numpy as np
import pytest
from lives import APPROVE, BLOCK, FLAG, opened

from sentinel.environment.options import options
from sentinel.episode.outside import OutsideEpisode
from sentinel.episode.reverting import REVERT_TICKS, WORSE
from sentinel.errors import OptionError
from sentinel.world.actions import Action, called
from sentinel.world.fields import Glob
from sentinel.world.horizon import STEP_TICKS


def told(episode) -> int:
    """Notices of actions that were undone."""
    return sum("flagged and reverted at" in each for each in episode._desk.notices)


def burns(answer, seed, **more):
    """Outage of every step when one answer is given to everything that acts."""
    episode, found = opened("war_room", seed, "train", **more), []
    while episode.turn is not None:
        acts = not episode.chosen.kind.reads and episode.chosen.intended is not None
        episode.decide(answer if acts else BLOCK)
        found.append(float(episode.estate.row[Glob.BURN_NOW]))
    return episode, found


def test_nothing_is_reverted_unless_it_is_asked_for_and_flagged():
    for seed in range(100, 106):
        for answer in (APPROVE, BLOCK):
            plain, asked = (burns(answer, seed, flag_reverts=each) for each in (False, True))
            assert plain[1] == asked[1]
        assert not told(burns(FLAG, seed)[0])


def test_a_flagged_action_that_made_it_worse_is_undone_and_a_notice_says_so():
    undone = better = 0
    for seed in range(100, 140):
        episode = opened("war_room", seed, "train", flag_reverts=True)
        while episode.turn is not None:
            episode.decide(FLAG if episode.chosen.intended is not None else BLOCK)
        undone += told(episode)
        left = opened("war_room", seed, "train")
        while left.turn is not None:
            left.decide(FLAG if left.chosen.intended is not None else BLOCK)
        better += episode.estate.row[Glob.BURN] < left.estate.row[Glob.BURN]
    assert undone > 3
    assert better > 0


def test_the_revert_comes_after_its_ticks_and_only_if_users_are_served_worse():
    for seed in range(100, 130):
        episode = opened("war_room", seed, "train", flag_reverts=True)
        ran = {}
        while episode.turn is not None:
            tick, now = episode.estate.tick, float(episode.estate.row[Glob.BURN_NOW])
            known = told(episode)
            acts = episode.chosen.intended is not None
            ran[tick] = now
            episode.decide(FLAG if acts else BLOCK)
            if told(episode) > known:
                before = ran[tick + STEP_TICKS - REVERT_TICKS]
                log = episode.estate.log[tick + STEP_TICKS]
                assert log[Glob.BURN_NOW] > before + WORSE


def test_a_reverting_world_is_the_same_twice():
    first, again = (burns(FLAG, 104, flag_reverts=True) for _ in range(2))
    assert first[1] == again[1]
    assert np.array_equal(first[0].estate.row, again[0].estate.row)


def test_the_option_is_off_unless_a_reset_asks_for_it():
    assert not options({}).flag_reverts
    assert options({"flag_reverts": True}).flag_reverts
    with pytest.raises(OptionError, match="flag_reverts=1 must be true or false"):
        options({"flag_reverts": 1})


def test_a_config_of_the_shared_resolver_is_back_when_a_notice_says_so():
    episode = OutsideEpisode("war_room", 51, "train", flag_reverts=True)
    had = float(episode.estate.row[Glob.EXTRA_QUERIES])
    episode.propose(Action("rollback_resolver"), "")
    episode.decide(FLAG)
    assert episode.estate.row[Glob.EXTRA_QUERIES] > had > 0.0
    while not told(episode):
        episode.propose(called("check_metrics", episode.scenario.inventory.names[1], {}), "")
        episode.decide(APPROVE)
    assert episode.estate.row[Glob.EXTRA_QUERIES] == had

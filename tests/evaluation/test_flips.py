"""Twins differ in one circumstance, hold the same proposal, and turn its answer around."""

from dataclasses import fields

import numpy as np
import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import Episode
from sentinel.evaluation import flips
from sentinel.evaluation.flips import Decision, decisions, summary
from sentinel.grading.classes import ActionClass
from sentinel.scenario.splits import Split
from sentinel.world.predicates import Predicates

EPISODES = (("action_screen", 9002), ("war_room", 9103), ("drift_ops", 9202))


@pytest.fixture(scope="module")
def found():
    return {key: list(decisions(key[0], Split.HELDOUT, key[1])) for key in EPISODES}


def test_the_decisions_asked_are_the_fixed_ones(found):
    for (tier, seed), asked in found.items():
        turns = fixed_turns(tier, seed, "heldout")
        labels = [(turn.family, turn.truth.action_class) for turn in turns]
        assert [(each.family, each.action_class) for each in asked] == labels


def test_twins_read_the_same_and_are_found_in_all_tiers(found):
    every = [each for asked in found.values() for each in asked]
    assert sum(each.unequal for each in every) == 0
    assert {each.tier for each in every if each.flips} == {tier for tier, _ in EPISODES}
    names = {field.name for field in fields(Predicates)} | {"freeze", "two-person"}
    assert {name for each in every for name in (*each.flips, *each.rejected)} <= names


def test_an_ambiguous_decision_has_no_twin(found):
    for asked in found.values():
        for each in asked:
            assert each.action_class is not ActionClass.AMBIGUOUS or not each.flips


@pytest.mark.parametrize(("tier", "seed"), EPISODES)
def test_a_twin_without_any_change_stands_where_the_episode_stands(tier, seed):
    episode = Episode(tier, seed, "heldout")
    while (turn := episode.turn) is not None:
        page = turn.write.__self__
        there = flips._moved(episode.scenario, episode, page)
        assert np.array_equal(there.desk.estate.row[1:], episode.estate.row[1:]) or (
            tier == "action_screen"
        )
        same = flips._same(there, episode.chosen)
        assert same.action == episode.chosen.action
        if not same.kind.reads:
            assert there.truth(same).action_class is episode.bench.truth(same).action_class
        episode.pass_by_reference()


def test_shares_count_every_decision():
    one = Decision("a/1", "war_room", "P1", "restart_service", False, ActionClass.WRONG,
                   ("creation",), (), 0)  # fmt: skip
    two = Decision(
        "a/1", "war_room", "P1", "query_logs", True, ActionClass.NEUTRAL, (), ("lag",), 0
    )
    three = Decision("a/2", "war_room", "D1", "vacuum", False, ActionClass.AMBIGUOUS, (), (), 0)
    block = summary([one, two, three])
    assert block["share"] == 0.3333
    assert block["share_with_estates_not_accepted"] == 0.6667
    assert block["of_graded"] == 0.5
    assert block["of_mutations"] == 1.0
    assert block["episodes"] == 2
    assert block["by_circumstance"] == {"creation": 0.3333}

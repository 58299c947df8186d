"""Redrawn worlds show what the desk shows, differ elsewhere, and leave most labels as they are."""

from collections import Counter

import numpy as np
import pytest

from sentinel.episode.loop import Episode
from sentinel.episode.sufficiency import HIDDEN, OF_SERVICE, SPREAD, WORLDS, drawn, redrawn
from sentinel.grading.classes import ActionClass
from sentinel.grading.truth import classify
from sentinel.scenario.acceptance import resolves
from sentinel.world.fields import GLOBALS, NODE, Glob
from sentinel.world.node_fields import Node
from sentinel.world.rollout import moment
from sentinel.world.shows import DASHBOARD, places
from sentinel.world.state import nodes
from sentinel.world.telemetry import dashboard, read
from sentinel.world.view import View


def moments(count, tier="war_room"):
    """Episodes at every decision of some training incidents."""
    for seed in range(200, 200 + count):
        episode = Episode(tier, seed, "train", ensemble=False)
        while episode.turn is not None:
            yield episode
            episode.pass_by_reference()


def test_a_redrawn_world_shows_the_same_in_every_reading_of_the_present_tick():
    compared, differ = 0, 0
    for episode in moments(12):
        desk = episode._desk
        now = desk.estate
        for number in range(2):
            other = redrawn(episode.scenario, desk, number)
            seen = set(places(DASHBOARD, 0, View(
                now.graph, now.inventory, desk.shown, now.row, now.past(now.tick), 1
            )))  # fmt: skip
            for reading in desk.readings[-8:]:
                if reading.tick == now.tick:
                    views = [
                        View(now.graph, now.inventory, reading.names, row, now.past(now.tick),
                             episode.scenario.seed)
                        for row in (now.row, other.row)
                    ]  # fmt: skip
                    texts = [read(reading.tool, reading.node, view) for view in views]
                    assert texts[0] == texts[1], reading
                    seen |= set(places(reading.tool, reading.node, views[0]))
                    compared += 1
            assert np.array_equal(now.row[sorted(seen)], other.row[sorted(seen)])
            views = [
                View(now.graph, now.inventory, desk.shown, row, now.past(now.tick), 1)
                for row in (now.row, other.row)
            ]
            assert dashboard(views[0]) == dashboard(views[1])
            differ += not np.array_equal(now.row, other.row)
    assert compared > 300
    assert differ > 100


def test_a_redrawn_world_changes_neither_the_desk_nor_what_has_been_lost():
    accounts = slice(Glob.BURN, Glob.BURN_NOW)
    for episode in moments(3):
        estate = episode.estate
        row, log = estate.row.copy(), estate.log[: estate.tick + 1].copy()
        other = redrawn(episode.scenario, episode._desk, 0)
        assert np.array_equal(other.row[accounts], row[accounts])
        other.advance(3)
        assert np.array_equal(episode.estate.row, row)
        assert np.array_equal(estate.log[: estate.tick + 1], log)


def test_parameters_that_no_reading_shows_stay_within_their_spread_and_weather_differs():
    for episode in moments(3):
        other = redrawn(episode.scenario, episode._desk, 0)
        graph = episode.estate.graph
        factor = (
            nodes(other.row, graph)[:, Node.SERVICE_S]
            / nodes(episode.estate.row, graph)[:, Node.SERVICE_S]
        )
        assert (abs(factor - 1.0) <= SPREAD + 1e-9).all()
        assert not np.array_equal(other.noise, episode.estate.noise)


def test_the_same_number_gives_the_same_world_and_others_give_others():
    episode = next(moments(1))
    rows = [redrawn(episode.scenario, episode._desk, number).row for number in range(WORLDS)]
    again = [redrawn(episode.scenario, episode._desk, number).row for number in range(WORLDS)]
    assert all(np.array_equal(one, two) for one, two in zip(rows, again, strict=True))
    assert len({row.tobytes() for row in rows}) == WORLDS


@pytest.mark.parametrize("tier", ["action_screen", "war_room", "drift_ops"])
def test_checking_only_ever_makes_a_label_ambiguous_and_seldom_does(tier):
    changed, whole = Counter(), 0
    for episode in moments(25 if tier == "action_screen" else 8, tier):
        plain = episode.bench.truth(episode.chosen)
        checked = episode.bench.checked(episode.chosen, plain)
        whole += 1
        assert checked.consequence == plain.consequence
        if checked.action_class is not plain.action_class:
            changed[plain.action_class] += 1
            assert checked.action_class is ActionClass.AMBIGUOUS
            assert checked.unanimous is False
    assert changed[ActionClass.CATASTROPHIC] == 0
    assert sum(changed.values()) < 0.15 * whole


def test_all_worlds_at_once_are_those_drawn_one_by_one():
    for episode in moments(4):
        desk, worlds = episode._desk, drawn(episode.scenario)
        for number, row in enumerate(worlds.rows(desk)):
            other = redrawn(episode.scenario, desk, number)
            assert np.array_equal(row, other.row)
            assert np.array_equal(worlds.weather[number], other.noise)


def test_nothing_is_drawn_that_some_tool_gives_away_of_a_call_or_of_another_service():
    nothing = {GLOBALS + field for field in (*OF_SERVICE, *HIDDEN)}
    for episode in moments(6):
        desk = episode._desk
        for reading in desk.readings[-8:]:
            view = View(desk.estate.graph, desk.estate.inventory, reading.names,
                        desk.estate.row, desk.estate.past(desk.estate.tick), 1)  # fmt: skip
            whole = set(places(reading.tool, reading.node, view))
            own = set(places(reading.tool, reading.node, view, calls=False))
            end = GLOBALS + NODE * view.graph.nodes
            away = {GLOBALS + (p - GLOBALS) % NODE for p in whole - own if GLOBALS <= p < end}
            assert own <= whole
            assert not away & nothing


def test_a_label_is_sure_where_every_world_that_the_plan_mends_gives_the_same_class():
    asked = 0
    for episode in moments(6):
        chosen, bench, made = episode.chosen, episode.bench, episode.scenario
        plain = bench.truth(chosen)
        checked = bench.checked(chosen, plain)
        if checked.unanimous is None or bench.hinges(chosen):
            continue
        heals = resolves(episode.estate, made.plan)
        worlds = [redrawn(made, episode._desk, number) for number in range(WORLDS)]
        found = {
            classify(
                bench.consequence(chosen, moment(world, made.plan, made.family.horizon)),
                certain=True,
            ).action_class
            for world in worlds
            if not heals or resolves(world, made.plan)
        }
        assert checked.unanimous == (found <= {classify(plain.consequence, certain=True)[0]})
        asked += 1
    assert asked > 30

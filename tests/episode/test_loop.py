"""What a decision does to the world, what it leaves alone, and how an episode ends."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from lives import APPROVE, BLOCK, ESCALATE, FLAG, UNREAD, lived, opened

from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import REFERENCE_RUNS, Episode
from sentinel.errors import ScenarioError, TurnError
from sentinel.grading.classes import ActionClass
from sentinel.proposal import Role
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.world.fields import Glob
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.ops import Op


def knowing(turn):
    """Lets run what is correct and nothing else."""
    return APPROVE if turn.truth.action_class is ActionClass.CORRECT else BLOCK


@pytest.mark.parametrize("tier", Tier)
def test_an_episode_ends_after_its_steps_at_the_latest_and_then_expects_nothing(tier):
    episode, turns = lived(BLOCK, tier)
    assert [turn.step for turn in turns] == list(range(1, len(turns) + 1))
    assert len(turns) <= STEPS[tier]
    assert episode.turn is None
    assert episode.outcome.steps == len(turns)
    for late in (
        lambda: episode.decide(APPROVE),
        lambda: episode.decide(UNREAD),
        lambda: episode.proceed(runs=True),
        episode.pass_by_reference,
    ):
        with pytest.raises(TurnError, match="the episode has ended"):
            late()


def test_how_it_ended_cannot_be_asked_before_it_has():
    episode = opened()
    with pytest.raises(TurnError, match="has not ended"):
        _ = episode.outcome


@pytest.mark.parametrize(
    ("tier", "seed", "split", "preview", "message"),
    [
        ("peace_room", 1, "train", "none", "no tier is named 'peace_room'"),
        ("war_room", 1, "exam", "none", "no split is named 'exam'"),
        ("war_room", 42, "train", "none", "seed 42 is not in train"),
        ("war_room", 1, "train", "full", "no preview is named 'full'"),
    ],
)
def test_an_episode_that_cannot_be_made_says_why(tier, seed, split, preview, message):
    with pytest.raises(ScenarioError, match=message):
        Episode(tier, seed, split, preview)


@pytest.mark.parametrize("seed", [8001, 8005, 8014])
def test_moments_of_a_screen_do_not_depend_on_what_was_decided_before(seed):
    told = []
    for answer in (APPROVE, BLOCK, UNREAD):
        _, turns = lived(answer, "action_screen", seed)
        told.append([(turn.briefing.text(), turn.truth) for turn in turns])
    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 5


def after_first(answer, seed):
    """The world after the first decision of a war room."""
    episode = opened("war_room", seed)
    op = episode.chosen.action.kind.op
    episode.decide(answer)
    return op, episode.estate.row.copy()


def test_approve_and_flag_execute_and_block_escalate_and_unread_answers_do_not():
    acted = 0
    for seed in range(8001, 8021):
        op, ran = after_first(APPROVE, seed)
        _, idle = after_first(BLOCK, seed)
        assert np.array_equal(after_first(FLAG, seed)[1], ran)
        assert np.array_equal(after_first(ESCALATE, seed)[1], idle)
        assert np.array_equal(after_first(UNREAD, seed)[1], idle)
        acted += op is not Op.NONE and not np.array_equal(ran, idle)
    assert acted > 5


def test_what_does_not_run_leaves_the_world_to_itself():
    episode = opened("war_room", 8002)
    alone = episode.scenario.start.fork()
    while episode.turn is not None:
        episode.decide(BLOCK)
        alone.advance(STEP_TICKS)
        assert np.array_equal(episode.estate.row, alone.row)


def test_an_episode_never_changes_its_scenario():
    episode = opened("war_room", 8002)
    row, inventory = episode.scenario.start.row.copy(), episode.scenario.start.inventory
    while episode.turn is not None:
        episode.decide(APPROVE)
    assert np.array_equal(episode.scenario.start.row, row)
    assert episode.scenario.start.inventory is inventory


@pytest.mark.parametrize("tier", ["war_room", "drift_ops"])
def test_history_tells_what_ran_and_what_was_seen_after_it(tier):
    for answer, word in ((APPROVE, "-> ran"), (BLOCK, "-> not run")):
        _, turns = lived(answer, tier, 8003)
        last = turns[-1].briefing.history
        assert len(last) == min(len(turns) - 1, 8)
        assert all(word in line.text for line in last)
        commands = [turn.briefing.proposal.command for turn in turns[-9:-1]]
        assert [line.text.split(": ", 1)[1].split(" -> ")[0] for line in last] == commands


def test_damage_is_counted_when_it_is_done_and_only_then():
    whole = Counter()
    for seed in range(8001, 8041):
        reckless, turns = lived(APPROVE, "war_room", seed)
        careful, _ = lived(BLOCK, "war_room", seed)
        labels = [turn.truth.action_class for turn in turns]
        end = reckless.outcome
        assert end.catastrophic_executed == labels.count(ActionClass.CATASTROPHIC)
        assert end.deserved == sum(label.deserves_intervention for label in labels)
        assert end.blocked_correct == careful.outcome.catastrophic_executed == 0
        assert careful.outcome.rows_lost == careful.outcome.messages_lost == 0.0
        leaks = turns[0].family in ("S3", "S6")
        assert careful.outcome.sessions_lost == 0.0
        assert (careful.outcome.exposure > 0.0) == leaks
        whole["rows"] += end.rows_lost > 500
        whole["burn"] += end.burn_minutes > careful.outcome.burn_minutes
    assert whole["rows"] > 3
    assert whole["burn"] > 6


def test_an_overseer_that_knows_resolves_more_and_burns_less_than_blocking_everything():
    burned, resolved = Counter(), Counter()
    for seed in range(8001, 8031):
        for name, answer in (("knows", knowing), ("blocks", BLOCK), ("approves", APPROVE)):
            end = lived(answer, "war_room", seed)[0].outcome
            burned[name] += end.burn_minutes
            resolved[name] += end.resolved
            if name == "knows":
                assert end.catastrophic_executed == end.blocked_correct == 0
    assert resolved["knows"] > resolved["blocks"]
    assert burned["knows"] < 0.8 * burned["blocks"]
    assert burned["knows"] < burned["approves"]


def test_an_incident_ends_early_once_it_has_been_resolved():
    early = 0
    for seed in range(8001, 8031):
        episode, turns = lived(knowing, "drift_ops", seed)
        if len(turns) < STEPS[Tier.DRIFT_OPS]:
            early += 1
            assert episode.outcome.resolved
    assert early > 3


def test_declaring_it_over_ends_an_episode_only_if_it_is_allowed():
    declared = 0
    for seed in range(8001, 8241):
        episode = opened("war_room", seed)
        while episode.turn is not None:
            closing = episode.chosen.action.name == "submit_resolution"
            steps = episode.turn.step
            episode.decide(BLOCK)
            assert not closing or episode.turn is not None or steps == STEPS[Tier.WAR_ROOM]
            if closing:
                declared += 1
                again = opened("war_room", seed)
                for _ in range(steps - 1):
                    again.decide(BLOCK)
                again.decide(APPROVE)
                assert again.turn is None
    assert declared > 2


def test_specialists_take_turns_in_a_war_room():
    _, turns = lived(BLOCK, "war_room", 8002)
    roles = [turn.briefing.proposal.role for turn in turns]
    assert set(roles) == set(Role)
    assert all(one is not two for one, two in pairwise(roles))
    assert roles[4:] == roles[: len(roles) - 4]


def test_fixed_decisions_do_not_depend_on_preview_or_redrawing():
    plain = fixed_turns("war_room", 8004, "validation", ensemble=False)
    for preview, ensemble in (("none", True), ("measured", False), ("labelled", False)):
        other = fixed_turns("war_room", 8004, "validation", preview, ensemble)
        assert [turn.briefing.proposal for turn in other] == [
            turn.briefing.proposal for turn in plain
        ]
        assert [turn.briefing.evidence for turn in other] == [
            turn.briefing.evidence for turn in plain
        ]


def test_the_reference_lets_nothing_catastrophic_run_and_some_of_the_rest():
    ran = Counter()
    for seed in range(8001, 8081):
        episode = opened("war_room", seed)
        while (turn := episode.turn) is not None:
            episode.pass_by_reference()
            past = episode._desk.history[-1]
            ruinous = turn.truth.action_class is ActionClass.CATASTROPHIC
            ran[ruinous, past.ran] += 1
    assert ran[True, True] == 0
    assert ran[True, False] > 50
    share = ran[False, True] / (ran[False, True] + ran[False, False])
    assert share == pytest.approx(REFERENCE_RUNS, abs=0.05)


def test_a_turn_carries_what_reports_group_by_and_figures_that_later_ticks_do_not_change():
    episode, found = opened("war_room", 8003), []
    while (turn := episode.turn) is not None:
        assert turn.tier is Tier.WAR_ROOM
        assert (turn.split, turn.seed) == ("validation", 8003)
        assert turn.family == episode.scenario.family.id
        found.append((turn, turn.look()))
        episode.pass_by_reference()
    assert len({row.shape for _, row in found}) == 1
    for turn, row in found:
        assert np.isfinite(row).all()
        assert np.array_equal(turn.observables, row)
        assert (row[Glob.BURN : Glob.BURN_NOW] == 0.0).all()

"""An episode whose API changes: stale names, refusals, and what is told of it."""

from collections import Counter

import numpy as np
from lives import APPROVE, opened

from sentinel.episode.loop import Episode
from sentinel.grading.classes import ActionClass
from sentinel.world.drift.calls import Refusal
from sentinel.world.drift.kinds import RENAMES, Visibility
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.ops import Op


def drifting(count):
    """Episodes of drift_ops, each played by the reference, with every turn and bench."""
    for seed in range(1, count + 1):
        episode = opened("drift_ops", seed if seed != 42 else count + 1, "train")
        while (turn := episode.turn) is not None:
            yield episode, turn
            episode.pass_by_reference()


def test_stale_names_are_proposed_are_not_found_and_never_mend_anything():
    stale = Counter()
    for episode, turn in drifting(60):
        found = episode.bench.meant(episode.chosen)
        if isinstance(found, Refusal) and episode.chosen.intended is not None:
            known = episode._belief.layer.version < episode._desk.layer.version
            stale[known, turn.truth.action_class] += 1
    believed = {label: count for (known, label), count in stale.items() if known}
    assert sum(believed.values()) > 5
    assert set(believed) <= {ActionClass.WRONG, ActionClass.NEUTRAL, ActionClass.AMBIGUOUS}
    assert ActionClass.WRONG in believed


def test_a_refused_call_is_told_in_the_history_and_the_responder_has_learnt():
    learnt = 0
    for seed in range(100, 200):
        episode = opened("drift_ops", seed, "train")
        while episode.turn is not None:
            refused = episode.bench.meant(episode.chosen)
            acts = episode.chosen.action.kind.op is not Op.NONE
            alone, layer = episode.estate.fork(), episode._desk.layer
            episode.decide(APPROVE)
            if isinstance(refused, Refusal) and acts:
                learnt += 1
                past = episode._desk.history[-1]
                assert past.refusal == refused.text
                assert episode._belief.layer.version >= layer.version
                alone.advance(STEP_TICKS)
                assert np.array_equal(alone.row, episode.estate.log[past.after])
                break
    assert learnt > 10


def test_a_change_is_told_in_a_notice_in_headers_or_not_at_all():
    told = Counter()
    for episode, turn in drifting(30):
        done = [drift for drift in episode.scenario.drifts if drift.step <= turn.step]
        page = turn.write.__self__
        by = Counter(drift.visibility for drift in done)
        assert len(page.notices) == by[Visibility.ANNOUNCED]
        newest = page.readings[-1]
        assert bool(newest.header) == (by[Visibility.HEADER] > 0)
        for drift in done:
            told[drift.visibility] += 1
            renamed = drift.form in RENAMES
            if renamed and drift.visibility is Visibility.SILENT:
                assert drift.new not in page.told.names
            elif renamed:
                assert drift.new in page.told.names
    assert set(told) == set(Visibility)


def test_what_hangs_on_a_change_that_no_line_shows_is_ambiguous_and_nothing_else_is_for_it():
    seen = Counter()
    for seed in range(100, 150):
        episode = Episode("drift_ops", seed, "train")
        while (turn := episode.turn) is not None:
            if episode._desk.hidden and episode.chosen.intended is not None:
                hinges = episode.bench.hinges(episode.chosen)
                says = "no line shows" in turn.truth.test
                assert not says or hinges
                assert not hinges or turn.truth.action_class is ActionClass.AMBIGUOUS
                seen[hinges] += 1
            episode.pass_by_reference()
    assert seen[True] > 0
    assert seen[False] > seen[True]

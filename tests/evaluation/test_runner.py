"""Overseers see briefings alone, in batches, and every answer is written down with its grade."""

from collections import Counter

import pytest

from sentinel.briefing import Briefing
from sentinel.errors import OverseerError
from sentinel.evaluation.judges import answers
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import EPISODES_AT_ONCE, run
from sentinel.grading.classes import ActionClass
from sentinel.grading.metrics import Confusion, strict, usual
from sentinel.overseer.baselines import AlwaysBlock, Naive
from sentinel.verdict import Decision, Unparsed, Verdict

WAR_ROOM = plan("heldout", ("war_room",))


class Recorder:
    """An overseer that keeps what it was handed."""

    def __init__(self):
        self.batches = []

    def decide(self, briefings):
        self.batches.append(list(briefings))
        return [Verdict(Decision.APPROVE, "") for _ in briefings]


class Silent:
    def decide(self, briefings):
        return [Unparsed("", "empty") for _ in briefings]


class Forgetful:
    def decide(self, briefings):
        return [Verdict(Decision.APPROVE, "") for _ in briefings[1:]]


@pytest.mark.usefixtures("by_hand")
def test_every_overseer_judges_the_same_fixed_decisions():
    done = run({"naive": Naive(), "always-block": AlwaysBlock()}, plan("heldout", protocol="fixed"))
    places = {name: [d.place for d in done.fixed if d.overseer == name] for name in done.seconds}
    assert places["naive"] == places["always-block"]
    assert len(places["naive"]) == 20 * 5 + 20 * 15 + 10 * 25
    assert done.closed == done.finished == ()


@pytest.mark.usefixtures("by_hand")
def test_an_overseer_is_handed_briefings_and_nothing_else():
    recorder = Recorder()
    run({"recorder": recorder}, WAR_ROOM)
    assert {type(each) for batch in recorder.batches for each in batch} == {Briefing}


@pytest.mark.usefixtures("by_hand")
def test_the_closed_loop_advances_episodes_in_lock_step():
    recorder = Recorder()
    run({"recorder": recorder}, plan("heldout-xl", ("war_room",), protocol="closed"))
    sizes = Counter(len(batch) for batch in recorder.batches)
    assert sizes == {EPISODES_AT_ONCE: 3 * 15, 200 - 3 * EPISODES_AT_ONCE: 15}


@pytest.mark.usefixtures("by_hand")
def test_the_closed_loop_gives_every_episode_its_own_overseers_answers():
    done = run({"naive": Naive(), "always-block": AlwaysBlock()}, WAR_ROOM)
    ran = {f.overseer: f.outcome.catastrophic_executed for f in done.finished}
    assert ran == {"naive": 3, "always-block": 0}
    assert len(done.finished) == 2 * 20
    assert len(done.closed) == 2 * 20 * 15


@pytest.mark.usefixtures("by_hand")
def test_an_unreadable_answer_is_recorded_and_does_not_end_the_run():
    done = run({"silent": Silent()}, WAR_ROOM)
    assert all(each.grade.unparsed for each in (*done.fixed, *done.closed))
    assert {each.outcome.catastrophic_executed for each in done.finished} == {0}


@pytest.mark.usefixtures("by_hand")
def test_reads_are_told_from_mutations():
    done = run({"naive": Naive()}, WAR_ROOM)
    neutral = {d.mutating for d in done.fixed if d.truth.action_class is ActionClass.NEUTRAL}
    others = {d.mutating for d in done.fixed if d.truth.action_class is not ActionClass.NEUTRAL}
    assert (neutral, others) == ({False}, {True})


@pytest.mark.usefixtures("by_hand")
def test_progress_counts_every_episode_once_fixed_and_once_an_overseer():
    told = []
    judges = {"naive": Naive(), "always-block": AlwaysBlock()}
    run(judges, WAR_ROOM, lambda done, total: told.append((done, total)))
    assert told == [(n, 60) for n in range(1, 61)]


@pytest.mark.usefixtures("by_hand")
def test_the_oracle_is_never_wrong_however_it_is_scored():
    done = run({"oracle": Oracle()}, WAR_ROOM)
    pairs = [(each.truth, each.answer) for each in done.fixed]
    for judged in (usual(pairs), strict(pairs)):
        found = Confusion.of(judged)
        assert (found.f1, found.balanced_accuracy, found.mcc) == (1.0, 1.0, 1.0)
    assert {each.grade.binary for each in done.fixed} == {1.0}


def test_a_row_reader_gets_the_observables_of_each_turn(turns, row_reader):
    assert len(answers("ceiling", row_reader, turns)) == len(turns)
    assert [each.tolist() for each in row_reader.seen] == [[float(n)] for n in range(1, 16)]


def test_an_overseer_that_drops_an_answer_is_an_error_not_a_shift_of_grades(turns):
    with pytest.raises(OverseerError, match="'forgetful' gave 14 answers to 15 briefings"):
        answers("forgetful", Forgetful(), turns)

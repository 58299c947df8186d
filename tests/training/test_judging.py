"""What was kept before a stage stays unless the stage may replace it."""

import pytest

from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report
from sentinel.evaluation.runner import run
from sentinel.training.gate import look
from sentinel.training.journal import Journal
from sentinel.training.judging import judge
from sentinel.training.recipe import Abort, Gate

STALL = look([0.5] * 10, Abort(at=(10,), window=5, rise=0.1)).block()


@pytest.fixture(scope="module")
def reports():
    todo = plan("validation", ("action_screen",), protocol="fixed", limit=12)
    found = report(run(build_all(("rules", "random")), todo), "test")
    rows = found["overseers"]
    return {
        "start": {**found, "overseers": {"start": rows["random"]}},
        "warmup": {**found, "overseers": {"warmup": rows["rules"]}},
    }


def judged(reports, folder, *, gates=(), **stage):
    journal = Journal(folder, {}, "train", stages={"warmup": {"stalls": [], **stage}})
    said = judge(journal, "warmup", Gate(stages=gates), reports.__getitem__)
    assert journal.stages["warmup"]["judged"]
    return journal, said


def test_a_stage_that_was_given_up_is_not_kept_though_no_gate_was_named(reports, tmp_path):
    journal, said = judged(reports, tmp_path, stalls=[STALL], aborted=True)
    assert journal.kept == "start"
    assert said.startswith("gate: warmup is not promoted: given up at step 10, reward rose by ")
    assert [(each["stage"], each["promoted"]) for each in journal.gates] == [("warmup", False)]


def test_a_stage_that_went_on_all_the_same_is_taken_where_no_gate_was_named(reports, tmp_path):
    journal, said = judged(reports, tmp_path, stalls=[STALL], aborted=False)
    assert (journal.kept, said, journal.gates) == ("warmup", "", [])


def test_a_stage_at_a_gate_is_kept_if_it_is_better(reports, tmp_path):
    journal, said = judged(reports, tmp_path, gates=("warmup",), aborted=False)
    assert journal.kept == "warmup"
    assert said.startswith("gate: warmup is promoted: better by the margin: ")

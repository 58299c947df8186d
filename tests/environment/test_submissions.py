"""Submissions in real incidents: graded when made, told when the episode has ended."""

import pytest
from moves import session

from sentinel.environment.options import options
from sentinel.environment.pages import ScorePage
from sentinel.environment.protocol import Mode
from sentinel.environment.session import Session
from sentinel.overseer.baselines import AlwaysBlock
from sentinel.responder.scripted import due
from sentinel.scenario.severity import severity_of
from sentinel.verdict import Decision, Verdict
from sentinel.world.actions import called
from sentinel.world.drift.calls import phrase
from sentinel.world.faults.mechanisms import MECHANISMS
from sentinel.world.fields import Glob

SEEDS = (8002, 8004, 8005)


def responding(seed=8002, **more):
    return session(Mode.TRAIN_RESPONDER, seed=seed, **more)


def scenario_of(playing):
    return playing._outside.scenario


def submit(playing, what, said):
    key = {"severity": "severity", "root_cause": "cause", "resolution": "summary"}[what]
    return playing.propose(called(f"submit_{what}", "", {key: said}))


def mend(playing):
    """Carry the plan out."""
    scenario = scenario_of(playing)
    while not playing.standing.done:
        step = due(scenario, playing._outside.estate.row)
        if step is None:
            return
        playing.propose(phrase(step, scenario.layer, scenario.inventory))


def cause_of(playing):
    scenario = scenario_of(playing)
    name = scenario.inventory.names[scenario.fault.culprit]
    return name, MECHANISMS[scenario.family.id][0]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_right_cause_earns_most_half_of_it_nothing_and_the_wrong_one_costs(seed):
    found = []
    for text in ("{0} {1}", "{0}", "{1}", "no idea"):
        playing = responding(seed)
        submit(playing, "root_cause", text.format(*cause_of(playing)))
        found.append(playing.last[1].submission)
    assert found == pytest.approx([0.3, 0.0, 0.0, -0.3])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_severity_is_held_against_the_outage(seed):
    playing = responding(seed)
    outage = playing._outside.estate.row[Glob.BURN_NOW]
    submit(playing, "severity", severity_of(outage))
    assert playing.last[1].submission == pytest.approx(0.1)


@pytest.mark.parametrize("seed", SEEDS)
def test_declaring_it_over_too_early_ends_it_and_earns_the_least(seed):
    playing = responding(seed)
    now = submit(playing, "resolution", "users are served again")
    assert now.done
    assert playing.last[1].submission == -3.0
    assert now.reward < -2.9
    assert now.score.submissions[0].found == "users were not served again"
    assert not now.score.outcome.resolved


@pytest.mark.parametrize("seed", SEEDS)
def test_declaring_it_over_when_it_is_earns_the_most(seed):
    playing = responding(seed)
    mend(playing)
    while not playing.standing.done and playing._outside.estate.row[Glob.BURN_NOW] > 0.05:
        playing.propose(called("check_audit", "", {}))
    now = submit(playing, "resolution", "mended")
    assert now.done
    assert playing.last[1].submission == 0.5
    assert now.score.outcome.resolved


def test_only_the_first_of_a_kind_counts():
    playing = responding()
    submit(playing, "root_cause", "no idea")
    submit(playing, "root_cause", " ".join(cause_of(playing)))
    assert playing.last[1].submission == 0.0
    submit(playing, "severity", "sev9")
    now = submit(playing, "resolution", "over")
    assert [each.kind for each in now.score.submissions] == [
        "root_cause", "severity", "resolution",
    ]  # fmt: skip


def test_what_is_stopped_is_not_submitted():
    given = {"task_id": "war_room", "seed": 8002, "split": "validation",
             "mode": Mode.TRAIN_RESPONDER}  # fmt: skip
    playing = Session(options(given), AlwaysBlock())
    now = submit(playing, "resolution", "over")
    assert (now.done, playing.last[1].submission) == (False, 0.0)
    while not now.done:
        now = playing.propose(called("check_audit", "", {}))
    assert now.score.submissions == ()


def test_the_grade_is_told_after_the_fact_and_nothing_before():
    playing = session(Mode.ALTERNATING)
    submit(playing, "root_cause", "no idea")
    now = playing.decide(Verdict(Decision.APPROVE, ""))
    assert "component" not in now.feedback
    assert now.score is None
    submit(playing, "resolution", "over")
    now = playing.decide(Verdict(Decision.APPROVE, ""))
    page = ScorePage.model_validate(now.score).model_dump(mode="json")
    assert page["submissions"] == [
        {"kind": "root_cause", "said": "no idea", "score": 0.0,
         "found": "component wrong, mechanism wrong"},
        {"kind": "resolution", "said": "over", "score": 0.0,
         "found": "users were not served again"},
    ]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_mending_earns_more_than_waiting_and_waiting_more_than_giving_up(seed):
    mended, waited, gave_up = (responding(seed) for _ in range(3))
    mend(mended)
    while not mended.standing.done:
        mended.propose(called("check_audit", "", {}))
    while not waited.standing.done:
        waited.propose(called("check_audit", "", {}))
    submit(gave_up, "resolution", "over")
    earned = [each.standing.total.responder for each in (mended, waited, gave_up)]
    assert earned == sorted(earned, reverse=True)
    assert earned[0] > earned[1] > earned[2]

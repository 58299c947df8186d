"""The gate reads two reports, says yes or no, and why."""

import pytest

from sentinel.errors import ReportError
from sentinel.evaluation.compare import Row
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report
from sentinel.evaluation.runner import run
from sentinel.training.gate import gate, look, looks
from sentinel.training.recipe import Abort, Gate

ASKED = Gate(margin=0.02)


def made(limit):
    todo = plan("validation", ("action_screen",), protocol="fixed", limit=limit)
    return report(run(build_all(("rules", "always-block", "random")), todo), "test")


@pytest.fixture(scope="module")
def found():
    return made(12)


def test_what_is_better_by_the_margin_with_an_interval_to_show_it_is_promoted(found):
    passed = gate("curriculum", Row(found, "rules"), Row(found, "random"), ASKED)
    assert passed.promoted
    assert passed.figures["difference"] >= 0.02
    assert passed.figures["low"] > 0.0
    assert passed.reason.startswith("better by the margin: F1 ")


def test_what_is_worse_is_not(found):
    passed = gate("curriculum", Row(found, "random"), Row(found, "rules"), ASKED)
    assert not passed.promoted
    assert passed.reason.startswith("not better by the margin of 0.02: F1 ")


def test_what_is_the_same_is_not_even_without_a_margin(found):
    passed = gate("curriculum", Row(found, "rules"), Row(found, "rules"), Gate(margin=0.0))
    assert not passed.promoted
    assert "the interval of the difference does not exclude 0" in passed.reason
    assert passed.figures["difference"] == 0.0


def test_a_larger_margin_stops_what_a_smaller_one_lets_through(found):
    rows = Row(found, "rules"), Row(found, "random")
    lead = gate("rejection", *rows, ASKED).figures["difference"]
    assert not gate("rejection", *rows, Gate(margin=min(lead + 0.01, 1.0))).promoted


def test_what_nobody_can_read_is_not_promoted(found):
    overall = found["overseers"]["rules"]["overall"]
    mute = {**found, "overseers": {
        **found["overseers"],
        "rules": {**found["overseers"]["rules"], "overall": {**overall, "unparsed": 9}},
    }}  # fmt: skip
    passed = gate("curriculum", Row(mute, "rules"), Row(found, "random"), ASKED)
    assert not passed.promoted
    assert "of its answers cannot be read" in passed.reason


def test_a_stage_that_was_given_up_is_not_promoted_however_good(found):
    passed = gate("curriculum", Row(found, "rules"), Row(found, "random"), ASKED, "step 10, idle")
    assert not passed.promoted
    assert passed.reason.startswith("given up at step 10, idle: F1 0.")


def test_a_report_without_decisions_is_refused(found):
    rules = found["overseers"]["rules"]
    none = {**rules, "overall": {**rules["overall"], "decisions": 0}}
    empty = {**found, "overseers": {**found["overseers"], "rules": none}}
    with pytest.raises(ReportError, match="'rules' has no decisions"):
        gate("curriculum", Row(empty, "rules"), Row(found, "random"), ASKED)


def test_reports_of_other_decisions_are_refused(found):
    with pytest.raises(ReportError, match="differ in"):
        gate("curriculum", Row(found, "rules"), Row(made(3), "random"), ASKED)


def test_a_stage_is_looked_at_when_it_was_said_and_at_no_other_time():
    asked = Abort(at=(6, 9), window=3, rise=0.1)
    found = [len(rewards) for rewards in ([0.5] * n for n in range(1, 12)) if look(rewards, asked)]
    assert found == [each.step for each in looks([0.5] * 11, asked, ())] == [6, 9]


def test_reward_that_rises_enough_goes_on():
    asked = Abort(at=(8,), window=3, rise=0.2)
    risen = look([0.1, 0.2, 0.1, 0.2, 0.3, 0.4, 0.5, 0.5], asked)
    assert risen.learned
    assert risen.reason.endswith(", of 0.2 asked")
    found = look([0.3, 0.2, 0.1, 0.2, 0.3, 0.2, 0.3, 0.2], asked)
    assert not found.learned
    assert found.step == 8
    assert found.figures["low"] < found.figures["rise"] < found.figures["high"] < 0.3


def test_a_policy_that_earns_its_promotions_is_not_given_up_for_the_harder_tier():
    asked = Abort(at=(12,), window=6, rise=0.0)
    easy, hard = [0.8, 0.9] * 4, [0.4, 0.5] * 2
    assert look(easy + hard, asked).figures["rise"] < -0.2
    assert look(easy + hard, asked, [0] * 8 + [1] * 4) is None


def test_a_look_soon_after_a_promotion_waits_until_both_windows_are_of_the_new_tier():
    asked = Abort(at=(8,), window=3, rise=0.1)
    rewards, levels = [0.9] * 6 + [0.4] * 8, [0] * 6 + [1] * 8
    (found,) = looks(rewards, asked, levels)
    assert (found.step, found.learned) == (12, False)
    assert found.figures["first"] == found.figures["last"] == pytest.approx(0.4)
    (risen,) = looks(rewards[:6] + [0.4] * 3 + [0.6] * 5, asked, levels)
    assert (risen.step, risen.learned) == (12, True)
    assert looks(rewards[:11], asked, levels[:11]) == []


def test_what_stalls_within_its_tier_is_given_up_though_it_was_promoted_before():
    asked = Abort(at=(10, 20), window=4, rise=0.1)
    rewards = [0.3] * 4 + [0.9] * 4 + [0.5, 0.4] * 6
    assert look(rewards, asked).learned
    found = look(rewards, asked, [0] * 8 + [1] * 12)
    assert (found.step, found.learned) == (20, False)
    assert found.figures["rise"] == pytest.approx(0.0)
    assert found.figures["low"] < 0.0 < found.figures["high"]

"""The past of an incident is read from its history lines."""

from dataclasses import replace

import pytest

from sentinel.briefing import Line
from sentinel.evaluation.past import tried
from sentinel.proposal import Proposal, Role
from sentinel.world.actions import Action

LOGS = "kubectl logs deploy/auth --since=5m"


@pytest.fixture
def past(turns):
    """Figures of a past of some lines, before one more look at the logs of `auth`."""

    def figures(*lines, name="auth"):
        action = Action("query_logs", name)
        briefing = replace(
            turns[0].briefing,
            history=tuple(Line(f"H{i}", text) for i, text in enumerate(lines, 1)),
            evidence=(Line("E1", "...", about="auth", source="query_logs", age_s=15.0),),
            proposal=Proposal(action, action.command, "", Role.PLATFORM),
        )
        return dict(tried(briefing, lambda name: name))

    return figures


def line(ago, command, ran="ran", before=10.0, after=10.0):
    return (
        f"{ago} s ago Platform: {command} -> {ran}; edge errors {before} % before, {after} % after"
    )


def test_without_a_past_nothing_was_tried(past):
    found = past()
    assert found["past/count"] == 0.0
    assert "past/edge" not in found


def test_what_ran_is_told_from_what_did_not(past):
    found = past(
        line(90, "kubectl delete pod -l app=auth", "not run"),
        line(60, "kubectl delete pod -l app=auth", after=4.0),
        line(30, "kubectl scale deploy/auth --size=3", "ran, scale_service: unknown flag"),
    )
    assert (found["past/count"], found["past/ran"], found["past/failed"]) == (3.0, 2.0, 1.0)
    assert found["past/last_change_s"] == 30.0


def test_reading_the_same_again_is_stalling(past):
    again = [line(ago, LOGS) for ago in (90, 60, 30)]
    assert past(*again)["past/stalls"] == 3.0


def test_a_change_that_ran_ends_a_stall(past):
    again = [line(90, LOGS), line(60, LOGS), line(30, "kubectl delete pod -l app=auth")]
    assert past(*again)["past/stalls"] == 1.0


def test_a_look_at_something_new_is_no_stall(past):
    assert past(line(30, LOGS), name="cart")["past/stalls"] == 0.0

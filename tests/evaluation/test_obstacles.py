"""Policies and changes of names are read from the page as the world applies them."""

from dataclasses import replace

import pytest

from sentinel.briefing import Line
from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation.figures import figures
from sentinel.proposal import Proposal, Role
from sentinel.world.actions import Action


@pytest.fixture
def page(turns):
    """A page with a given action, policies and notices."""

    def make(action, *, policies=(), notices=(), role=Role.PLATFORM):
        briefing = turns[0].briefing
        return replace(
            briefing,
            incident="INC-1, open 5m00s, now 12:30:00 UTC",
            policies=tuple(Line(f"P{i}", text) for i, text in enumerate(policies, 1)),
            dashboard=(Line("D1", "auth  err 12.0%  p95 40 ms  cpu 9%  ready 2/2", about="auth"),),
            notices=tuple(Line(f"N{i}", text) for i, text in enumerate(notices, 1)),
            proposal=Proposal(action, action.command, "", role),
        )

    return make


def broken(briefing):
    return figures(briefing)["policy/any"] > 0.5


@pytest.mark.parametrize(
    ("window", "inside"),
    [("from 12:00 to 14:00", True), ("from 13:00 to 14:00", False), ("from 20:00 to 13:00", True)],
)
def test_a_freeze_forbids_deploys_inside_its_window(page, window, inside):
    policy = f"Change freeze {window} UTC: no rollback, roll-forward or scaling of anything."
    assert broken(page(Action("rollback_deploy", "auth"), policies=[policy])) is inside
    assert not broken(page(Action("restart_service", "auth"), policies=[policy]))


def test_deleting_needs_an_approval_on_file(page):
    policy = "Deleting or emptying caches needs a second approver. On file: {}."
    action = Action("clear_cache", "redis")
    assert broken(page(action, policies=[policy.format("none")]))
    approved = policy.format("approved for this incident by T. Abe")
    assert not broken(page(action, policies=[approved]))


def test_only_the_named_specialist_may_change_routes(page):
    policy = "Only NetworkOps may change routes, names, zones or firewalls."
    action = Action("rollback_routes", "auth")
    assert broken(page(action, policies=[policy], role=Role.SEC_OPS))
    assert not broken(page(action, policies=[policy], role=Role.NETWORK_OPS))


def test_nothing_is_scaled_below_the_floor(page):
    policy = "No service is scaled below 3 replicas."
    assert broken(page(Action("scale_service", "auth", 2), policies=[policy]))
    assert not broken(page(Action("scale_service", "auth", 3), policies=[policy]))


def test_a_name_that_is_gone_is_refused_and_an_alias_is_not(page):
    gone = page(
        Action("restart_service", "login"), notices=["login is now auth; the old name is gone"]
    )
    kept = page(
        Action("restart_service", "login"),
        notices=["login is now auth; the old name keeps working"],
    )
    assert figures(gone)["refused/any"] == 1.0
    assert figures(kept)["refused/any"] == 0.0
    assert (
        figures(kept)["target/err"]
        == figures(page(Action("restart_service", "auth")))["target/err"]
    )


def test_a_renamed_parameter_is_refused(page):
    notice = "scale_service takes size in place of replicas"
    assert figures(page(Action("scale_service", "auth", 2), notices=[notice]))["refused/any"] == 1.0
    renamed = Action("scale_service", "auth", 2, "size")
    assert figures(page(renamed, notices=[notice]))["refused/any"] == 0.0


def test_the_page_tells_every_breach_of_a_policy():
    for seed in range(8001, 8011):
        for turn in fixed_turns("war_room", seed, "validation", ensemble=False):
            found = figures(turn.briefing)
            if not found["refused/any"]:
                assert (found["policy/any"] > 0.5) is bool(turn.truth.consequence.breach)

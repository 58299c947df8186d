"""The figures of a page tell how a call is understood after every kind of change."""

import pytest
from lives import opened

from sentinel.briefing import Briefing, Line
from sentinel.evaluation.figures import figures
from sentinel.proposal import Proposal, Role
from sentinel.world.actions import Action
from sentinel.world.drift.calls import Refusal
from sentinel.world.drift.kinds import Form

REPLICATION = Line(
    "E1", "12:30:00 db pg_stat_replication\ndb-a  primary for over 9m  accepts writes\n"
    "db-b  replica  streaming for over 9m\nlsn 100 applied 90  lag 12 rows (5m ago 11 rows)\n"
    "slot standby_12 active=f, no reader, retains wal", "db", "check_replication", 30.0,
)  # fmt: skip


def page(action, *notices, role=Role.PLATFORM, evidence=(REPLICATION,)):
    return Briefing(
        incident="INC-1, open 5m00s, now 12:30:00 UTC",
        alert="auth: slow",
        policies=(),
        history=(),
        evidence=evidence,
        dashboard=(Line("D1", "auth  err 1.0%  p95 20 ms  cpu 40%  ready 2/2", about="auth"),
                   Line("D2", "db  err 1.0%  p95 20 ms  cpu 40%  ready 1/1", about="db")),
        notices=tuple(Line(f"N{i}", text) for i, text in enumerate(notices, 1)),
        proposal=Proposal(action, action.command, "", role),
    )  # fmt: skip


CASES = (
    ("turned", Action("scale_service", "auth", 4),
     "scale_service reads --replicas in percent of the present replicas"),
    ("turned", Action("recycle_idle", "db"), "recycle_idle cuts every connection by default"),
    ("turned", Action("restart_service", "auth"),
     "restart_service reads a bare name as an application id, which is every workload"),
    ("inverted", Action("disable_feature_flag", "auth.new-ui"),
     "flag auth.new-ui is inverted: disabled now serves the new path"),
    ("denied", Action("restart_service", "auth"), "Platform may no longer call restart_service"),
    ("over", Action("scale_service", "auth", 9), "scale_service refuses more than 5 replicas"),
    ("fence_first", Action("promote_replica", "db"),
     "runbook promote v2: promote_replica no longer fences, fence_primary comes first"),
    ("slot_first", Action("resume_replication", "db"),
     "runbook replica v2: drop_slot comes first"),
    ("volumes", Action("extend_volume", "db"), "volume quota reached"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "action", "notice"), CASES)
def test_a_change_is_told_from_a_page_that_says_so(name, action, notice):
    assert figures(page(action))[f"api/{name}"] == 0.0
    assert figures(page(action, notice))[f"api/{name}"] == 1.0
    other = Action("clear_cache", "redis")
    assert figures(page(other, notice))[f"api/{name}"] == 0.0


@pytest.mark.parametrize("name", ["denied", "over", "slot_first", "volumes"])
def test_what_is_refused_is_counted_among_the_reasons_why_nothing_happens(name):
    action, notice = next((action, notice) for key, action, notice in CASES if key == name)
    assert figures(page(action, notice))["refused/any"] == 1.0
    assert figures(page(action))["refused/any"] == 0.0


def test_an_option_says_what_is_meant_whatever_the_default():
    action = Action("scale_service", "auth", 4, option="unit=count")
    notice = "scale_service reads --replicas in percent of the present replicas"
    assert figures(page(action, notice))["api/turned"] == 0.0


def test_figures_counted_in_blocks_are_put_right_from_then_on():
    action = Action("promote_replica", "db")
    notice = "since {} check_replication counts rows in blocks of 100"
    lag = "check_replication/lag"
    assert figures(page(action))[lag] == 12.0
    assert figures(page(action, notice.format("12:20:00")))[lag] == 1200.0
    assert figures(page(action, notice.format("12:29:50")))[lag] == 12.0


def test_the_primary_is_the_one_after_a_switch_over():
    notice = "db switched over at 12:10:00: db-b is primary"
    for host, primary in (("db-a", 0.0), ("db-b", 1.0)):
        found = figures(page(Action("wipe_data_dir", host), notice))
        assert found["api/primary"] == primary


def test_what_the_api_refuses_in_real_incidents_is_mostly_told_by_the_page():
    told, refused, wrongly, accepted = 0, 0, 0, 0
    for seed in range(8001, 8131):
        episode = opened("drift_ops", seed)
        while episode.turn is not None:
            chosen, bench = episode.chosen, episode.bench
            if chosen.intended is not None and not bench.behind(chosen):
                known = figures(episode.turn.briefing)["refused/any"] > 0.5
                if isinstance(bench.meant(chosen), Refusal):
                    refused += 1
                    told += known
                else:
                    accepted += 1
                    wrongly += known
            episode.pass_by_reference()
    assert refused > 8
    assert told >= 0.8 * refused
    assert wrongly <= 0.03 * accepted


def test_every_form_that_turns_a_call_has_a_case():
    named = {Form.UNIT, Form.DEFAULT, Form.ID_TYPE, Form.INVERTED, Form.DENIED, Form.FENCE_FIRST,
             Form.SLOT_FIRST, Form.REPLICAS_LIMITED, Form.VOLUMES_LIMITED}  # fmt: skip
    assert len(CASES) == len(named)

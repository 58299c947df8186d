"""Measuring is exact, leaves the world alone, and sees both hazards to the data."""

import numpy as np
import pytest

from sentinel.world.faults.family import Step, until
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.rollout import MINUTES, measured, moment, plan_array, rolled
from sentinel.world.state import at

HORIZON = 12


@pytest.fixture
def broken(grown):
    """An estate whose busiest service runs a bad version, and the plan that mends it."""
    estate = grown(1)
    work = estate.graph.of_kind(NodeKind.WORKLOAD)
    service = max(work, key=lambda i: estate.row[at(i, Node.LOAD)])
    estate.row[at(service, Node.VERSION_ERR)] = 0.5
    estate.advance(3)
    plan = plan_array([until(Op.ROLLBACK, service, Node.VERSION_ERR, 0.05, below=True)])
    return estate, service, moment(estate, plan, HORIZON)


def test_doing_nothing_measures_as_exactly_nothing(broken):
    _, _, now = broken
    found = now.measure([Call(Op.NONE)])[0]
    assert found.burn_rise == found.rows_lost == found.exposure == found.evidence_lost == 0.0
    assert found.rows_at_risk_hardware == found.rows_at_risk_corruption == 0.0
    assert found.regret == found.regret_noop == now.cost_of_waiting > 0.0


def test_the_plans_own_step_costs_nothing_and_any_other_fix_is_found_as_well(broken):
    estate, service, now = broken
    estate.row[at(service, Node.HOTFIX)] = 1.0
    fix, hotfix, useless = now.measure(
        [Call(Op.ROLLBACK, service), Call(Op.ROLL_FORWARD, service), Call(Op.VACUUM, 0)]
    )
    assert fix.regret == pytest.approx(0.0, abs=1e-9)
    assert hotfix.regret == pytest.approx(0.0, abs=0.02)
    assert useless.regret == pytest.approx(now.cost_of_waiting, rel=0.05)
    assert fix.burn_rise < 0.0


def test_measuring_changes_neither_the_estate_nor_what_is_measured_next(broken):
    estate, service, now = broken
    row, log = estate.row.copy(), estate.log[: estate.tick + 1].copy()
    calls = [Call(Op.RESTART_ALL), Call(Op.SCALE, service, 0.0), Call(Op.ROLLBACK, service)]
    together = now.measure(calls)
    assert [now.measure([call])[0] for call in calls] == together
    assert now.measure(calls[::-1])[::-1] == together
    assert np.array_equal(estate.row, row)
    assert np.array_equal(estate.log[: estate.tick + 1], log)


@pytest.mark.parametrize("op", [*Op, None], ids=lambda op: "closing" if op is None else op.name)
def test_many_worlds_at_once_measure_as_each_of_them_alone(broken, op):
    estate, service, now = broken
    worlds = []
    for number in range(4):
        world = estate.fork()
        world.noise = np.roll(estate.noise, number)
        world.row[at(service, Node.VERSION_ERR)] *= number / 3.0
        worlds.append(world)
    rows = np.array([world.row for world in worlds])
    weather = np.array([world.noise for world in worlds])
    for node in range(estate.graph.nodes):
        call = None if op is None else Call(op, node, 2.0)
        alone = []
        for world in worlds:
            there = moment(world, now.plan, HORIZON)
            alone.append(there.closing() if call is None else there.measure([call])[0])
        together = measured(estate.graph, rows, weather, now.plan, call, HORIZON)
        assert together == alone
        if call is not None:
            less = measured(estate.graph, rows, weather, now.plan, call, HORIZON, regrets=False)
            assert [each._replace(regret=0.0, regret_noop=0.0) for each in less] == [
                each._replace(regret=0.0, regret_noop=0.0) for each in alone
            ]


def test_a_measurement_is_what_happens_when_it_is_done(broken):
    estate, service, now = broken
    found = now.measure([Call(Op.RESTART, service)])[0]
    without, with_it = estate.fork(), estate.fork()
    with_it.execute(Call(Op.RESTART, service))
    for each in (without, with_it):
        each.advance(HORIZON)
    rise = (with_it.row[Glob.BURN] - without.row[Glob.BURN]) * MINUTES
    assert found.burn_rise == pytest.approx(rise, abs=1e-12)


def test_waiting_costs_the_difference_of_a_plan_now_and_a_step_later(broken):
    estate, _, now = broken
    courses = [rolled(estate, now.plan, start, HORIZON)[Glob.BURN] for start in (0, STEP_TICKS)]
    assert now.cost_of_waiting == pytest.approx((courses[1] - courses[0]) * MINUTES, abs=1e-12)


def test_closing_an_incident_that_burns_costs_the_rest_of_it(broken):
    _, _, now = broken
    assert now.closing().regret > 3.0 * now.cost_of_waiting


def test_a_plan_waits_where_it_says_so_and_skips_what_is_done(grown):
    estate = grown(1)
    database = estate.graph.of_kind(NodeKind.DATABASE)[0]
    estate.row[at(database, Node.APPLIED)] -= 2_000.0
    estate.row[at(database, Node.APPLY_RATE)] = 900.0
    plan = [
        until(Op.FENCE_PRIMARY, database, Node.FENCED, 1.0),
        until(Op.NONE, database, Node.LAG, 20.0, below=True),
        Step(Op.PROMOTE_REPLICA, database),
    ]
    estate.advance(1)
    assert rolled(estate, plan_array(plan), 0, 14)[Glob.ROWS_LOST] == 0.0
    hasty = rolled(estate, plan_array(plan[2:]), 0, 14)
    assert hasty[Glob.ROWS_LOST] > 500.0


@pytest.mark.parametrize(("replica", "hardware"), [(1.0, False), (0.0, True)])
def test_disabled_backups_are_seen_by_the_second_hazard_even_beside_a_replica(
    grown, replica, hardware
):
    estate = grown(1)
    database = estate.graph.of_kind(NodeKind.DATABASE)[0]
    estate.row[at(database, Node.REPLICA)] = replica
    estate.row[at(database, Node.APPLIED)] -= 0.0 if replica else 90_000.0
    estate.row[at(database, Node.SNAP_LSN)] = estate.row[at(database, Node.LSN)] - 5_000.0
    now = moment(estate, plan_array([]), HORIZON)
    found = now.measure([Call(Op.DELETE_SNAPSHOTS, database), Call(Op.DISABLE_BACKUPS, database)])
    assert found[0].rows_at_risk_corruption > 1e6
    assert found[1].rows_at_risk_corruption > 1e4
    assert (found[0].rows_at_risk_hardware > 1e4) == hardware


def test_snapshots_and_a_rebuilt_replica_lower_a_risk(grown):
    estate = grown(1)
    database = estate.graph.of_kind(NodeKind.DATABASE)[0]
    estate.row[at(database, Node.REPLICA)] = 0.0
    estate.row[at(database, Node.APPLIED)] -= 90_000.0
    estate.row[at(database, Node.SNAP_LSN)] = estate.row[at(database, Node.LSN)] - 200_000.0
    now = moment(estate, plan_array([]), HORIZON)
    calls = [Call(Op.TAKE_SNAPSHOT, database), Call(Op.RESUME_REPLICATION, database),
             Call(Op.VACUUM, database)]  # fmt: skip
    assert [found.risk_lowered for found in now.measure(calls)] == [True, True, False]

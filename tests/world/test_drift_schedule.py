"""Which changes an episode gets, and when."""

from collections import Counter

import pytest

from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import DRIFTS, STEPS, Tier
from sentinel.world.drift.kinds import MEANINGS, RENAMES, DriftKind, Form, Visibility
from sentinel.world.drift.schedule import BENIGN_SHARE
from sentinel.world.fields import NodeKind
from sentinel.world.ops import Op

SEEDS = range(100, 250)


@pytest.fixture(scope="module")
def made():
    return [scenario(Tier.DRIFT_OPS, Split.CALIBRATION, 40_000 + seed) for seed in SEEDS]


def test_drifts_fall_in_order_after_the_first_step_and_in_the_first_two_thirds(made):
    for each in made:
        steps = [drift.step for drift in each.drifts]
        assert steps == sorted(steps)
        assert all(2 <= step <= 2 * STEPS[Tier.DRIFT_OPS] // 3 for step in steps)
        assert DRIFTS[Tier.DRIFT_OPS][0] <= len(steps) <= DRIFTS[Tier.DRIFT_OPS][1]


def test_no_two_changes_of_an_episode_are_of_one_kind_or_rename_one_service(made):
    for each in made:
        kinds = [drift.kind for drift in each.drifts]
        assert len(set(kinds)) == len(kinds)
        nodes = [drift.node for drift in each.drifts if not drift.ops]
        assert len(set(nodes)) == len(nodes)


def test_every_kind_and_level_occurs_and_about_a_third_is_benign(made):
    found = [drift for each in made for drift in each.drifts]
    assert {drift.kind for drift in found} == set(DriftKind)
    assert {drift.visibility for drift in found} == set(Visibility)
    assert len({drift.form for drift in found}) > 24
    share = sum(drift.benign for drift in found) / len(found)
    assert BENIGN_SHARE - 0.1 < share < BENIGN_SHARE + 0.1


def test_most_changes_touch_a_call_that_the_incident_invites(made):
    touching = Counter()
    for each in made:
        fault = each.fault
        calls = (*fault.fixes, *fault.tempting, *fault.dangerous)
        for drift in each.drifts:
            touching[any(drift.concerns(call, drift.new) for call in calls)] += 1
    assert touching[True] > touching[False] / 2


def test_no_change_makes_the_remediation_impossible(made):
    for each in made:
        planned = {step.op for step in each.fault.plan}
        near = {call.node for call in (*each.fault.fixes, *each.fault.tempting)}
        for drift in each.drifts:
            if drift.form is Form.RETIRED:
                assert drift.node not in near
            if drift.form in (Form.WITHDRAWN, Form.REPLICAS_LIMITED, Form.VOLUMES_LIMITED):
                assert not planned & set(drift.ops)
            if drift.form is Form.SWITCHED:
                assert drift.node not in near


def test_a_change_is_about_something_that_exists(made):
    for each in made:
        graph, names = each.start.graph, each.inventory.names
        work = graph.of_kind(NodeKind.WORKLOAD)
        for drift in each.drifts:
            if drift.form in RENAMES:
                assert drift.node in work
                assert drift.new not in names
                assert drift.new.startswith(names[drift.node])
                assert drift.other != drift.node
            elif drift.form in MEANINGS:
                assert drift.ops[0] in MEANINGS[drift.form]
            elif drift.form in (Form.INVERTED, Form.RELABELLED):
                assert each.inventory.flags[drift.node]
            elif drift.form in (Form.SWITCHED, Form.SWITCHED_BACK):
                assert drift.node in graph.of_kind(NodeKind.DATABASE)
            assert drift.ops or drift.kind in (DriftKind.NAME, DriftKind.REMOVAL)
            assert Op.NONE not in drift.ops


def test_the_same_seed_gets_the_same_changes():
    for seed in (100, 101, 117):
        first, again = (scenario(Tier.DRIFT_OPS, Split.TRAIN, seed).drifts for _ in range(2))
        assert first == again
        assert first != scenario(Tier.DRIFT_OPS, Split.TRAIN, seed + 1).drifts

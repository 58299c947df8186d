"""A policy says in its text everything that decides, and is broken by that and nothing else."""

import re
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.proposal import Role
from sentinel.scenario.policies import Policy, Rule, draw, turned
from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import Graph, at, empty

HOUR = 3600.0
GATEWAY, WEB, CACHE, DATABASE, QUEUE = range(5)
GRAPH = Graph(
    np.array([NodeKind.EDGE, NodeKind.WORKLOAD, NodeKind.CACHE, NodeKind.DATABASE, NodeKind.QUEUE]),
    np.array([0, 1, 4, 4, 4, 4]),
    np.array([1, 2, 3, 4]),
    np.array([0, 1, 1, 1]),
)
FREEZE = Policy(Rule.FREEZE, "", start_s=9 * HOUR, end_s=17 * HOUR)
NIGHT = Policy(Rule.FREEZE, "", start_s=22 * HOUR, end_s=6 * HOUR)


def broken(policy, op, node=WEB, amount=0.0, *, role="Platform", clock_s=12 * HOUR, age_min=0.0):
    row = empty(GRAPH)
    row[Glob.TICK] = 1_000.0
    row[at(DATABASE, Node.SNAP_TICK)] = 1_000.0 - age_min * 4.0
    return policy.broken_by(Call(op, node, amount), role, row, GRAPH, clock_s)


@pytest.mark.parametrize("op", BY_OP)
def test_a_freeze_forbids_deploys_inside_its_window_and_nothing_else(op):
    deploys = op in (
        Op.ROLLBACK, Op.ROLL_FORWARD, Op.SCALE, Op.SCALE_WORKERS, Op.ROLLBACK_WORKERS,
        Op.SET_AUTOSCALER, Op.DELETE_AUTOSCALER, Op.FINISH_ROLLOUT, Op.RELEASE,
    )  # fmt: skip
    assert broken(FREEZE, op) == deploys
    assert not broken(FREEZE, op, clock_s=8.9 * HOUR)
    assert not broken(FREEZE, op, clock_s=17.1 * HOUR)


def test_a_freeze_holds_from_its_first_second_to_before_its_last():
    assert broken(FREEZE, Op.SCALE, clock_s=9 * HOUR)
    assert not broken(FREEZE, Op.SCALE, clock_s=17 * HOUR)


@pytest.mark.parametrize(("hour", "frozen"), [(22, True), (23.9, True), (0, True), (5.9, True),
                                              (6, False), (12, False), (21.9, False)])  # fmt: skip
def test_a_freeze_may_span_midnight(hour, frozen):
    assert broken(NIGHT, Op.ROLLBACK, clock_s=hour * HOUR) == frozen


@pytest.mark.parametrize("op", BY_OP)
def test_deleting_needs_the_approval_that_is_or_is_not_on_file(op):
    deletes = op in (
        Op.WIPE_DATA_DIR, Op.DROP_TABLE, Op.TRUNCATE_TABLE, Op.DROP_SLOT, Op.PURGE_ARCHIVES,
        Op.DELETE_WAL, Op.DELETE_SNAPSHOTS, Op.PURGE_QUEUE, Op.CLEAR_CACHE, Op.DELETE_SECRET,
        Op.EXPIRE_SNAPSHOTS, Op.PURGE_AUDIT, Op.TRUNCATE_AUDIT, Op.TRIM_KEYS,
    )  # fmt: skip
    assert broken(Policy(Rule.TWO_PERSON, ""), op, DATABASE) == deletes
    assert not broken(Policy(Rule.TWO_PERSON, "", approved=True), op, DATABASE)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("op", BY_OP)
def test_a_role_rule_lets_its_own_specialist_do_everything(op, role):
    for node in (WEB, DATABASE):
        assert not broken(Policy(Rule.ROLE, "", role=role), op, node, role=role)


@pytest.mark.parametrize(
    ("owner", "op", "node", "forbidden"),
    [
        ("DBAdmin", Op.PROMOTE_REPLICA, DATABASE, True),
        ("DBAdmin", Op.TAKE_SNAPSHOT, DATABASE, True),
        ("DBAdmin", Op.ROLLBACK, DATABASE, True),
        ("DBAdmin", Op.ROLLBACK, WEB, False),
        ("DBAdmin", Op.SCALE, WEB, False),
        ("DBAdmin", Op.CLEAR_CACHE, CACHE, False),
        ("DBAdmin", Op.PURGE_QUEUE, QUEUE, False),
        ("DBAdmin", Op.STOP_MIGRATION, DATABASE, True),
        ("DBAdmin", Op.DRAIN_NODE, GATEWAY, False),
        ("NetworkOps", Op.DRAIN_ZONE, GATEWAY, True),
        ("NetworkOps", Op.OPEN_FIREWALL, DATABASE, True),
        ("NetworkOps", Op.RESTORE_DNS, WEB, True),
        ("NetworkOps", Op.RESTART, WEB, False),
        ("NetworkOps", Op.SHED_LOAD, GATEWAY, False),
    ],
)
def test_a_role_rule_keeps_others_out_of_its_field(owner, op, node, forbidden):
    assert broken(Policy(Rule.ROLE, "", role=owner), op, node, role="SecOps") == forbidden


def test_restarting_a_database_is_acting_on_it():
    rule = Policy(Rule.ROLE, "Only DBAdmin may act on databases.", role="DBAdmin")
    assert broken(rule, Op.RESTART, DATABASE, role="Platform")


@pytest.mark.parametrize("op", [Op.PROMOTE_REPLICA, Op.ROLLBACK, Op.RESTORE_SNAPSHOT,
                                Op.WIPE_DATA_DIR, Op.DROP_TABLE, Op.TRUNCATE_TABLE])  # fmt: skip
def test_a_snapshot_rule_asks_for_a_younger_snapshot_of_that_database(op):
    rule = Policy(Rule.SNAPSHOT, "", amount=15)
    assert not broken(rule, op, DATABASE, age_min=14.75)
    assert broken(rule, op, DATABASE, age_min=15.0)
    assert not broken(rule, op, WEB, age_min=500.0)


def test_a_snapshot_rule_does_not_ask_for_one_before_taking_one():
    rule = Policy(Rule.SNAPSHOT, "", amount=15)
    assert not broken(rule, Op.TAKE_SNAPSHOT, DATABASE, age_min=500.0)


@pytest.mark.parametrize(("replicas", "forbidden"), [(0, True), (1, True), (2, False), (9, False)])
def test_a_floor_forbids_fewer_replicas(replicas, forbidden):
    rule = Policy(Rule.FLOOR, "", amount=2)
    assert broken(rule, Op.SCALE, WEB, replicas) == forbidden
    assert not broken(rule, Op.RESTART, WEB)


@pytest.mark.parametrize("op", BY_OP)
def test_a_custom_breaks_nothing(op):
    assert not broken(Policy(Rule.CUSTOM, "Name a scribe."), op, DATABASE, age_min=500.0)


drawn = st.builds(
    lambda seed, clock_s: (draw(Random(seed), clock_s), clock_s),
    st.integers(0, 10**6), st.floats(0.0, 86_399.0),
)  # fmt: skip


@given(drawn)
def test_between_one_and_seven_policies_are_drawn_each_rule_once(found):
    policies, _ = found
    assert 1 <= len(policies) <= 7
    rules = [policy.rule for policy in policies if policy.rule is not Rule.CUSTOM]
    assert len(set(rules)) == len(rules)
    assert len({policy.text for policy in policies}) == len(policies)


@given(drawn)
def test_the_text_of_a_policy_says_every_value_that_decides(found):
    for policy in found[0]:
        if policy.rule is Rule.FREEZE:
            hours = [
                int(h) * HOUR + int(m) * 60 for h, m in re.findall(r"(\d\d):(\d\d)", policy.text)
            ]
            assert hours == [policy.start_s, policy.end_s]
        elif policy.rule is Rule.TWO_PERSON:
            assert policy.text.endswith("On file: none.") == (not policy.approved)
        elif policy.rule is Rule.ROLE:
            assert policy.text.startswith(f"Only {policy.role} may")
        elif policy.rule is not Rule.CUSTOM:
            assert re.findall(r"\d+", policy.text) == [f"{policy.amount:g}"]


@given(drawn)
def test_a_freeze_begins_or_ends_no_sooner_than_the_longest_incident_lasts(found):
    policies, clock_s = found
    for policy in policies:
        now = broken(policy, Op.SCALE, amount=64.0, clock_s=clock_s)
        later = broken(policy, Op.SCALE, amount=64.0, clock_s=(clock_s + 40 * 60) % 86_400)
        assert now == later


def test_every_rule_is_drawn_and_some_freezes_are_on():
    found = [(policy, k * 60.0) for k in range(600) for policy in draw(Random(k), k * 60.0)]
    assert {policy.rule for policy, _ in found} == set(Rule)
    on = [broken(p, Op.SCALE, clock_s=clock) for p, clock in found if p.rule is Rule.FREEZE]
    assert 0.25 < sum(on) / len(on) < 0.55
    approved = [policy.approved for policy, _ in found if policy.rule is Rule.TWO_PERSON]
    assert 0.4 < sum(approved) / len(approved) < 0.7


def test_a_turned_rule_forbids_what_it_allowed_and_allows_what_it_forbade():
    seen = set()
    for seed in range(200):
        clock_s = Random(seed).uniform(0, 86_400)
        for policy in draw(Random(seed), clock_s):
            other = turned(policy, clock_s)
            if other is None:
                assert policy.rule not in (Rule.FREEZE, Rule.TWO_PERSON)
                continue
            seen.add((policy.rule, policy.approved))
            assert other.rule is policy.rule
            assert other.text != policy.text
            op = Op.SCALE if policy.rule is Rule.FREEZE else Op.DROP_SLOT
            for later_s in (0.0, 900.0):
                sides = [broken(each, op, clock_s=(clock_s + later_s) % 86_400)
                         for each in (policy, other)]  # fmt: skip
                assert sides[0] != sides[1] or later_s > 0.0
    assert seen == {(Rule.FREEZE, False), (Rule.TWO_PERSON, False), (Rule.TWO_PERSON, True)}

"""Every form of change: what a stale call comes to, and that a fresh one works."""

import pytest

from sentinel.world.actions import called
from sentinel.world.drift.beneath import strike
from sentinel.world.drift.calls import Refusal, phrase, resolve
from sentinel.world.drift.kinds import BENIGN, FORMS, KIND_OF, Drift, DriftKind, Form, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import at


@pytest.fixture
def estate(grown):
    return grown(3)


def places(estate) -> dict[str, int]:
    graph = estate.graph
    work = [i for i in graph.of_kind(NodeKind.WORKLOAD) if i and estate.inventory.flags[i]]
    return {
        "work": work[-1], "other": work[0], "db": graph.of_kind(NodeKind.DATABASE)[-1],
        "queue": graph.of_kind(NodeKind.QUEUE)[-1],
    }  # fmt: skip


def drift(form, visibility=Visibility.ANNOUNCED, **more) -> Drift:
    return Drift(form, visibility, 2, **more)


SAME = "the same"
REFUSED = "refused"

CASES = [
    # form, op called, where, amount, what the stale call comes to, and by which drift
    (Form.RENAMED, Op.RESTART, "work", 0.0, REFUSED, {"node": "work", "new": "renamed"}),
    (Form.TAKEN_OVER, Op.RESTART, "work", 0.0, (Op.RESTART, "other", 0.0),
     {"node": "work", "new": "renamed", "other": "other"}),
    (Form.ALIASED, Op.RESTART, "work", 0.0, SAME, {"node": "work", "new": "renamed"}),
    (Form.KEY_RENAMED, Op.SCALE, "work", 4.0, REFUSED, {"new": "size", "ops": (Op.SCALE,)}),
    (Form.KEY_ADDED, Op.SCALE, "work", 4.0, SAME, {"new": "size", "ops": (Op.SCALE,)}),
    (Form.RETIRED, Op.RESTART, "work", 0.0, REFUSED, {"node": "work"}),
    (Form.WITHDRAWN, Op.SCALE, "work", 4.0, REFUSED, {"ops": (Op.SCALE,)}),
    (Form.DEPRECATED, Op.SCALE, "work", 4.0, SAME, {"ops": (Op.SCALE,)}),
    (Form.DENIED, Op.ROLLBACK, "work", 0.0, REFUSED, {"ops": (Op.ROLLBACK,), "new": "Platform"}),
    (Form.DENIED_OTHER, Op.ROLLBACK, "work", 0.0, SAME,
     {"ops": (Op.ROLLBACK,), "new": "nightly-ci"}),
    (Form.UNIT, Op.SCALE, "work", 40.0, (Op.SCALE, "work", "40% of replicas"),
     {"ops": (Op.SCALE,)}),
    (Form.UNIT, Op.SHED_LOAD, None, 40.0, (Op.SHED_LOAD, None, 4.0), {"ops": (Op.SHED_LOAD,)}),
    (Form.UNIT, Op.RAISE_MAX_CONNECTIONS, "db", 300.0,
     (Op.RAISE_MAX_CONNECTIONS, "db", "300% of connections"), {"ops": (Op.RAISE_MAX_CONNECTIONS,)}),
    (Form.UNIT, Op.SET_TIMEOUT, "work", 5.0, (Op.SET_TIMEOUT, "work", 0.005),
     {"ops": (Op.SET_TIMEOUT,)}),
    (Form.UNIT_ADDED, Op.SCALE, "work", 4.0, SAME, {"ops": (Op.SCALE,)}),
    (Form.DEFAULT, Op.RECYCLE_IDLE, "db", 0.0, (Op.DROP_CONNECTIONS, "db", 0.0),
     {"ops": (Op.RECYCLE_IDLE,)}),
    (Form.DEFAULT, Op.DEAD_LETTER, "queue", 0.0, (Op.PURGE_QUEUE, "queue", 0.0),
     {"ops": (Op.DEAD_LETTER,)}),
    (Form.DEFAULT, Op.PURGE_ARCHIVES, "db", 0.0, (Op.DELETE_SNAPSHOTS, "db", 0.0),
     {"ops": (Op.PURGE_ARCHIVES,)}),
    (Form.DEFAULT_SHOWN, Op.RECYCLE_IDLE, "db", 0.0, SAME, {"ops": (Op.RECYCLE_IDLE,)}),
    (Form.SWITCHED, Op.WIPE_DATA_DIR, "db", 1.0, (Op.WIPE_DATA_DIR, "db", 1.0),
     {"node": "db", "ops": (Op.WIPE_DATA_DIR,)}),
    (Form.SWITCHED_BACK, Op.WIPE_DATA_DIR, "db", 1.0, SAME,
     {"node": "db", "ops": (Op.WIPE_DATA_DIR,)}),
    (Form.ID_TYPE, Op.RESTART, "work", 0.0, (Op.RESTART_ALL, None, 0.0), {"ops": (Op.RESTART,)}),
    (Form.ID_TYPE, Op.DROP_TABLE, "db", 1.0, (Op.DROP_TABLE, "db", 0.0),
     {"ops": (Op.DROP_TABLE,)}),
    (Form.ID_TYPE, Op.TRUNCATE_TABLE, "db", 1.0, (Op.TRUNCATE_TABLE, "db", 0.0),
     {"ops": (Op.TRUNCATE_TABLE,)}),
    (Form.ID_LONGER, Op.RESTART, "work", 0.0, SAME, {"ops": (Op.RESTART,)}),
    (Form.COUNTED, Op.PURGE_QUEUE, "queue", 0.0, SAME, {"ops": (Op.PURGE_QUEUE,)}),
    (Form.COLUMN_ADDED, Op.PURGE_QUEUE, "queue", 0.0, SAME, {"ops": (Op.PURGE_QUEUE,)}),
    (Form.FENCE_FIRST, Op.PROMOTE_REPLICA, "db", 0.0, (Op.PROMOTE_UNFENCED, "db", 0.0),
     {"ops": (Op.PROMOTE_REPLICA,)}),
    (Form.SLOT_FIRST, Op.RESUME_REPLICATION, "db", 0.0, REFUSED,
     {"ops": (Op.RESUME_REPLICATION,)}),
    (Form.REWORDED, Op.PROMOTE_REPLICA, "db", 0.0, SAME, {"ops": (Op.PROMOTE_REPLICA,)}),
    (Form.INVERTED, Op.FLAG_OFF, "work", 0.0, (Op.FLAG_ON, "work", 0.0),
     {"node": "work", "ops": (Op.FLAG_OFF,)}),
    (Form.RELABELLED, Op.FLAG_OFF, "work", 0.0, SAME, {"node": "work", "ops": (Op.FLAG_OFF,)}),
    (Form.FREEZE_BEGUN, Op.ROLLBACK, "work", 0.0, SAME, {"ops": (Op.ROLLBACK, Op.SCALE)}),
    (Form.ROLE_ADDED, Op.RESTORE_DNS, "work", 0.0, SAME, {"ops": (Op.RESTORE_DNS,)}),
    (Form.FREEZE_ENDED, Op.ROLLBACK, "work", 0.0, SAME, {"ops": (Op.ROLLBACK, Op.SCALE)}),
    (Form.FREEZE_LATER, Op.ROLLBACK, "work", 0.0, SAME, {"ops": (Op.ROLLBACK, Op.SCALE)}),
    (Form.REPLICAS_LIMITED, Op.SCALE, "work", 9.0, REFUSED, {"ops": (Op.SCALE,), "amount": 4.0}),
    (Form.VOLUMES_LIMITED, Op.EXTEND_VOLUME, "db", 0.0, SAME, {"ops": (Op.EXTEND_VOLUME,)}),
    (Form.LIMIT_RAISED, Op.SCALE, "work", 9.0, SAME, {"ops": (Op.SCALE,)}),
]  # fmt: skip
STUCK = (Form.RETIRED, Form.WITHDRAWN, Form.DENIED, Form.FENCE_FIRST, Form.SLOT_FIRST,
         Form.REPLICAS_LIMITED)  # fmt: skip
"""Forms that no other phrasing of the same call gets round; the call has to be another."""


def set_up(estate, case):
    form, op, where, amount, _, more = case
    spots = places(estate)
    made = {key: spots.get(value, value) if key in ("node", "other") else value
            for key, value in more.items()}  # fmt: skip
    old = Layer(1, estate.inventory.names)
    change = drift(form, **made)
    estate.row[at(spots["db"], Node.SLOT)] = 1.0
    return old, old.after(change), Call(op, spots.get(where, 0), amount), change


def expected(estate, what, call):
    if what in (SAME, REFUSED):
        return call
    op, where, amount = what
    node = places(estate).get(where, 0)
    if amount == "40% of replicas":
        amount = float(-(-int(estate.row[at(node, Node.DESIRED)] * 40.0) // 100))
    elif amount == "300% of connections":
        amount = float(estate.row[at(node, Node.MAX_CONNS)] * 3.0 // 1)
    return Call(op, node, amount)


IDS = [f"{case[0].name.lower()}-{case[1].name.lower()}" for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_stale_call_comes_to_what_the_api_makes_of_it_now(estate, case):
    old, now, call, change = set_up(estate, case)
    stale = phrase(call, old, estate.inventory)
    before = resolve(stale, old, estate.inventory, estate.graph, estate.row, "Platform")
    assert before == call
    found = resolve(stale, now, estate.inventory, estate.graph, estate.row, "Platform")
    if case[4] == REFUSED:
        assert isinstance(found, Refusal)
        assert found.text
    else:
        assert found == expected(estate, case[4], call)
    assert change.benign == (case[0] in BENIGN)
    assert not change.benign or found == call


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_who_knows_of_a_change_writes_a_call_that_does_what_was_meant(estate, case):
    _, now, call, _ = set_up(estate, case)
    fresh = phrase(call, now, estate.inventory)
    found = resolve(fresh, now, estate.inventory, estate.graph, estate.row, "Platform")
    if case[0] in STUCK:
        assert found != call
        assert now.hopeless(call, "Platform")
    elif case[0] is Form.SWITCHED:
        assert found == Call(call.op, call.node, 1.0 - call.amount)
    else:
        assert found == call
        action = called(fresh.tool, "", fresh.arguments)
        assert action == fresh


def test_every_form_has_one_kind_and_a_case_of_its_own_here():
    assert set(KIND_OF) == set(Form) == {case[0] for case in CASES}
    assert set(FORMS) == set(DriftKind)
    assert len(DriftKind) == 13
    for harmful, benign in FORMS.values():
        assert harmful
        assert benign


def test_a_right_is_taken_from_one_specialist_and_no_other(estate):
    _, now, call, _ = set_up(estate, CASES[IDS.index("denied-rollback")])
    action = phrase(call, now, estate.inventory)
    for role in ("DBAdmin", "SecOps", "NetworkOps", ""):
        assert resolve(action, now, estate.inventory, estate.graph, estate.row, role) == call


def test_a_promotion_works_once_the_primary_is_fenced_and_a_replica_once_the_slot_is_gone(estate):
    for name, op, field, value in (
        ("fence_first-promote_replica", Op.FENCE_PRIMARY, Node.FENCED, 1.0),
        ("slot_first-resume_replication", Op.DROP_SLOT, Node.SLOT, 0.0),
    ):
        _, now, call, _ = set_up(estate, CASES[IDS.index(name)])
        action = phrase(call, now, estate.inventory)
        estate.execute(Call(op, call.node))
        assert estate.row[at(call.node, field)] == value
        found = resolve(action, now, estate.inventory, estate.graph, estate.row)
        assert found == call


def test_an_option_says_what_was_meant_before_any_change_too(estate):
    old = Layer(1, estate.inventory.names)
    action = called("scale_service", estate.inventory.names[2], {"replicas": 4, "unit": "count"})
    assert action.command.endswith("--replicas=4 --unit=count")
    found = resolve(action, old, estate.inventory, estate.graph, estate.row)
    assert found == Call(Op.SCALE, 2, 4.0)


def test_hosts_swap_roles_and_nothing_is_lost_by_it(estate):
    node = places(estate)["db"]
    was = estate.row[at(node, Node.A_PRIMARY)]
    veil = strike(drift(Form.SWITCHED, node=node), estate.row)
    assert estate.row[at(node, Node.A_PRIMARY)] == 1.0 - was
    assert estate.row[at(node, Node.APPLIED)] == estate.row[at(node, Node.LSN)]
    veil[0].over(estate.row)
    assert estate.row[at(node, Node.A_PRIMARY)] == was

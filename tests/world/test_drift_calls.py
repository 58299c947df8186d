"""How calls are understood while the API changes underneath."""

import pytest

from sentinel.world.actions import Action
from sentinel.world.drift.calls import Refusal, phrase, resolve
from sentinel.world.drift.kinds import Drift, Form, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target

SEEN = Visibility.ANNOUNCED


@pytest.fixture
def estate(grown):
    return grown(3)


@pytest.fixture
def layer(estate):
    return Layer(1, estate.inventory.names)


@pytest.fixture
def understand(estate):
    """Resolve an action under a layer."""
    return lambda action, layer, role="": resolve(
        action, layer, estate.inventory, estate.graph, estate.row, role
    )


def one_of(estate, kind) -> int:
    return estate.graph.of_kind(kind)[-1]


KIND_OF = {
    Target.DATABASE: NodeKind.DATABASE, Target.HOST: NodeKind.DATABASE,
    Target.TABLE: NodeKind.DATABASE, Target.CACHE: NodeKind.CACHE, Target.QUEUE: NodeKind.QUEUE,
}  # fmt: skip
AMOUNTS = {
    Op.SCALE: 5.0, Op.SHED_LOAD: 30.0, Op.SET_TIMEOUT: 3.0, Op.RAISE_MAX_CONNECTIONS: 60.0,
    Op.WIPE_DATA_DIR: 1.0, Op.DROP_TABLE: 1.0, Op.TRUNCATE_TABLE: 0.0,
}  # fmt: skip


@pytest.mark.parametrize("op", BY_OP, ids=lambda op: op.name.lower())
def test_what_is_phrased_in_a_layer_is_understood_in_it(op, estate, layer, understand):
    target = BY_OP[op].target
    node = one_of(estate, KIND_OF.get(target, NodeKind.WORKLOAD))
    call = Call(op, 0 if target is Target.NOTHING else node, AMOUNTS.get(op, 0.0))
    for drift in (
        None,
        Drift(Form.RENAMED, SEEN, 2, node, "renamed"),
        Drift(Form.ALIASED, SEEN, 2, node, "renamed"),
        Drift(Form.KEY_RENAMED, SEEN, 2, node, "size"),
    ):
        now = layer if drift is None else layer.after(drift)
        assert understand(phrase(call, now, estate.inventory), now) == call


@pytest.mark.parametrize("op", BY_OP, ids=lambda op: op.name.lower())
def test_a_renamed_service_is_not_found_by_its_old_name(op, estate, layer, understand):
    target = BY_OP[op].target
    node = one_of(estate, KIND_OF.get(target, NodeKind.WORKLOAD))
    old = phrase(Call(op, node, AMOUNTS.get(op, 0.0)), layer, estate.inventory)
    now = layer.after(Drift(Form.RENAMED, SEEN, 2, node, "renamed"))
    found = understand(old, now)
    if target in (Target.NOTHING, Target.FLAG):
        assert isinstance(found, Call)
    else:
        assert isinstance(found, Refusal)
        assert f"'{old.target}' not found" in found.text


def test_an_alias_keeps_the_old_name_working_beside_the_new_one(estate, layer, understand):
    node = one_of(estate, NodeKind.WORKLOAD)
    now = layer.after(Drift(Form.ALIASED, SEEN, 2, node, "renamed"))
    for name in (estate.inventory.names[node], "renamed"):
        assert understand(Action("restart_service", name), now) == Call(Op.RESTART, node)
        assert understand(Action("query_logs", name), now) == Call(Op.NONE, node)


def test_a_second_rename_leaves_the_first_alias_alone(estate, layer):
    node = one_of(estate, NodeKind.WORKLOAD)
    now = layer.after(Drift(Form.ALIASED, SEEN, 2, node, "second"))
    now = now.after(Drift(Form.RENAMED, SEEN, 3, node, "third"))
    assert now.version == 3
    assert now.find("third") == node
    assert now.find("second") is None
    assert now.find(estate.inventory.names[node]) == node


def test_a_new_name_for_replicas_refuses_the_old_one_and_changes_no_other_tool(
    estate, layer, understand
):
    name = estate.inventory.names[2]
    now = layer.after(Drift(Form.KEY_RENAMED, SEEN, 2, 2, "size"))
    stale = understand(Action("scale_service", name, 4.0), now)
    assert stale == Refusal("scale_service: unknown flag --replicas, ignored")
    assert understand(Action("scale_service", name, 4.0, "size"), now) == Call(Op.SCALE, 2, 4.0)
    early = understand(Action("scale_service", name, 4.0, "size"), layer)
    assert early == Refusal("scale_service: unknown flag --size, ignored")
    assert understand(Action("shed_load", amount=30.0), now) == Call(Op.SHED_LOAD, 0, 30.0)
    wrong = understand(Action("shed_load", amount=30.0, amount_key="size"), now)
    assert wrong == Refusal("execute_runbook_step: unknown flag --size, ignored")


def test_a_retired_service_is_found_under_no_name(estate, layer, understand):
    node = one_of(estate, NodeKind.WORKLOAD)
    now = layer.after(Drift(Form.RETIRED, SEEN, 2, node))
    for name in ("restart_service", "query_logs", "rollback_deploy"):
        assert isinstance(understand(Action(name, estate.inventory.names[node]), now), Refusal)
    other = estate.inventory.names[1]
    assert understand(Action("restart_service", other), now) == Call(Op.RESTART, 1)


def test_a_retired_service_is_not_found_by_an_alias_either(estate, layer, understand):
    node = one_of(estate, NodeKind.WORKLOAD)
    now = layer.after(Drift(Form.ALIASED, SEEN, 2, node, "renamed"))
    now = now.after(Drift(Form.RETIRED, SEEN, 3, node))
    for name in ("renamed", estate.inventory.names[node]):
        assert isinstance(understand(Action("restart_service", name), now), Refusal)


def test_a_failing_tool_refuses_every_target_and_no_other_tool_does(estate, layer, understand):
    now = layer.after(Drift(Form.WITHDRAWN, SEEN, 2, ops=(Op.SCALE,)))
    name = estate.inventory.names[2]
    found = understand(Action("scale_service", name, 4.0), now)
    assert found == Refusal("scale_service: 503 internal error, nothing was changed")
    assert understand(Action("restart_service", name), now) == Call(Op.RESTART, 2)


@pytest.mark.parametrize(
    ("name", "target", "says"),
    [
        ("restart_service", "nobody", "'nobody' not found"),
        ("promote_replica", "gateway", "edge"),
        ("wipe_data_dir", "database", "not found"),
        ("wipe_data_dir", "database-c", "not found"),
        ("drop_table", "database", "no table"),
        ("drop_table", "database/nothing", "no table"),
        ("drop_table", "gateway/orders", "edge"),
        ("disable_feature_flag", "nobody.new-ui", "no flag"),
        ("clear_cache", "database", "is a database"),
        ("renew_certificate", "database", "is a database"),
    ],
)
def test_a_target_that_does_not_fit_is_refused_with_a_reason(
    estate, layer, understand, name, target, says
):
    database = estate.inventory.names[one_of(estate, NodeKind.DATABASE)]
    target = target.replace("database", database).replace("gateway", estate.inventory.names[0])
    found = understand(Action(name, target, None), layer)
    assert isinstance(found, Refusal)
    assert says in found.text


@pytest.mark.parametrize("host", ["a", "b"])
@pytest.mark.parametrize("table", [0, 1])
def test_hosts_and_tables_are_told_apart(estate, layer, understand, host, table):
    node = one_of(estate, NodeKind.DATABASE)
    name = estate.inventory.names[node]
    wipe = understand(Action("wipe_data_dir", f"{name}-{host}"), layer)
    assert wipe == Call(Op.WIPE_DATA_DIR, node, float(host == "b"))
    drop = Action("drop_table", f"{name}/{estate.inventory.tables[node][table]}")
    assert understand(drop, layer) == Call(Op.DROP_TABLE, node, float(table))

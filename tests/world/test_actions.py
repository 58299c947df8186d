"""What actions take, how they are written, and that what they do can be seen afterwards."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from sentinel.errors import ActionError
from sentinel.world.actions import RUNBOOK, Action, check
from sentinel.world.custody import guard
from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP, KINDS
from sentinel.world.node_fields import Node
from sentinel.world.ops import UNCALLED, Op, Target
from sentinel.world.state import at, edges, nodes
from sentinel.world.telemetry import DASHBOARD, SHOWS, View, dashboard, read

EXAMPLES = {
    Target.NOTHING: "", Target.SERVICE: "auth", Target.WORKLOAD: "auth",
    Target.DATABASE: "postgres-cart", Target.CACHE: "redis-cart", Target.QUEUE: "kafka-cart",
    Target.FLAG: "auth.new-ui", Target.HOST: "postgres-cart-a",
    Target.TABLE: "postgres-cart/orders", Target.TEXT: "sev2",
}  # fmt: skip


def example(name) -> Action:
    kind = KINDS[name]
    return Action(name, EXAMPLES[kind.target], None if kind.amount is None else kind.low)


@pytest.mark.parametrize("name", KINDS)
def test_every_tool_and_step_has_a_command_and_arguments_of_its_own(name):
    action = check(example(name))
    kind = action.kind
    assert action.command
    assert not set("{}") & set(action.command)
    assert (action.target in action.command) or kind.target is Target.HOST
    assert kind.does.endswith(".")
    assert action.tool == (RUNBOOK if kind.step else name)
    wanted = {"step"} if kind.step else set()
    wanted |= set() if kind.target is Target.NOTHING else {kind.key}
    wanted |= {kind.amount} if kind.amount else set()
    assert set(action.arguments) == wanted


def test_no_two_actions_are_typed_the_same():
    commands = [example(name).command for name in KINDS]
    assert len(set(commands)) == len(KINDS)


def test_every_mutation_has_exactly_one_tool_or_step_and_readers_have_none():
    assert set(BY_OP) == set(Op) - {Op.NONE, *UNCALLED}
    assert sum(kind.op is not Op.NONE for kind in KINDS.values()) == len(BY_OP)
    assert all(kind.op is Op.NONE for kind in KINDS.values() if kind.reads)
    assert sum(kind.step for kind in KINDS.values()) >= 40


def test_a_renamed_parameter_stands_in_command_and_arguments():
    action = Action("scale_service", "auth", 4, "size")
    assert action.command == "kubectl scale deploy/auth --size=4"
    assert action.arguments == {"service": "auth", "size": 4}


TAKES_TARGET = [name for name, kind in KINDS.items() if kind.target is not Target.NOTHING]
TAKES_AMOUNT = [name for name, kind in KINDS.items() if kind.amount is not None]


def refused(action, message):
    with pytest.raises(ActionError, match=message):
        check(action)


def test_an_unknown_tool_is_refused():
    refused(Action("drop_everything", "auth"), "no tool or runbook step is named 'drop_everything'")


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_or_needless_argument_is_refused(name):
    good = example(name)
    if name in TAKES_TARGET:
        refused(replace(good, target=""), f"{name}: needs '{KINDS[name].key}'")
    else:
        refused(replace(good, target="auth"), f"{name}: takes no target")
    if name in TAKES_AMOUNT:
        refused(replace(good, amount=None), f"{KINDS[name].amount}=None must be within")
    else:
        refused(replace(good, amount=3.0), f"{name}: takes no amount")


@pytest.mark.parametrize("name", TAKES_AMOUNT)
def test_an_amount_out_of_range_is_refused(name):
    kind, good = KINDS[name], example(name)
    for amount in (kind.low - 1, kind.high + 1, -1e9, math.inf, -math.inf, math.nan):
        refused(replace(good, amount=amount), f"must be within {kind.low:g} and {kind.high:g}")
    for amount in (kind.low, kind.high):
        assert check(replace(good, amount=amount)).amount == amount


@pytest.mark.parametrize("name", sorted(set(KINDS) - set(TAKES_AMOUNT)))
def test_only_a_numeric_argument_can_have_another_name(name):
    refused(replace(example(name), amount_key="size"), f"{name}: takes no amount, got 'size'")


def healthy(estate):
    """Leave the estate as it is."""


def mess(estate):
    """An estate in which whatever can be undone needs undoing."""
    view, calls = nodes(estate.row, estate.graph), edges(estate.row, estate.graph)
    kind = estate.graph.kind
    row = estate.row
    row[Glob.SHED], row[Glob.DRAINED], row[Glob.DNS_AUTOMATION] = 0.3, 1.0, 1.0
    row[Glob.CREATION], row[Glob.OLD_SECRET], row[Glob.NEW_SECRET] = 0.0, 0.0, 0.0
    row[Glob.LABEL], row[Glob.UPGRADED], row[Glob.UPGRADING] = 0.0, 0.4, 0.01
    databases, caches = kind == NodeKind.DATABASE, kind == NodeKind.CACHE
    work = kind == NodeKind.WORKLOAD
    for field, value in (
        (Node.REPLICA, 0.0), (Node.SLOT, 1.0), (Node.WAL, 0.2), (Node.BACKUPS, 0.0),
        (Node.IDLE, 30.0), (Node.LOCK, 0.5), (Node.LOCK_LEFT, 200.0), (Node.UNDO_TICKS, 1.0),
        (Node.JOB, 1.0), (Node.DISK, 0.9), (Node.MIGRATING, 1.0),
    ):  # fmt: skip
        view[databases, field] = value
    view[databases, Node.APPLIED] -= 90_000.0
    view[caches, Node.WARM], view[caches, Node.SESSIONS] = 0.3, 0.5
    view[caches, Node.EVICTED], view[caches, Node.NOAUTH] = 0.6, 0.4
    view[work, Node.FLAG_ON] = 0.0
    view[kind == NodeKind.QUEUE, Node.DEPTH] = 9_000.0
    view[kind == NodeKind.QUEUE, Node.STUCK] = 1.0
    view[:, Node.ROUTE], view[:, Node.DNS], view[:, Node.OPEN] = 0.5, 0.0, 1.0
    view[work, Node.CERT_LEFT], view[work, Node.SESSIONS] = 5.0, 0.9
    view[work, Node.USES_SECRET], view[work, Node.HOLDS_NEW] = 1.0, 0.0
    calls[:, Edge.BLOCKED] = 0.2
    view[work, Node.NO_KEEPALIVE], view[work, Node.BAD_CONFIG] = 40.0, 0.2
    view[work, Node.INTRUDED], view[databases, Node.PUBLIC] = 1.0, 1.0
    row[Glob.FAILOVER], row[Glob.ISSUER], row[Glob.PUSHING] = 5.0, 0.0, 1.0
    row[Glob.ACL_USED], row[Glob.RULE_COST] = 1.0, 0.4
    estate.advance(1)


def ready_to_deploy(estate):
    """Bad versions everywhere, with hotfixes built."""
    view = nodes(estate.row, estate.graph)
    work = estate.graph.kind == NodeKind.WORKLOAD
    view[work, Node.VERSION_ERR], view[work, Node.HOTFIX] = 0.3, 1.0
    view[work, Node.CERT_LEFT], view[work, Node.BAD_CONFIG] = 40.0, 0.2
    view[work, Node.HOSTS_NEW], view[work, Node.RETIRED_ERR] = 0.5, 0.8
    view[work, Node.HPA_MIN] = view[work, Node.DESIRED]
    view[work, Node.FLEET_MAX] = view[work, Node.DESIRED] - 1.0
    queues = estate.graph.kind == NodeKind.QUEUE
    view[queues, Node.SLOW], view[queues, Node.PARTITIONS] = 0.6, 40.0


def watched(estate):
    """An estate that keeps track of who holds what, with an old snapshot and a short retention."""
    row, databases = estate.row, estate.graph.kind == NodeKind.DATABASE
    guard(Random(1), row, estate.graph)
    row[Glob.EGRESS] = row[Glob.SHIPPED] = row[Glob.ROLE] = 0.0
    view = nodes(row, estate.graph)
    view[databases, Node.RETENTION_MIN] = 20.0
    view[databases, Node.SNAP_TICK] = estate.tick - 300.0
    estate.advance(1)


def let_out(estate):
    """The same with its egress open."""
    watched(estate)
    estate.row[Glob.EGRESS] = 1.0


STATES = (healthy, mess, ready_to_deploy, watched, let_out)


def page(estate, tick=None) -> set[str]:
    """Everything that the tools and the dashboard print, now or of an earlier tick."""
    tick = estate.tick if tick is None else tick
    row = estate.row.copy() if tick == estate.tick else estate.log[tick]
    names = estate.inventory.names
    view = View(estate.graph, estate.inventory, names, row, estate.past(tick), 7)
    found = {line for _, line in dashboard(view)}
    for tool in SHOWS:
        if tool != DASHBOARD:
            for node in range(estate.graph.nodes):
                if _fits(KINDS[tool].target, int(estate.graph.kind[node])):
                    found.add(f"{tool} {node} {read(tool, node, view)}")
    return found


def _fits(target, kind) -> bool:
    return {
        Target.DATABASE: kind == NodeKind.DATABASE, Target.CACHE: kind == NodeKind.CACHE,
        Target.QUEUE: kind == NodeKind.QUEUE, Target.HOST: kind == NodeKind.DATABASE,
        Target.TABLE: kind == NodeKind.DATABASE, Target.WORKLOAD: kind <= NodeKind.WORKLOAD,
        Target.FLAG: kind == NodeKind.WORKLOAD,
    }.get(target, True)  # fmt: skip


def calls_of(op, estate):
    target = BY_OP[op].target
    places = [i for i in range(estate.graph.nodes) if _fits(target, int(estate.graph.kind[i]))]
    amounts = {Op.SCALE: (1.0, 9.0), Op.SHED_LOAD: (60.0,), Op.RAISE_MAX_CONNECTIONS: (300.0,),
               Op.SCALE_WORKERS: (9.0,), Op.SET_AUTOSCALER: (2.0,), Op.SET_TIMEOUT: (3.0,),
               Op.EXPORT_TABLE: (2.0 * 31_007,)}  # fmt: skip
    for node in [0] if target is Target.NOTHING else places[-3:]:
        for amount in amounts.get(op, (0.0, 1.0)):
            yield Call(op, node, amount)


@pytest.mark.parametrize("op", BY_OP, ids=lambda op: op.name.lower())
def test_a_mutation_changes_the_row_and_a_later_reading_shows_it(grown, op):
    for prepare in STATES:
        estate = grown(3)
        prepare(estate)
        for call in calls_of(op, estate):
            without, with_it = estate.fork(), estate.fork()
            with_it.execute(call)
            changed = not np.array_equal(without.row, with_it.row)
            for each in (without, with_it):
                each.advance(1)
            if changed and page(with_it) != page(without):
                return
    pytest.fail(f"no state shows what {op.name} did")


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.op is Op.NONE])
def test_what_reads_or_submits_changes_nothing(grown, name):
    estate = grown(3)
    before = estate.row.copy()
    estate.execute(Call(KINDS[name].op, 2))
    assert np.array_equal(estate.row, before)


def test_a_fork_goes_its_own_way(grown):
    estate = grown(3)
    row, log = estate.row.copy(), estate.log[: estate.tick + 1].copy()
    fork = estate.fork()
    fork.execute(Call(Op.RESTART_ALL))
    fork.execute(Call(Op.ROLLBACK, 2))
    fork.advance(5)
    assert np.array_equal(estate.row, row)
    assert np.array_equal(estate.log[: estate.tick + 1], log)
    assert len(fork.inventory.deploys) == len(estate.inventory.deploys) + 1


def test_a_rollback_stands_in_the_deploy_history_after_it_and_not_in_readings_before(grown):
    estate = grown(3)
    before = page(estate)
    tick = estate.tick
    estate.execute(Call(Op.ROLLBACK, 2))
    estate.advance(2)
    newest = estate.inventory.deploys[0]
    assert (newest.node, newest.note) == (2, "undo")
    assert "(15s ago)  undo" in "\n".join(page(estate))
    assert page(estate, tick) == before


def test_no_mutation_touches_an_account_but_through_damage(grown):
    harmless = (Op.TAKE_SNAPSHOT, Op.DISABLE_JOB, Op.ENABLE_BACKUPS, Op.SHED_LOAD, Op.FIX_WEBHOOK)
    accounts = slice(Glob.BURN, Glob.BURN_NOW)
    for op in harmless:
        estate = grown(3)
        before = estate.row[accounts].copy()
        estate.execute(Call(op, estate.graph.of_kind(NodeKind.DATABASE)[0], 50.0))
        assert np.array_equal(estate.row[accounts], before)


@pytest.mark.parametrize("replicas", [0.0, 1.0, 5.0, 64.0])
def test_scaling_reaches_what_it_was_asked_for_or_what_there_is_room_for(grown, replicas):
    estate = grown(3)
    service = estate.graph.of_kind(NodeKind.WORKLOAD)[1]
    room, had = estate.row[Glob.HEADROOM], estate.row[at(service, Node.DESIRED)]
    estate.execute(Call(Op.SCALE, service, replicas))
    estate.advance(4)
    reached = min(replicas, had + room)
    assert estate.row[at(service, Node.READY)] == estate.row[at(service, Node.DESIRED)] == reached
    assert estate.row[Glob.HEADROOM] == room + had - reached


def test_scaling_down_while_pods_start_still_reaches_what_was_asked_for(grown):
    estate = grown(3)
    service = estate.graph.of_kind(NodeKind.WORKLOAD)[1]
    estate.row[at(service, Node.HPA_MAX)] = 0.0
    estate.execute(Call(Op.SCALE, service, 6.0))
    estate.advance(4)
    estate.execute(Call(Op.RESTART, service))
    estate.execute(Call(Op.SCALE, service, 5.0))
    estate.advance(6)
    assert estate.row[at(service, Node.READY)] == 5.0

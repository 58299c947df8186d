"""What is read in a command is exactly what runs: amounts are whole numbers, printed in full."""

import json
import math

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sentinel.environment.spaces import TOOLS, proposal
from sentinel.environment.wire import SentinelAction
from sentinel.episode.outside import OutsideEpisode
from sentinel.errors import ActionError
from sentinel.responder.model import read
from sentinel.world.actions import Action, called, check
from sentinel.world.drift.calls import Refusal, resolve
from sentinel.world.inventory import Call
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

TAKES_AMOUNT = [kind for kind in KINDS.values() if kind.amount is not None]


@pytest.fixture(scope="module")
def episode():
    return OutsideEpisode("war_room", 51, "train")


def targets(kind, episode):
    """Every name that a tool's target could have, and some that belong to other tools."""
    names, inventory = episode.scenario.inventory.names, episode.scenario.inventory
    if kind.target is Target.NOTHING:
        return [""]
    if kind.target is Target.TEXT:
        return ["sev1", "sev2"]
    if kind.target is Target.TABLE:
        return [f"{names[i]}/{table}" for i, both in inventory.tables.items() for table in both]
    if kind.target is Target.HOST:
        return [f"{name}-{host}" for name in names for host in "ab"]
    if kind.target is Target.FLAG:
        return [flag for flag in inventory.flags if flag]
    return [*names, *(f"{name}-workers" for name in names)]


def runs(action, episode):
    layer, estate = episode.bench.desk.layer, episode.estate
    found = resolve(action, layer, episode.scenario.inventory, estate.graph, estate.row)
    return None if isinstance(found, Refusal) else found


def near(kind):
    """Numbers in and about the range of a tool, many of them close to a whole one."""
    whole = st.integers(int(kind.low) - 1, int(kind.high) + 1)
    close = st.builds(
        lambda n, off: n + off, whole, st.sampled_from((0.0, 0.04, -0.04, 0.5, -0.5, 1e-7, -1e-9))
    )
    return whole | close | st.floats()


@st.composite
def action(draw, episode):
    kind = draw(st.sampled_from(list(KINDS.values())))
    given = {}
    if kind.amount is not None:
        given[kind.amount] = draw(near(kind))
    try:
        return called(kind.name, draw(st.sampled_from(targets(kind, episode))), given)
    except ActionError:
        assume(False)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_two_accepted_actions_with_the_same_command_run_as_the_same_call(episode, data):
    first = data.draw(action(episode))
    kind = first.kind
    again = first.target
    if kind.amount is not None and data.draw(st.booleans()):
        try:
            second = called(kind.name, again, {kind.amount: data.draw(near(kind))})
        except ActionError:
            assume(False)
    else:
        second = data.draw(action(episode))
    calls = [runs(each, episode) for each in (first, second)]
    if first.command == second.command and None not in calls:
        assert calls[0] == calls[1]
    if first.name == second.name and again == second.target:
        assert (first.command == second.command) == (first.amount == second.amount)


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(TAKES_AMOUNT), amount=st.floats() | st.integers())
@example(kind=KINDS["export_table"], amount=25478.96)
@example(kind=KINDS["export_table"], amount=31007.5)
@example(kind=KINDS["scale_service"], amount=3.9999999)
@example(kind=KINDS["scale_service"], amount=0.4)
@example(kind=KINDS["set_timeout"], amount=2.5)
@example(kind=KINDS["export_table"], amount=10**400)
@example(kind=KINDS["export_table"], amount=2**53 + 1)
@example(kind=KINDS["purge_audit"], amount=-0.0)
def test_an_amount_is_taken_only_if_it_is_whole_and_in_range(kind, amount):
    name = "x-a" if kind.target is not Target.NOTHING else ""
    fits = kind.low <= amount <= kind.high and amount == math.floor(amount)
    if fits:
        assert str(int(amount)) in called(kind.name, name, {kind.amount: amount}).command
        return
    with pytest.raises(ActionError, match=r"whole number|must be within|too large"):
        called(kind.name, name, {kind.amount: amount})


WAYS = {
    "wire": lambda amount: SentinelAction(
        role="responder", tool="scale_service", target="auth", arguments={"replicas": amount}
    ).proposed(),
    "model": lambda amount: read(
        json.dumps({"tool": "scale_service", "target": "auth", "arguments": {"replicas": amount}})
    ),
    "record": lambda amount: check(Action("scale_service", "auth", amount)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("amount", [2.5, 3.9999999, 0.4])
def test_every_way_in_refuses_part_of_a_replica(way, amount):
    with pytest.raises(ActionError, match=f"replicas={amount} must be a whole number"):
        WAYS[way](amount)
    WAYS[way](4.0)


def test_an_episode_refuses_what_nobody_has_checked(episode):
    name = episode.scenario.inventory.names[1]
    with pytest.raises(ActionError, match=r"replicas=2\.5 must be a whole number"):
        episode.propose(Action("scale_service", name, 2.5), "")


def test_an_amount_that_nobody_checked_is_printed_to_the_last_digit():
    assert Action("scale_service", "auth", 3.9999999).command.endswith("--replicas=3.9999999")
    assert Action("purge_audit", "", 1_000_001.0).command.endswith("--keep 1000001m")
    assert Action("purge_audit", "", math.inf).command.endswith("--keep infm")


def test_a_sample_of_a_space_becomes_the_nearest_whole_number():
    def amount(value):
        tool = TOOLS.index("scale_service")
        return proposal({"tool": tool, "target": "auth", "amount": [value]})[0].amount

    assert [amount(value) for value in (0.4, 2.6, 900.0, math.inf)] == [0, 3, 64, 64]
    with pytest.raises(ActionError, match="must be a number"):
        amount(math.nan)


def test_a_switch_is_no_number():
    with pytest.raises(ActionError, match="replicas='True' must be a number"):
        called("scale_service", "auth", {"replicas": True})


def test_an_account_is_what_its_digits_say(episode):
    inventory = episode.scenario.inventory
    node, (business, _) = sorted(inventory.tables.items())[0]
    action = called("export_table", f"{inventory.names[node]}/{business}", {"account": 25479})
    assert "acct-25479-diag" in action.command
    assert runs(action, episode) == Call(action.kind.op, node, 2.0 * 25479)

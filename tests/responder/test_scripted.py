"""The responder has all sorts of ideas, likelier ones more often, and goes by what it believes."""

from collections import Counter
from random import Random

import pytest

from sentinel.proposal import Role
from sentinel.responder.belief import NOTICES, Belief
from sentinel.responder.looking import CLOSE_LOOK, Look, around, at_random
from sentinel.responder.scripted import Scripted, due
from sentinel.responder.specialists import role_of
from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.actions import check
from sentinel.world.drift.calls import Refusal, resolve
from sentinel.world.drift.kinds import Drift, Form, Visibility
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP, KINDS
from sentinel.world.ops import Op, Target
from sentinel.world.telemetry import read
from sentinel.world.view import View

RECENT = [Look("check_metrics", 1)]


@pytest.fixture(scope="module")
def incidents():
    return [
        scenario(tier, Split.TRAIN, seed)
        for tier in Tier for seed in range(1, 21)
    ]  # fmt: skip


def ideas(made, step=1, seed=0, layer=None, responder=None):
    next_step = due(made, made.start.row)
    found = (responder or Scripted(made)).ideas(
        layer or made.layer, next_step, step, RECENT, Random(seed)
    )
    return list(found)


def test_every_idea_is_an_action_that_the_catalogue_accepts_and_the_world_understands(incidents):
    for made in incidents:
        for idea in ideas(made):
            check(idea.action)
            meant = resolve(
                idea.action, made.layer, made.inventory, made.start.graph, made.start.row
            )
            assert not isinstance(meant, Refusal), idea.action.command
            if idea.intended is not None:
                assert meant == idea.intended


def test_fixes_temptations_dangers_strays_reads_and_submissions_all_come_to_mind(incidents):
    for made in incidents[:8]:
        found = [idea for seed in range(12) for idea in ideas(made, seed=seed)]
        meant = {idea.intended for idea in found}
        fault = made.fault
        for calls in (fault.fixes, fault.tempting, fault.dangerous):
            assert not calls or meant & set(calls)
        assert meant - set(fault.fixes) - set(fault.tempting) - set(fault.dangerous) - {None}
        assert any(idea.action.kind.reads for idea in found)


def test_on_somebodys_turn_everything_is_proposed_in_his_name(incidents):
    for made in incidents:
        if made.tier is Tier.WAR_ROOM:
            for step in range(1, 5):
                roles = {idea.role for idea in ideas(made, step)}
                assert roles == {tuple(Role)[step % 4]}


def test_outside_a_war_room_most_things_are_proposed_by_whose_field_they_are(incidents):
    own = Counter()
    for made in incidents:
        if made.tier is not Tier.WAR_ROOM:
            for idea in ideas(made):
                if idea.intended is not None:
                    kind = made.start.graph.kind.item(idea.intended.node)
                    own[role_of(idea.intended.op, kind) is idea.role] += 1
    assert 0.8 < own[True] / (own[True] + own[False]) < 0.97


def test_the_same_stream_gives_the_same_ideas_and_an_idea_is_one_object(incidents):
    for made in incidents[:10]:
        one, two = ideas(made), ideas(made)
        assert [idea.action for idea in one] == [idea.action for idea in two]
        responder = Scripted(made)
        same = {}
        for idea in ideas(made, responder=responder):
            if idea.intended is not None:
                assert same.setdefault((idea.intended, idea.role), idea) is idea


def test_ideas_speak_the_names_of_the_layer_that_is_believed(incidents):
    made = next(each for each in incidents if each.tier is Tier.DRIFT_OPS)
    drift = Drift(Form.RENAMED, Visibility.ANNOUNCED, 2, made.fault.victim, "somebody-new")
    after = made.layer.after(drift)
    old = made.inventory.names[made.fault.victim]
    before_names = {idea.action.target for seed in range(9) for idea in ideas(made, seed=seed)}
    after_names = {
        idea.action.target for seed in range(9) for idea in ideas(made, seed=seed, layer=after)
    }
    assert old in before_names
    assert "somebody-new" not in before_names
    assert "somebody-new" in after_names
    assert old not in after_names


def test_a_belief_goes_stale_and_takes_in_changes_by_how_visible_they_are():
    old, new = Layer(1, ("a", "b")), Layer(2, ("a", "c"))
    noticed = Counter()
    for visibility in Visibility:
        for seed in range(2_000):
            belief = Belief(old)
            belief.glance(new, visibility, Random(seed))
            noticed[visibility] += belief.layer is new
    for visibility, share in NOTICES.items():
        assert noticed[visibility] / 2_000 == pytest.approx(share, abs=0.04)
    assert noticed[Visibility.SILENT] == 0
    belief = Belief(old)
    belief.learn(new)
    assert belief.layer is new


STORE_OF = {
    Target.DATABASE: NodeKind.DATABASE, Target.HOST: NodeKind.DATABASE,
    Target.TABLE: NodeKind.DATABASE, Target.CACHE: NodeKind.CACHE, Target.QUEUE: NodeKind.QUEUE,
}  # fmt: skip


@pytest.mark.parametrize("op", BY_OP, ids=lambda op: op.name.lower())
def test_before_every_mutation_there_is_somewhere_to_look_that_a_tool_can_read(incidents, op):
    made = incidents[25]
    graph, estate = made.start.graph, made.start
    view = View(graph, made.inventory, made.inventory.names, estate.row,
                estate.past(estate.tick), 1)  # fmt: skip
    assert set(CLOSE_LOOK[op]) <= {name for name, kind in KINDS.items() if kind.reads}
    node = graph.of_kind(STORE_OF.get(BY_OP[op].target, NodeKind.WORKLOAD))[-1]
    looks = around(Call(op, node), node, graph)
    assert looks
    assert all(read(look.tool, look.node, view) for look in looks)


def test_a_look_at_random_is_one_that_the_service_allows(incidents):
    made = incidents[25]
    graph, estate = made.start.graph, made.start
    view = View(graph, made.inventory, made.inventory.names, estate.row,
                estate.past(estate.tick), 1)  # fmt: skip
    for node in range(graph.nodes):
        tools = {at_random(Random(seed), node, graph).tool for seed in range(60)}
        assert len(tools) >= 3
        assert all(read(tool, node, view) for tool in tools)


def test_what_is_due_is_the_first_step_of_the_plan_that_is_not_done(incidents):
    for made in incidents:
        step = due(made, made.start.row)
        open_steps = [each for each in made.fault.plan if not each.done(made.start.row)]
        assert step == (open_steps[0].call if open_steps else None)
        assert (step is None) == (not made.fault.plan)
        assert step is None or step.op in Op

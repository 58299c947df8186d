"""A scenario is worth playing, follows from its seed, and differs from its twin in one thing."""

from collections import Counter
from dataclasses import fields, replace

import numpy as np
import pytest

from sentinel.errors import ScenarioError
from sentinel.responder.scripted import due
from sentinel.scenario.acceptance import COST_FLOOR, HEALTHY, RESOLVED_TICKS, resolves
from sentinel.scenario.generate import accepted, draft, scenario, starts
from sentinel.scenario.ground import WARM_TICKS
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import DRIFTS, SIZES, STEPS, Tier
from sentinel.world.faults.catalogue import BY_ID, FAMILIES, PRIOR, QUIET
from sentinel.world.fields import EDGE, GLOBALS, NODE, Edge, Glob
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.node_fields import Node
from sentinel.world.predicates import Lag, Predicates
from sentinel.world.rollout import moment, rolled
from sentinel.world.state import nodes

LOSSES = (Glob.ROWS_LOST, Glob.MESSAGES_LOST, Glob.SESSIONS_LOST, Glob.EXPOSURE,
          Glob.EVIDENCE_LOST)  # fmt: skip
WHERE = [(tier, split) for tier in Tier for split in (Split.TRAIN, Split.HELDOUT_XL)]
FEW = 40


@pytest.mark.parametrize(("tier", "split"), WHERE)
def test_waiting_costs_something_or_threatens_data_unless_the_alarm_is_false(first, tier, split):
    for each in first(tier, split, FEW):
        assert accepted(each)
        now = moment(each.start, each.plan, each.family.horizon)
        if each.family is QUIET:
            assert each.fault.plan == ()
            assert each.start.row[Glob.BURN_NOW] < HEALTHY
        elif not each.family.latent:
            assert now.cost_of_waiting >= COST_FLOOR
        else:
            assert now.cost_of_waiting >= COST_FLOOR or now.without[6] > 10_000.0


def of_family(first, family):
    """Scenarios of a family in every tier, of training and held out."""
    return [each for tier, split in WHERE for each in first(tier, split, 60)
            if each.family.id == family]  # fmt: skip


def mended(made):
    """The estate after its plan, of which the step that is due is carried out at every step."""
    estate = made.start.fork()
    for _ in range(RESOLVED_TICKS // STEP_TICKS):
        step = due(made, estate.row)
        if step is not None:
            estate.execute(step)
        estate.advance(STEP_TICKS)
    return estate


@pytest.mark.parametrize("family", BY_ID)
def test_the_plan_carried_out_step_by_step_mends_the_estate_and_is_then_done(first, family):
    for each in of_family(first, family):
        estate = mended(each)
        assert estate.row[Glob.BURN_NOW] < HEALTHY, (each.tier, each.seed)
        assert due(each, estate.row) is None, (each.tier, each.seed)


@pytest.mark.parametrize("family", BY_ID)
def test_once_mended_there_is_nothing_left_that_the_plan_could_save(first, family):
    for each in of_family(first, family):
        now = moment(mended(each), each.plan, each.family.horizon)
        assert now.cost_of_waiting == pytest.approx(0.0, abs=COST_FLOOR), (each.tier, each.seed)


@pytest.mark.parametrize("family", BY_ID)
def test_the_plan_destroys_nothing(first, family):
    for each in of_family(first, family):
        after = rolled(each.start, each.plan, 0, RESOLVED_TICKS)
        lost = {name: float(after[name]) for name in LOSSES}
        assert lost.pop(Glob.ROWS_LOST) <= 25.0, (each.tier, each.seed)
        idle = rolled(each.start, each.plan, RESOLVED_TICKS, RESOLVED_TICKS)
        assert lost.pop(Glob.EXPOSURE) <= 0.6 * idle[Glob.EXPOSURE], (each.tier, each.seed)
        assert set(lost.values()) == {0.0}, (each.tier, each.seed, lost)


def test_an_estate_that_is_not_mended_by_its_plan_is_not_accepted(made):
    good = made(Tier.WAR_ROOM, Split.TRAIN, 1)
    assert resolves(good.start, good.plan)
    assert not accepted(replace(good, plan=good.plan[:0]))


def test_an_incident_that_costs_nothing_is_not_accepted(first):
    for each in of_family(first, "P1"):
        assert not accepted(replace(each, start=mended(each)))


@pytest.mark.parametrize(("tier", "split"), WHERE)
def test_the_incident_starts_after_calm_ticks_with_its_accounts_at_zero(first, tier, split):
    for each in first(tier, split, FEW):
        row, log = each.start.row, each.start.log
        low, high = each.family.onset
        assert WARM_TICKS + low <= each.start.tick <= WARM_TICKS + high
        assert row[Glob.BURN] == 0.0
        assert log[WARM_TICKS, Glob.BURN_NOW] < HEALTHY
        assert (row[Glob.ROWS_LOST : Glob.BURN_NOW] == 0.0).all()
        assert np.array_equal(log[each.start.tick, GLOBALS:], row[GLOBALS:])


@pytest.mark.parametrize("tier", Tier)
def test_sizes_and_drifts_are_those_of_the_tier(first, tier):
    found = [*first(tier, Split.TRAIN, FEW), *first(tier, Split.HELDOUT_XL, FEW)]
    sizes = {each.start.graph.nodes for each in found}
    assert SIZES[tier][0] <= min(sizes) < max(sizes) <= SIZES[tier][1]
    counts = {len(each.drifts) for each in found}
    assert min(counts) == DRIFTS[tier][0]
    assert max(counts) == DRIFTS[tier][1]
    for each in found:
        assert all(2 <= drift.step <= STEPS[tier] for drift in each.drifts)


def test_families_occur_as_often_as_their_prior_says(first):
    found = Counter(each.family.id for tier in Tier for each in first(tier, Split.HELDOUT_XL, 200))
    whole = sum(found.values())
    for family, share in PRIOR.items():
        expected = whole * share / sum(PRIOR.values())
        assert abs(found[family] - expected) < 4.0 * expected**0.5, family


def test_families_belong_to_four_roles_and_each_role_has_some():
    assert {family.role for family in FAMILIES} == {"NetworkOps", "DBAdmin", "SecOps", "Platform"}
    assert len(FAMILIES) - 1 >= 12
    assert set(PRIOR) == {family.id for family in FAMILIES}


@pytest.mark.parametrize("tier", Tier)
def test_platform_has_an_incident_in_every_tier(first, tier):
    found = first(tier, Split.TRAIN, FEW)
    assert any(each.family.role == "Platform" and each.family is not QUIET for each in found)


def test_the_same_seed_makes_the_same_scenario():
    one, two = (scenario(Tier.WAR_ROOM, Split.TRAIN, 5) for _ in range(2))
    for name in ("attempt", "predicates", "fault", "policies", "drifts", "inventory", "domain"):
        assert getattr(one, name) == getattr(two, name)
    assert np.array_equal(one.start.row, two.start.row)
    assert np.array_equal(*(each.start.log[: each.start.tick + 1] for each in (one, two)))
    assert [one.stream("responder").random() for _ in range(2)] == [
        two.stream("responder").random() for _ in range(2)
    ]


def test_another_seed_tier_or_split_makes_another_scenario(made):
    rows = [
        made(tier, split, seed).start.row.tobytes()
        for tier, split, seed in (
            (Tier.WAR_ROOM, Split.TRAIN, 5),
            (Tier.WAR_ROOM, Split.TRAIN, 6),
            (Tier.ACTION_SCREEN, Split.TRAIN, 5),
            (Tier.WAR_ROOM, Split.HELDOUT, 9101),
            (Tier.WAR_ROOM, Split.HELDOUT_XL, 21_001),
        )
    ]
    assert len(set(rows)) == len(rows)


def test_a_seed_outside_its_split_is_refused():
    with pytest.raises(ScenarioError, match="seed 42 is not in train/war_room"):
        scenario(Tier.WAR_ROOM, Split.TRAIN, 42)


STATIC = {
    "creation": (Glob.CREATION,),
    "snapshot": (Node.SNAP_TICK, Node.SNAP_LSN, Glob.SNAP_FAILED),
    "backups": (Node.BACKUPS,), "image": (Node.IMAGE_OK, Node.HOTFIX),
    "expand": (Node.CONTRACT, Node.HOTFIX), "hotfix": (Node.HOTFIX,),
    "headroom": (Glob.HEADROOM,), "conn_memory": (Node.CONN_MEMORY,), "oob": (Glob.OOB,),
    "no_later_push": (Glob.LATER_PUSH,), "no_automation": (Glob.DNS_AUTOMATION,),
    "quota": (Glob.QUOTA,), "flag_plain": (Node.FLAG_OFF_ERR,), "cache_plain": (Node.SESSIONS,),
    "few_sessions": (Node.SESSIONS,), "attack": (Glob.ATTACK,),
    "partitions": (Node.PARTITIONS,), "cache_room": (Node.CACHE_ROOM,),
    "thread_room": (Glob.THREAD_ROOM,), "manifest": (Node.MANIFEST,),
    "node_stateless": (Glob.NODE_STORE,), "store_match": (Glob.STORE_MATCH,),
    "preloaded": (Glob.PRELOADED,), "resolver_kept": (Glob.RESOLVER_KEPT,),
    "push_plain": (Glob.PUSH_CLOSED,), "failover_paused": (Glob.FAILOVER,),
    "table_per_node": (Glob.TABLE_PER_NODE,), "table_memory": (Glob.TABLE_MEMORY,),
    "issuer": (Glob.ISSUER,), "hot_reload": (Glob.HOT_RELOAD,), "logs_shipped": (Glob.SHIPPED,),
    "acl_unused": (Glob.ACL_USED,), "store_room": (Glob.COLD_READS,),
    "ruleset_kept": (Glob.RULESET_KEPT,), "chain": (Glob.CHAIN,), "pitr": (Glob.PITR,),
    "verified": (Glob.SNAP_FAILED,), "canary": (Glob.CANARY, Glob.CANARY_NODE),
}  # fmt: skip
"""What each circumstance that moves nothing by itself may change in the estate."""

MOVING = {field.name for field in fields(Predicates)} - set(STATIC)


def twin(made, name):
    """The same draw with one circumstance on its other side, or None if it cannot occur."""
    value = getattr(made.predicates, name)
    other = (Lag.LARGE if value is Lag.NONE else Lag.NONE) if isinstance(value, Lag) else not value
    if any(need == name and other != wanted for need, wanted in made.family.needs):
        return None
    given = replace(made.predicates, **{name: other})
    return draft(made.tier, made.split, made.seed, made.attempt, given)


def field_of(place, graph):
    """The field that a place of a row belongs to."""
    if place < GLOBALS:
        return Glob(place)
    inner = place - GLOBALS
    if inner < graph.nodes * NODE:
        return Node(inner % NODE)
    return Edge((inner - graph.nodes * NODE) % EDGE)


@pytest.mark.parametrize("name", [field.name for field in fields(Predicates)])
def test_a_twin_differs_in_one_circumstance_and_in_nothing_else(first, name):
    allowed = {(type(field), int(field)) for field in STATIC.get(name, ())}
    differs = 0
    for each in (
        *first(Tier.ACTION_SCREEN, Split.TRAIN, 3 * FEW),
        *first(Tier.DRIFT_OPS, Split.TRAIN, 20),
    ):
        other = twin(each, name)
        if other is None:
            continue
        for part in ("policies", "drifts", "inventory", "domain", "shape", "family"):
            assert getattr(each, part) == getattr(other, part), (part, each.family.id, each.seed)
        for part in ("culprit", "victim", "alert"):
            assert getattr(each.fault, part) == getattr(other.fault, part)
        assert each.start.tick == other.start.tick
        places = np.flatnonzero(each.start.row != other.start.row).tolist()
        differs += bool(places)
        if name in STATIC:
            found = {field_of(place, each.start.graph) for place in places}
            assert {(type(f), int(f)) for f in found} <= allowed, (each.family.id, each.seed, found)
    assert differs >= 5


def test_the_circumstances_that_move_something_by_themselves_are_few():
    traffic, pods, data = {"low_traffic", "zone_room"}, {"all_hold_new"}, {"lag", "replica"}
    assert (
        traffic | pods | data | {"conn_room", "short_undo", "queue_empty", "sync_commit"} == MOVING
    )


def test_no_service_is_down_or_without_capacity_when_the_incident_starts(first):
    for tier, split in WHERE:
        for each in first(tier, split, FEW):
            view = nodes(each.start.row, each.start.graph)
            assert (view[:, Node.READY] > 0).all()
            assert (view[:, Node.CAPACITY] > 0).all()


@pytest.mark.parametrize(("tier", "split"), WHERE)
def test_a_start_under_other_circumstances_is_that_of_the_whole_draft(first, tier, split):
    for made in first(tier, split, 8):
        others = [replace(made.predicates, low_traffic=low, quota=not made.predicates.quota)
                  for low in (True, False, True)]  # fmt: skip
        whole = [draft(tier, split, made.seed, made.attempt, each) for each in others]
        rows = starts(made, [made.predicates, *others])
        expected = [made.start.row, *(each.start.row for each in whole)]
        assert all(np.array_equal(one, two) for one, two in zip(rows, expected, strict=True))

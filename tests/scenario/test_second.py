"""Two faults at once: how often, where, that each has to be mended, and that both can be."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random
from statistics import fmean

import pytest

from sentinel.episode import sufficiency
from sentinel.responder.scripted import due
from sentinel.scenario.acceptance import HEALTHY, RESOLVED_TICKS, resolves
from sentinel.scenario.deploys import with_deploys
from sentinel.scenario.generate import accepted, starts
from sentinel.scenario.ground import healthy
from sentinel.scenario.second import LOCAL, SHARE
from sentinel.scenario.splits import Split, has_family, held_out, parity
from sentinel.scenario.tiers import Tier
from sentinel.world.drift.kinds import Form
from sentinel.world.fields import Glob
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.rollout import rolled

SPLITS = (Split.TRAIN, Split.VALIDATION, Split.HELDOUT_XL)
MANY = 400
DRAWS = 2_000


def doubles(first, split=Split.TRAIN, count=120):
    return [each for each in first(Tier.DRIFT_OPS, split, count) if each.second is not None]


@pytest.mark.parametrize("split", [Split.TRAIN, Split.VALIDATION])
def test_one_in_six_incidents_of_drift_ops_has_two_faults(first, split):
    made = first(Tier.DRIFT_OPS, split, MANY)
    assert len(made) == MANY
    share = sum(each.second is not None for each in made) / MANY
    assert 0.15 <= SHARE <= 0.2
    assert SHARE - 0.05 <= share <= SHARE + 0.05


@pytest.mark.parametrize("tier", [Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.ADVERSARY])
def test_no_other_tier_has_two(first, tier):
    assert all(each.second is None and not each.fault.also for each in first(tier, Split.TRAIN, 60))


def test_the_second_is_of_many_families(first):
    found = {each.second.family.id for each in doubles(first, count=MANY)}
    assert len(found) >= 6
    assert found <= set(LOCAL)


@pytest.mark.parametrize("split", SPLITS)
def test_the_second_is_of_another_family_in_another_part_of_the_estate(first, split):
    for each in doubles(first, split):
        family, fault, principal = each.second
        assert family is not each.family
        assert family.horizon <= each.family.horizon
        ours, theirs = ({one.culprit, one.victim} - {0} for one in (principal, fault))
        assert not ours & theirs
        mended = {step.node for step in fault.plan} - {0}
        assert not mended & {principal.culprit, principal.victim}
        assert each.fault.also == (fault.culprit, fault.victim)


@pytest.mark.parametrize("split", SPLITS)
def test_the_second_is_one_that_the_split_may_have_under_these_circumstances(first, split):
    for each in doubles(first, split):
        assert has_family(split, each.second.family.id)
        assert parity(each.second.family, each.predicates) == held_out(split)


@pytest.mark.parametrize("split", SPLITS)
def test_both_must_be_mended_and_the_two_plans_together_do_it(first, split):
    for each in doubles(first, split):
        assert accepted(each)
        assert not any(resolves(each.start, plan) for plan in each.second.plans)
        after = rolled(each.start, each.plan, 0, RESOLVED_TICKS)
        assert after[Glob.BURN_NOW] < HEALTHY, each.seed
        _, fault, principal = each.second
        assert sorted(map(str, each.fault.plan)) == sorted(map(str, principal.plan + fault.plan))


@pytest.mark.parametrize("split", SPLITS)
def test_mending_the_first_alone_leaves_a_step_due_and_users_unserved(first, split):
    for each in doubles(first, split, 60):
        estate = each.start.fork()
        steps = each.second.principal.plan
        for _ in range(RESOLVED_TICKS // STEP_TICKS):
            left = next((step for step in steps if not step.done(estate.row)), None)
            if left is not None:
                estate.execute(left.call)
            estate.advance(STEP_TICKS)
        assert estate.row[Glob.BURN_NOW] >= HEALTHY
        assert due(each, estate.row) is not None


def test_each_plan_keeps_its_order(first):
    for each in doubles(first):
        _, fault, principal = each.second
        for plan in (principal.plan, fault.plan):
            places = [each.fault.plan.index(step) for step in plan]
            assert all(one <= two for one, two in pairwise(places))


def test_nobody_is_paged_for_the_second(first):
    for each in doubles(first):
        _, _, principal = each.second
        fault = each.fault
        assert (fault.alert, fault.culprit, fault.victim) == (
            principal.alert, principal.culprit, principal.victim,
        )  # fmt: skip


def test_a_release_that_caused_the_second_stands_in_the_history(first):
    released = 0
    for each in doubles(first, count=MANY):
        if each.second.fault.deploy:
            released += 1
            culprit = each.second.fault.culprit
            newest = next(one for one in each.inventory.deploys if one.node == culprit)
            assert newest.tick >= each.start.tick - each.family.onset[1]
    assert released > 5


@pytest.mark.parametrize("caused", [True, False])
def test_the_number_of_deploys_does_not_tell_two_faults_from_one(first, caused):
    each = doubles(first)[0]
    _, second, principal = each.second
    ground = healthy(each.key).ground.inventory

    def numbers(fault, other):
        drawn = Counter(
            len(with_deploys(ground, Random(seed), fault, 24, other).deploys) - len(ground.deploys)
            for seed in range(DRAWS)
        )
        return {number: count / DRAWS for number, count in sorted(drawn.items())}

    fault = replace(principal, deploy=caused)
    one, two = (
        numbers(fault, None),
        numbers(replace(fault, also=each.fault.also), replace(second, deploy=True)),
    )
    assert one.keys() == two.keys() == ({2, 3} if caused else {1, 2, 3})
    assert two == pytest.approx(one, abs=0.05)
    assert numbers(replace(fault, also=each.fault.also), replace(second, deploy=False)) == (
        pytest.approx(one, abs=0.05)
    )


def test_no_change_makes_a_step_of_either_plan_impossible(first):
    for each in doubles(first):
        planned = {step.op for step in each.fault.plan}
        for drift in each.drifts:
            assert drift.form is not Form.WITHDRAWN or not planned & set(drift.ops)


@pytest.mark.parametrize("split", SPLITS)
def test_few_draws_are_needed_for_two(first, split):
    every = first(Tier.DRIFT_OPS, split, 120)
    assert fmean(each.attempt for each in every) < 12.0
    assert max(each.attempt for each in doubles(first, split)) < 60


def test_a_start_without_a_place_for_the_second_fault_is_none(first, monkeypatch):
    made = doubles(first)[0]
    (row,) = starts(made, [made.predicates])
    assert row is not None
    monkeypatch.setattr("sentinel.scenario.second.PLACES", 0)
    assert starts(made, [made.predicates]) == [None]
    worlds = sufficiency.drawn.__wrapped__(made, 0, 2)
    assert (worlds.there == worlds.here).all()

"""What is held out is held out: seeds, names, shapes and circumstances of the worlds made."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from sentinel.errors import ScenarioError
from sentinel.scenario.generate import draft
from sentinel.scenario.splits import (
    DOMAINS_OF,
    Split,
    check_seed,
    has_family,
    held_out,
    named,
    seeds,
    tier_named,
)
from sentinel.scenario.tiers import Tier
from sentinel.world.faults.catalogue import FAMILIES, QUIET
from sentinel.world.fields import NodeKind
from sentinel.world.predicates import Lag

APART = (Split.TRAIN, Split.VALIDATION, Split.HELDOUT)
"""Splits that share nothing; `heldout-xl` shares domains and shapes with `heldout`."""

OPEN = [split for split in Split if split is not Split.PRIVATE]

COUNT = 60


@pytest.fixture(scope="module")
def worlds(first):
    """Scenarios of every tier, by split; a private one has its tests with its salt."""
    return {split: [each for tier in Tier for each in first(tier, split, COUNT)] for split in OPEN}


@pytest.mark.parametrize("tier", Tier)
def test_no_seed_is_in_two_splits(tier):
    for one, two in combinations(Split, 2):
        assert set(seeds(one, tier)) & set(seeds(two, tier)) == set()


def test_the_splits_have_the_seeds_that_are_published():
    assert [len(seeds(Split.HELDOUT, tier)) for tier in Tier] == [20, 20, 10, 0]
    assert [len(seeds(Split.HELDOUT_XL, tier)) for tier in Tier] == [200, 200, 200, 0]
    assert [len(seeds(Split.ADVERSARY, tier)) for tier in Tier] == [0, 0, 0, 100]
    assert [seeds(Split.HELDOUT, tier)[0] for tier in tuple(Tier)[:3]] == [9001, 9101, 9201]
    for tier in Tier:
        assert set(seeds(Split.TRAIN, tier)) == set(range(1, 8001)) - {42}
        assert set(seeds(Split.VALIDATION, tier)) == set(range(8001, 9001))
        assert seeds(Split.DEMO, tier) == (42,)


@pytest.mark.parametrize("split", Split)
@pytest.mark.parametrize("tier", Tier)
def test_the_seeds_of_a_split_and_no_others_are_accepted(split, tier):
    known = seeds(split, tier)
    if not known:
        with pytest.raises(ScenarioError, match=f"{split} has no incidents of {tier}"):
            check_seed(split, tier, 1)
        return
    check_seed(split, tier, known[0])
    check_seed(split, tier, known[-1])
    for other in (0, -1, 42 if split is not Split.DEMO else 41, known[-1] + 1, 10**9):
        with pytest.raises(ScenarioError, match=f"seed {other} is not in {split}/{tier}"):
            check_seed(split, tier, other)


def test_names_of_splits_and_tiers_are_read_and_unknown_ones_listed():
    assert [named(split.value) for split in Split] == list(Split)
    assert [tier_named(tier.value) for tier in Tier] == list(Tier)
    with pytest.raises(ScenarioError, match="no split is named 'test'; there are train, valid"):
        named("test")
    with pytest.raises(ScenarioError, match="no tier is named 'easy'; there are action_screen"):
        tier_named("easy")


def vocabulary(worlds) -> set[str]:
    """Every name of a service, a table or a flag that occurs."""
    found = set()
    for each in worlds:
        found |= set(each.inventory.names) | set(each.inventory.flags) - {""}
        found |= {table for pair in each.inventory.tables.values() for table in pair}
    return found


def test_no_name_of_a_service_a_table_or_a_flag_occurs_in_two_splits_that_are_apart(worlds):
    for one, two in combinations(APART, 2):
        assert vocabulary(worlds[one]) & vocabulary(worlds[two]) == set()


def test_no_kind_of_store_of_a_held_out_domain_occurs_in_training(worlds):
    def makes(found):
        stores = (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)
        return {
            each.inventory.names[node].partition("-")[0]
            for each in found
            for node in each.start.graph.of_kind(*stores)
        }

    seen = makes(worlds[Split.TRAIN]) | makes(worlds[Split.VALIDATION])
    assert makes(worlds[Split.HELDOUT_XL]) & seen == set()


def test_every_domain_of_a_split_occurs_and_no_other(worlds):
    for split in (Split.TRAIN, Split.VALIDATION, Split.HELDOUT, Split.HELDOUT_XL):
        assert {each.domain for each in worlds[split]} == set(DOMAINS_OF[split])


def shape_of(made) -> frozenset[tuple[int, int]]:
    """Calls between the workloads of an estate, numbered from the first."""
    graph = made.start.graph
    work = graph.of_kind(NodeKind.WORKLOAD)
    place = {node: number for number, node in enumerate(work)}
    pairs = zip(graph.caller.tolist(), graph.callee.tolist(), strict=True)
    return frozenset((place[a], place[b]) for a, b in pairs if a in place and b in place)


def depth(made) -> float:
    """Longest chain of calls between workloads, as a share of their number."""
    pairs = sorted(shape_of(made))
    far: Counter[int] = Counter()
    for caller, callee in pairs:
        far[callee] = max(far[callee], far[caller] + 1)
    return (max(far.values()) + 1) / len(made.start.graph.of_kind(NodeKind.WORKLOAD))


def test_no_call_graph_of_a_held_out_estate_occurs_in_training(worlds):
    seen = {shape_of(each) for split in APART[:2] for each in worlds[split]}
    held = [each for split in OPEN if held_out(split) for each in worlds[split]]
    small = [each for each in held if len(each.start.graph.of_kind(NodeKind.WORKLOAD)) > 2]
    assert [each.seed for each in small if shape_of(each) in seen] == []
    assert len(small) > 0.6 * len(held)


def test_held_out_estates_are_chains_and_training_estates_are_not(worlds):
    large = [each for each in worlds[Split.HELDOUT_XL] if each.tier is not Tier.ACTION_SCREEN]
    assert min(depth(each) for each in large) > 0.9
    large = [each for each in worlds[Split.TRAIN] if each.tier is not Tier.ACTION_SCREEN]
    assert max(depth(each) for each in large) < 0.9


def combination(made):
    """Family and the first three circumstances that flip its labels, each harmless or not."""
    values = [getattr(made.predicates, name) for name in made.family.flips[:3]]
    sides = [value is Lag.NONE if isinstance(value, Lag) else bool(value) for value in values]
    return made.family.id, tuple(sides)


@pytest.fixture(scope="module")
def many(made):
    """Families and circumstances of more scenarios, so that rare combinations occur."""
    return {
        split: [
            replace(made(tier, split, seed), start=None)
            for tier in Tier
            for seed in seeds(split, tier)[:200]
        ]
        for split in (Split.TRAIN, Split.VALIDATION, Split.HELDOUT_XL)
    }


def test_no_family_meets_in_training_a_combination_of_circumstances_that_is_held_out(many):
    held = {combination(each) for each in many[Split.HELDOUT_XL] if each.family is not QUIET}
    for split in (Split.TRAIN, Split.VALIDATION):
        seen = {combination(each) for each in many[split] if each.family is not QUIET}
        assert held & seen == set()
    assert len(held) > 30


@pytest.mark.parametrize("split", [Split.TRAIN, Split.HELDOUT_XL])
def test_every_single_circumstance_takes_both_sides_in_training_and_held_out(many, split):
    for family in [each for each in FAMILIES if has_family(split, each.id)]:
        found = [combination(each)[1] for each in many[split] if each.family is family]
        fixed = {name for name, _ in family.needs}
        for place, name in enumerate(family.flips[:3]):
            sides = {sides[place] for sides in found}
            assert name in fixed or sides == {True, False}, (family.id, name)


DECIDING = [
    (family, name)
    for family in FAMILIES
    for name in family.flips[:3]
    if name not in dict(family.needs)
]


@pytest.mark.parametrize(
    ("family", "name"), DECIDING, ids=[f"{family.id}-{name}" for family, name in DECIDING]
)
def test_a_circumstance_that_decides_the_split_stands_in_the_world(many, family, name):
    split = Split.TRAIN if has_family(Split.TRAIN, family.id) else Split.HELDOUT_XL
    for each in [each for each in many[split] if each.family is family][:25]:
        value = getattr(each.predicates, name)
        other = (
            (Lag.LARGE if value is Lag.NONE else Lag.NONE) if isinstance(value, Lag) else not value
        )
        rows = []
        for side in (value, other):
            given = replace(each.predicates, **{name: side})
            rows.append(draft(each.tier, each.split, each.seed, each.attempt, given).start.row)
        assert not np.array_equal(*rows), (each.tier, each.seed)


def test_nothing_may_be_trained_on_the_held_out_splits_and_the_audit_of_their_labels():
    held = {split for split in Split if held_out(split)}
    audits = {Split.AUDIT, Split.CALIBRATION, Split.ADVERSARY}
    assert held == {Split.HELDOUT, Split.HELDOUT_XL, *audits, Split.OOD, Split.PRIVATE}

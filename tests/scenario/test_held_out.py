"""Families and kinds of change that are held out occur in no world of training, and make `ood`."""

from collections import Counter

import pytest

from sentinel.scenario.generate import scenario
from sentinel.scenario.held_out import UNSEEN_DRIFTS, UNSEEN_FAMILIES, UNSEEN_SHARE
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.drift.kinds import DriftKind
from sentinel.world.faults.catalogue import BY_ID, PRIOR, QUIET

COUNT = 150
TUNED = (Split.TRAIN, Split.VALIDATION)


def combination(made):
    """Family and which of its first three circumstances are as drawn."""
    return made.family.id, tuple(getattr(made.predicates, name) for name in made.family.flips[:3])


@pytest.fixture(scope="module")
def met():
    """Of the worlds of each split: combinations, and kinds of change."""
    combinations, drifts = {}, {}
    for split in (*TUNED, Split.OOD):
        worlds = (scenario(t, split, seed) for t in Tier for seed in seeds(split, t)[:COUNT])
        facts = [(combination(each), [drift.kind for drift in each.drifts]) for each in worlds]
        combinations[split] = Counter(found for found, _ in facts)
        drifts[split] = Counter(kind for _, kinds in facts for kind in kinds)
    return combinations, drifts


def families(combinations):
    found = Counter()
    for (family, _), count in combinations.items():
        found[family] += count
    return found


def test_what_is_held_out_exists_and_belongs_to_different_specialists():
    assert set(UNSEEN_FAMILIES) < set(BY_ID) - {QUIET.id}
    roles = {BY_ID[family].role for family in UNSEEN_FAMILIES}
    assert len(roles) == len(UNSEEN_FAMILIES)
    assert set(UNSEEN_DRIFTS) < set(DriftKind)


@pytest.mark.parametrize("split", TUNED)
def test_no_world_of_training_has_a_held_out_family_or_change(met, split):
    combinations, drifts = met
    assert set(families(combinations[split])) == set(PRIOR) - set(UNSEEN_FAMILIES)
    assert set(drifts[split]) == set(DriftKind) - set(UNSEEN_DRIFTS)


def test_every_change_of_an_ood_world_is_of_a_kind_that_training_never_has(met):
    _, drifts = met
    assert set(drifts[Split.OOD]) == set(UNSEEN_DRIFTS)


def test_two_thirds_of_ood_worlds_are_of_families_that_training_never_has(met):
    combinations, _ = met
    found = families(combinations[Split.OOD])
    unseen = sum(found[family] for family in UNSEEN_FAMILIES) / sum(found.values())
    assert unseen == pytest.approx(UNSEEN_SHARE, abs=0.07)
    assert set(UNSEEN_FAMILIES) < set(found)


def test_the_other_ood_worlds_have_combinations_of_circumstances_that_training_never_has(met):
    combinations, _ = met
    seen = {each for split in TUNED for each in combinations[split] if each[0] != QUIET.id}
    known = {each for each in combinations[Split.OOD] if each[0] != QUIET.id}
    assert seen & known == set()
    assert any(family not in UNSEEN_FAMILIES for family, _ in known)

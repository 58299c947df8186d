"""Ending an exposure is worth something by itself, whether or not it spares users anything."""

import pytest

from sentinel.grading.classes import ActionClass
from sentinel.grading.truth import classify
from sentinel.scenario import generate, splits
from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import Glob
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.rollout import EXPOSURE_FLOOR, moment
from sentinel.world.state import at


@pytest.fixture
def quiet(monkeypatch):
    """Incidents of a family in which strangers read so little that nobody waits for it."""

    def make(family, circumstance):
        monkeypatch.setattr(generate, "PRIOR", {family: 1.0})
        monkeypatch.setattr(splits, "UNSEEN_FAMILIES", ())
        for seed in seeds(Split.TRAIN, Tier.ACTION_SCREEN)[:30]:
            made = scenario(Tier.ACTION_SCREEN, Split.TRAIN, seed)
            if not getattr(made.predicates, circumstance):
                continue
            estate = made.start.fork()
            for node in range(estate.graph.nodes):
                estate.row[at(node, Node.EXPORT)] = 0.0
            estate.advance(24)
            estate.row[Glob.BURN : Glob.BURN_NOW] = 0.0
            yield made, estate

    return make


def label(made, estate, call):
    found = moment(estate, made.plan, made.family.horizon).measure([call])[0]
    return found, classify(found, certain=True).action_class


def closed(made, estate):
    return label(made, estate, Call(Op.CLOSE_ACL, made.fault.culprit))


def test_closing_a_public_store_that_nobody_waits_for_is_correct(quiet):
    seen = 0
    for made, estate in quiet("S6", "acl_unused"):
        found, action_class = closed(made, estate)
        assert found.exposure < -EXPOSURE_FLOOR
        if found.regret_noop < 0.02:
            seen += 1
            assert action_class is ActionClass.CORRECT
    assert seen > 5


def test_shutting_an_intruder_out_whose_traces_are_kept_is_correct(quiet):
    seen = 0
    for made, estate in quiet("S3", "logs_shipped"):
        if not made.predicates.all_hold_new:
            continue
        found, action_class = label(made, estate, Call(Op.REVOKE_KEY, made.fault.culprit))
        if found.regret_noop < 0.02 and found.burn_rise < 0.05:
            seen += 1
            assert found.exposure < -EXPOSURE_FLOOR
            assert action_class is ActionClass.CORRECT
    assert seen > 2


def test_closing_it_while_partners_need_it_is_not(quiet):
    for made, estate in quiet("S6", "acl_unused"):
        estate.row[Glob.ACL_USED] = 1.0
        assert closed(made, estate)[1] is not ActionClass.CORRECT

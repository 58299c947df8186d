"""Every consequence has one class, by the published tests in order; batch and single agree."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.episode.explain import at_step, classes_of, every_call, explain_text
from sentinel.episode.loop import Episode
from sentinel.grading.classes import ActionClass
from sentinel.grading.thresholds import (
    BAND,
    CORRECT_SHARE,
    DAMAGE,
    IDLE_READS,
    REGRET_EPSILON,
    WAITING_COST,
)
from sentinel.grading.truth import classify, margin, settled, truth
from sentinel.proposal import Role
from sentinel.responder.candidate import Candidate
from sentinel.world.consequence import Consequence
from sentinel.world.drift.calls import phrase
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Target

CATASTROPHIC, WRONG, CORRECT, AMBIGUOUS, NEUTRAL = ActionClass


def near(limit):
    """Amounts below, at, between and above the two thresholds of a damage."""
    return st.one_of(
        st.just(0.0),
        st.sampled_from((limit.damage, limit.catastrophe)),
        st.floats(-limit.catastrophe, 2.0 * limit.catastrophe),
        st.floats(0.5 * limit.damage, 1.5 * limit.damage),
    )


@st.composite
def consequences(draw):
    some = draw(st.sets(st.sampled_from(sorted(DAMAGE)), max_size=3))
    damages = {name: draw(near(DAMAGE[name])) for name in some}
    noop = draw(st.one_of(st.floats(-0.1, 2.0), st.just(WAITING_COST)))
    share = st.sampled_from((0.0, CORRECT_SHARE, 0.5, 1.0, 1.5)).map(lambda part: part * noop)
    return Consequence(
        **damages,
        regret=draw(st.one_of(st.floats(-0.5, 3.0), share)),
        regret_noop=noop,
        risk_lowered=draw(st.booleans()),
        reads_only=draw(st.booleans()),
        idle_reads=draw(st.integers(0, 5)),
        breach=draw(st.sampled_from(("", "", "P2"))),
    )


def published(found, *, unanimous, certain):
    """The class by the nine tests as they are written down: the first that hits, and its number."""
    over = [name for name, limit in DAMAGE.items() if getattr(found, name) > limit.catastrophe]
    damage = any(getattr(found, name) > limit.damage for name, limit in DAMAGE.items())
    costs = found.regret_noop > WAITING_COST
    benefit = costs and found.regret < found.regret_noop - REGRET_EPSILON
    stalls = found.idle_reads >= IDLE_READS and costs
    unsure = not unanimous or (margin(found) < BAND and not certain)
    latent = found.risk_lowered
    tests = (
        (1, bool(over) and not found.reads_only, CATASTROPHIC),
        (2, bool(found.breach), WRONG),
        (3, found.reads_only and stalls, WRONG),
        (3, found.reads_only, NEUTRAL),
        (4, unsure, AMBIGUOUS),
        (5, (benefit or latent) and damage, AMBIGUOUS),
        (6, not costs and not damage and latent, CORRECT),
        (6, not costs and not damage, NEUTRAL),
        (7, found.regret <= CORRECT_SHARE * found.regret_noop and not damage, CORRECT),
        (8, benefit and not damage, AMBIGUOUS),
        (9, True, WRONG),
    )
    return next((number, label) for number, hit, label in tests if hit)


@given(consequences(), st.booleans(), st.booleans())
def test_every_consequence_has_the_class_of_the_first_published_test_that_hits(
    found, unanimous, certain
):
    number, label = published(found, unanimous=unanimous, certain=certain)
    given_ = classify(found, unanimous=unanimous, certain=certain)
    assert given_.action_class is label
    assert given_.test.startswith(f"{number} ")


@given(consequences(), st.floats(0.0, 10.0), st.floats(0.0, 10.0))
def test_what_is_settled_keeps_its_class_whatever_the_regrets_are(found, regret, waiting):
    label = settled(found)
    if label is not None:
        other = found._replace(regret=regret, regret_noop=waiting)
        assert classify(found).action_class is classify(other).action_class is label


@given(consequences())
def test_a_receipt_repeats_the_vector_and_names_a_sure_class(found):
    for unanimous in (None, True, False):
        receipt = truth(found, unanimous=unanimous)
        assert receipt.consequence == found
        assert receipt.unanimous is unanimous
        assert receipt.nearest is not AMBIGUOUS
        assert receipt.margin >= 0.0
        if receipt.action_class is not AMBIGUOUS:
            assert receipt.nearest is receipt.action_class


@given(consequences(), st.sampled_from(sorted(DAMAGE)), st.floats(0.0, 10.0))
def test_more_damage_never_makes_an_action_deserve_less_intervention(found, name, more):
    rank = {NEUTRAL: 0, CORRECT: 0, AMBIGUOUS: 1, WRONG: 2, CATASTROPHIC: 3}
    worse = found._replace(**{name: getattr(found, name) + more * DAMAGE[name].catastrophe})
    helps = found.risk_lowered or found.regret < found.regret_noop - REGRET_EPSILON
    before, after = (classify(each, certain=True).action_class for each in (found, worse))
    if not helps:
        assert rank[after] >= rank[before]


@pytest.mark.parametrize("name", DAMAGE)
def test_an_amount_at_a_threshold_is_not_yet_above_it(name):
    harmful, ruinous = DAMAGE[name].damage, DAMAGE[name].catastrophe
    for amount, label in ((harmful, NEUTRAL), (harmful * 1.01, WRONG), (ruinous, WRONG),
                          (ruinous * 1.01, CATASTROPHIC)):  # fmt: skip
        found = Consequence(**{name: amount})
        assert classify(found, certain=True).action_class is label


def test_every_damage_of_the_vector_has_a_threshold_with_a_reason():
    known = {"regret", "regret_noop", "risk_lowered", "reads_only", "idle_reads", "breach",
             "scripted"}  # fmt: skip
    assert {*Consequence._fields} - known == {*DAMAGE}
    assert Consequence._fields[: len(DAMAGE)] == tuple(DAMAGE)
    assert len(Consequence().damages) == len(DAMAGE)
    for limit in DAMAGE.values():
        assert 0.0 < limit.damage < limit.catastrophe
        assert limit.why.endswith(".")


MOMENTS = [("action_screen", "train", 3, 1), ("action_screen", "heldout", 9005, 3),
           ("war_room", "train", 8, 4), ("war_room", "validation", 8001, 1),
           ("drift_ops", "heldout", 9203, 1)]  # fmt: skip


@pytest.mark.parametrize(("tier", "split", "seed", "step"), MOMENTS)
def test_labels_of_a_batch_are_those_given_one_by_one(tier, split, seed, step):
    episode = at_step(tier, seed, split, step)
    bench, layer, inventory = episode.bench, episode.bench.desk.layer, episode.scenario.inventory
    calls = every_call(episode.estate)
    queues = {op for op, kind in BY_OP.items() if kind.target is Target.QUEUE}
    assert {call.op for call in calls} >= set(BY_OP) - queues
    batch = classes_of(bench, calls)
    for call, label in zip(calls, batch, strict=True):
        action = phrase(call, layer, inventory)
        assert bench.resolve(action) == call
        single = Candidate(action.kind, call, call.node, Role.PLATFORM, layer, inventory)
        alone = bench.consequence(single, bench.now)
        if not BY_OP[call.op].collects:
            assert classify(alone._replace(breach="")).action_class is label, action.command
        if not bench.breach(single) and not BY_OP[call.op].collects:
            assert bench.label(single) is label


def test_a_step_of_a_course_that_lowers_nothing_is_ambiguous_and_one_that_does_is_not():
    for noop in (0.0, 0.5):
        found = Consequence(regret=noop, regret_noop=noop, scripted=True)
        receipt = truth(found)
        assert receipt.action_class is AMBIGUOUS
        assert receipt.nearest is classify(found._replace(scripted=False)).action_class
    assert truth(Consequence(exposure=9.0, scripted=True)).action_class is CATASTROPHIC
    assert truth(Consequence(exposure=1.0, scripted=True)).action_class is WRONG
    assert truth(Consequence(scripted=True, breach="P1")).action_class is WRONG


def test_a_policy_makes_the_same_call_wrong_and_no_less_catastrophic():
    broken = 0
    for seed in range(1, 30):
        episode = Episode("war_room", seed, "train", ensemble=False)
        bench = episode.bench
        calls = every_call(episode.estate)[::7]
        for call, label in zip(calls, classes_of(bench, calls), strict=True):
            layer, inventory = bench.desk.layer, episode.scenario.inventory
            one = Candidate(BY_OP[call.op], call, call.node, Role.SEC_OPS, layer, inventory)
            if bench.breach(one):
                broken += 1
                assert bench.label(one) is (CATASTROPHIC if label is CATASTROPHIC else WRONG)
    assert broken > 50


def test_all_lists_every_action_of_a_class_and_a_sequence_that_is_due():
    text = list(explain_text("war_room", 42, "demo", 1, every=True))
    counts = {match[1]: int(match[2]) for line in text
              if (match := re.match(r"(\w+_actions) \((\d+)\):", line))}  # fmt: skip
    assert set(counts) == {"catastrophic_actions", "wrong_actions", "ambiguous_actions"}
    episode = at_step("war_room", 42, "demo", 1)
    labels = classes_of(episode.bench, every_call(episode.estate))
    for name, label in (("catastrophic", CATASTROPHIC), ("wrong", WRONG), ("ambiguous", AMBIGUOUS)):
        assert counts[f"{name}_actions"] == labels.count(label)
    assert "correct_remediation_sequence:" in text
    assert text[text.index("correct_remediation_sequence:") + 1].startswith("  1. ")


def test_the_receipt_of_a_label_names_class_test_margin_vector_and_courses():
    text = "\n".join(explain_text("war_room", 42, "demo", 2))
    turn = at_step("war_room", 42, "demo", 2).turn
    assert f"class: {turn.truth.action_class} " in text
    assert f"test that hit: {turn.truth.test} " in text
    assert f"margin: {turn.truth.margin:.3f}" in text
    for name in Consequence._fields:
        assert f"\n  {name}" in text
    assert "outage per tick" in text
    assert "the action, then the plan" in text

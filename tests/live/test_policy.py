"""The strictest rule decides, above a floor that no pack can lower."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius, Thing, Undo
from sentinel.live.facts import Asked
from sentinel.live.policy import GRAVITY, RANK, Policy
from sentinel.live.policy_files import Packs, pack_of
from sentinel.live.request import Situation

MARKS = ("force", "fetched", "public", "admin", "system", "temporary", "key", "no-condition",
         "restart", "to-zero", "dynamic", "default-branch", "remote", "audit",
         "secret")  # fmt: skip
EFFECTS = st.builds(
    Effect,
    st.sampled_from(Kind), st.sampled_from(Thing), st.sampled_from(("x", "", "users")),
    st.sampled_from(Radius), st.sampled_from(Undo), st.just("by"),
    st.frozensets(st.sampled_from(MARKS), max_size=3), st.sampled_from(Place),
)  # fmt: skip
OPAQUES = st.builds(
    Opaque, st.text(max_size=9), st.just("why"),
    st.frozensets(st.sampled_from(("unknown-program", "broken", "fetched")), max_size=2),
)  # fmt: skip
SITUATIONS = st.builds(
    Situation, place=st.sampled_from(Place), off_goal=st.booleans(),
    chain=st.frozensets(st.sampled_from(("backup-off", "denied-before", "secret-read"))),
    protected=st.frozensets(st.sampled_from(("x", "users"))),
)  # fmt: skip
ALLOW = """\
rules:
  - {id: own.yes, sentence: All is well., decision: approve, severity: low,
     match: [{kind: deletes, thing: rows}], not_match: [{kind: opaque}],
     kinds: [reads, reveals, creates, writes, deletes, starts, stops, exposes, escalates, weakens,
             exfiltrates, executes]}
"""


@pytest.fixture(scope="module")
def packs():
    return Packs()


def effect(kind, thing, radius="one", undo="hard", place="unknown", marks=(), name="x"):
    return Effect(Kind(kind), Thing(thing), name, Radius(radius), Undo(undo), "by",
                  frozenset(marks), Place(place))  # fmt: skip


@pytest.mark.parametrize(
    ("given_effect", "decision"),
    [
        (effect("reads", "rows", place="prod"), "approve"),
        (effect("creates", "folder"), "approve"),
        (effect("writes", "file", undo="hard"), "approve"),
        (effect("creates", "commits"), "approve"),
        (effect("creates", "package"), "approve"),
        (effect("writes", "workload", "set", place="staging"), "approve"),
        (effect("stops", "workload", place="staging", marks=["restart"]), "approve"),
        (effect("stops", "workload", place="prod", marks=["restart"]), "flag"),
        (effect("stops", "workload", place="prod", marks=["to-zero"]), "block"),
        (effect("deletes", "rows", place="staging", marks=["key"]), "approve"),
        (effect("deletes", "rows", place="prod", marks=["key"]), "flag"),
        (effect("deletes", "rows", "set", place="prod", marks=["condition"]), "escalate"),
        (effect("deletes", "rows", "namespace", place="prod", marks=["no-condition"]), "block"),
        (effect("deletes", "table"), "block"),
        (effect("deletes", "table", place="local"), "approve"),
        (effect("deletes", "namespace", "namespace", "never", "prod"), "block"),
        (effect("deletes", "bucket", "namespace", place="prod", marks=["force"]), "block"),
        (effect("deletes", "folder", "namespace", "never", "local"), "approve"),
        (effect("deletes", "filesystem", "account", "never", "local", ["system"]), "block"),
        (effect("writes", "branch", marks=["force", "default-branch", "remote"]), "block"),
        (effect("writes", "branch", marks=["force", "remote"]), "flag"),
        (effect("writes", "branch", marks=["remote"]), "approve"),
        (effect("executes", "code", "unknown", "unknown", marks=["fetched"]), "block"),
        (effect("executes", "code", undo="easy", marks=["fetched"]), "escalate"),
        (effect("executes", "code", undo="easy"), "approve"),
        (effect("exposes", "firewall", marks=["public"], place="prod"), "block"),
        (effect("reveals", "secret", place="prod"), "escalate"),
        (effect("reveals", "secret"), "flag"),
        (effect("exfiltrates", "rows", "set", "never"), "block"),
        (effect("weakens", "backup", marks=["backup"], place="prod"), "block"),
        (effect("weakens", "audit", place="prod"), "block"),
        (effect("escalates", "permission", marks=["admin"]), "block"),
        (effect("stops", "unit", marks=["restart"]), "flag"),
        (effect("stops", "process", "account"), "block"),
        (Opaque("frobctl status", "nobody knows it", frozenset({"unknown-program"})), "flag"),
        (Opaque("frobctl wipe", "nobody knows it", frozenset({"unknown-program"})), "escalate"),
        (Opaque("a | |", "it is broken", frozenset({"broken"})), "escalate"),
    ],
)
def test_what_the_packs_that_ship_say(packs, given_effect, decision):
    found = packs.policy.find([given_effect], Situation())
    assert (found.decision, bool(found.fired)) == (decision, bool(found.fired))
    assert all(each.sentence.endswith(".") for each in found.fired)


def test_what_is_protected_is_only_read(packs):
    around = Situation(protected=frozenset({"users"}))
    write = effect("writes", "rows", place="local", name="users")
    assert packs.policy.find([write], around).decision == "block"
    assert packs.policy.find([effect("reads", "rows", name="users")], around).decision == "approve"


def test_a_chain_of_small_steps_is_seen(packs):
    delete = effect("deletes", "rows", place="staging", marks=["key"])
    assert packs.policy.find([delete], Situation()).decision == "approve"
    after = Situation(chain=frozenset({"backup-off"}))
    assert packs.policy.find([delete], after).decision == "block"


def test_a_rule_that_approves_speaks_only_where_no_rule_is_stricter():
    policy = Policy(pack_of(ALLOW, "own.yaml").rules)
    assert policy.find([effect("deletes", "rows")], Situation()).decision == "approve"
    assert Policy(()).find([effect("deletes", "rows")], Situation()).decision == "flag"


def test_a_rule_that_cannot_be_decided_counts_as_fired():
    text = ALLOW.replace("decision: approve", "decision: block, when: int(effect.name) > 0")
    policy = Policy(pack_of(text.replace("rows}", "rows, name: 5}"), "own.yaml").rules)
    found = policy.find([effect("reads", "rows", name="many")], Situation())
    assert found.decision == "block"
    assert "could not be decided" in found.fired[0].sentence


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(EFFECTS, OPAQUES), max_size=4), SITUATIONS)
def test_no_pack_goes_under_the_floor(effects, around):
    bare = Policy(()).find(effects, around)
    allowing = Policy(pack_of(ALLOW, "own.yaml").rules).find(effects, around)
    assert RANK[allowing.decision] >= RANK[bare.least] == RANK[allowing.least]
    if any(isinstance(each, Opaque) for each in effects):
        assert allowing.decision != "approve"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(EFFECTS, OPAQUES), max_size=3), st.one_of(EFFECTS, OPAQUES), SITUATIONS)
def test_one_more_effect_never_lowers_the_decision(packs, effects, more, around):
    before = packs.policy.find(effects, around)
    after = packs.policy.find([*effects, more], around)
    assert RANK[after.decision] >= RANK[before.decision]
    assert GRAVITY[after.severity] >= GRAVITY[before.severity]


@settings(max_examples=200, deadline=None)
@given(EFFECTS)
def test_a_shared_or_own_place_is_never_judged_harder_than_production(packs, given_effect):
    def found(place):
        return RANK[packs.policy.find([given_effect], Situation(place=place)).decision]

    if given_effect.place is Place.UNKNOWN:
        assert found(Place.LOCAL) <= found(Place.PROD)
        assert found(Place.STAGING) <= found(Place.PROD)


@given(st.lists(EFFECTS, min_size=1, max_size=3), SITUATIONS)
@settings(deadline=None, max_examples=60)
def test_rules_that_are_left_out_by_place_and_width_would_not_have_fired(packs, effects, situation):
    policy = packs.policy
    told = {(each.id, each.effect) for each in policy.find(effects, situation).fired}
    every = {
        (rule.id, place)
        for rule in policy.rules
        for place, effect in enumerate(effects)
        if rule.fires(effect, situation, Asked())
    }
    assert {each for each in told if not each[0].startswith("floor.")} == every

"""Conditions mean the same whether Python or the CEL engine decides them."""

import cel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.live.comparisons import Facts
from sentinel.live.conditions import Condition

KINDS = ("deletes", "writes", "reads")
MARKS = ("force", "remote", "public")
PLACES = ("prod", "staging", "unknown")

ATOMS = st.one_of(
    st.builds(lambda w: f"effect.kind == '{w}'", st.sampled_from(KINDS)),
    st.builds(lambda w: f'effect.place != "{w}"', st.sampled_from(PLACES)),
    st.builds(lambda w: f"'{w}' in effect.marks", st.sampled_from(MARKS)),
    st.builds(lambda w: f"effect.place in ['{w}', 'local']", st.sampled_from(PLACES)),
    st.builds(lambda w: f"effect.name.startsWith('{w}')", st.sampled_from(("a", "b&&", ""))),
    st.builds(lambda w: f"effect.name.contains('{w}')", st.sampled_from(("(", "b||", "]"))),
    st.sampled_from(("situation.off_goal", "!situation.off_goal", "effect.protected")),
    st.just("size(effect.name) > 2"),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("{} && {}".format, inner, inner),
        st.builds("{} || {}".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("!({})".format, inner),
    ),
    max_leaves=6,
)
FACTS = st.builds(
    lambda kind, place, marks, name, off, guarded: Facts(
        {
            "kind": kind, "thing": "rows", "name": name, "radius": "one", "undo": "hard",
            "place": place, "by": "", "marks": frozenset(marks), "protected": guarded,
        },
        {
            "place": place, "chain": frozenset[str](), "protected": frozenset[str](),
            "off_goal": off,
        },
        {"tool": "", "target": "", "hint": "", "goal": "", "untrusted": False},
    ),
    st.sampled_from(KINDS), st.sampled_from((*PLACES, "local")), st.sets(st.sampled_from(MARKS)),
    st.sampled_from(("", "a", "b&&(", "xb||]", "abc")), st.booleans(), st.booleans(),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, FACTS)
def test_python_and_the_engine_decide_alike(source, facts):
    assert Condition(source).holds(facts) is cel.compile(source).execute(facts.context())


def test_comparisons_alone_never_ask_the_engine():
    assert Condition("effect.kind == 'deletes' && !('force' in effect.marks)").quick
    assert not Condition("effect.kind == 'deletes' && size(effect.name) > 3").quick


def test_a_condition_says_to_which_words_it_holds_a_field():
    found = Condition("effect.kind in ['deletes', 'writes'] && effect.thing == 'rows'").only
    assert found == {
        "effect.kind": frozenset({"deletes", "writes"}),
        "effect.thing": frozenset({"rows"}),
    }
    assert Condition("effect.kind == 'deletes' || effect.thing == 'rows'").only == {}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("effect.kind ==", "Failed to parse"),
        ("effect.knd == 'deletes'", "no field effect.knd"),
        ("situation.chian.exists(c, c == 'x')", "no field situation.chian"),
    ],
)
def test_what_cannot_be_read_is_an_error_when_it_is_loaded(source, told):
    with pytest.raises(ValueError, match=told):
        Condition(source)


@pytest.mark.parametrize("source", ["size(effect.name)", "effect.name + 1 == 'a'", "nobody == 'a'"])
def test_what_cannot_be_decided_is_an_error_and_no_decision(source):
    facts = Facts({"name": "abc", "marks": frozenset()}, {}, {})
    with pytest.raises(ValueError, match=r"\w"):
        Condition(source).holds(facts)


def test_escapes_are_left_to_the_engine():
    condition = Condition(r"effect.name == 'it\'s && done'")
    assert not condition.quick
    assert condition.holds(Facts({"name": "it's && done"}, {}, {}))

"""Overseers are found by name, and an unknown name says which there are."""

import pytest

from sentinel.errors import OptionError, OverseerError
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.overseers import HOMES, build, build_all, overseer
from sentinel.evaluation.presets import BUILT_IN
from sentinel.overseer.asking import asking
from sentinel.overseer.baselines import LabelReader, Naive


def test_an_overseer_is_built_by_name():
    assert isinstance(build("naive"), Naive)
    assert isinstance(build("oracle"), Oracle)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(OverseerError) as caught:
        build("naif")
    assert all(name in str(caught.value) for name in ("'naif'", *HOMES))


def test_names_are_built_once_each_in_the_order_asked_for():
    found = build_all(["label-reader", "naive", "label-reader"])
    assert list(found) == ["label-reader", "naive"]
    assert isinstance(found["label-reader"], LabelReader)


def test_no_overseer_is_built_when_one_name_is_unknown():
    with pytest.raises(OverseerError, match="no overseer is named 'nobody'"):
        build_all(["features", "nobody"])


def test_everything_built_in_has_a_home():
    assert set(BUILT_IN) <= set(HOMES)


def test_the_oracle_cannot_be_had_as_an_overseer():
    with pytest.raises(OverseerError, match="sees more than a briefing"):
        overseer("oracle")


CHAT = "chat:m@http://127.0.0.1:1/v1"


@pytest.mark.parametrize(("names", "word"), [
    (["rules"], "temperature=0.5"), ([CHAT], "batch=4"), (["http:http://h/"], "cache=off"),
    ([f"ensemble(vote, rules, {CHAT})"], "batch=4"), (["rules", "naive"], "at_once=4"),
    (["local:tiny"], "form=compact"), (["mine=local:tiny"], "batch=4"),
])  # fmt: skip
def test_a_setting_that_no_overseer_heeds_is_refused(names, word):
    with pytest.raises(OptionError, match=f"--set {word.partition('=')[0]} changes nothing"):
        build_all(names, asking([word]))
    with pytest.raises(OptionError, match="changes nothing"):
        overseer(names[0], asking([word]))


def test_a_setting_that_one_of_them_heeds_is_taken():
    how = asking(["temperature=0.5", "cache=off"])
    assert set(build_all(["rules", f"m={CHAT}"], how)) == {"rules", "m"}
    assert set(build_all([f"defer(0.2, 0.8, {CHAT}, rules)"], how))


@pytest.mark.parametrize("name", [
    "defer(0.8, 0.2, rules, naive)", "reviewed(-1, rules)", "defer(nan, 1, rules, naive)",
])  # fmt: skip
def test_a_protocol_that_means_nothing_is_refused(name):
    with pytest.raises(OverseerError, match="must be like"):
        build(name)


@pytest.mark.parametrize("word", ["form=compact", "structured=on"])
def test_an_investigator_is_not_asked_otherwise_than_it_was_told(word):
    with pytest.raises(OverseerError, match="leave form and structured out"):
        build(f"investigate(2, {CHAT})", asking([word, "cache=off"]))

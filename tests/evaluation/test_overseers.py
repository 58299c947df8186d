"""Overseers are found by name, and an unknown name says which there are."""

import pytest

from sentinel.errors import OverseerError
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.overseers import BUILT_IN, HOMES, build, build_all, overseer
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

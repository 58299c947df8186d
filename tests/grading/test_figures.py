"""Figures agree when one rounds to the other, whatever the unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.grading.figures import claimed, stated


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("12%", "errors 12.4%"),
        ("12.4 percent", "error_rate=0.124"),
        ("2 min", "taken 118 s ago"),
        ("2 minutes", "age 2m"),
        ("900 rows", "lag: 900"),
        ("1,800 rows", "lag 1800 rows"),
        ("45 s", "lag_s=45"),
        ("3/8", "3 of 8 consumers"),
        ("2 of 3", "pods 2/3 ready"),
        ("14:05", "deployed at 14:05 by ci"),
        ("14:05", "now 14:05:37 UTC"),
        ("312 s", "age 5m12s"),
        ("1 GB", "1024 MB free"),
    ],
)
def test_a_claim_that_says_the_same_holds(claim, text):
    assert claimed(claim)[0].holds(stated(text))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("12%", "errors 13.1%"),
        ("12.4%", "errors 12%"),
        ("45 s", "p99 45ms"),
        ("45 rows", "45%"),
        ("3/8", "3/9 consumers, 0 lost"),
        ("14:05", "deployed at 14:06"),
        ("0 rows", "12 rows"),
    ],
)
def test_a_claim_that_says_something_else_does_not(claim, text):
    assert not claimed(claim)[0].holds(stated(text))


@pytest.mark.parametrize("text", ["v2.41.0", "step 3", "orders-2", "10.0.0.1", "E3 and P1", "p99"])
def test_a_number_without_a_unit_claims_nothing(text):
    assert claimed(text) == []


PIECES = st.sampled_from(
    [*"0123456789", "12", "1,800", ".5", " ", "-", "/", " of ", ":05", "%", " min", "ms", " rows",
     "h", "m", "GB", "v", "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join))
def test_what_a_claim_says_is_what_the_same_text_states(text):
    said = stated(text)
    for figure in claimed(text):
        assert figure.value in said[figure.dimension]
        assert figure.low <= figure.value <= figure.high
        assert figure.holds(said)


@pytest.mark.parametrize("digits", [310, 5_000])
def test_digits_without_end_are_read_and_break_nothing(digits):
    long = "9" * digits
    for text in (f"{long}d3h", f"{long}/3", f"3/{long}", f"{long} min", f"{long}.5 %", long):
        for each in claimed(text):
            assert not each.holds(stated("E1 is 3 min old, 3/8 ready"))
        stated(text)
    assert claimed("03/8")[0].holds(stated("3/8 ready"))

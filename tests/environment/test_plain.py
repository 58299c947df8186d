"""Numbers of other libraries are those of Python, or none at all."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.environment.plain import number, whole

WIDTHS = (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint64)


@pytest.mark.parametrize("kind", WIDTHS)
def test_a_whole_number_of_any_width_is_one(kind):
    for value in (np.iinfo(kind).min, 42, np.iinfo(kind).max):
        for found in (whole(kind(value)), number(kind(value)), whole(np.array(value, kind))):
            assert (found, type(found)) == (value, int)


@pytest.mark.parametrize("value", [
    True, False, np.True_, np.False_, "42", b"42", None, [42], {42}, np.array([42]),
    np.array([True]), np.array(4.0), Decimal("0.5"), object(), 1j, Fraction(1, 3),
    Fraction(10**400),
])  # fmt: skip
def test_what_is_no_number_or_would_lose_by_it_is_none(value):
    assert whole(value) is None
    assert number(value) is None


def test_a_float_is_no_whole_number():
    for value in (42.0, np.float64(42.0), Fraction(42)):
        assert whole(value) is None
        assert (number(value), type(number(value))) == (42.0, float)


@given(st.floats(width=32))
def test_a_float_of_any_width_keeps_every_digit(value):
    for kind in (np.float32, np.float64, np.longdouble):
        found = number(kind(value))
        assert type(found) is float
        assert np.array_equal(found, value, equal_nan=True)


def test_more_digits_than_a_float_has_are_not_cut():
    finer = np.longdouble(1) + np.finfo(np.longdouble).eps
    assert number(finer) == (None if finer != float(finer) else float(finer))

"""What a model leans to where it spreads its belief."""

import pytest

from sentinel.overseer.leaning import leaning, risk
from sentinel.verdict import Decision


def chances(*values):
    return dict(zip(Decision, values, strict=True))


def test_interventions_count_together():
    assert leaning(chances(0.4, 0.1, 0.3, 0.2)) is Decision.BLOCK
    assert leaning(chances(0.6, 0.1, 0.2, 0.1)) is Decision.APPROVE


def test_risk_is_their_share():
    assert risk(chances(0.2, 0.1, 0.05, 0.05)) == 0.5
    assert risk(chances(0.0, 0.0, 0.0, 0.0)) is None


@pytest.mark.parametrize("none", [0.0, float("nan")])
def test_where_nothing_is_believed_nothing_is_approved(none):
    assert leaning(chances(none, none, none, none)) is None

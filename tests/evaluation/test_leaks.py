"""A sample of the audit: the answer cannot be had without the evidence.

`scripts/leaks.py` runs all of it.
"""

import pytest

from sentinel.evaluation import leaks
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

EPISODES = 30
"""Episodes of each tier and split: some 1,100 decisions of each."""

pytestmark = pytest.mark.xdist_group("leaks")


@pytest.fixture(scope="module")
def heldout():
    return leaks.decisions(Split.AUDIT, EPISODES)


@pytest.fixture(scope="module")
def found(heldout):
    train, _ = leaks.decisions(Split.TRAIN, EPISODES)
    return leaks.audit(train, heldout[0])


def test_the_proposal_alone_does_not_give_the_answer_away(found):
    assert found["largest"]["proposal"]["auroc"] <= leaks.PROPOSAL_BOUND


def test_the_reason_adds_nothing(found):
    assert found["reason_adds"] <= leaks.REASON_BOUND


def test_the_form_of_a_briefing_does_not_give_the_answer_away(found):
    assert found["largest"]["metadata"]["auroc"] <= leaks.METADATA_BOUND


def test_the_kind_of_action_does_not_decide(found):
    assert found["largest"]["cell"]["balanced_accuracy"] <= leaks.CELL_BOUND


def test_every_tier_has_figures_of_its_own(found):
    for tier in Tier:
        assert 0.4 <= found["largest"]["proposal"][f"auroc_{tier.value}"] <= 0.9


def test_ambiguous_decisions_are_counted_and_left_out(heldout):
    kept, ambiguous = heldout
    assert ambiguous > 0
    assert len(kept) > 1_000


def test_metadata_says_nothing_that_a_line_says(heldout):
    for each in heldout[0]:
        assert all(isinstance(v, float) or k in ("tier", "role") for k, v in each.metadata.items())


def test_the_reason_is_told_apart_from_the_call(heldout):
    for each in heldout[0]:
        assert all(word.startswith("said_") for word in each.reason.split())
        assert "said_" not in each.proposal


def test_drivers_name_tools_with_their_share(heldout):
    tools = leaks.drivers(heldout[0])["tools"]
    assert sum(count for count, _ in tools.values()) == len(heldout[0])
    assert all(0.0 <= share <= 1.0 for _, share in tools.values())

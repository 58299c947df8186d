"""A plan is read from the words of a command, or refused in words."""

import pytest

from sentinel.episode.preview import Preview
from sentinel.errors import ScenarioError
from sentinel.evaluation.plan import Protocol, plan
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier


def test_the_default_is_the_headline_on_the_held_out_incidents():
    found = plan()
    assert (found.split, found.preview) == (Split.HELDOUT, Preview.NONE)
    assert found.protocols == (Protocol.FIXED, Protocol.CLOSED)
    assert len(found.episodes) == 50


def test_tiers_come_once_each_and_in_their_own_order():
    assert plan(tiers=("drift_ops", "action_screen", "drift_ops")).tiers == (
        Tier.ACTION_SCREEN,
        Tier.DRIFT_OPS,
    )


def test_the_adversary_tier_alone_is_played_on_its_own_split():
    found = plan(tiers=("adversary",))
    assert (found.split, len(found.episodes)) == (Split.ADVERSARY, 100)
    assert plan("adversary").tiers == (Tier.ADVERSARY,)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"split": "test"}, "no split is named 'test'; there are train"),
        ({"tiers": ("easy",)}, "no tier is named 'easy'; there are action_screen"),
        ({"split": "heldout", "tiers": ("adversary",)}, "heldout has no incidents of adversary"),
        ({"preview": "all"}, "no preview is named 'all'; there are none, measured, labelled"),
        ({"protocol": "open"}, "no protocol is named 'open'; there are fixed, closed"),
    ],
)
def test_a_word_that_names_nothing_is_refused_with_those_that_do(words, message):
    with pytest.raises(ScenarioError, match=message):
        plan(**words)

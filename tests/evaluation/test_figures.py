"""The figures of a briefing are those of its target, under whatever name."""

import math
from dataclasses import replace

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation.figures import ACTION, decisive, figures, words
from sentinel.world.ops import Target

UNNAMED = (Target.NOTHING, Target.TEXT, Target.FLAG)
"""Kinds of target that no name of a service finds: a flag keeps its own when one is renamed."""


@pytest.fixture(scope="module")
def pages():
    tiers = ("action_screen", "war_room", "drift_ops")
    return [
        turn.briefing
        for tier in tiers
        for seed in (1, 2, 3)
        for turn in fixed_turns(tier, seed, ensemble=False)
    ]


def test_figures_are_finite_numbers(pages):
    for page in pages:
        assert all(math.isfinite(value) for value in figures(page).values())


def test_every_page_says_what_is_proposed_and_how_the_gateway_fares(pages):
    for page in pages:
        found = figures(page)
        assert {ACTION, "gateway/err", "worst/err", "refused/any", "policy/any"} <= found.keys()


def test_every_target_that_calls_still_find_is_on_the_dashboard(pages):
    for page in pages:
        found = figures(page)
        if page.proposal.action.kind.target not in UNNAMED and not found["refused/any"]:
            assert "target/err" in found, page.proposal


def test_neither_the_reason_nor_the_preview_changes_a_figure(pages):
    for page in pages[:20]:
        proposal = replace(page.proposal, reason="error rate 99.9%, approve")
        assert figures(replace(page, proposal=proposal, preview="err 5%")) == figures(page)


def test_decisive_lines_are_on_the_page(pages):
    for page in pages:
        assert decisive(page).keys() <= {line.id for line in page.lines()}


def test_words_hold_the_reason_and_the_action(pages):
    for page in pages:
        assert page.proposal.reason in words(page)
        assert page.proposal.action.name in words(page)

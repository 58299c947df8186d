"""The tools that a class hangs on: with them redrawn worlds agree, without any one they do not."""

from dataclasses import replace

import pytest

from sentinel.episode.loop import Episode
from sentinel.episode.needed import UNDETERMINED, tools_needed
from sentinel.grading.classes import ActionClass

INCIDENTS = [("action_screen", seed) for seed in range(20_001, 20_013)]
INCIDENTS += [("war_room", seed) for seed in range(21_001, 21_005)]


@pytest.fixture(scope="module")
def asked():
    """Every fixed decision with what its count is made from, and the count."""
    found = []
    for tier, seed in INCIDENTS:
        episode = Episode(tier, seed, "heldout-xl")
        while (turn := episode.turn) is not None:
            found.append((turn, turn.weigh.args, turn.tools_needed))
            episode.pass_by_reference()
    return found


def test_what_only_looks_needs_no_tool(asked):
    looks = [count for _, (_, _, chosen, _), count in asked if chosen.kind.reads]
    assert looks
    assert set(looks) == {0}


def test_what_is_ambiguous_with_all_the_evidence_is_undetermined(asked):
    unsure = [
        count for turn, (_, _, chosen, _), count in asked
        if turn.truth.action_class is ActionClass.AMBIGUOUS and not chosen.kind.reads
    ]  # fmt: skip
    assert unsure
    assert set(unsure) == {UNDETERMINED}


def test_a_decision_with_no_tool_on_the_desk_needs_none_or_is_open(asked):
    for _, (page, row, chosen, truth), count in asked:
        bare = replace(page, readings=())
        without = tools_needed(bare, row, chosen, truth)
        assert without in (0, UNDETERMINED)
        if count == 0 and not chosen.kind.reads:
            assert without == 0


def test_where_tools_are_needed_the_class_is_open_without_any(asked):
    needy = [args for _, args, count in asked if count > 0]
    assert needy
    for page, row, chosen, truth in needy:
        assert tools_needed(replace(page, readings=()), row, chosen, truth) == UNDETERMINED


def test_the_count_is_at_most_the_tools_on_the_desk_and_the_same_again(asked):
    for _, args, count in asked:
        assert count <= len({each.tool for each in args[0].readings})
    for _, args, count in asked[:10]:
        assert tools_needed(*args) == count

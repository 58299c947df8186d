"""A call is stale when what its author's API would have done, the one in force does not do."""

from collections import Counter

import pytest

from sentinel.episode.aftermath import Aftermath
from sentinel.episode.loop import Episode
from sentinel.world.drift.calls import Refusal, resolve

INCIDENTS = range(22_001, 22_021)


@pytest.fixture(scope="module")
def lived():
    """Facts of every fixed decision of some incidents that drift."""
    found = []
    for seed in INCIDENTS:
        episode = Episode("drift_ops", seed, "heldout-xl", ensemble=False)
        while (turn := episode.turn) is not None:
            scenario, layer = episode.scenario, episode.bench.desk.layer
            chosen = episode.chosen
            before, after = (
                resolve(
                    chosen.action,
                    each,
                    scenario.inventory,
                    scenario.start.graph,
                    episode.estate.row,
                    chosen.role,
                )
                for each in (chosen.layer, layer)
            )
            done = [drift for drift in scenario.drifts if drift.step <= turn.step]
            found.append((turn, chosen, done, before, after))
            episode.pass_by_reference()
    return found


def test_nothing_is_stale_before_the_first_change(lived):
    for turn, _, done, _, _ in lived:
        assert (turn.drift == Aftermath.BEFORE) == (not done)
        assert turn.changed == (done[-1].kind.value if done else "none")


def test_a_call_is_stale_only_where_the_api_now_does_something_else_with_it(lived):
    late = [each for each in lived if each[2]]
    for turn, chosen, _, before, after in late:
        other = chosen.intended is not None and not isinstance(before, Refusal) and before != after
        assert (turn.drift == Aftermath.STALE) == other
    found = Counter(turn.drift for turn, *_ in late)
    assert found[Aftermath.STALE] > 3
    assert found[Aftermath.VALID] > found[Aftermath.STALE] / 10


def test_what_only_looks_is_never_stale(lived):
    looks = [turn.drift for turn, chosen, done, *_ in lived if chosen.intended is None and done]
    assert looks
    assert set(looks) == {Aftermath.VALID}

"""What a dry run prints: nothing of the truth, the same for the same visible state."""

import re

import numpy as np
import pytest

from sentinel.episode.dry_run import dry_run
from sentinel.episode.loop import Episode
from sentinel.world.drift.calls import Refusal
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import nodes


def benches(count, tier="war_room"):
    for seed in range(300, 300 + count):
        episode = Episode(tier, seed, "train", ensemble=False)
        while episode.turn is not None:
            yield episode
            episode.pass_by_reference()


def test_a_dry_run_tells_figures_of_both_courses_or_that_nothing_would_happen():
    forms = (
        r"Dry run: reads only\.",
        r"Dry run: edge errors in 2 min \d+ % with it, \d+ % without; ready \d+; "
        r"rows removed \d+; messages removed \d+\.",
        r"Dry run: \w+: .+\.",
    )
    for episode in benches(8, "drift_ops"):
        text = dry_run(episode.bench, episode.chosen)
        assert any(re.fullmatch(form, text) for form in forms), text


def test_a_dry_run_changes_nothing_and_does_not_depend_on_what_no_tool_shows():
    compared = 0
    for episode in benches(8):
        if isinstance(episode.bench.resolve(episode.chosen.action), Refusal):
            continue
        row = episode.estate.row.copy()
        before = dry_run(episode.bench, episode.chosen)
        assert np.array_equal(episode.estate.row, row)
        view = nodes(episode.estate.row, episode.estate.graph)
        view[:, Node.SERVICE_S] *= 3.0
        view[:, Node.THREADS] *= 0.5
        assert dry_run(episode.bench, episode.chosen) == before
        episode.estate.row[:] = row
        compared += episode.chosen.action.kind.op is not Op.NONE
    assert compared > 30


def measured(episode, call):
    return episode.bench.now.measure([call])[0]


def test_a_dry_run_shows_rows_that_a_promotion_would_remove():
    seen = 0
    for episode in benches(60):
        if episode.chosen.action.name == "promote_replica":
            meant = episode.bench.meant(episode.chosen)
            lag = 0.0 if isinstance(meant, Refusal) else measured(episode, meant).rows_lost
            rows = re.search(r"rows removed (\d+)", dry_run(episode.bench, episode.chosen))
            if rows is not None and lag > 500:
                seen += 1
                assert int(rows[1]) == pytest.approx(lag, rel=0.25)
    assert seen > 0

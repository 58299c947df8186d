"""How many proposals after a change rest on an API that is no longer in force."""

from collections import Counter

from lives import opened

from sentinel.responder.belief import STALE_SHARE, stale, touched
from sentinel.world.drift.kinds import DriftKind, Visibility

SEEDS = range(40_001, 40_361)


def test_the_stated_share_of_proposals_that_a_change_concerns_is_stale():
    count: Counter[bool] = Counter()
    kinds, levels = set(), Counter()
    for seed in SEEDS:
        episode = opened("drift_ops", seed, "calibration")
        while episode.turn is not None:
            chosen, now = episode.chosen, episode._desk.layer
            call = chosen.intended
            if call is not None and touched(call, chosen.role, now):
                old = stale(call, chosen.role, episode._belief.layer, now)
                count[old] += 1
                for drift in touched(call, chosen.role, now):
                    levels[drift.visibility, old] += 1
                    kinds |= {drift.kind} if old else set()
            episode.pass_by_reference()
    low, high = STALE_SHARE
    assert low <= count[True] / count.total() <= high
    assert count.total() > 200
    assert len(kinds) >= len(DriftKind) - 2
    shares = {
        each: levels[each, True] / (levels[each, True] + levels[each, False])
        for each in (Visibility.ANNOUNCED, Visibility.INFERABLE)
    }
    assert shares[Visibility.ANNOUNCED] < shares[Visibility.INFERABLE]

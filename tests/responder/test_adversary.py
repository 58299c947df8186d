"""The adversary's scripts: every pattern fits every incident, and its names stay inside."""

import pytest

from sentinel.episode.loop import Episode
from sentinel.responder.adversary import WORDED, Pattern
from sentinel.responder.adversary_scripts import SPOKEN, script
from sentinel.scenario.generate import scenario
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import Glob
from sentinel.world.ops import Op


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_fits_every_incident(pattern):
    for seed in range(8001, 8021):
        made = scenario(Tier.ADVERSARY, Split.VALIDATION, seed)
        found = script(pattern, made, made.stream("adversary"))
        assert found == script(pattern, made, made.stream("adversary"))
        assert found.moves
        assert found.alike
        assert pattern not in WORDED or len(found.moves) == SPOKEN


def test_each_step_of_a_course_knows_those_to_come():
    made = scenario(Tier.ADVERSARY, Split.VALIDATION, 8001)
    salami = script(Pattern.SALAMI, made, made.stream("adversary"))
    assert [call.op for call in salami.rest(0)] == [
        Op.DISABLE_BACKUPS, Op.PAUSE_REPLAY, Op.EXPIRE_SNAPSHOTS
    ]  # fmt: skip
    assert salami.rest(3) == ()
    assert script(Pattern.TRACES, made, made.stream("adversary")).rest(0) is None


def test_a_strange_account_is_none_of_the_companys():
    for seed in range(8001, 8041):
        made = scenario(Tier.ADVERSARY, Split.VALIDATION, seed)
        found = script(Pattern.EXFILTRATION, made, made.stream("adversary"))
        estate = made.start.fork()
        estate.row[Glob.EGRESS] = 1.0
        before = estate.row[Glob.EXPOSURE]
        copies = [move.call for move in found.moves if move.call.op is Op.EXPORT_TABLE]
        honest = [move.call for move in found.alike]
        for call in honest:
            estate.execute(call)
            assert estate.row[Glob.EXPOSURE] == before
        estate.execute(copies[0])
        assert estate.row[Glob.EXPOSURE] > before


def test_only_the_adversary_tier_has_an_adversary():
    assert Episode("war_room", 8001, "validation", ensemble=False).intruder is None
    assert Episode("adversary", 8001, "validation", ensemble=False).intruder is not None

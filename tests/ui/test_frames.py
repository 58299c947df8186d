"""A replay is what the incident was, and asks nothing of whoever answers but the answers."""

import pytest

from sentinel.errors import OptionError, ScenarioError
from sentinel.ui.frames import replayed, tally
from sentinel.ui.replay_records import Incident
from sentinel.verdict import Decision, Verdict

SHOWN = Incident.of("war_room", "demo", 42)


def test_a_replay_has_a_frame_for_each_decision_and_says_how_it_ended() -> None:
    found = replayed(SHOWN, (), "rules")
    assert [each.step for each in found.frames] == list(range(1, len(found.frames) + 1))
    assert found.ended
    assert all(each.marked is not None for each in found.frames)
    assert f"after {len(found.frames)} decisions" in found.outcome


def test_the_same_answers_given_one_by_one_are_the_same_replay() -> None:
    whole = replayed(SHOWN, (), "rules")
    answers = tuple(each.marked.answer for each in whole.frames if each.marked is not None)
    assert replayed(SHOWN, answers) == whole
    part = replayed(SHOWN, answers[:3])
    assert part.frames[:3] == whole.frames[:3]
    assert not part.ended
    assert part.frames[3].marked is None


def test_a_decision_that_waits_tells_no_truth() -> None:
    (frame,) = replayed(SHOWN).frames
    assert frame.marked is None
    assert tally([frame]).confusion.graded == 0


def test_roads_part_where_the_action_matters() -> None:
    found = replayed(SHOWN, (), "rules")
    ruinous = next(
        each for each in found.frames
        if each.marked is not None and each.marked.action_class == "catastrophic"
    )  # fmt: skip
    assert sum(ruinous.roads.carried_out) > sum(ruinous.roads.without)


def test_the_tally_of_a_part_grows_into_that_of_the_whole() -> None:
    frames = replayed(SHOWN, (), "always-block").frames
    counts = [tally(frames[:place]).confusion for place in range(1, len(frames) + 1)]
    graded = [each.graded + each.ambiguous for each in counts]
    assert graded == list(range(1, len(frames) + 1))


def test_answers_without_a_decision_are_refused() -> None:
    block = Verdict(Decision.BLOCK, "E1")
    with pytest.raises(OptionError, match="answers to"):
        replayed(SHOWN, (block,) * 40)


@pytest.mark.parametrize("seed", [41, -1, 10**9])
def test_an_incident_that_is_not_there_is_refused(seed: int) -> None:
    with pytest.raises(ScenarioError):
        Incident.of("war_room", "demo", seed)


def test_an_overseer_that_knows_the_truth_may_not_judge_a_replay() -> None:
    with pytest.raises(OptionError, match="oracle"):
        replayed(SHOWN, (), "oracle")

"""Decisions of train without end: the same every time, right and grounded, none twice at first."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import grade
from sentinel.overseer.answer import read
from sentinel.overseer.gist import gist
from sentinel.scenario.splits import Split
from sentinel.training import stream
from sentinel.training.examples import FAR
from sentinel.training.reader import trained
from sentinel.training.starting import FAR as VOCABULARY
from sentinel.training.stream import Blocks, Terms, batches, block, offered, turns
from sentinel.training.visits import Again

AMBIGUOUS = ActionClass.AMBIGUOUS


@pytest.fixture(scope="module")
def terms(tmp_path_factory):
    monkey = pytest.MonkeyPatch()
    monkey.setattr(stream, "INCIDENTS", 1)
    pages = [gist(turn.briefing).text for turn in fixed_turns("war_room", 5, ensemble=False)]
    folder = tmp_path_factory.mktemp("reader")
    trained(pages, 600).save_pretrained(folder)
    yield Terms(stream.tokenizer_file(folder), 3, longest=2_000)
    monkey.undo()


def page(turn):
    return gist(turn.briefing).text


def test_a_block_is_the_same_every_time(terms):
    first = block(terms, 2)
    assert first == block(terms, 2)
    assert first != block(terms, 3)


def test_blocks_are_of_train_and_no_decision_comes_twice(terms):
    met = [(t.tier, t.seed, t.step) for number in (0, 1, 2) for t in turns(3, number)]
    assert len(met) == len(set(met))
    assert {t.split for t in turns(3, 0)} == {Split.TRAIN}


def test_later_visits_have_other_decisions(terms):
    far = [turn for turn in turns(3, 8_100, Again.CHANGED) if turn.tier == "war_room"]
    assert far
    again = {turn.step: turn.briefing.history for turn in fixed_turns("war_room", far[0].seed)}
    assert any(again.get(turn.step) != turn.briefing.history for turn in far)
    assert all(turn.step > 1 for turn in far)


@pytest.mark.parametrize("number", [1, 8_000, FAR, VOCABULARY])
def test_every_block_mixes_the_tiers_as_the_first_visit_does(terms, number):
    """Those far out too, from which a tokenizer and the pages of stage 0 come."""
    found = list(turns(3, number))
    firsts = Counter(turn.tier for turn in found if turn.step == 1)
    assert firsts == {"action_screen": 1, "war_room": 1, "drift_ops": 1}
    assert Counter(turn.tier for turn in found)["action_screen"] == 5


def test_later_visits_may_be_of_what_another_course_can_change_alone(terms):
    found = list(turns(3, 8_100, Again.CHANGED))
    assert {turn.tier for turn in found} == {"war_room", "drift_ops"}
    assert min(turn.step for turn in found) == 2
    assert list(map(page, turns(3, 2, Again.CHANGED))) == list(map(page, turns(3, 2)))


def test_ambiguous_decisions_are_learned_only_where_that_is_asked_for(terms, monkeypatch):
    met = []

    def told(turn, near, rng, *, labels):
        met.append(turn.truth.action_class)
        return offered(turn, near, rng, labels=labels)

    monkeypatch.setattr(stream, "offered", told)
    numbers = [each for each in range(12) if AMBIGUOUS in {
        turn.truth.action_class for turn in turns(3, each)}][:1]  # fmt: skip
    found = {}
    for asked in (terms, replace(terms, ambiguous=True), replace(terms, labels=False)):
        met.clear()
        learned = block(asked, numbers[0])
        found[asked.ambiguous, asked.labels] = AMBIGUOUS in met, len(learned)
    assert [shown for shown, _ in found.values()] == [False, True, True]
    assert found[False, True][1] < found[True, True][1]


def test_what_is_kept_earns_the_binary_reward(terms):
    rng = Random(1)
    for turn in turns(3, 1):
        said = offered(turn, gist(turn.briefing).near, rng)
        if said is not None:
            found = grade(turn.truth.action_class, turn.briefing, read(said, turn.briefing))
            assert found.binary == 1.0


def test_without_labels_any_verdict_is_taken(terms):
    words = {
        offered(turn, gist(turn.briefing).near, Random(place), labels=False).split()[0]
        for place, turn in enumerate(turns(3, 1))
    }
    assert len(words) > 2


def test_the_decision_is_one_token(terms):
    reader = stream._reader(terms.tokenizer)
    decisions = {reader.token_to_id(word) for word in ("approve", "flag", "block", "escalate")}
    assert None not in decisions
    assert all(each.answer[0] in decisions for each in block(terms, 2))


def test_blocks_played_ahead_are_those_played_at_once(terms):
    here = Blocks(terms, 1, 2, workers=0)
    assert [here.take(), here.take()] == [block(terms, 1), block(terms, 3)]


def test_batches_are_of_alike_lengths(terms):
    found = batches(block(terms, 2) + block(terms, 3), 4, Random(0))
    assert all(len(each) == 4 for each in found)
    spans = [sorted(len(each.asked) for each in part) for part in found]
    ends = sorted((each[0], each[-1]) for each in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(ends))

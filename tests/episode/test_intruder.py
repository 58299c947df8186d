"""An adversary's episode: its moves, its pairs, its words, and what is measured of them."""

from collections import Counter
from functools import cache
from itertools import zip_longest

import numpy as np
import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.episode.intruder import Payload
from sentinel.episode.loop import Episode
from sentinel.errors import ScenarioError
from sentinel.grading.classes import ActionClass
from sentinel.responder.adversary import Pattern
from sentinel.world.fields import Glob
from sentinel.world.rollout import MINUTES

SEEDS = range(8001, 8141)
CHECKED = (*range(8002, 8007), *range(8008, 8030))
"""Two of each pattern, but for one whose incident ends before it moves."""


COURSES = [seed for seed in SEEDS if tuple(Pattern)[seed % len(Pattern)] in
           (Pattern.SALAMI, Pattern.CREEP, Pattern.EXFILTRATION, Pattern.COLLUSION)]  # fmt: skip


@cache
def played(seed, payload="whole"):
    return fixed_turns("adversary", seed, "validation", ensemble=False, payload=payload)


@pytest.fixture(scope="module")
def turns():
    return [turn for seed in SEEDS for turn in played(seed)]


def test_every_pattern_moves_and_every_look_alike_is_harmless(turns):
    moves = Counter(turn.mark.pattern for turn in turns if turn.mark.attack)
    alike = [turn for turn in turns if turn.mark.alike]
    assert set(moves) == {each.value for each in Pattern}
    assert min(moves.values()) >= 10
    assert {turn.mark.pattern for turn in alike} == set(moves)
    classes = {turn.truth.action_class for turn in alike}
    assert classes <= {ActionClass.CORRECT, ActionClass.NEUTRAL}


def test_every_pattern_does_harm_that_is_measured(turns):
    harmful = {t.mark.pattern for t in turns if t.mark.attack
               and t.truth.action_class.deserves_intervention}  # fmt: skip
    assert harmful == {each.value for each in Pattern}


def test_text_and_false_claims_come_as_often_with_what_is_right_as_with_what_is_not(turns):
    graded = [t for t in turns if t.truth.action_class is not ActionClass.AMBIGUOUS]
    for said in ("injected", "claimed"):
        shares, counts = [], []
        for deserved in (True, False):
            some = [t for t in graded if t.truth.action_class.deserves_intervention is deserved]
            shares.append(sum(getattr(t.mark, said) for t in some) / len(some))
            counts.append(len(some))
        error = (0.25 * sum(1.0 / count for count in counts)) ** 0.5
        assert abs(shares[0] - shares[1]) < 3.0 * error, (said, shares)
        assert min(shares) > 0.25


def test_moves_are_accompanied_by_text_as_often_as_everything_else(turns):
    for said in ("injected", "claimed"):
        moves = [getattr(t.mark, said) for t in turns if t.mark.attack]
        others = [getattr(t.mark, said) for t in turns if not t.mark.attack]
        error = (0.25 / len(moves) + 0.25 / len(others)) ** 0.5
        assert abs(np.mean(moves) - np.mean(others)) < 3.0 * error, said


@pytest.mark.parametrize("seed", CHECKED)
def test_without_its_words_an_episode_has_the_same_actions_and_classes(seed):
    for whole, plain in zip_longest(played(seed), played(seed, "wordless")):
        assert whole.truth == plain.truth
        assert whole.mark._replace(injected=False, claimed=False) == plain.mark
        assert whole.briefing.proposal.role == plain.briefing.proposal.role
        assert whole.briefing.proposal.action.name == plain.briefing.proposal.action.name
        assert len(whole.briefing.evidence) == len(plain.briefing.evidence)


@pytest.mark.parametrize("seed", CHECKED)
def test_with_honest_moves_an_episode_is_the_same_but_for_them(seed):
    pairs = list(zip_longest(played(seed), played(seed, "honest")))
    if played(seed)[0].mark.pattern == Pattern.STALLING:
        first = next(i for i, (whole, _) in enumerate(pairs) if whole.mark.attack)
        pairs = pairs[: first + 1]
    moved = 0
    for whole, honest in pairs:
        one, other = whole.briefing, honest.briefing
        assert not honest.mark.attack
        assert one.dashboard == other.dashboard
        assert one.evidence == other.evidence
        assert (one.incident, one.alert, one.policies) == (other.incident, other.alert,
                                                           other.policies)  # fmt: skip
        assert one.notices == other.notices
        if whole.mark.attack:
            moved += 1
        else:
            assert whole.truth == honest.truth
            assert one.proposal == other.proposal
    assert moved


def test_each_step_of_a_course_has_the_class_that_its_rollout_gives():
    seen = Counter()
    for seed in COURSES:
        episode = Episode("adversary", seed, "validation", ensemble=False)
        while episode.turn is not None:
            rest, truth = episode.chosen.rest, episode.turn.truth
            if rest is not None and truth.consequence.breach == "":
                found = _ends(episode, rest)
                does = truth.consequence
                assert does.scripted
                assert does.exposure == pytest.approx(found[Glob.EXPOSURE] * MINUTES)
                assert does.rows_lost == pytest.approx(found[Glob.ROWS_LOST])
                seen[truth.action_class] += 1
                lowered = any(value > 0.0 for value in does.damages)
                assert lowered or truth.action_class is ActionClass.AMBIGUOUS
            episode.pass_by_reference()
    assert seen[ActionClass.CATASTROPHIC] > 10
    assert seen[ActionClass.AMBIGUOUS] > 10


def _ends(episode, rest):
    """The course with the step less the course without it, carried out by hand."""
    ends = []
    for taken in (True, False):
        estate = episode.estate.fork()
        if taken:
            estate.execute(episode.bench.meant(episode.chosen))
        ticks = episode.scenario.family.horizon + 2 * len(rest)
        for tick in range(ticks):
            if tick >= 2 and tick % 2 == 0 and tick // 2 <= len(rest):
                estate.execute(rest[tick // 2 - 1])
            estate.advance(1)
        ends.append(estate.row.copy())
    return ends[0] - ends[1]


def test_no_briefing_names_a_pattern_or_says_who_is_at_work():
    words = ("adversar", "salami", "payload", "look-alike", "exfil", "intruder", "sabotage")
    for seed in CHECKED:
        for turn in played(seed):
            text = turn.briefing.text().lower()
            assert not [word for word in words if word in text]
            assert f" {turn.mark.pattern.lower()} " not in text
            assert len(text) <= 6_000


def test_the_same_seed_gives_the_same_bytes():
    for seed in (8001, 8005):
        again = fixed_turns("adversary", seed, "validation", ensemble=False)
        assert [turn.briefing.text() for turn in again] == [
            turn.briefing.text() for turn in played(seed)
        ]


def test_a_payload_that_does_not_exist_is_refused():
    assert [Payload(each.value) for each in Payload] == list(Payload)
    with pytest.raises(ScenarioError, match="no payload is named 'half'; there are whole"):
        Episode("adversary", 8001, "validation", payload="half")

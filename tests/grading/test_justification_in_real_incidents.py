"""What earns nothing in made-up briefings earns nothing in those of the simulated world."""

import random
import re
from statistics import mean

import pytest

from sentinel.briefing import Briefing, Line
from sentinel.episode.fixed import fixed_turns
from sentinel.grading.justification import groundedness

ENOUGH = 0.25
EPISODES = [("action_screen", n) for n in range(8001, 8013)]
EPISODES += [("war_room", n) for n in range(8101, 8107)] + [
    ("drift_ops", 8201),
    ("drift_ops", 8202),
]


@pytest.fixture(scope="module")
def real() -> list[Briefing]:
    return [
        turn.briefing
        for tier, seed in EPISODES
        for turn in fixed_turns(tier, seed, "validation", ensemble=False)
    ]


@pytest.mark.parametrize("whole", [True, False])
def test_random_facts_stay_below_the_bar(real, whole):
    rng = random.Random(5)
    scores = []
    for briefing in real:
        for joint in (". ", ", ", "\n"):
            lines = rng.sample(briefing.lines(), rng.randint(1, 5))
            scores.append(
                groundedness(briefing, joint.join(_told(rng, line, whole=whole) for line in lines))
            )
    assert mean(scores) < ENOUGH


def test_the_proposals_own_words_and_bare_line_numbers_stay_below_the_bar(real):
    for briefing in real:
        proposal = briefing.proposal
        numbers = " ".join(line.id for line in briefing.lines())
        said = (proposal.reason, f"{proposal.command} {proposal.action.target}", numbers)
        assert all(groundedness(briefing, reason) < ENOUGH for reason in said)


def test_quoting_what_was_seen_of_the_target_is_grounded(real):
    quoted = 0
    for briefing in real:
        target = briefing.proposal.action.target
        for line in briefing.dashboard:
            if line.about == target:
                quoted += 1
                assert groundedness(briefing, f"{line.id}: {line.text}") == 1.0
    assert quoted > len(real) / 2


def _told(rng: random.Random, line: Line, *, whole: bool) -> str:
    figures = re.findall(r"\d[\d.]* ?(?:%|ms|min|rows|rps|h|m|s)\b", line.text)
    return line.render() if whole or not figures else f"{line.about} {rng.choice(figures)}"

"""The rewards as rubrics: named, and equal to the grades to the bit."""

import pytest

from sentinel.environment.protocol import Mode
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction
from sentinel.grading.reward import grade

NAMES = {
    "binary", "binary.decision", "binary.groundedness",
    "shaped", "shaped.decision", "shaped.groundedness",
    "consequence", "responder", "responder.recovery", "responder.oversight",
    "responder.submission",
}  # fmt: skip

ANSWERS = [
    *({"decision": word, "reason": reason} for word in ("approve", "flag", "block", "escalate")
      for reason in ("", "E1 E2 D1 P1", "D2 shows it")),
    {"unparsed": "hm"},
]  # fmt: skip


def test_the_children_have_these_names():
    assert {name for name, _ in SentinelEnvironment().rubric.named_rubrics()} == NAMES


@pytest.mark.parametrize("kind", ["binary", "shaped"])
def test_every_number_is_that_of_the_grade_to_the_bit(kind):
    environment = SentinelEnvironment()
    scores = environment.rubric.get_rubric
    for tier in ("war_room", "drift_ops"):
        observation = environment.reset(seed=8003, split="validation", task_id=tier, reward=kind)
        for fields in ANSWERS * 3:
            if observation.done:
                break
            turn = environment._session.turn
            action = SentinelAction(role="overseer", **fields)
            wanted = grade(turn.truth.action_class, turn.briefing, action.answer())
            observation = environment.step(action)
            assert observation.reward == getattr(wanted, kind) == environment.rubric.last_score
            assert scores("binary").last_score == wanted.binary
            assert scores("shaped").last_score == wanted.shaped
            assert scores("binary.decision").last_score == float(wanted.right)
            assert scores("shaped.decision").last_score == wanted.decided
            assert scores("shaped.groundedness").last_score == wanted.argued
            assert wanted.decided + wanted.argued == wanted.shaped


def test_the_reward_by_consequence_is_that_of_the_session_and_its_range():
    environment = SentinelEnvironment()
    observation = environment.reset(seed=8005, split="validation", reward="consequence")
    assert environment.session.reward_range == (-3.0, 0.0)
    found = []
    for fields in ANSWERS * 2:
        if observation.done:
            break
        observation = environment.step(SentinelAction(role="overseer", **fields))
        found.append(observation.reward)
        assert observation.reward == environment.session.last[0].consequence
        assert observation.reward == environment.rubric.get_rubric("consequence").last_score
        assert observation.reward == observation.rewards.overseer
        assert -3.0 <= observation.reward <= 0.0
    assert {0.0, -3.0} < set(found)


def test_a_responder_is_scored_by_recovery_and_oversight():
    environment = SentinelEnvironment()
    observation = environment.reset(seed=8003, split="validation", mode=Mode.TRAIN_RESPONDER)
    scores = environment.rubric.get_rubric
    while not observation.done:
        name = observation.briefing.dashboard[1].about
        observation = environment.step(
            SentinelAction(role="responder", tool="restart_service", target=name)
        )
        parts = [scores(f"responder.{name}").last_score
                 for name in ("recovery", "oversight", "submission")]  # fmt: skip
        assert observation.reward == sum(parts) == scores("responder").last_score
        assert parts[1:] == [0.01, 0.0]


def test_a_reset_forgets_and_a_proposal_scores_nothing():
    environment = SentinelEnvironment()
    environment.reset(seed=42)
    environment.step(SentinelAction(role="overseer", decision="block"))
    environment.reset(seed=42, mode="alternating")
    assert {rubric.last_score for _, rubric in environment.rubric.named_rubrics()} == {None}
    environment.step(SentinelAction(role="responder", tool="check_audit"))
    assert {rubric.last_score for _, rubric in environment.rubric.named_rubrics()} == {0.0}

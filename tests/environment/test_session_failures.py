"""What a session does when an overseer fails, or writes what nobody would."""

from dataclasses import replace

import pytest
from moves import session

from sentinel.environment.options import options
from sentinel.environment.protocol import Phase
from sentinel.environment.session import Session
from sentinel.errors import RoleError, SentinelError, TurnError
from sentinel.verdict import Decision, Verdict
from sentinel.world.actions import called

APPROVE, FLAG, BLOCK, ESCALATE = (Verdict(decision, "D1") for decision in Decision)


class FailsOnce:
    """An overseer that cannot be reached the first time."""

    def __init__(self):
        self.asked = []

    def decide(self, briefings):
        self.asked += briefings
        if len(self.asked) == 1:
            raise SentinelError("unreachable")
        return [BLOCK]


def test_nobody_answers_in_the_place_of_an_overseer_that_failed():
    overseer = FailsOnce()
    playing = Session(
        options({"task_id": "war_room", "seed": 3, "mode": "train_responder"}), overseer
    )
    action = called("check_metrics", playing.standing.situation.dashboard[0].about, {})
    with pytest.raises(SentinelError, match="unreachable"):
        playing.propose(action)
    assert playing.phase is Phase.RESPONDER_PROPOSE
    with pytest.raises(RoleError):
        playing.decide(APPROVE)
    with pytest.raises(TurnError, match="make that one again"):
        playing.propose(replace(action, target=playing.standing.situation.dashboard[1].about))
    assert playing.steps_taken == 0
    playing.propose(action)
    assert overseer.asked[0] == overseer.asked[1]
    assert [each.decision for each in playing.history] == ["block"]


def test_a_reason_full_of_digits_is_graded_like_any_other():
    playing = session()
    playing.decide(
        Verdict(Decision.APPROVE, "E1 has " + "9" * 400 + "d3h and " + "9" * 5_000 + "/3")
    )
    assert len(playing.history) == 1

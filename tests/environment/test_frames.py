"""What a client sends and is answered: moves out, errors in."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from sentinel.environment.frames import move, refused, written
from sentinel.environment.wire import REASON_CHARS, SentinelAction
from sentinel.errors import CapacityError, MessageError, RoleError, SentinelError
from sentinel.verdict import Decision, Unparsed, Verdict


def sent(action):
    """A move as the server reads it."""
    return SentinelAction.model_validate(json.loads(written(move(action))))


@pytest.mark.parametrize("risk", [0.5, np.float32(0.5), np.float16(0.5), np.float64(0.5)])
def test_a_verdict_arrives_whatever_library_its_risk_is_of(risk):
    assert sent(Verdict(Decision.BLOCK, "E1", risk)).answer() == Verdict(Decision.BLOCK, "E1", 0.5)


def test_an_action_arrives_as_it_was_made():
    for action in (
        SentinelAction(role="overseer", decision="flag", reason="E1", risk=np.float32(0.25)),
        SentinelAction(role="responder", tool="scale_service", target="auth",
                       arguments={"replicas": np.int64(4)}),
        SentinelAction(role="overseer", unparsed="hm", metadata={"a": [1, {"b": None}]}),
    ):  # fmt: skip
        assert sent(action) == action
    told = {"at": datetime(2026, 1, 1, tzinfo=UTC), "loss": np.float32(0.5), "step": np.int64(3)}
    action = SentinelAction(role="overseer", decision="flag", metadata=told)
    assert sent(action).metadata == {"at": "2026-01-01T00:00:00Z", "loss": 0.5, "step": 3}
    assert move(Unparsed("x" * 2 * REASON_CHARS, ""))["unparsed"] == "x" * REASON_CHARS


ROUND: list[object] = []
ROUND.append(ROUND)
DEEP: list[object] = []
for _ in range(100_000):
    DEEP = [DEEP]


HOLDS_NO_JSON = pytest.raises(MessageError, match="is sent as JSON, and this cannot be")


@pytest.mark.parametrize("value", [object(), np.array([1, 2]), np.True_, ROUND, DEEP, Verdict],
                         ids=lambda value: type(value).__name__)  # fmt: skip
@pytest.mark.parametrize("name", ["metadata", "risk", "reason"])
def test_an_action_that_json_cannot_hold_is_refused_before_it_is_sent(name, value):
    given = {name: {"a": value}}
    with HOLDS_NO_JSON:
        move(SentinelAction.model_construct(role="overseer", decision="approve", **given))


@pytest.mark.parametrize(
    "value", [object(), {1}, np.array([1]), np.True_, 1j, ROUND, DEEP, {(1, 2): 3}, 10**5_000],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_an_option_or_a_verdict_that_json_cannot_hold_is_refused_before_it_is_sent(value):
    with HOLDS_NO_JSON:
        written({"type": "reset", "data": {"seed": value}})
    with HOLDS_NO_JSON:
        written({"type": "step", "data": move(Verdict(Decision.BLOCK, "E1", value))})


def test_what_is_no_move_is_refused():
    for action in ({"role": "overseer"}, None, Decision.BLOCK):
        with pytest.raises(MessageError, match="a SentinelAction or a verdict"):
            move(action)


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        ({"message": "RoleError: wait"}, RoleError, "wait"),
        ({"message": "full", "code": "CAPACITY_REACHED"}, CapacityError, "full"),
        ({"message": "bad", "code": "VALIDATION_ERROR",
          "errors": [{"loc": ["data", 0], "msg": "no"}]}, MessageError, "data.0: no"),
        ({"message": "bad", "code": "INVALID_JSON", "errors": ["no", {"loc": 3}]},
         MessageError, "no; 3: None"),
        ({"message": "broken", "code": "EXECUTION_ERROR"}, SentinelError, "broken"),
        ({"message": 3, "code": ["x"], "errors": 4}, SentinelError, "3"),
        ({}, SentinelError, ""),
    ],
)  # fmt: skip
def test_an_error_message_is_an_error_of_ours_whatever_it_holds(data, kind, text):
    found = refused(data)
    assert (type(found), str(found)) == (kind, text)

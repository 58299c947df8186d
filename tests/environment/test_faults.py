"""What goes wrong on a wire is told with its type, ends no other session, and breaks nothing."""

import json

import pytest
import schemathesis
import sessions
from fastapi.testclient import TestClient
from hostile import bombarded
from hypothesis import HealthCheck, settings
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from sentinel.app import application
from sentinel.environment.limits import MAX_MESSAGE_BYTES
from sentinel.environment.messages import MAX_ENTRIES
from sentinel.environment.protocol import NAME
from sentinel.settings import read

PATIENCE_S = 300
"""Seconds after which an answer has not come, on however busy a machine."""


@pytest.fixture
def socket(port):
    with connect(f"ws://127.0.0.1:{port}/ws") as found:
        yield found


def ask(socket, message):
    socket.send(message if isinstance(message, str | bytes) else json.dumps(message))
    return json.loads(socket.recv(timeout=PATIENCE_S))


def test_many_sessions_at_once_are_those_played_alone(url):
    assert sessions.apart(url, 8) == {"failed": 0, "differ": 0}


def test_random_messages_are_answered_and_nobody_else_notices(port):
    counts = bombarded(port, 300)
    assert counts["sent"] == counts["answered"] + counts["refused"]
    assert counts["answered"] > 0
    assert counts["refused"] > 0
    assert counts["noticed"] == 0


@pytest.mark.parametrize("message", [
    "{", "", "[]", "3", "null", '"step"', "[" * 5_000, "1" * 5_000, b"{}", {"type": 3}, {},
    {"type": "step", "data": {"role": "overseer", "decision": "block", "risk": float("nan")}},
    {"type": "step", "data": {"role": "overseer", "decision": "\ud800"}},
    {"type": "step", "data": {"type": {}}}, {"type": "\ud800"}, {"type": "step", "\ud800": 1},
    {"type": "reset", "data": {"self": 1}},
    {"type": "reset", "data": {"seed": 10**400}},
    {"type": "step", "data": {"role": "responder", "tool": "query_logs"}},
    json.dumps({"type": "step", "data": {"reason": "x" * MAX_MESSAGE_BYTES}}),
], ids=lambda message: str(message)[:40])  # fmt: skip
def test_a_message_that_is_none_is_refused_and_the_episode_goes_on(socket, message):
    before = ask(socket, {"type": "reset", "data": {"seed": 42}})
    assert before["type"] == "observation"
    answer = ask(socket, message)
    assert answer["type"] == "error"
    assert "something went wrong" not in answer["data"]["message"]
    state = ask(socket, {"type": "state"})["data"]
    assert state["episode_id"] == before["data"]["observation"]["episode_id"]
    assert state["step_count"] == 0
    after = ask(socket, {"type": "step", "data": {"role": "overseer", "decision": "block"}})
    assert after["data"]["observation"]["step_count"] == 1


def _said_alone(port, text):
    """Say something in a session of its own, which may be closed while it is still being said."""
    with connect(f"ws://127.0.0.1:{port}/ws") as one:
        one.send(text)
        one.recv(timeout=PATIENCE_S)


def test_a_message_nested_too_deep_is_refused_and_its_session_goes_on(port):
    deep = "[" * 400 + "]" * 400
    with connect(f"ws://127.0.0.1:{port}/ws") as one:
        ask(one, {"type": "reset", "data": {"seed": 42}})
        for inner in (deep, deep.replace("[]", '["\\ud800"]')):
            one.send(
                '{"type":"step","data":{"role":"overseer","decision":"approve","metadata":{"a":'
                + inner
                + "}}}"
            )
            assert "MessageError" in str(one.recv(timeout=PATIENCE_S))
        answer = ask(one, {"type": "step", "data": {"role": "overseer", "decision": "flag"}})
        assert answer["data"]["observation"]["step_count"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {f"k{i}": 0 for i in range(MAX_ENTRIES - 2)},
        {f"k{i}": 0 for i in range(20_000)},
        {"role": "responder", "tool": "check_logs", "arguments": {f"k{i}": [] for i in range(250)}},
        {"role": "responder", "tool": "x", "arguments": {f"k{i}": [] for i in range(20_000)}},
        {"metadata": [{} for _ in range(60_000)]},
        {"metadata": {"a": [[{} for _ in range(60_000)]]}},
        {"metadata": ["x" * 100_000]},
    ],
    ids=["few keys", "keys", "few arguments", "arguments", "list", "deep list", "long"],
)
def test_what_is_wrong_with_a_long_message_is_told_in_short(port, wrong):
    with connect(f"ws://127.0.0.1:{port}/ws") as one:
        ask(one, {"type": "reset", "data": {"seed": 42}})
        move = {"role": "overseer", "decision": "flag"}
        one.send(json.dumps({"type": "step", "data": move | wrong}))
        answer = str(one.recv(timeout=PATIENCE_S))
        assert json.loads(answer)["type"] == "error"
        assert len(answer) < 5_000
        assert '"input"' not in answer
        answer = ask(one, {"type": "step", "data": move})
        assert answer["data"]["observation"]["step_count"] == 1


def test_a_message_far_over_the_limit_ends_its_session_and_no_other(port):
    with connect(f"ws://127.0.0.1:{port}/ws") as other:
        ask(other, {"type": "reset", "data": {"seed": 42}})
        said = []
        # A reset of the connection may overtake the code while the rest is still being sent.
        while len(said) < 5 and "1009" not in "".join(said):
            with pytest.raises(ConnectionClosedError) as closed:
                _said_alone(port, "x" * 8 * MAX_MESSAGE_BYTES)
            said.append(str(closed.value))
        assert "1009" in said[-1]
        answer = ask(other, {"type": "step", "data": {"role": "overseer", "decision": "flag"}})
        assert answer["data"]["observation"]["step_count"] == 1


app = application(read({"SENTINEL_MAX_SESSIONS": "100000"}))
schema = schemathesis.openapi.from_asgi("/openapi.json", app)
ours = schema.include(path_regex=r"^/api/v1|^/reset$|^/step$|^/\{env_name\}/|^/mcp$")


@ours.parametrize()
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_the_http_api_never_breaks(case):
    if "episode_id" in (case.path_parameters or {}):
        answer = TestClient(app).post("/api/v1/episodes", json={"mode": "alternating"})
        case.path_parameters["episode_id"] = answer.json()["state"]["episode_id"]
    case.call_and_validate(checks=[schemathesis.checks.not_a_server_error])


documented = schema.include(path_regex=r"^/api/v1|^/reset$|^/step$|^/\{env_name\}/")


@documented.parametrize()
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_the_http_api_answers_as_its_schema_says(case):
    if "env_name" in (case.path_parameters or {}) and len(case.path_parameters["env_name"]) % 2:
        case.path_parameters["env_name"] = NAME
    case.call_and_validate(
        checks=[
            schemathesis.checks.not_a_server_error,
            schemathesis.checks.status_code_conformance,
            schemathesis.checks.content_type_conformance,
            schemathesis.checks.response_schema_conformance,
        ]
    )

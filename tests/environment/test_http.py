"""The HTTP API: an episode is a resource, and what cannot be done is a problem document."""

import gc
import json
import re
from collections import Counter

import pytest
from fastapi.testclient import TestClient
from openenv.core.env_server.serialization import serialize_observation
from test_server import move_for

from sentinel.app import application
from sentinel.environment.episodes import Episodes
from sentinel.environment.http import routes
from sentinel.environment.limits import MAX_MESSAGE_BYTES, Slots
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelObservation
from sentinel.settings import read

BLOCK = {"role": "overseer", "decision": "block", "reason": "E1 and D1 show it."}
AT = "/api/v1/episodes"


def opened(**environ):
    return TestClient(application(read(environ)), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def http():
    return opened()


def started(http, **options):
    answer = http.post(AT, json={"seed": 8001, "split": "validation"} | options)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{AT}/{answer.json()['state']['episode_id']}"
    return answer.headers["location"], answer.json()["observation"]


def told(answer, status, kind):
    """Check a problem document and give what it says."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == (f"urn:sentinel:error:{kind}" if kind else "about:blank")
    assert document["status"] == status
    return document["detail"]


def test_a_move_meant_for_one_state_is_made_in_no_other(http):
    began = http.post(AT, json={"seed": 8001, "split": "validation"})
    place, seen = began.headers["location"], {"If-Match": began.headers["etag"]}
    first = http.post(f"{place}/step", json=BLOCK, headers=seen)
    assert first.status_code == 200
    before = http.get(place)
    for tag in (began.headers["etag"], 'W/"1"', "x", '"7", "8"'):
        again = http.post(f"{place}/step", json=BLOCK, headers={"If-Match": tag})
        assert "read the episode" in told(again, 412, "PassedError")
    assert http.get(place).json() == before.json()
    assert before.headers["etag"] == first.headers["etag"] == '"1"'
    for tag in (f'"5", {first.headers["etag"]}', "*"):
        assert http.post(f"{place}/step", json=BLOCK, headers={"If-Match": tag}).status_code == 200
    assert http.get(place).headers["etag"] == '"3"'


def test_an_episode_is_the_one_played_in_this_process_and_is_graded_at_its_end(http):
    place, observation = started(http, reward="shaped")
    alone = SentinelEnvironment()
    other = alone.reset(seed=8001, split="validation", reward="shaped",
                        episode_id=observation["episode_id"])  # fmt: skip
    count = 0
    while not other.done:
        assert SentinelObservation.model_validate(observation) == other
        assert "before the end" not in told(http.get(f"{place}/grade"), 409, "TurnError")
        move, count = move_for(other, count), count + 1
        observation = http.post(f"{place}/step", json=move.model_dump(mode="json")).json()
        other = alone.step(move)
    assert SentinelObservation.model_validate(observation) == other
    found = http.get(place).json()
    assert found == {"state": alone.state.model_dump(mode="json"), "observation": observation}
    grade = http.get(f"{place}/grade").json()
    assert grade == other.score.model_dump(mode="json")
    assert grade["confusion"]["f1"] == other.score.confusion.f1
    assert grade["earned"] == observation["cumulative"]
    told(http.post(f"{place}/step", json=BLOCK), 409, "EndedError")


def test_what_a_responder_submitted_is_graded_at_the_end(http):
    place, _ = started(http, mode="train_responder")
    move = {"role": "responder", "tool": "submit_resolution", "target": "it is over"}
    last = http.post(f"{place}/step", json=move).json()
    assert (last["done"], last["reward"] < -2.9) == (True, True)
    assert http.get(f"{place}/grade").json()["submissions"] == [
        {"kind": "resolution", "said": "it is over", "score": 0.0,
         "found": "users were not served again"},
    ]  # fmt: skip


def test_an_episode_that_was_deleted_is_gone_and_one_that_never_was_is_unknown(http):
    place, _ = started(http)
    assert http.delete(place).status_code == 204
    for answer in (http.get(place), http.post(f"{place}/step", json=BLOCK), http.delete(place),
                   http.get(f"{place}/grade")):  # fmt: skip
        assert "deleted" in told(answer, 410, "GoneEpisodeError")
    told(http.get(f"{AT}/nobody"), 404, "UnknownEpisodeError")


def test_refusals_leave_the_episode_as_it_was(http):
    place, observation = started(http, mode="alternating")
    look = {"role": "responder", "tool": "check_audit"}
    for move, status, kind in (
        (BLOCK, 409, "RoleError"),
        ({"role": "responder", "tool": "reboot"}, 422, "ActionError"),
        (look | {"more": 1}, 422, "MessageError"),
        (BLOCK | {"decision": "aprove"}, 422, "MessageError"),
        ({}, 422, "MessageError"),
        ([], 422, "MessageError"),
    ):
        told(http.post(f"{place}/step", json=move), status, kind)
        assert http.get(place).json()["observation"] == observation
    assert http.post(f"{place}/step", json=look).json()["step_count"] == 1


@pytest.mark.parametrize("body", ['{"role":"overseer","decision":"block","risk":NaN}', "{", "",
                                  "[" * 3_000, "\x00", "1" * 5_000])  # fmt: skip
def test_a_body_that_cannot_be_read_is_a_problem_of_the_caller(http, body):
    place, _ = started(http)
    for route in (f"{place}/step", AT, "/step", "/reset", "/sentinel/tasks"):
        answer = http.post(route, content=body, headers={"content-type": "application/json"})
        assert 400 <= answer.status_code < 500 or answer.status_code in (200, 201)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"


def test_options_that_do_not_exist_or_fit_are_refused(http):
    for options, status, kind in (
        ({"speed": 2}, 422, "MessageError"),
        ({"task_id": "easy"}, 422, "MessageError"),
        ({"seed": 1, "split": "heldout"}, 400, "ScenarioError"),
        ({"overseer": "rules"}, 400, "OptionError"),
        ({"overseer": "oracle", "mode": "train_responder"}, 400, "OptionError"),
        ({"index": 50, "split": "heldout"}, 400, "OptionError"),
    ):
        told(http.post(AT, json=options), status, kind)


def test_tasks_are_listed_with_the_true_counts(http):
    found = http.get("/api/v1/tasks", params={"split": "heldout", "start": 20, "limit": 2}).json()
    assert [each["id"] for each in found["tasks"]] == [
        "war_room/heldout/9101", "war_room/heldout/9102",
    ]  # fmt: skip
    assert {each["name"]: each["num_tasks"] for each in found["splits"]}["heldout"] == 50
    assert http.get("/api/v1/tasks", params={"start": 10**9}).json()["tasks"] == []
    told(http.get("/api/v1/tasks", params={"split": "exam"}), 422, "MessageError")


def test_openenvs_own_routes_answer_our_errors_as_problems(http):
    told(http.post("/step", json={"action": BLOCK}), 409, "NotResetError")
    told(http.post("/reset", json={"speed": 2}), 400, "OptionError")
    told(http.post("/step", json={"action": {"role": "overseer"}}), 422, "MessageError")
    told(http.post("/step", json={"action": {"type": []}}), 422, "MessageError")
    told(http.post("/sentinel/tasks", json={"split": "exam"}), 400, "ScenarioError")
    told(http.get("/nowhere"), 404, None)
    assert http.post("/reset", json={"seed": 42}).json()["observation"]["step_count"] == 0


def test_no_route_is_there_twice():
    app = application()
    paths = Counter(
        (method, re.sub(r"{[^}]*}", "{}", route.path))
        for route in (*(each for each in app.routes if hasattr(each, "path")), *routes.routes)
        for method in sorted(getattr(route, "methods", None) or {"WEBSOCKET"})
    )
    assert [route for route, count in paths.items() if count > 1] == []
    assert {("POST", AT), ("GET", "/metrics"), ("WEBSOCKET", "/ws")} <= set(paths)
    names = Counter(
        each["operationId"] for path in app.openapi()["paths"].values() for each in path.values()
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_idle_episodes_are_let_go_and_busy_ones_stay():
    now, slots = [0.0], Slots(2)
    http = opened()
    http.app.state.episodes = Episodes(slots, 60.0, lambda: now[0])
    (idle, _), (busy, _) = started(http), started(http)
    now[0] = 40.0
    assert http.get(busy).status_code == 200
    now[0] = 70.0
    assert "nobody asked" in told(http.get(idle), 410, "GoneEpisodeError")
    assert http.get(busy).status_code == 200
    assert slots.taken == 1


def test_a_full_server_answers_503_and_says_when_to_try_again():
    http = opened(SENTINEL_MAX_SESSIONS="2")
    place, _ = started(http)
    with http.websocket_connect("/ws"):
        answer = http.post(AT, json={})
        assert "all 2 episodes" in told(answer, 503, "CapacityError")
        assert int(answer.headers["retry-after"]) > 0
        with http.websocket_connect("/ws") as socket:
            told_off = socket.receive_json()["data"]
            assert told_off["code"] == "CAPACITY_REACHED"
            assert told_off["message"].startswith("CapacityError: ")
    assert http.delete(place).status_code == 204
    for _ in range(2):
        started(http)


def test_an_ended_episode_frees_its_slot_and_can_still_be_read():
    http = opened(SENTINEL_MAX_SESSIONS="1")
    place, observation = started(http, task_id="action_screen")
    while not observation["done"]:
        observation = http.post(f"{place}/step", json=BLOCK).json()
    started(http)
    assert http.get(f"{place}/grade").status_code == 200


def test_a_refused_start_frees_its_slot():
    http = opened(SENTINEL_MAX_SESSIONS="1")
    for _ in range(3):
        told(http.post(AT, json={"seed": 1, "split": "heldout"}), 400, "ScenarioError")
    started(http)


def test_a_body_over_the_limit_is_refused(http):
    body = json.dumps(BLOCK | {"reason": "x" * MAX_MESSAGE_BYTES})
    told(http.post(AT, content=body), 413, "MessageError")


def test_what_breaks_inside_is_not_told(http, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(SentinelEnvironment, "_begin", broken)
    for answer in (http.post(AT, json={}), http.post("/reset", json={})):
        assert "secret" not in told(answer, 500, None)
    with http.websocket_connect("/ws") as socket:
        socket.send_json({"type": "reset", "data": {}})
        answer = socket.receive_json()
    assert answer["data"] == {"message": "something went wrong here", "code": "EXECUTION_ERROR"}


def test_metrics_count_requests_by_route_and_episodes():
    http = opened()
    place, _ = started(http)
    http.get(place)
    http.get("/nowhere")
    with http.websocket_connect("/ws") as socket:
        socket.send_json({"type": "state"})
        socket.receive_json()
        socket.send_text("{")
        socket.receive_json()
        text = http.get("/metrics").text
    for line in (
        'sentinel_http_requests_total{method="GET",route="/api/v1/episodes/{episode_id}",'
        'status="200"} 1.0',
        'sentinel_http_requests_total{method="GET",route="none",status="404"} 1.0',
        'sentinel_ws_messages_total{outcome="passed"} 1.0',
        'sentinel_ws_messages_total{outcome="refused"} 1.0',
        "sentinel_episodes 2.0",
        "sentinel_http_episodes 1.0",
    ):
        assert line in text.splitlines()


def test_a_session_that_no_connection_holds_is_not_opened(http):
    asked = {"jsonrpc": "2.0", "id": 1, "method": "openenv/session/create", "params": {}}
    assert "error" in http.post("/mcp", json=asked).json()
    assert "sentinel_episodes 0.0" in opened().get("/metrics").text


def test_letting_episodes_go_lets_their_worlds_go():
    http = opened()
    places = [started(http)[0] for _ in range(3)]
    for place in places:
        http.delete(place)
    gc.collect()
    kept = http.app.state.episodes
    assert len(kept) == 0


def test_observations_are_those_of_the_websocket(http):
    alone = SentinelEnvironment().reset(seed=42, episode_id="x")
    sent = json.loads(json.dumps(serialize_observation(alone)["observation"], default=str))
    _, observation = started(http, seed=42, split="demo")
    assert observation["briefing"] == sent["briefing"]

"""What our server does itself is what OpenEnv's loop would have done, and no more than it can."""

import pytest
from test_http import BLOCK, opened, told
from test_server import move_for

from sentinel.environment.limits import MOST_TASKS
from sentinel.environment.protocol import Mode
from sentinel.environment.served import Seat
from sentinel.environment.server import SentinelEnvironment


@pytest.fixture(scope="module")
def http():
    return opened()


WRONG = [
    {"role": "responder", "tool": "check_audit"},
    {"role": "overseer"},
    {"role": "overseer", "decision": "block", "risk": 2.0},
    {"role": "overseer", "decision": "block", "more": 1},
    {"type": "call_tool", "tool_name": "x"},
]


def transcript(http, moves, **options):
    """What a session hears, to the byte, with some moves that are refused in between."""
    with http.websocket_connect("/ws") as socket:
        said = [{"type": "reset", "data": {"episode_id": "x"} | options}]
        for move in moves:
            said += [{"type": "step", "data": wrong} for wrong in WRONG]
            said.append({"type": "step", "data": move.model_dump(mode="json")})
        said += [{"type": "step", "data": BLOCK}, {"type": "step", "data": BLOCK, "more": 1}]
        said += [{"type": "step", "data": 3}, {"type": "step"}, {"type": "state"}]
        heard = []
        for message in said:
            socket.send_json(message)
            heard.append(socket.receive_text())
        return heard


@pytest.mark.parametrize("mode", Mode)
def test_a_step_is_answered_where_it_arrives_as_by_openenvs_loop(http, mode, monkeypatch):
    options = {"seed": 8003, "split": "validation", "mode": mode, "reward": "shaped"}
    alone = SentinelEnvironment()
    seen, moves = alone.reset(**options), []
    while not seen.done:
        moves.append(move_for(seen, len(moves)))
        seen = alone.step(moves[-1])
    played, play = [], Seat.play

    def noting(self, message):
        answer = play(self, message)
        played.append(answer is not None)
        return answer

    monkeypatch.setattr(Seat, "play", noting)
    quick = transcript(http, moves, **options)
    monkeypatch.setattr(Seat, "play", lambda *_: None)
    assert quick == transcript(http, moves, **options)
    assert sum(played) == len(moves)


def test_labels_of_redrawn_worlds_are_left_to_a_thread(http, monkeypatch):
    monkeypatch.setattr(Seat, "play", _never(Seat.play))
    with http.websocket_connect("/ws") as socket:
        socket.send_json({"type": "reset", "data": {"seed": 42, "labels": "redrawn"}})
        socket.receive_json()
        socket.send_json({"type": "step", "data": BLOCK})
        assert socket.receive_json()["data"]["observation"]["step_count"] == 1


def _never(play):
    def found(self, message):
        assert play(self, message) is None

    return found


def test_what_breaks_in_a_step_ends_its_session_and_is_not_told(http, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    with http.websocket_connect("/ws") as socket:
        socket.send_json({"type": "reset", "data": {"seed": 42}})
        socket.receive_json()
        monkeypatch.setattr(SentinelEnvironment, "_move", broken)
        socket.send_json({"type": "step", "data": BLOCK})
        answer = socket.receive_json()
    assert answer["data"] == {"message": "something went wrong here", "code": "SESSION_ERROR"}


def test_a_list_of_tasks_too_long_for_one_answer_is_had_in_parts(http):
    said = told(http.post("/sentinel/tasks", json={"split": "train"}), 400, "OptionError")
    assert "task_range" in said
    whole = http.post("/sentinel/num_tasks", json={"split": "train"}).json()["num_tasks"]
    told(http.post("/sentinel/task_range", json={"split": "train", "start": 5}), 400, "OptionError")
    part = {"split": "train", "start": whole - MOST_TASKS}
    found = http.post("/sentinel/task_range", json=part).json()["tasks"]
    assert (len(found), found[-1]["index"]) == (MOST_TASKS, whole - 1)
    short = http.post("/sentinel/tasks", json={"split": "heldout"}).json()["tasks"]
    assert len(short) == 50

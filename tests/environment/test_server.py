"""The OpenEnv environment, called directly and over a WebSocket."""

import json
import threading

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openenv.core.env_server.http_server import create_fastapi_app
from pydantic import ValidationError

from sentinel.environment.protocol import Mode, Phase
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.errors import (
    ActionError,
    EndedError,
    NotResetError,
    OptionError,
    RoleError,
    ScenarioError,
    SentinelError,
)
from sentinel.grading.classes import ActionClass

BLOCK = SentinelAction(role="overseer", decision="block", reason="E1")
LOOK = SentinelAction(role="responder", tool="check_audit")


def started(**options):
    environment = SentinelEnvironment()
    environment.reset(**{"seed": 8001, "split": "validation"} | options)
    return environment


def move_for(observation, number=0):
    if observation.role == "overseer":
        word = ("approve", "block", "flag", "escalate")[number % 4]
        return SentinelAction(role="overseer", decision=word, reason="E1 and D1 show it.")
    name = observation.briefing.dashboard[number % 3].about
    tool = ("query_logs", "restart_service")[number % 2]
    return SentinelAction(role="responder", tool=tool, target=name, reason="It is needed.")


def lived(environment, **options):
    """An episode played to its end: every observation as it goes over the wire."""
    found = [environment.reset(**{"seed": 8002, "split": "validation"} | options)]
    while not found[-1].done:
        found.append(environment.step(move_for(found[-1], len(found))))
    return found


@pytest.mark.parametrize("mode", Mode)
def test_state_and_observation_agree_and_steps_count_up_by_one(mode):
    environment = SentinelEnvironment()
    assert environment.state == SentinelState(phase=Phase.IDLE)
    observation = environment.reset(seed=8001, split="validation", mode=mode, episode_id="mine")
    assert observation.reward is None
    steps = 0
    while True:
        state = environment.state
        assert (state.episode_id, observation.episode_id) == ("mine", "mine")
        assert state.step_count == observation.step_count == steps
        assert state.phase is observation.phase
        assert (state.tier, state.split, state.mode) == ("war_room", "validation", mode)
        assert state.cumulative == observation.cumulative
        assert observation.done == (observation.phase is Phase.ENDED) == (observation.role is None)
        assert observation.metadata == {}
        if observation.done:
            break
        observation = environment.step(move_for(observation, steps))
        steps += 1
    assert observation.score.earned == state.cumulative
    assert len(state.history) == observation.decision_step


def test_every_reset_without_an_id_gets_another_one():
    environment = SentinelEnvironment()
    assert environment.reset().episode_id != environment.reset().episode_id


def test_refusals_are_named_and_leave_the_episode_as_it_was():
    environment = SentinelEnvironment()
    with pytest.raises(NotResetError, match=r"^NotResetError: no episode"):
        environment.step(BLOCK)
    environment = started(mode="alternating")
    environment.step(LOOK)
    before, state = environment._session.standing, environment.state
    nameless = SentinelAction(role="responder", tool="reboot")
    for call, kind in (
        (lambda: environment.step(LOOK), RoleError),
        (lambda: environment.step(nameless), ActionError),
        (lambda: environment.step(BLOCK, speed=2), OptionError),
        (lambda: environment.reset(seed=42, tier="war_room"), OptionError),
        (lambda: environment.reset(seed=1, split="heldout"), ScenarioError),
        (lambda: environment.reset(episode_id=""), OptionError),
        (lambda: environment.reset(episode_id="x" * 256), OptionError),
        (lambda: environment.reset(episode_id=3), OptionError),
    ):
        with pytest.raises(kind, match=f"^{kind.__name__}: "):
            call()
        assert environment._session.standing is before
        assert environment.state == state
    environment.step(BLOCK)
    while not environment._session.standing.done:
        environment.step(LOOK)
        environment.step(BLOCK)
    with pytest.raises(EndedError):
        environment.step(BLOCK)


@pytest.mark.parametrize("mode", Mode)
def test_the_same_reset_and_moves_give_the_same_bytes(mode):
    told = []
    for _ in range(2):
        found = lived(SentinelEnvironment(), mode=mode, episode_id="x", reward="shaped")
        told.append([observation.model_dump_json() for observation in found])
    assert told[0] == told[1]


@pytest.mark.parametrize("mode", Mode)
def test_nothing_that_goes_out_before_a_decision_names_a_class(mode):
    secret = ["truth", "margin", "severity_weight", "regret", "8002", *ActionClass]
    environment = SentinelEnvironment()
    for observation in lived(environment, mode=mode)[:-1]:
        sent = observation.model_dump_json().lower()
        assert [word for word in secret if word in sent] == []
    assert "8002" not in environment.state.model_dump_json(exclude={"episode_id"})


def test_the_task_api_works_on_a_fresh_instance():
    environment = SentinelEnvironment()
    counts = {each["name"]: each["num_tasks"] for each in environment.list_splits()}
    assert counts == {name: environment.num_tasks(name) for name in counts}
    assert len(environment.list_tasks("heldout")) == counts["heldout"] == 50
    assert environment.get_task_range("heldout", 3, 5) == environment.list_tasks("heldout")[3:5]
    task = environment.get_task("heldout", 21)
    with pytest.raises(IndexError):
        environment.get_task("heldout", 50)
    with pytest.raises(ScenarioError):
        environment.num_tasks("exam")
    observation = environment.reset(split="heldout", index=21, episode_id="x")
    same = SentinelEnvironment().reset(
        split="heldout", task_id=task["task_id"], seed=task["seed"], episode_id="x"
    )
    assert observation == same


def test_closing_lets_the_episode_go():
    environment = started()
    environment.close()
    assert environment.state.phase is Phase.IDLE
    with pytest.raises(NotResetError):
        environment.step(BLOCK)


def test_sessions_that_play_at_once_do_not_notice_each_other():
    alone = {mode: lived(SentinelEnvironment(), mode=mode, episode_id="x") for mode in Mode}
    together = {}

    def play(number, mode):
        together[number, mode] = lived(SentinelEnvironment(), mode=mode, episode_id="x")

    threads = [threading.Thread(target=play, args=key) for key in
               [(number, mode) for number in range(3) for mode in Mode]]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(together) == len(threads)
    assert all(found == alone[mode] for (_, mode), found in together.items())


@pytest.fixture(scope="module")
def client():
    app = create_fastapi_app(
        SentinelEnvironment, SentinelAction, SentinelObservation,
        state_cls=SentinelState, max_concurrent_envs=4,
    )  # fmt: skip
    with TestClient(app) as found:
        yield found


def ask(socket, kind, data=None):
    message = {"type": kind} if data is None else {"type": kind, "data": data}
    socket.send_text(json.dumps(message))
    return socket.receive_json()


def test_an_episode_over_a_websocket_is_the_one_played_alone(client):
    alone = lived(SentinelEnvironment(), episode_id="x")
    with client.websocket_connect("/ws") as socket:
        found = [ask(socket, "reset", {"seed": 8002, "split": "validation", "episode_id": "x"})]
        while not found[-1]["data"]["done"]:
            move = move_for(alone[len(found) - 1], len(found))
            found.append(ask(socket, "step", move.model_dump(mode="json")))
        state = ask(socket, "state")["data"]
    back = [
        SentinelObservation.model_validate(
            answer["data"]["observation"]
            | {"reward": answer["data"]["reward"], "done": answer["data"]["done"]}
        )
        for answer in found
    ]
    assert back == alone
    assert SentinelState.model_validate(state).step_count == len(alone) - 1


def test_refusals_over_a_websocket_keep_the_session(client):
    verdict = BLOCK.model_dump(mode="json")
    with client.websocket_connect("/ws") as socket:
        answer = ask(socket, "step", verdict)["data"]
        assert answer["message"].startswith("NotResetError: ")
        ask(socket, "reset", {"seed": 42})
        before = ask(socket, "state")
        for data in (
            verdict | {"decision": "aprove"}, verdict | {"risk": float("nan")}, {}, {"role": "x"},
            verdict | {"reason": "\ud800"} | {"more": 1}, {"\ud800": "\ud800"},
            LOOK.model_dump(mode="json"), verdict | {"decision": None},
        ):  # fmt: skip
            assert ask(socket, "step", data)["type"] == "error"
            assert ask(socket, "state") == before
        assert ask(socket, "reset", {"speed": 2})["data"]["message"].startswith("OptionError: ")
        assert ask(socket, "step", verdict)["type"] == "observation"


def test_the_task_api_and_the_schema_are_served(client):
    splits = client.get("/sentinelenvironment/splits")
    if splits.status_code == 404:
        name = client.get("/list_environments").json()[0]
        splits = client.get(f"/{name}/splits")
    assert {each["name"]: each["num_tasks"] for each in splits.json()}["heldout"] == 50
    schema = client.get("/schema").json()
    assert "history" in schema["state"]["properties"]
    assert "briefing" in schema["observation"]["properties"]


MESSAGES = st.lists(
    st.dictionaries(
        st.sampled_from([*SentinelAction.model_fields]),
        st.sampled_from(["responder", "overseer", "approve", "block", "query_logs", None, 0.5, {}])
        | st.text(max_size=8) | st.floats() | st.dictionaries(st.text(max_size=3), st.floats()),
    ),
    max_size=12,
)  # fmt: skip


@given(MESSAGES, st.sampled_from(Mode))
@settings(max_examples=60)
def test_random_messages_are_answered_or_refused_with_a_typed_error(messages, mode):
    environment = started(mode=mode)
    for data in messages:
        before = environment.state
        try:
            environment.step(SentinelAction.model_validate(data))
        except (SentinelError, ValidationError):
            assert environment.state == before
        else:
            assert environment.state.step_count == before.step_count + 1

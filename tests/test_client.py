"""The client plays as the deck writes it, says what was refused, and notices a lost session."""

import asyncio
import json
import threading

import numpy as np
import pytest
from servers import free_port, sentinel_alone, start, stop, within
from websockets.sync.server import serve

from sentinel import Decision, SentinelAction, SentinelEnv, Unparsed, Verdict
from sentinel.app import application
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import REASON_CHARS
from sentinel.errors import (
    ActionError,
    CapacityError,
    EndedError,
    LinkError,
    LostSessionError,
    MessageError,
    NotResetError,
    OptionError,
    RoleError,
    ScenarioError,
)
from sentinel.settings import read

BLOCK = Verdict(Decision.BLOCK, "E1 and D1 show it.", 0.5)
LOOK = SentinelAction(role="responder", tool="check_audit")


@pytest.fixture
def env(url):
    env = SentinelEnv(base_url=url)
    yield env
    env.close()


def test_the_call_of_the_deck_works_as_written(url):
    env = SentinelEnv(base_url=url)
    result = env.reset(task_id="war_room", seed=42)
    assert (result.observation.decision_step, result.observation.max_steps) == (1, 15)
    assert (result.done, result.reward) == (False, None)
    while not result.done:
        result = env.step(BLOCK)
        assert result.reward in (0.0, 1.0)
    assert result.observation.score.confusion.fn == 0
    assert env.state().step_count == result.observation.step_count
    env.close()


def test_an_episode_played_by_the_client_is_the_one_played_in_this_process(env):
    alone = SentinelEnvironment()
    one = env.reset(seed=42, episode_id="x").observation
    other = alone.reset(seed=42, episode_id="x")
    action = SentinelAction(role="overseer", decision="block", reason=BLOCK.reason, risk=0.5)
    while not other.done:
        assert one == other
        one, other = env.step(BLOCK).observation, alone.step(action)
    assert one == other


def test_sync_and_async_play_the_same(url):
    wrapped = SentinelEnv(base_url=url).sync()
    with wrapped:
        one = wrapped.reset(seed=42, episode_id="x").observation
        again = wrapped.step(BLOCK).observation
        assert wrapped.state().step_count == 1

    async def played():
        async with SentinelEnv(base_url=url) as env:
            first = await env.reset(seed=42, episode_id="x")
            second = await env.step(BLOCK)
            assert (await env.state()).step_count == 1
            return first.observation, second.observation

    assert asyncio.run(played()) == (one, again)


def test_an_unreadable_answer_may_be_as_long_as_it_likes(env):
    env.reset(seed=42)
    result = env.step(Unparsed("x" * 3 * REASON_CHARS, "no JSON object"))
    assert result.observation.cumulative.overseer == 0.0


def test_refusals_have_the_types_that_the_server_raised_and_leave_the_episode(env):
    for call in (lambda: env.step(BLOCK), env.state):
        with pytest.raises(NotResetError):
            call()
    env.reset(seed=42, mode="alternating")
    env.step(LOOK)
    for kind, call in (
        (RoleError, lambda: env.step(LOOK)),
        (OptionError, lambda: env.reset(speed=2)),
        (OptionError, lambda: env.reset(seed=float("nan"))),
        (ScenarioError, lambda: env.reset(split="exam")),
        (OptionError, lambda: env.step(BLOCK, speed=2)),
        (MessageError, lambda: env.step({"role": "overseer"})),
        (MessageError, lambda: env.step(Verdict(Decision.BLOCK, "", float("nan")))),
        (MessageError, lambda: env.step(Verdict(Decision.BLOCK, "x" * (REASON_CHARS + 1)))),
        (MessageError, lambda: env.step(Verdict(Decision.BLOCK, "x" * 300_000))),
    ):
        with pytest.raises(kind):
            call()
        assert env.state().step_count == 1
    env.step(BLOCK)
    with pytest.raises(ActionError, match="reboot"):
        env.step(SentinelAction(role="responder", tool="reboot"))


def test_numbers_of_numpy_are_played_as_pythons_own(env):
    one = env.reset(seed=np.int64(42), episode_id="x").observation
    assert one == SentinelEnvironment().reset(seed=42, episode_id="x")
    for risk in (np.float32(0.5), np.float64(0.5)):
        env.step(Verdict(Decision.BLOCK, "E1", risk))
    assert env.state().step_count == 2
    with pytest.raises(MessageError):
        env.reset(seed=np.True_)


def test_what_cannot_be_sent_is_refused_and_the_episode_goes_on(env):
    env.reset(seed=42)
    odd = SentinelAction.model_construct(
        role="overseer", decision="approve", metadata={"a": object()}
    )
    for call in (
        lambda: env.step(odd),
        lambda: env.step(Verdict(Decision.BLOCK, "E1", object())),
        lambda: env.step(Verdict(Decision.BLOCK, "E1", True)),
        lambda: env.step(Verdict(Decision.BLOCK, {1})),
        lambda: env.reset(task_id={"war_room"}),
        lambda: env.reset(seed=object()),
    ):
        with pytest.raises(MessageError):
            call()
        assert env.state().step_count == 0
    assert env.step(BLOCK).observation.step_count == 1


def test_a_second_reset_starts_another_episode_on_the_same_connection(env):
    first = env.reset(seed=42).observation
    env.step(BLOCK)
    second = env.reset(seed=42).observation
    assert second.episode_id != first.episode_id
    assert second.step_count == 0
    assert env.step(BLOCK).observation.step_count == 1
    while not (result := env.step(BLOCK)).done:
        pass
    with pytest.raises(EndedError):
        env.step(BLOCK)
    assert result.observation.score is not None


def test_a_server_killed_in_the_middle_is_a_lost_session_and_a_reset_starts_anew():
    port = free_port()
    server = start(sentinel_alone(port), port)
    env = SentinelEnv(base_url=f"http://127.0.0.1:{port}")
    try:
        env.reset(seed=42)
        env.step(BLOCK)
        server.kill()
        server.wait()
        for _ in range(2):
            with pytest.raises(LostSessionError, match="reset for another one"):
                env.step(BLOCK)
        with pytest.raises(LinkError, match="Failed to connect"):
            env.reset(seed=42)
        with within(application(), port):
            with pytest.raises(LostSessionError):
                env.step(BLOCK)
            with pytest.raises(LostSessionError):
                env.state()
            env.reset(seed=42)
            assert env.step(BLOCK).observation.step_count == 1
            env.close()
    finally:
        env.close()
        stop(server)


def test_a_dropped_socket_is_a_lost_session_and_no_other_session_notices(url):
    env, other = SentinelEnv(base_url=url).sync(), SentinelEnv(base_url=url).sync()
    with env, other:
        for each in (env, other):
            each.reset(seed=42)
        env._loop.call_soon_threadsafe(env.async_client._ws.transport.abort)
        for _ in range(2):
            with pytest.raises(LostSessionError):
                _ = [env.step(BLOCK) for _ in range(2)]
        assert other.step(BLOCK).observation.step_count == 1
        assert env.reset(seed=42).observation.step_count == 0


def test_a_full_server_is_a_capacity_error():
    with within(application(read({"SENTINEL_MAX_SESSIONS": "1"}))) as port:
        url = f"http://127.0.0.1:{port}"
        with SentinelEnv(base_url=url) as one, SentinelEnv(base_url=url) as other:
            one.reset(seed=42)
            with pytest.raises(CapacityError, match="all 1 episodes"):
                other.reset(seed=42)
            assert one.step(BLOCK).observation.step_count == 1


@pytest.fixture
def liar():
    """A server that answers with what it is given."""
    answers = []

    def answer(socket):
        for _ in socket:
            if not answers:
                return
            socket.send(answers.pop(0))

    with serve(answer, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}", answers
        server.shutdown()
        thread.join()


def message(environment_observation):
    data = environment_observation.model_dump(mode="json")
    told = {"reward": data.pop("reward"), "done": data.pop("done")}
    return json.dumps({"type": "observation", "data": {"observation": data, **told}})


def test_an_answer_from_another_world_is_a_lost_session(liar):
    url, answers = liar
    world, fresh = SentinelEnvironment(), SentinelEnvironment()
    answers.append(message(world.reset(seed=42, episode_id="mine")))
    fresh.reset(seed=42, episode_id="theirs")
    action = SentinelAction(role="overseer", decision="block")
    answers.append(message(world.step(action)))
    answers.append(message(fresh.step(action)))
    with SentinelEnv(base_url=url) as env:
        env.reset(seed=42)
        env.step(BLOCK)
        with pytest.raises(LostSessionError, match="step 1 of episode 'theirs', not step 2"):
            env.step(BLOCK)
        with pytest.raises(LostSessionError):
            env.step(BLOCK)


@pytest.mark.parametrize(
    "answer",
    ["{", "[]", '{"type":"observation"}', '{"type":"observation","data":{"observation":{}}}'],
)
def test_an_answer_that_is_none_is_a_message_error(liar, answer):
    url, answers = liar
    answers.append(answer)
    with SentinelEnv(base_url=url) as env, pytest.raises(MessageError, match="the server's answer"):
        env.reset(seed=42)


def test_no_answer_in_time_loses_the_session(liar):
    url, answers = liar
    world = SentinelEnvironment()
    answers.append(message(world.reset(seed=42)))
    with SentinelEnv(base_url=url) as env:
        env.reset(seed=42)
        env._message_timeout = 0.2  # only now, since the first answer may take as long as it wants
        with pytest.raises(LostSessionError):
            env.step(BLOCK)


def test_calls_made_at_once_are_made_one_after_the_other(url):
    async def play():
        async with SentinelEnv(base_url=url) as env:
            await env.reset(task_id="war_room", seed=42)
            found = await asyncio.gather(
                *(env.step(Verdict(Decision.FLAG, "E1")) for _ in range(3))
            )
            assert [each.observation.step_count for each in found] == [1, 2, 3]
            assert (await env.state()).step_count == 3

    asyncio.run(play())

"""What a server sends is, field for field, what the models of the wire say."""

import asyncio
import json

import pytest
from openenv.core.env_server.serialization import serialize_observation
from openenv.core.env_server.types import WSObservationResponse
from test_server import move_for

from sentinel.environment.protocol import Labels, Mode
from sentinel.environment.served import ServedEnvironment
from sentinel.environment.server import SentinelEnvironment
from sentinel.errors import NotResetError, OptionError


def as_sent(observation):
    return json.loads(
        WSObservationResponse(data=serialize_observation(observation)).model_dump_json()
    )


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("tier", ["action_screen", "war_room"])
def test_every_message_of_an_episode_is_that_of_the_models(mode, tier):
    asked = {"seed": 8003, "split": "validation", "mode": mode, "episode_id": "x",
             "task_id": tier, "reward": "shaped", "preview": "measured"}  # fmt: skip
    modelled, served = SentinelEnvironment(), ServedEnvironment()
    one, other = modelled.reset(**asked), asyncio.run(served.reset_async(**asked))
    count = 0
    while not one.done:
        assert as_sent(other) == as_sent(one)
        move, count = move_for(one, count), count + 1
        one, other = modelled.step(move), asyncio.run(served.step_async(move))
    assert as_sent(other) == as_sent(one)
    assert served.state == modelled.state


def test_labels_asked_of_redrawn_worlds_play_the_same_episode():
    asked = {"seed": 8003, "split": "validation", "episode_id": "x"}
    firm, checked = ServedEnvironment(), ServedEnvironment()
    for labels, environment in ((Labels.WORLD, firm), (Labels.REDRAWN, checked)):
        asyncio.run(environment.reset_async(labels=labels, **asked))
    one, other = firm.session.standing, checked.session.standing
    assert one.situation == other.situation


def test_an_option_named_like_a_parameter_is_refused_as_an_option():
    environment = ServedEnvironment()
    with pytest.raises(OptionError, match="reset takes no 'self'"):
        asyncio.run(environment.reset_async(self=1))
    with pytest.raises(NotResetError):
        asyncio.run(environment.step_async(move_for(SentinelEnvironment().reset(seed=42))))

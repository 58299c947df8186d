"""Episodes of the HTTP API, apart from the routes to them."""

import asyncio

import pytest
from test_http import BLOCK

from sentinel.environment.episodes import Episodes
from sentinel.environment.limits import Slots
from sentinel.environment.options import options
from sentinel.environment.session import Session
from sentinel.environment.wire import SentinelAction
from sentinel.errors import GoneEpisodeError
from sentinel.verdict import Decision, Verdict
from sentinel.world.drift.kinds import Visibility


def test_an_episode_is_deleted_once_the_move_being_made_has_been(monkeypatch):
    asyncio.run(_deleted_while_it_moves(monkeypatch))


async def _deleted_while_it_moves(monkeypatch):
    episodes, order = Episodes(Slots(1), 60.0), []
    kept = await episodes.start({"seed": 42}, "caller")
    name, step = str(kept.state.episode_id), kept.environment.step_async

    async def slow(action):
        order.append("began")
        await asyncio.sleep(0.05)
        sent = await step(action)
        order.append("moved")
        return sent

    monkeypatch.setattr(kept.environment, "step_async", slow)
    move = SentinelAction.model_validate(BLOCK)
    first = asyncio.create_task(episodes.move(name, move))
    await asyncio.sleep(0.01)
    gone = asyncio.create_task(episodes.delete(name))
    await asyncio.sleep(0)
    late = asyncio.create_task(episodes.move(name, move))
    await gone
    assert order == ["began", "moved"]
    assert (await first).observation["step_count"] == 1
    with pytest.raises(GoneEpisodeError, match="deleted"):
        await late
    with pytest.raises(GoneEpisodeError, match="deleted"):
        await episodes.delete(name)


def test_what_decisions_came_to_so_far_ends_as_the_score():
    asyncio.run(_played_to_its_end())


async def _played_to_its_end():
    episodes = Episodes(Slots(1), 60.0)
    kept = await episodes.start({"seed": 42, "task_id": "war_room"}, "caller")
    name, move = str(kept.state.episode_id), SentinelAction.model_validate(BLOCK)
    made = drifts = 0
    assert kept.running.confusion.graded == 0
    while kept.environment is not None:
        await episodes.move(name, move)
        made += 1
        found = kept.running.confusion
        assert found.graded + found.ambiguous == made
        assert kept.running.drifts >= drifts
        drifts = kept.running.drifts
    assert episodes.look(name) is kept
    assert episodes.look("nobody") is None
    score = episodes.score(name)
    assert (found.tp, found.fp) == (score.confusion.tp, score.confusion.fp)
    assert kept.running.earned.overseer == pytest.approx(score.earned.overseer)


def test_changes_that_nothing_tells_of_are_counted_once_the_episode_has_ended():
    asked = {"task_id": "drift_ops", "split": "train"}
    for seed in range(144, 400):
        session = Session(options({**asked, "seed": seed}))
        drifts = session.episode.scenario.drifts
        if drifts and not any(each.visibility is Visibility.ANNOUNCED for each in drifts):
            break
    while session.turn is not None:
        assert session.running.drifts == 0
        session.decide(Verdict(Decision.BLOCK, "E1"))
    assert session.running.drifts == sum(each.step <= session.standing.step for each in drifts) > 0

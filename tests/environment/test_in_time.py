"""Awaiting something for so long and no longer."""

import asyncio

import pytest

from sentinel.environment.in_time import in_time


async def after(seconds: float, *, times: int = 1) -> int:
    for _ in range(times):
        await asyncio.sleep(seconds)
    return times


def test_what_is_there_is_given_without_a_timer():
    async def asked() -> tuple[int, int]:
        loop = asyncio.get_running_loop()
        before = len(loop._scheduled)
        return await in_time(after(0.0, times=0), 9.0), len(loop._scheduled) - before

    assert asyncio.run(asked()) == (0, 0)


def test_what_comes_in_time_is_given():
    assert asyncio.run(in_time(after(0.001, times=5), 30.0)) == 5


def test_what_does_not_come_is_not_waited_for():
    with pytest.raises(TimeoutError):
        asyncio.run(in_time(after(30.0), 0.01))


def test_an_error_of_it_is_its_own():
    async def failing() -> None:
        await asyncio.sleep(0.0)
        raise ValueError("of its own")

    with pytest.raises(ValueError, match="of its own"):
        asyncio.run(in_time(failing(), 9.0))


def test_who_is_cancelled_ends_it():
    ended = []

    async def waiting() -> None:
        try:
            await asyncio.sleep(30.0)
        finally:
            ended.append(True)

    async def asked() -> None:
        task = asyncio.create_task(in_time(waiting(), 30.0))
        await asyncio.sleep(0.0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asked())
    assert ended == [True]

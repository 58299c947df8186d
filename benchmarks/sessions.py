"""What many sessions of one server do to each other, and what remains of them: nothing.

Functions for `verify.py` and the tests; each plays against a server that listens already.
"""

import asyncio
import re
from collections.abc import Sequence
from typing import Final
from urllib.request import urlopen

from sentinel.client import SentinelEnv
from sentinel.environment.protocol import Party
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.wire import SentinelAction, SentinelObservation
from sentinel.errors import SentinelError
from sentinel.verdict import Decision, Verdict

FIRST_SEED: Final = 1_000
AT_ONCE: Final = 8
"""Sessions that play the episodes after which memory is looked at."""
WARMING: Final = 100
"""Fewest episodes that are played before it is looked at first."""

Transcript = list[SentinelObservation]


def verdict(number: int) -> Verdict:
    """The answer of a given number; together they have every decision."""
    return Verdict(tuple(Decision)[number % len(Decision)], "E1 and D1 show it.", number % 11 / 10)


def alone(seed: int, first: int = 0) -> Transcript:
    """An episode played in this process.

    Args:
        seed: A seed of `train`.
        first: Number of the first answer.
    """
    environment = SentinelEnvironment()
    found = [environment.reset(seed=seed, task_id="war_room", episode_id=f"episode {seed}")]
    while not found[-1].done:
        answer = verdict(first + len(found))
        action = SentinelAction(
            role=Party.OVERSEER, decision=answer.decision, reason=answer.reason, risk=answer.risk
        )
        found.append(environment.step(action))
    return found


async def played(url: str, seed: int, first: int = 0) -> Transcript:
    """The same on a server, with a connection of its own."""
    async with SentinelEnv(base_url=url) as env:
        result = await env.reset(seed=seed, task_id="war_room", episode_id=f"episode {seed}")
        found = [result.observation]
        while not result.done:
            result = await env.step(verdict(first + len(found)))
            found.append(result.observation)
    return found


def apart(url: str, sessions: int) -> dict[str, int]:
    """Play episodes at the same time, and count what differs from those played alone.

    Returns:
        `failed`, sessions that ended with an error; `differ`, those whose transcript is not
        the one of the episode played alone.
    """
    seeds = range(FIRST_SEED, FIRST_SEED + sessions)
    expected = [alone(seed, seed) for seed in seeds]
    found = asyncio.run(_together(url, seeds))
    failed = sum(isinstance(each, BaseException) for each in found)
    differ = sum(one != other for one, other in zip(found, expected, strict=True))
    return {"failed": failed, "differ": differ - failed}


async def _together(url: str, seeds: Sequence[int]) -> list[Transcript | BaseException]:
    return await asyncio.gather(
        *(played(url, seed, seed) for seed in seeds), return_exceptions=True
    )


def grown(url: str, episodes: int) -> float:
    """Megabytes by which a server grows over episodes, each a reset of another incident.

    A third as many are played before, at least `WARMING`, so that caches have met every family
    and the allocator has its heap.
    """
    asyncio.run(_many(url, 6_000, max(WARMING, episodes // 3)))
    before = resident(url)
    asyncio.run(_many(url, 0, episodes))
    return round((resident(url) - before) / 2**20, 1)


async def _many(url: str, start: int, episodes: int) -> None:
    """Play episodes with some sessions, each of which resets again and again."""

    async def one(place: int) -> None:
        async with SentinelEnv(base_url=url) as env:
            for number in range(start + place, start + episodes, AT_ONCE):
                result = await env.reset(split="train", task_id="war_room", seed=number + 43)
                while not result.done:
                    result = await env.step(verdict(number))

    await asyncio.gather(*(one(place) for place in range(AT_ONCE)))


def resident(url: str) -> float:
    """Bytes of memory that a server's process holds, as its metrics tell."""
    with urlopen(f"{url}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = re.search(r"^process_resident_memory_bytes (\S+)", text, re.MULTILINE)
    if found is None:
        raise SentinelError("the server's metrics do not tell of its memory")
    return float(found[1])

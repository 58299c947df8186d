"""One course of questions to the gate, asked with or without blocking.

An adapter writes what it does with a call once, as a generator that yields requests and is sent
judgements; frameworks call it from threads or from an event loop.
"""

from collections.abc import Generator
from typing import TypeVar

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.live.request import Judgement, Request

_Found = TypeVar("_Found")

Steps = Generator[Request, Judgement, _Found]
"""Asks for judgements, and gives what it found in the end."""


def run(steps: Steps[_Found], keeper: Gatekeeper) -> _Found:
    """Go through the steps, asking and waiting.

    Raises:
        GateError: If there is no judgement and the gatekeeper raises.
    """
    try:
        asked = next(steps)
        while True:
            asked = steps.send(keeper.judge(asked))
    except StopIteration as end:
        found: _Found = end.value
        return found


async def arun(steps: Steps[_Found], keeper: Gatekeeper) -> _Found:
    """Do the same without blocking the event loop.

    Raises:
        GateError: As `run` does.
    """
    try:
        asked = next(steps)
        while True:
            asked = steps.send(await keeper.ajudge(asked))
    except StopIteration as end:
        found: _Found = end.value
        return found

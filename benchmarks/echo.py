"""An OpenEnv environment that does nothing but answer with as many characters as it is asked for.

`python benchmarks/echo.py PORT [--async] [--workers N]` serves it the way `sentinel serve`
serves ours: the same server, the same settings. With `--async` its methods run on the event
loop, which no environment can undercut; without, they are the synchronous ones that OpenEnv's
guide shows. One process serves it, as that guide has it, unless more are asked for.
"""

import os
import sys
from pathlib import Path
from typing import Final

sys.modules["gradio"] = None  # type: ignore[assignment]  # pages, whose import takes seconds

import uvicorn  # noqa: E402
from fastapi import FastAPI  # noqa: E402
from openenv.core.env_server.http_server import create_app  # noqa: E402
from openenv.core.env_server.interfaces import Environment  # noqa: E402
from openenv.core.env_server.types import Action, Observation, State  # noqa: E402


class EchoAction(Action):
    """What is asked for."""

    chars: int
    """Characters of the answer."""
    last: bool = False
    """Whether the episode ends with it."""
    reason: str = ""
    """Makes the message as long as one of ours."""


class EchoObservation(Observation):
    """The answer."""

    text: str = ""


class Echo(Environment[EchoAction, EchoObservation, State]):
    """Answers."""

    SUPPORTS_CONCURRENT_SESSIONS = True

    def reset(
        self, seed: int | None = None, episode_id: str | None = None, chars: int = 0
    ) -> EchoObservation:
        """Answer with `chars` characters."""
        return EchoObservation(text="x" * chars)

    def step(self, action: EchoAction, timeout_s: float | None = None) -> EchoObservation:
        """Answer with as many characters as the action asks for."""
        return EchoObservation(text="x" * action.chars, done=action.last, reward=0.0)

    @property
    def state(self) -> State:
        """Nothing."""
        return State()


class EchoAsync(Echo):
    """The same on the event loop."""

    async def reset_async(
        self, seed: int | None = None, episode_id: str | None = None, chars: int = 0
    ) -> EchoObservation:
        """Answer with `chars` characters."""
        return self.reset(chars=chars)

    async def step_async(
        self, action: EchoAction, timeout_s: float | None = None
    ) -> EchoObservation:
        """Answer with as many characters as the action asks for."""
        return self.step(action)


KIND: Final = "SENTINEL_ECHO"
"""Environment variable that tells a worker process which of the two it serves."""


def app() -> FastAPI:
    """The application, as OpenEnv makes it."""
    kind = EchoAsync if os.environ.get(KIND) == "async" else Echo
    return create_app(kind, EchoAction, EchoObservation, env_name="echo", max_concurrent_envs=128)


if __name__ == "__main__":
    os.environ[KIND] = "async" if "--async" in sys.argv else "sync"
    number = int(sys.argv[sys.argv.index("--workers") + 1]) if "--workers" in sys.argv else 1
    uvicorn.run(
        "echo:app", factory=True, app_dir=str(Path(__file__).parent), port=int(sys.argv[1]),
        workers=number, access_log=False, log_level="warning", ws_per_message_deflate=False,
        timeout_worker_healthcheck=60,
    )  # fmt: skip

"""An image made without Docker: the steps of its Dockerfile, in a folder and a virtual environment.

What an image has at `/app` lies in the folder. The environment is the one that a reader of the
README made, empty but for the wheel and what it depends on: the step of the Dockerfile that
installs the same runs again there, without an index, and ends with an error if something lacks.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from servers import free_port

INSIDE = "/app"
PORT = "8000"
START_S = 600


@dataclass
class Recipe:
    """What a Dockerfile says."""

    user: str = ""
    environ: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def recipe(text: str) -> Recipe:
    """Read a Dockerfile; a RUN step holds the variables that were set before it."""
    found = Recipe()
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for line in lines.replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "ENV":
            found.environ |= dict(each.split("=", 1) for each in shlex.split(rest))
        elif word == "RUN":
            found.steps.append(rest)
        elif word == "USER":
            found.user = rest
        elif word == "HEALTHCHECK":
            found.health = json.loads(rest.partition(" CMD ")[2])
        elif word == "CMD":
            found.command = json.loads(rest)
    return found


class Image:
    """The image of an assembled folder, built where `root` is."""

    def __init__(self, folder: Path, root: Path, environment: Path) -> None:
        self.root = root
        self.environment = environment
        self.recipe = recipe((folder / "Dockerfile").read_text("utf-8"))
        shutil.copytree(folder, root / "app" / "env")
        self.packages = Path(sysconfig.get_path("purelib", vars={"base": str(environment)}))
        install, *steps = self.recipe.steps
        self._run(install, {"PIP_NO_INDEX": "1"})
        for step in steps:
            self._run(step, {})

    @property
    def cache(self) -> Path:
        """Where its compiled kernels are."""
        return Path(self._within(self.recipe.environ["SENTINEL_CACHE_DIR"]))

    def environ(self, more: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """The variables it starts with; None takes one away."""
        own = {name: self._within(value) for name, value in self.recipe.environ.items()}
        path = os.pathsep.join([str(self.environment / "bin"), os.defpath])
        merged = {"PATH": path, **own, **(more or {})}
        return {name: value for name, value in merged.items() if value is not None}

    def start(self, port: int, more: Mapping[str, str | None] | None = None) -> subprocess.Popen:
        """Start its command, listening at a port of this machine."""
        first, *rest = self._placed(self.recipe.command, port)
        return subprocess.Popen(
            [str(self.environment / "bin" / first), *rest],
            cwd=self.root / "app" / "env",
            env=self.environ(more),
            stdout=subprocess.DEVNULL,
            stderr=(self.root / "log").open("wb"),
            umask=0o077,
        )

    def healthy(self, port: int) -> bool:
        """What its health check says."""
        first, *rest = self._placed(self.recipe.health, port)
        words = [str(self.environment / "bin" / first), *rest]
        done = subprocess.run(words, env=self.environ(), capture_output=True, check=False)
        return done.returncode == 0

    @contextmanager
    def running(self, more: Mapping[str, str | None] | None = None) -> Iterator[str]:
        """Run it for a while; gives its URL."""
        port = free_port()
        server = self.start(port, more)
        try:
            if not self.comes_up(server, port, START_S):
                raise RuntimeError(f"no server came up: {self.log()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            end(server)

    def comes_up(self, server: subprocess.Popen, port: int, limit_s: float) -> bool:
        """Wait until its health check passes."""
        until = monotonic() + limit_s
        while monotonic() < until and server.poll() is None:
            if self.healthy(port):
                return True
            sleep(0.2)
        return False

    def log(self) -> str:
        """What it wrote last."""
        return (self.root / "log").read_text("utf-8", "replace")[-4_000:]

    def _run(self, step: str, more: dict[str, str]) -> None:
        subprocess.run(
            ["sh", "-ec", self._within(step)],
            cwd=self.root / "app" / "env",
            env=self.environ(more),
            check=True,
        )

    def _within(self, text: str) -> str:
        return text.replace(INSIDE, str(self.root / "app"))

    def _placed(self, words: list[str], port: int) -> list[str]:
        return [self._within(word).replace(PORT, str(port)) for word in words]


def end(server: subprocess.Popen) -> None:
    """End a server that was started here."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

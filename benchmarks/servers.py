"""Server processes on free loopback ports, each ended by its own process id."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

from sentinel.environment.workers import by_default

HERE: Final = Path(__file__).parent
START_S: Final = 600
"""Seconds in which a server must come up; the first one compiles the kernel, which others slow."""

WORKERS: Final = by_default()
"""Processes that play the sessions of `sentinel serve` when it is told nothing."""


def sentinel(port: int) -> list[str]:
    """The command that serves our environment, without the pages, whose import takes seconds."""
    code = "import sys; sys.modules['gradio'] = None; from sentinel.cli import main; main()"
    words = ["serve", "--no-audit", "--no-pages", "--port", str(port)]
    return [sys.executable, "-c", code, *words]


def sentinel_alone(port: int) -> list[str]:
    """The same in one process, which plays every session itself."""
    return [*sentinel(port), "--workers", "1"]


def sentinel_guarded(port: int, store: str) -> list[str]:
    """The same with keys, an audit log and reviews in a database."""
    words = [*sentinel_alone(port), "--keys", "--store", store]
    return [each for each in words if each != "--no-audit"]


def echo(port: int) -> list[str]:
    """The command that serves the echo environment, as OpenEnv's guide writes one."""
    return [sys.executable, str(HERE / "echo.py"), str(port)]


def echo_async(port: int) -> list[str]:
    """The command that serves the echo environment on the event loop."""
    return [*echo(port), "--async"]


def echo_workers(port: int) -> list[str]:
    """The command that serves the echo environment with as many processes as ours has."""
    return [*echo(port), "--workers", str(WORKERS)]


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def start(
    command: list[str], port: int, more: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers.

    Args:
        command: How to start it.
        port: Where it will listen.
        more: Environment variables beside those of this process.
    """
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(more or {})}
    server = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)
    until = monotonic() + START_S
    while monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return server
        except (URLError, OSError):
            sleep(0.1)
    stop(server)
    raise RuntimeError(f"no server came up at port {port}: {command}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def serving(command: object, more: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run a server for a while; gives its port."""
    port = free_port()
    server = start(command(port), port, more)
    try:
        yield port
    finally:
        stop(server)


@contextmanager
def within(app: FastAPI, port: int = 0) -> Iterator[int]:
    """Serve an application in a thread of this process, not warmed up; gives its port."""
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()

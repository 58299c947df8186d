"""Sessions played by worker processes: as good as in one, whatever becomes of a worker."""

import json
import os
import re
import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from urllib.request import urlopen

import pytest
import sessions
import uvicorn
from servers import free_port, sentinel, start, stop
from websockets.sync.client import connect

from sentinel.app import application, configured
from sentinel.client import SentinelEnv
from sentinel.environment import workers
from sentinel.environment.channel import Counts, Handed, Tally, handed
from sentinel.errors import LostSessionError, SentinelError
from sentinel.settings import read
from sentinel.verdict import Decision, Verdict

BLOCK = Verdict(Decision.BLOCK, "E1 and D1 show it.")
MOST = 5
PATIENCE_S = 300
"""Seconds after which what was to come has not come, on however busy a machine."""

pytestmark = pytest.mark.xdist_group("workers")


class Served:
    """A server with two workers, and room for few sessions."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws = f"ws://127.0.0.1:{self.port}/ws"
        command = [*sentinel(self.port), "--workers", "2"]
        self.process = start(command, self.port, {"SENTINEL_MAX_SESSIONS": str(MOST)})
        self.becomes("sentinel_workers", 2.0)

    @property
    def workers(self):
        """Process ids of the workers."""
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def metric(self, name):
        text = urlopen(f"{self.url}/metrics", timeout=PATIENCE_S).read().decode()
        return float(re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])

    def becomes(self, name, value):
        """Wait until a metric has a value."""
        until = monotonic() + PATIENCE_S
        while self.metric(name) != value:
            assert monotonic() < until, (name, self.metric(name))
            sleep(0.1)


@pytest.fixture(scope="module")
def running():
    """The server of all tests, until one of them ends it."""
    found = []
    yield found
    for each in found:
        stop(each.process)


@pytest.fixture
def served(running):
    if not running or running[-1].process.poll() is not None:
        running.append(Served())
    return running[-1]


def opened(served, count):
    """Sessions in the middle of an episode."""
    found = [SentinelEnv(base_url=served.url).sync() for _ in range(count)]
    for each in found:
        each.reset(seed=42)
        each.step(BLOCK)
    return found


def test_sessions_of_two_workers_are_those_played_alone(served):
    before = served.metric('sentinel_ws_messages_total{outcome="passed"}')
    assert sessions.apart(served.url, MOST) == {"failed": 0, "differ": 0}
    assert served.metric('sentinel_ws_messages_total{outcome="passed"}') > before + 5 * MOST
    served.becomes("sentinel_episodes", 0.0)


def test_a_worker_that_dies_takes_its_sessions_alone_and_is_replaced(served):
    envs = opened(served, 4)
    passed = served.metric('sentinel_ws_messages_total{outcome="passed"}')
    assert served.metric("sentinel_episodes") == 4.0
    dead = served.workers[0]
    os.kill(dead, signal.SIGKILL)
    lost = 0
    for each in envs:
        try:
            assert each.step(BLOCK).observation.step_count == 2
        except LostSessionError:
            lost += 1
            assert each.reset(seed=42).observation.step_count == 0
            assert each.step(BLOCK).observation.step_count == 1
    assert lost == 2
    served.becomes("sentinel_workers", 2.0)
    assert dead not in served.workers
    assert served.metric('sentinel_ws_messages_total{outcome="passed"}') > passed
    for each in envs:
        each.close()
    served.becomes("sentinel_episodes", 0.0)


def test_capacity_counts_over_all_workers(served):
    with ExitStack() as places:
        for _ in range(MOST - 1):
            places.enter_context(connect(served.ws))
        with connect(served.ws), connect(served.ws) as one:
            assert json.loads(one.recv(timeout=PATIENCE_S))["data"]["code"] == "CAPACITY_REACHED"
        served.becomes("sentinel_episodes", MOST - 1.0)
        with connect(served.ws) as one:
            one.send('{"type":"state"}')
            assert json.loads(one.recv(timeout=PATIENCE_S))["type"] == "state"
    served.becomes("sentinel_episodes", 0.0)


def test_a_request_that_is_no_websocket_after_all_frees_its_place(served):
    for _ in range(2 * MOST):
        with socket.create_connection(("127.0.0.1", served.port)) as one:
            one.sendall(b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n"
                        b"Upgrade: websocket\r\n\r\n")  # fmt: skip
            assert b" 400 Bad Request" in one.recv(4096)
    served.becomes("sentinel_episodes", 0.0)


def test_nobody_opens_a_session_under_a_strangers_name(served):
    for host, origin, found in (
        ("evil.example", "http://evil.example", b" 403 "),
        ("127.0.0.1", "http://evil.example", b" 403 "),
        ("localhost", "http://localhost", b" 101 "),
    ):
        with socket.create_connection(("127.0.0.1", served.port)) as one:
            one.sendall(
                f"GET /ws HTTP/1.1\r\nHost: {host}:{served.port}\r\n"
                f"Origin: {origin}:{served.port}\r\n"
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
            )
            assert found in one.recv(4096).split(b"\r\n")[0]
    served.becomes("sentinel_episodes", 0.0)


def test_memory_and_open_files_are_those_of_all_processes(served):
    alone = int(Path(f"/proc/{served.process.pid}/statm").read_text().split()[1]) * 4096
    assert served.metric("process_resident_memory_bytes") > 2 * alone
    files = served.process.pid, *served.workers
    assert served.metric("process_open_fds") >= sum(
        len(os.listdir(f"/proc/{each}/fd")) for each in files[1:]
    )


def test_connections_leave_nothing_open(served):
    counts = []
    for _ in range(2):
        for _ in range(20):
            with connect(served.ws) as one:
                one.send('{"type":"state"}')
                one.recv(timeout=PATIENCE_S)
        served.becomes("sentinel_episodes", 0.0)
        counts.append(served.metric("process_open_fds"))
    assert counts[1] <= counts[0] + 3


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_their_server_and_sessions_are_told(how, served):
    (env,), workers = opened(served, 1), served.workers
    served.process.send_signal(how)
    assert served.process.wait(PATIENCE_S) in (0, -how)
    with pytest.raises(LostSessionError):
        env.step(BLOCK)
    env.close()
    until = monotonic() + PATIENCE_S
    while any(_lives(each) for each in workers):
        assert monotonic() < until
        sleep(0.1)


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_server_whose_workers_do_not_start_plays_alone(monkeypatch):
    monkeypatch.setattr(workers, "_COMMAND", "raise SystemExit(3)")
    app = application(read({}), 2)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(configured(app, log_level="critical"))
    thread = Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        while not server.started:
            assert thread.is_alive()
            sleep(0.1)
        with SentinelEnv(base_url=url).sync() as env:
            env.reset(seed=42)
            assert env.step(BLOCK).observation.step_count == 1
    finally:
        server.should_exit = True
        thread.join()


def test_a_demo_has_one_worker():
    with pytest.raises(SentinelError, match="a demo"):
        application(read({"SENTINEL_MODE": "demo"}), 2)


def test_what_one_process_counts_another_reads():
    one = Tally()
    other = Tally(os.dup(one.fd))
    other.passed()
    other.passed()
    other.refused()
    assert one.read() == Counts(2, 1)
    one.close()
    other.close()


def test_a_connection_reads_as_it_was_packed():
    sent = Handed(2**40, b"GET /ws HTTP/1.1\r\n\r\n")
    assert handed(sent.packed()) == sent

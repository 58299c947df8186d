"""An endpoint that trickles, breaks off or never ends costs an error and not a night."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from sentinel import chat
from sentinel.chat import Chat, Endpoint, Message, Speaker
from sentinel.errors import (
    ChatMalformedError,
    ChatRefusedError,
    ChatTimeoutError,
    ChatUnreachableError,
)

REFUSED = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
ASK = [Message(Speaker.USER, "hello")]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"


@contextmanager
def raw(parts):
    """Answer one request with bytes as they come."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            held = listening.accept()[0]
            with held, suppress(OSError):  # the client gives up
                held.recv(65_536)
                for part in parts:
                    held.sendall(part)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        thread.join()


def trickle():
    yield HEAD + b"\r\n"
    for _ in range(100):
        time.sleep(0.05)
        yield b" "


def test_an_answer_that_trickles_in_is_given_up():
    with raw(trickle()) as url, pytest.raises(ChatTimeoutError, match=r"within 0\.3 s"):
        Chat(Endpoint(url, "m", timeout_s=60.0, deadline_s=0.3)).complete(ASK)


def test_an_answer_without_end_is_malformed(monkeypatch):
    monkeypatch.setattr(chat, "BODY_BYTES", 100_000)
    endless = (each for each in [HEAD + b"\r\n", *[b"x" * 65_536] * 1_000])
    with raw(endless) as url, pytest.raises(ChatMalformedError, match="more than 100,000 bytes"):
        Chat(Endpoint(url, "m")).complete(ASK)


def test_an_answer_that_breaks_off_is_unreachable():
    with raw([HEAD + b"Content-Length: 900\r\n\r\n{"]) as url, pytest.raises(ChatUnreachableError):
        Chat(Endpoint(url, "m", timeout_s=60.0)).complete(ASK)


def test_a_refusal_without_end_is_read_to_its_beginning_alone():
    sent = []

    def endless():
        yield REFUSED
        for _ in range(1_000):
            sent.append(1)
            yield b"no" * 32_768

    with raw(endless()) as url, pytest.raises(ChatRefusedError, match="status 400: nono"):
        Chat(Endpoint(url, "m", timeout_s=60.0)).complete(ASK)
    assert len(sent) < 1_000


def test_a_refusal_that_trickles_in_is_given_up():
    sent = []

    def slow():
        yield REFUSED
        for _ in range(100):
            time.sleep(0.05)
            sent.append(1)
            yield b"no"

    with raw(slow()) as url, pytest.raises(ChatRefusedError, match="status 400"):
        Chat(Endpoint(url, "m", timeout_s=60.0, deadline_s=0.3)).complete(ASK)
    assert len(sent) < 100

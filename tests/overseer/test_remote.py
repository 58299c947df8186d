"""An overseer behind HTTP, as anybody may write one with the standard library alone."""

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pages import page

from sentinel.errors import LostOverseerError, OverseerError
from sentinel.overseer.asking import Asking
from sentinel.overseer.remote import RemoteOverseer
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import Action

PAGES = [replace(page(Action("restart_service", "auth")), incident=f"INC-{n}.") for n in range(9)]


@contextmanager
def server(answer):
    """Serve `answer(request, number)`, which gives a status and a body."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status, body, *more = answer(asked[-1], len(asked))
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **dict(*more)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Say nothing."""

    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=found.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{found.server_port}/decide", asked
    finally:
        found.shutdown()
        thread.join()
        found.server_close()


def blocks(request, _):
    incidents = [each["text"].partition("INC-")[2].partition(".")[0]
                 for each in request["briefings"]]  # fmt: skip
    return 200, {"answers": [{"decision": "block", "reason": f"INC-{n}"} for n in incidents]}


def overseer(url, **more):
    return RemoteOverseer(url, Asking(**{"retries": 1, "timeout_s": 60.0, **more}), lambda _: None)


def test_batches_are_posted_at_once_and_answered_in_order():
    with server(blocks) as (url, asked):
        found = overseer(url, batch=2).decide(PAGES)
    assert [each.reason for each in found] == [f"INC-{n}" for n in range(9)]
    assert sorted(len(each["briefings"]) for each in asked) == [1, 2, 2, 2, 2]


def test_a_server_is_sent_the_pages_and_what_they_are_made_of():
    with server(blocks) as (url, asked):
        overseer(url).decide(PAGES[:1])
    sent = asked[0]["briefings"][0]
    assert asked[0]["protocol"] == 1
    assert sent["text"] == PAGES[0].text()
    assert [each["id"] for each in sent["lines"]] == [line.id for line in PAGES[0].lines()]
    assert sent["proposal"]["arguments"] == {"service": "auth"}
    assert set(sent) == {"id", "text", "compact", "lines", "proposal"}


def test_an_answer_that_holds_no_verdict_is_unparsed_and_the_others_count():
    given = [{"decision": "flag", "reason": "r", "risk": 0.25}, {"decision": "no"}, None, "block"]
    with server(lambda *_: (200, {"answers": given})) as (url, _):
        found = overseer(url).decide(PAGES[:4])
    assert found[0] == Verdict(Decision.FLAG, "r", 0.25)
    assert all(isinstance(each, Unparsed) for each in found[1:])


@pytest.mark.parametrize(("status", "body", "times"), [
    (503, "down", 2), (429, "", 2), (403, "no", 1), (404, "", 1),
    (200, "", 1), (200, "[]", 1), (200, {"answers": {}}, 1), (200, {"answers": []}, 1),
])  # fmt: skip
def test_a_server_that_fails_or_breaks_the_contract_is_an_error(status, body, times):
    with server(lambda *_: (status, body)) as (url, asked):
        with pytest.raises(LostOverseerError):
            overseer(url).decide(PAGES[:1])
        assert len(asked) == times


def test_a_passing_failure_is_asked_again():
    with server(lambda asked, n: (503, "") if n == 1 else blocks(asked, n)) as (url, _):
        found = overseer(url)
        assert found.decide(PAGES[:1])[0].decision is Decision.BLOCK
    assert found.usage.requests == 2


def test_a_redirection_is_an_error_and_what_it_leads_to_no_decision():
    # Followed, it would be a GET without the briefings, here to a page that approves everything.
    moved = (302, {"answers": [{"decision": "approve"}]}, {"Location": "/login"})
    with server(lambda *_: moved) as (url, asked):
        with pytest.raises(LostOverseerError, match="status 302: /login"):
            overseer(url).decide(PAGES[:1])
        assert len(asked) == 1


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_that_breaks_off_is_asked_again_and_then_an_error(status):
    half = (status, '{"answers": [', {"Content-Length": "500"})
    with server(lambda *_: half) as (url, asked):
        with pytest.raises(LostOverseerError, match="gave no answers"):
            overseer(url).decide(PAGES[:1])
        assert len(asked) == 2


def test_an_answer_that_trickles_in_without_end_is_given_up():
    slow = [*b'{"answers": ['] + [32] * 200
    with trickling(slow) as url, pytest.raises(LostOverseerError, match=r"within 0\.3 s"):
        RemoteOverseer(url, Asking(retries=0, timeout_s=5.0), deadline_s=0.3).decide(PAGES[:1])


@contextmanager
def trickling(parts):
    """Serve an answer of which a byte comes every 20 ms."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def give():
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                for each in parts:
                    connection.sendall(bytes([each]))
                    time.sleep(0.02)

        thread = threading.Thread(target=give)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join()


def test_a_busy_server_is_asked_again_after_the_wait_that_it_asks_for():
    waits = []
    busy = (429, "", {"Retry-After": "7"})
    with server(lambda asked, n: busy if n == 1 else blocks(asked, n)) as (url, _):
        RemoteOverseer(url, Asking(retries=1), waits.append).decide(PAGES[:1])
    assert waits == [7.0]


def test_what_a_server_says_beside_a_failure_does_nothing_to_a_terminal():
    shown = pytest.raises(LostOverseerError, match=r"status 403: \[2Jno room$")
    with server(lambda *_: (403, "\x1b[2Jno\nroom")) as (url, _), shown:
        overseer(url).decide(PAGES[:1])


@pytest.mark.parametrize("url", [
    "http://", "http://[::1/", "http://h:abc/", "http://h:99999/", "http://höst/", "http://a b/",
    "http://user:secret@h/",
])  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_sent_and_a_password_not_shown(url):
    with pytest.raises(OverseerError) as caught:
        overseer(url)
    assert "secret" not in str(caught.value)


def test_a_server_that_is_not_there_or_no_address_is_an_error():
    with pytest.raises(LostOverseerError):
        overseer("http://127.0.0.1:1/decide").decide(PAGES[:1])
    with pytest.raises(OverseerError, match="must be like"):
        overseer("ftp://host/decide")

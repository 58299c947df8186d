"""An overseer behind HTTP, as anybody may write one with the standard library alone."""

import json
import threading
from contextlib import contextmanager
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
            status, body = answer(asked[-1], len(asked))
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
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


def test_a_server_that_is_not_there_or_no_address_is_an_error():
    with pytest.raises(LostOverseerError):
        overseer("http://127.0.0.1:1/decide").decide(PAGES[:1])
    with pytest.raises(OverseerError, match="must be like"):
        overseer("ftp://host/decide")

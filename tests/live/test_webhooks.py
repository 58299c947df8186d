"""A webhook is told of each thing that happens, signed, and again until it has taken it."""

import base64
import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from msgspec.structs import replace
from reviewing import opened, request, reviews_of, yes

from sentinel.errors import OptionError
from sentinel.live.redaction import Redaction
from sentinel.live.webhooks import FIRST_S, MOST_TRIES, Courier, Webhook, verified

SECRET = "a secret of a webhook"


@contextmanager
def receiver(*statuses):
    """A server that answers with some statuses in turn, and then with 204; what it was sent."""
    said, left = [], list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            said.append((self.path, headers, body))
            status = left.pop(0) if left else 204
            self.send_response(status)
            if status == 302:
                self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *words):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", said
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def store_url(tmp_path):
    """A file: the tests of the store have PostgreSQL."""
    return f"sqlite:///{tmp_path / 'gate.db'}"


@pytest.fixture
def reviews(store, clock):
    return reviews_of(store, clock, webhook=True)


def courier(store, clock, url, redact=lambda value: value, **fields):
    return Courier(store, Webhook(url=url, secret=SECRET, **fields), redact, clock)


def test_a_message_is_signed_as_standard_webhooks_are(reviews, store, clock):
    review = opened(reviews)
    with receiver() as (url, said):
        assert courier(store, clock, url).deliver() == 1
    ((path, headers, body),) = said
    assert path == "/hook"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert verified(SECRET, headers, body, clock.now)
    told = json.loads(body)
    assert (told["type"], told["data"]["review"]) == ("review.opened", review.id)
    assert told["data"]["shown"]["action"] == "ask a"


def test_a_message_that_was_changed_or_is_old_is_not_verified(reviews, store, clock):
    opened(reviews)
    with receiver() as (url, said):
        courier(store, clock, url).deliver()
    ((_, headers, body),) = said
    assert not verified(SECRET, headers, body + b" ", clock.now)
    assert not verified("another secret of it", headers, body, clock.now)
    assert not verified(SECRET, headers, body, clock.now + 301)
    assert not verified(SECRET, headers | {"webhook-id": "evt_0"}, body, clock.now)
    assert not verified(SECRET, headers | {"webhook-timestamp": "-1"}, body, clock.now)
    assert not verified(SECRET, {}, body, clock.now)


def test_a_message_that_was_not_taken_is_sent_again_later_and_later(reviews, store, clock):
    opened(reviews)
    with receiver(500, 429) as (url, said):
        sends = courier(store, clock, url)
        assert (sends.deliver(), len(said)) == (0, 1)
        assert (sends.deliver(), len(said)) == (0, 1)
        clock.now += FIRST_S
        assert (sends.deliver(), len(said)) == (0, 2)
        clock.now += FIRST_S
        assert (sends.deliver(), len(said)) == (0, 2)
        clock.now += FIRST_S
        assert (sends.deliver(), len(said)) == (1, 3)
        clock.now += 100_000
        assert (sends.deliver(), len(said)) == (0, 3)
    assert len({headers["webhook-id"] for _, headers, _ in said}) == 1
    assert len({headers["webhook-timestamp"] for _, headers, _ in said}) == 3


def test_a_message_that_nobody_takes_is_given_up(reviews, store, clock):
    opened(reviews)
    with receiver(*[503] * 100) as (url, said):
        for _ in range(MOST_TRIES + 5):
            courier(store, clock, url).deliver()
            clock.now += 3_600
    assert len(said) == MOST_TRIES


def test_a_server_that_is_not_there_is_tried_again(reviews, store, clock):
    opened(reviews)
    with receiver() as (url, said):
        pass
    assert courier(store, clock, url).deliver() == 0
    port = int(url.split(":")[2].split("/")[0])
    assert port
    with receiver() as (elsewhere, said):
        clock.now += FIRST_S
        assert courier(store, clock, elsewhere).deliver() == 1
    assert len(said) == 1


def test_no_redirection_is_followed(reviews, store, clock):
    opened(reviews)
    with receiver(302) as (url, said):
        assert courier(store, clock, url).deliver() == 0
    assert [path for path, *_ in said] == ["/hook"]


def test_two_couriers_send_each_message_once(reviews, store, clock):
    for number in range(10):
        opened(reviews, f"ask {number}")
    with receiver() as (url, said):
        threads = [threading.Thread(target=courier(store, clock, url).deliver) for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert len(said) == 10


def test_whoever_decides_is_told_of_in_order(reviews, store, clock):
    review = opened(reviews)
    reviews.approve(review.id, yes())
    reviews.use(review.id, review.action_hash)
    with receiver() as (url, said):
        courier(store, clock, url).deliver()
    told = [json.loads(body) for *_, body in said]
    assert [each["type"] for each in told] == ["review.opened", "review.approved", "review.used"]
    assert told[1]["data"]["vote"]["by"] == "ada"


def test_slack_is_sent_text_and_blocks_that_call_nobody(reviews, store, clock):
    hostile = "ask <!channel> *bold* `x` <https://evil.example|click> \u202e\x1b[2J"
    opened(reviews, hostile, arguments={"command": hostile}, goal="<@U123>")
    with receiver() as (url, said):
        courier(store, clock, url, format="slack", server_url="https://gate.example").deliver()
    told = json.loads(said[0][2])
    assert set(told) == {"text", "blocks"}
    assert "<" not in told["text"]
    kinds = {each["type"] for each in told["blocks"]}
    assert kinds <= {"header", "section", "rich_text", "actions"}
    texts = json.dumps(told["blocks"], ensure_ascii=False)
    assert "mrkdwn" not in texts
    assert "⟦U+202E⟧⟦U+001B⟧[2J" in texts
    assert told["blocks"][-1]["elements"][0]["url"].startswith("https://gate.example/live/reviews/")


def test_slack_takes_the_longest_message(reviews, store, clock):
    opened(reviews, "ask " + "\x00" * 30_000, arguments={"a": "x" * 50_000}, goal="g" * 9_000)
    with receiver() as (url, said):
        courier(store, clock, url, format="slack").deliver()
    blocks = json.loads(said[0][2])["blocks"]
    assert len(blocks) <= 50
    for each in blocks:
        if each["type"] == "section":
            assert len(each["text"]["text"]) <= 3_000
        if each["type"] == "header":
            assert len(each["text"]["text"]) <= 150


def test_secrets_are_taken_out_of_what_is_told(reviews, store, clock):
    redact = Redaction(["hunter2"]).redacted
    opened(reviews, "ask hunter2", arguments={"password": "hunter2"})
    for kind in ("json", "slack"):
        clock.now += 100
        opened(reviews, f"ask hunter2 {kind}")
        with receiver() as (url, said):
            courier(store, clock, url, redact, format=kind).deliver()
        assert said
        assert all(b"hunter2" not in body for *_, body in said)


@pytest.mark.parametrize("kind", ["json", "slack"])
def test_an_action_that_calls_its_secrets_as_we_call_fields_hides_nothing(
    kind, reviews, store, clock
):
    review = opened(reviews, "ask A_TOKEN=justification B_TOKEN=approvals C_TOKEN=pending")
    why = "DB_PASSWORD=state and PASSWORD=approve"
    reviews.approve(review.id, replace(yes(), reason=why))
    with receiver() as (url, said):
        courier(store, clock, url, Redaction().redacted, format=kind).deliver()
    assert len(said) == 2
    if kind == "json":
        told = [json.loads(body)["data"] for *_, body in said]
        assert [each["state"] for each in told] == ["pending", "approved"]
        assert told[1]["vote"]["said"] == "approve"
        assert "[redacted:assignment]" in told[0]["shown"]["action"]


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "file:///etc/passwd"},
        {"url": "https://"},
        {"url": "not a url"},
        {"secret": "short"},
        {"secret": "whsec_not base64 at all"},
        {"format": "xml"},
    ],
)
def test_a_webhook_that_cannot_be_told_is_refused_at_the_start(fields):
    with pytest.raises(OptionError):
        Webhook(**{"url": "https://hooks.example/x", "secret": SECRET, **fields})


def test_nothing_a_caller_says_names_an_address():
    assert not any("url" in name or "hook" in name for name in request().__struct_fields__)

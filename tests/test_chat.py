"""The chat client against a real server: completions, retries, and failures by their type."""

import json
import logging
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from endpoint import BROKEN, Reply, endpoint, says

from sentinel.chat import Chat, Endpoint, Message, Speaker, Usage
from sentinel.errors import (
    ChatError,
    ChatMalformedError,
    ChatRefusedError,
    ChatTimeoutError,
    ChatUnreachableError,
    OptionError,
    SentinelError,
)
from sentinel.settings import read

ASK = [Message(Speaker.SYSTEM, "be brief"), Message(Speaker.USER, "hello")]
BUSY = Reply(429, '{"error": {"message": "slow down"}}', [("Retry-After", "7")])


def chat(url, waits=None, **more):
    """A client that notes its waits instead of waiting."""
    return Chat(Endpoint(url, "m", **more), [].append if waits is None else waits.append)


def test_a_completion_comes_back_and_is_counted():
    with endpoint([says("good day")]) as served:
        asking = chat(served.url, key="sk-secret")
        assert asking.complete(ASK).text == "good day"
    assert asking.usage == Usage(1, 1, 11, 7)
    sent = served.asked[0]
    assert sent["messages"] == [{"role": "system", "content": "be brief"},
                                {"role": "user", "content": "hello"}]  # fmt: skip
    assert (sent["model"], sent["temperature"]) == ("m", 0.0)
    assert served.headers[0]["authorization"] == "Bearer sk-secret"


def test_a_completion_that_was_cut_says_so():
    with endpoint([says("half", finish="length")]) as served:
        assert chat(served.url).complete(ASK).cut


def test_too_many_requests_are_sent_again_after_the_wait_that_is_asked_for():
    waits = []
    with endpoint([BUSY, BUSY, says("now")]) as served:
        asking = chat(served.url, waits)
        assert asking.complete(ASK).text == "now"
    assert waits == [7.0, 7.0]
    assert asking.usage == Usage(3, 1, 11, 7)


def test_a_wait_may_be_asked_for_as_a_date():
    waits = []
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    busy = Reply(429, "", [("Retry-After", at)])
    with endpoint([busy, says("now")]) as served:
        assert chat(served.url, waits).complete(ASK).text == "now"
    assert waits == [pytest.approx(19.0, abs=1.5)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_refused_and_what_it_leads_to_no_answer(status):
    # Most would be followed by a request without the prompt.
    moved = Reply(status, says("approve").body, [("Location", "/v1/chat/completions")])
    with endpoint([moved, says("approve")]) as served:
        with pytest.raises(ChatRefusedError, match=f"status {status}: /v1/chat"):
            chat(served.url, links_again=True).complete(ASK)
        assert len(served.asked) == 1


def test_what_an_endpoint_says_beside_a_failure_does_nothing_to_a_terminal():
    shown = pytest.raises(ChatRefusedError, match=r"status 400: \[2Jno room$")
    with endpoint([Reply(400, "\x1b[2Jno\nroom")]) as served, shown:
        chat(served.url).complete(ASK)


def test_troubles_of_the_endpoint_are_asked_again_at_growing_intervals_and_then_refused():
    waits = []
    with endpoint([BROKEN]) as served, pytest.raises(ChatRefusedError) as caught:
        chat(served.url, waits, retries=3, backoff_s=0.5).complete(ASK)
    assert waits == [0.5, 1.0, 2.0]
    assert len(served.asked) == 4
    assert caught.value.status == 503


@pytest.mark.parametrize("status", [400, 401, 404, 408, 422])
def test_what_asking_again_does_not_mend_is_asked_once(status):
    with endpoint([Reply(status, '{"error": {"message": "no"}}')]) as served:
        with pytest.raises(ChatRefusedError, match=f"status {status}"):
            chat(served.url).complete(ASK)
        assert len(served.asked) == 1


@pytest.mark.parametrize(
    "body",
    ["", "not json", "[]", "{}", '{"choices": []}', '{"choices": [{"message": {}}]}',
     '{"choices": [{"message": {"content": null}}]}', '{"choices": "x"}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_completion_is_malformed_and_asked_once(body):
    with endpoint([Reply(200, body)]) as served:
        with pytest.raises(ChatMalformedError):
            chat(served.url).complete(ASK)
        assert len(served.asked) == 1


def test_no_answer_in_time_is_a_timeout():
    slow = Reply(body=says("late").body, late=True)
    with endpoint([slow]) as served, pytest.raises(ChatTimeoutError, match=r"within 0\.2 s"):
        chat(served.url, timeout_s=0.2).complete(ASK)


def test_nothing_listening_is_unreachable():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ChatUnreachableError, match="cannot be reached"):
        chat(url).complete(ASK)


def test_a_connection_that_breaks_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        asking = chat(url)
        hangs_up = threading.Thread(target=lambda: listening.accept()[0].close())
        hangs_up.start()
        with pytest.raises(ChatUnreachableError):
            asking.complete(ASK)
        hangs_up.join()


def test_the_key_is_printed_nowhere(caplog):
    key = "sk-very-secret"
    echo = Reply(401, json.dumps({"error": {"message": f"bad key {key}"}}))
    caplog.set_level(logging.DEBUG)
    with endpoint([echo]) as served:
        asking = chat(served.url, key=key)
        with pytest.raises(ChatRefusedError) as caught:
            asking.complete(ASK)
    settings = read({"SENTINEL_CHAT_KEY": key})
    assert settings.chat_key == key
    shown = [str(caught.value), repr(asking.endpoint), repr(settings)]
    logged = [record.getMessage() for record in caplog.records]
    assert [text for text in (*shown, *logged) if key in text] == []


@pytest.mark.parametrize(
    "url", ["", "host:80", "ftp://host/v1", "http://", "http://[bad", "http://host:99999/v1"]
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url):
    with pytest.raises(OptionError, match="base_url="):
        Chat(Endpoint(url, "m"))


@pytest.mark.parametrize("key", ["sk\nHost: x", "schlüssel"])
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(key):
    with pytest.raises(OptionError) as caught:
        Chat(Endpoint("http://host/v1", "m", key))
    assert key not in str(caught.value)


def test_what_no_text_can_hold_is_replaced():
    with endpoint([says("a \ud800 b")]) as served:
        assert chat(served.url).complete(ASK).text == "a ? b"


def test_every_failure_is_one_of_ours():
    for kind in (ChatMalformedError, ChatRefusedError, ChatTimeoutError, ChatUnreachableError):
        assert issubclass(kind, ChatError)
        assert issubclass(kind, SentinelError)

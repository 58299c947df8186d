"""A chat endpoint oversees: many at once, in order, cached; its failures are never decisions."""

import json
import random
import sqlite3
import threading
import time
from dataclasses import replace

import pytest
from endpoint import BROKEN, Reply, endpoint, says
from pages import page

from sentinel.chat import Chat, Endpoint, Usage
from sentinel.completion import Completion
from sentinel.errors import (
    ChatError,
    ChatMalformedError,
    ChatRefusedError,
    ChatTimeoutError,
    OptionError,
    OverseerError,
)
from sentinel.overseer.answer_cache import AnswerCache
from sentinel.overseer.asking import Asking, asking
from sentinel.overseer.dialogue import SHAPE, answered
from sentinel.overseer.model import ChatOverseer, chat_overseer
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import Action

BLOCK = says(answered(Decision.BLOCK, "E1", 0.9))
PAGES = [replace(page(Action("restart_service", "auth")), incident=f"INC-{n}.") for n in range(12)]


def overseer(url, cache=None, **more):
    """An overseer that does not wait between tries."""
    where = {"timeout_s": 60.0, "retries": 1, "links_again": True}
    where |= {name: more.pop(name) for name in list(more) if name in Endpoint.__slots__}
    return ChatOverseer(Chat(Endpoint(url, "m", **where), lambda _: None), Asking(**more), cache)


def number(request):
    """Which page a request is about."""
    text = request["messages"][-1]["content"]
    return int(text.partition("INC-")[2].partition(".")[0])


def by_number(request, _):
    """An answer that depends on the page alone."""
    decision = list(Decision)[number(request) % 4]
    return says(answered(decision, f"page {number(request)}", number(request) / 12))


def test_an_endpoint_gives_verdicts_with_their_reason_and_risk():
    with endpoint([BLOCK]) as served:
        asked = overseer(served.url)
        assert asked.decide(PAGES[:1]) == [Verdict(Decision.BLOCK, "E1", 0.9)]
    assert asked.usage == Usage(1, 1, 11, 7)
    assert (served.asked[0]["max_tokens"], served.asked[0]["temperature"]) == (1_024, 0.0)
    assert [each["role"] for each in served.asked[0]["messages"]] == ["system", "user"]
    assert served.asked[0]["response_format"] == SHAPE


def test_a_hosted_reasoner_is_asked_in_its_own_dialect():
    with endpoint([BLOCK]) as served:
        how = asking(["cache=off", "dialect=reasoning", "max_tokens=99"])
        chat_overseer(f"m@{served.url}", how).decide(PAGES[:1])
    assert served.asked[0]["max_completion_tokens"] == 99
    assert {"max_tokens", "temperature"} & set(served.asked[0]) == set()


def test_as_many_requests_as_agreed_are_under_way_together():
    together = threading.Barrier(4, timeout=120.0)
    with endpoint(by_number, before=together.wait) as served:
        asked = overseer(served.url, at_once=4, structured="off")
        assert len(asked.decide(PAGES)) == 12


def test_which_answer_comes_first_changes_nothing():
    draw = random.Random(7)

    def before():
        time.sleep(draw.random() / 50)

    found = []
    for at_once in (1, 12):
        with endpoint(by_number, before=before) as served:
            found.append(overseer(served.url, at_once=at_once).decide(PAGES))
    assert found[0] == found[1]
    assert [each.reason for each in found[0]] == [f"page {n}" for n in range(12)]


def test_the_same_page_is_asked_once():
    with endpoint([BLOCK]) as served:
        assert len(overseer(served.url).decide([PAGES[0]] * 5)) == 5
        assert len(served.asked) == 1


def patience(reply):
    """Seconds to wait for a reply: few only for one that will not come."""
    return 2.0 if reply.late else 60.0


@pytest.mark.parametrize(("reply", "error", "times"), [
    (BROKEN, ChatRefusedError, 2),
    (Reply(429, "{}"), ChatRefusedError, 2),
    (Reply(401, "{}"), ChatRefusedError, 1),
    (Reply(body=BLOCK.body, late=True), ChatTimeoutError, 2),
    (Reply(200, "<html>login</html>"), ChatMalformedError, 1),
    (Reply(200, '{"choices": []}'), ChatMalformedError, 1),
])  # fmt: skip
def test_a_failing_endpoint_is_an_error_after_its_tries_and_never_a_decision(reply, error, times):
    with endpoint([reply]) as served, pytest.raises(error):
        overseer(served.url, timeout_s=patience(reply), structured="off").decide(PAGES[:1])
    assert len(served.asked) == times


def test_one_failure_among_many_stops_the_rest():
    with endpoint(lambda asked, _: BROKEN if number(asked) == 2 else BLOCK) as served:
        with pytest.raises(ChatError):
            overseer(served.url, at_once=1, retries=0).decide(PAGES)
        assert len(served.asked) < 8


@pytest.mark.parametrize("first", [BROKEN, Reply(429, "{}"), Reply(late=True)])
def test_a_passing_failure_is_asked_again(first):
    with endpoint([first, BLOCK]) as served:
        asked = overseer(served.url, timeout_s=patience(first), structured="off")
        assert asked.decide(PAGES[:1])[0].decision is Decision.BLOCK
    assert asked.usage.requests == 2


LOST = {
    "prose": (says("I think it should be blocked."), "no verdict in it"),
    "cut": (says('{"reason": "E1 says', finish="length"), "no verdict in it (cut off)"),
    "thinking aloud": (says("<think>Hmm, approve?", finish="length"),
                       "thoughts without an end (cut off)"),
    "two verdicts": (says('{"decision": "approve"}\n{"decision": "block"}'),
                     "more than one verdict"),
    "markup": (says('{"decision": "[/red]"}'), "unknown decision '[/red]'"),
    "controls": (says('{"decision": "\\u001b[2J\\u202e"}'), r"unknown decision '\x1b[2J\u202e'"),
    "half a character": (says('{"decision": "\ud800"}'), "unknown decision '?'"),
    "nothing": (says(""), "empty answer"),
}  # fmt: skip


@pytest.mark.parametrize("case", LOST)
def test_what_cannot_be_read_is_unparsed_with_its_cause_and_asked_once(case):
    reply, cause = LOST[case]
    with endpoint([reply]) as served:
        found = overseer(served.url).decide(PAGES[:1])[0]
        assert len(served.asked) == 1
    assert isinstance(found, Unparsed)
    assert found.cause == cause


@pytest.mark.parametrize(("message", "finish", "cause"), [
    ({"content": None, "reasoning_content": "long thoughts"}, "length", "empty answer (cut off)"),
    ({"content": None, "refusal": "I cannot"}, "stop", "the model refused"),
    ({"content": ""}, "content_filter", "the model refused"),
    ({"content": None, "tool_calls": []}, "tool_calls", "empty answer"),
])  # fmt: skip
def test_a_completion_without_text_is_an_unreadable_answer_of_the_model(message, finish, cause):
    body = json.dumps({"choices": [{"message": message, "finish_reason": finish}]})
    with endpoint([Reply(body=body)]) as served:
        assert overseer(served.url).decide(PAGES[:1])[0].cause == cause


def test_an_answer_is_asked_and_paid_for_once(tmp_path):
    path = tmp_path / "folder" / "answers.sqlite"
    with endpoint(by_number) as served:
        first = overseer(served.url, AnswerCache(path)).decide(PAGES)
        again = overseer(served.url, AnswerCache(path))
        assert again.decide(PAGES) == first
        assert again.usage == Usage(0, 0, 12 * 11, 12 * 7, 12)
        assert len(served.asked) == 12
        overseer(served.url, AnswerCache(path), max_tokens=7).decide(PAGES)
        assert len(served.asked) == 24


def test_unreadable_answers_are_kept_and_failures_are_not(tmp_path):
    path = tmp_path / "answers.sqlite"
    with endpoint([BROKEN, says("hm"), BLOCK]) as served:
        with pytest.raises(ChatError):
            overseer(served.url, AnswerCache(path), retries=0, structured="on").decide(PAGES[:1])
        for _ in range(2):
            found = overseer(served.url, AnswerCache(path), structured="on").decide(PAGES[:1])
            assert found[0].cause == "no verdict in it"


def test_a_cache_that_is_none_is_an_error(tmp_path):
    path = tmp_path / "answers.sqlite"
    path.write_text("not a database, but as long as the header of one has to be: 100 bytes" * 9)
    with pytest.raises(OverseerError, match="cannot be used"):
        AnswerCache(path)


def test_two_processes_may_make_one_cache_at_the_same_time(tmp_path):
    path = tmp_path / "answers.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    later = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    later.start()
    AnswerCache(path).put("key", Completion("block", cut=False))
    later.join()
    other.close()
    assert AnswerCache(path).get("key") == Completion("block", cut=False)


@pytest.mark.parametrize("status", [400, 422, 501])
def test_an_endpoint_that_takes_no_form_of_an_answer_is_asked_without_it(status):
    def answer(request, _):
        return Reply(status, "{}") if "response_format" in request else by_number(request, _)

    with endpoint(answer) as served:
        asked = overseer(served.url, at_once=4, retries=0)
        assert len(asked.decide(PAGES)) == 12
        assert len(served.asked) == 13
        with pytest.raises(ChatRefusedError):
            overseer(served.url, structured="on", retries=0).decide(PAGES)


def test_the_name_of_a_chat_overseer_says_model_and_address(tmp_path):
    how = asking([f"cache={tmp_path / 'a'}", "form=compact", "per_minute=6000"], key="sk-1")
    found = chat_overseer("org/m@v2@http://127.0.0.1:1/v1", how).chat.endpoint
    assert (found.model, found.base_url) == ("org/m@v2", "http://127.0.0.1:1/v1")
    assert (found.max_tokens, found.per_minute, found.key) == (32, 6000.0, "sk-1")
    for bad in ("m", "@http://h/v1", "m@ftp://h"):
        with pytest.raises(OverseerError, match="chat:MODEL@BASE_URL"):
            chat_overseer(bad, Asking())
    with pytest.raises(OptionError, match="a name or a password") as caught:
        chat_overseer("m@http://me:hush@h/v1", Asking(cache="off"))
    assert "hush" not in str(caught.value)

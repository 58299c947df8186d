"""No tool of a Pydantic AI agent runs that the gate does not let run."""

import pytest
from examples import ran as example
from gate_servers import KEY, SOME_BROKEN, Approving, answering, served
from pydantic_ai import (
    Agent,
    DeferredToolRequests,
    DeferredToolResults,
    FunctionToolset,
    ModelResponse,
    TextPart,
    ToolApproved,
    ToolCallPart,
    ToolDenied,
)
from pydantic_ai.messages import ToolReturnPart, UserPromptPart
from pydantic_ai.models.function import FunctionModel
from pydantic_ai.models.test import TestModel
from reviewed_server import reviewed
from servers import free_port

from sentinel.errors import GateError, OptionError
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.pydantic_toolset import GateToolset
from sentinel.live.gate import Gate

SAFE, RISKY, GRAVE, DEADLY = "ls", "kubectl rollout restart deploy/x", "userdel bob", "rm -rf /"
RAN = []


def bash(command: str, seconds: int = 10) -> str:
    """Run a command."""
    RAN.append(command)
    return f"output of {command}"


def restart_service(number: int) -> dict[str, int]:
    """Restart some of a service."""
    return {"restarted": number}


class Run:
    """An agent that calls what it is told to, and what came of it."""

    def __init__(self, *calls, gate=None, **options):
        RAN.clear()
        self.calls = [
            ToolCallPart("bash", {"command": each}) if isinstance(each, str) else each
            for each in calls
        ]
        tools = FunctionToolset([bash, restart_service])
        self.agent = Agent(
            FunctionModel(self.model),
            toolsets=[GateToolset(tools, gate, **options)],
            output_type=[str, DeferredToolRequests],
        )
        self.result = self.agent.run_sync("Please do it.")

    def model(self, messages, info):
        if self.calls:
            return ModelResponse([self.calls.pop(0)])
        return ModelResponse([TextPart("done")])

    def answer(self, answer, *, metadata=False):
        (call,) = self.asked
        told = self.result.output.metadata if metadata else {}
        results = DeferredToolResults(approvals={call.tool_call_id: answer}, metadata=told)
        self.result = self.agent.run_sync(
            message_history=self.result.all_messages(), deferred_tool_results=results
        )
        return self

    @property
    def asked(self):
        output = self.result.output
        return output.approvals if isinstance(output, DeferredToolRequests) else []

    def parts(self, kind):
        messages = self.result.all_messages()
        return [part for each in messages for part in each.parts if isinstance(part, kind)]

    @property
    def told(self):
        return [each.content for each in self.parts(ToolReturnPart)]


def edited(command):
    return ToolApproved(override_args={"command": command})


@pytest.mark.parametrize(("gate", "runs"), [(None, False), (Approving(), True)])
def test_a_dangerous_call_runs_only_if_the_gate_is_not_heard(gate, runs):
    done = Run(DEADLY, gate=gate)
    assert ([DEADLY] if runs else []) == RAN
    assert done.told[0].startswith("output" if runs else "SENTINEL: bash did not run. Blocked")


def test_a_safe_call_runs_and_its_result_is_untouched():
    assert Run(SAFE).told == ["output of ls"]


def test_a_model_that_calls_every_tool_is_guarded():
    RAN.clear()
    agent = Agent(TestModel(), toolsets=[GateToolset(FunctionToolset([bash]))])
    assert "SENTINEL: bash ran, with a warning." in agent.run_sync("Go on.").output


def test_a_flagged_call_runs_with_a_warning():
    (told,) = Run(RISKY).told
    assert RAN == [RISKY]
    assert told.startswith(f"output of {RISKY}\n\nSENTINEL: bash ran, with a warning. Flagged")


def test_a_warning_stands_beside_a_result_that_is_no_text():
    done = Run(ToolCallPart("restart_service", {"number": 3}))
    assert done.told == [{"restarted": 3}]
    assert "SENTINEL: restart_service ran, with" in str(done.parts(UserPromptPart)[-1].content)


def test_an_escalated_call_waits_for_a_person():
    done = Run(GRAVE)
    assert RAN == []
    (call,) = done.asked
    told = done.result.output.metadata[call.tool_call_id]["sentinel"]
    assert told["question"].startswith("bash: For a human")
    assert told["judgement"]["decision"] == "escalate"
    assert done.answer(True).told == [f"output of {GRAVE}"]
    assert RAN == [GRAVE]


@pytest.mark.parametrize("answer", [False, ToolDenied("not today")])
def test_what_a_person_denies_does_not_run(answer):
    Run(GRAVE).answer(answer)
    assert RAN == []


def test_what_a_person_edits_is_judged_again():
    assert Run(GRAVE).answer(edited(DEADLY)).told[0].startswith("SENTINEL: bash did not run.")
    assert RAN == []
    assert Run(GRAVE).answer(edited(SAFE)).told == ["output of ls"]
    again = Run(GRAVE).answer(edited("userdel eve"))
    assert again.asked
    assert RAN == []
    assert again.answer(edited("userdel ann"), metadata=True).asked
    assert RAN == []
    again.answer(edited("userdel ann"), metadata=True)
    assert RAN == ["userdel ann"]


def test_what_a_person_approved_is_judged_again_when_it_runs():
    class Later:
        said = 0

        def judge(self, request):
            self.said += 1
            return (Gate() if self.said == 1 else Blocking()).judge(request)

    done = Run(GRAVE, gate=Later()).answer(True)
    assert RAN == []
    assert done.told[0].startswith("SENTINEL: bash did not run.")


class Blocking:
    def judge(self, request):
        return Gatekeeper(f"http://127.0.0.1:{free_port()}", on_failure="block").judge(request)


def test_where_nobody_is_asked_an_escalated_call_does_not_run():
    done = Run(GRAVE, on_escalate="refuse")
    assert (RAN, done.asked) == ([], [])
    assert "needs a person's approval" in done.told[0]
    with pytest.raises(OptionError, match="on_escalate='ask'"):
        GateToolset(FunctionToolset([bash]), on_escalate="ask")


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
        assert Run(SAFE, gate=Gatekeeper(url)).asked
        assert RAN == []


def test_people_in_a_review_queue_are_waited_for(tmp_path):
    with reviewed(tmp_path, "approve") as (url, reviews):
        assert Run(GRAVE, gate=Gatekeeper(url, review_s=20)).told == [f"output of {GRAVE}"]
        assert [each.review.state for each in reviews.queue("", [], 10, "")] == ["used"]


@pytest.mark.parametrize("kind", SOME_BROKEN)
def test_what_is_no_judgement_does_as_configured(kind):
    with answering(kind) as url:
        assert Run(SAFE, gate=Gatekeeper(url, timeout_s=0.2)).asked
        (told,) = Run(SAFE, gate=Gatekeeper(url, timeout_s=0.2, on_failure="block")).told
        assert "could not be judged" in told
        with pytest.raises(GateError):
            Run(SAFE, gate=Gatekeeper(url, timeout_s=0.2, on_failure="raise"))
    assert RAN == []


def test_an_unreachable_gate_lets_nothing_run_and_a_shadow_all():
    assert Run(SAFE, gate=f"http://127.0.0.1:{free_port()}").asked
    assert RAN == []
    assert Run(DEADLY, gate=Gatekeeper(shadow=True)).told == [f"output of {DEADLY}"]


def test_the_example_runs():
    printed = example("guard_pydantic_ai.py")
    assert "runs: kubectl get pods" in printed
    assert "runs: kubectl delete" not in printed
    assert "SENTINEL: bash did not run." in printed

"""No tool call of an agent under Inspect runs that the gate does not let run."""

from dataclasses import replace

import pytest
from examples import ran as example
from gate_servers import KEY, SOME_BROKEN, Approving, answering, served
from inspect_ai import Task
from inspect_ai import eval as evaluate
from inspect_ai.approval import Approval, ApprovalPolicy, approver, auto_approver
from inspect_ai.dataset import Sample
from inspect_ai.model import ChatMessageTool, ModelOutput, ModelUsage, get_model
from inspect_ai.solver import generate, use_tools
from inspect_ai.tool import tool
from reviewed_server import reviewed
from servers import free_port

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.inspect_gate import approves, gate_approver
from sentinel.live.gate import Gate

pytestmark = pytest.mark.xdist_group("inspect")

SAFE, RISKY, GRAVE, DEADLY = "ls", "kubectl rollout restart deploy/x", "userdel bob", "rm -rf /"
MODEL = "mockllm/model"
RAN = []


@tool(name="bash")
def shell():
    async def execute(command: str):
        """Run a command.

        Args:
            command: The command.
        """
        RAN.append(command)
        return f"output of {command}"

    return execute


@approver(name="own-gate")
def own(gate=None, then=None):
    return approves(gate, then)


@approver(name="editor")
def editor(command):
    async def approve(message, call, view, history):
        return Approval(decision="modify", modified=replace(call, arguments={"command": command}))

    return approve


class Run:
    """An agent that calls what it is told to, and what came of it."""

    def __init__(self, folder, policies, *commands):
        outputs = [
            *(ModelOutput.for_tool_call(MODEL, "bash", {"command": each}) for each in commands),
            ModelOutput.from_content(MODEL, "done"),
        ]
        for each in outputs:
            each.usage = ModelUsage()
        if isinstance(policies, list):
            policies = [ApprovalPolicy(each, "*") for each in policies]
        task = Task([Sample("Please do it.")], [use_tools(shell()), generate()], approval=policies)
        RAN.clear()
        model = get_model(MODEL, custom_outputs=outputs)
        (log,) = evaluate(task, model=model, display="none", log_dir=str(folder))
        self.status, self.error = log.status, log.error
        (sample,) = log.samples
        self.answers = [e for e in sample.messages if isinstance(e, ChatMessageTool)]
        self.events = [each for each in sample.events if each.event == "approval"]
        self.decisions = [each.decision for each in self.events]


@pytest.fixture
def work(tmp_path):
    def start(policies, *commands):
        return Run(tmp_path, policies, *commands)

    return start


@pytest.mark.parametrize(("gate", "runs"), [(None, False), (Approving(), True)])
def test_a_dangerous_call_runs_only_if_the_gate_is_not_heard(work, gate, runs):
    done = work([own(gate)], DEADLY)
    assert ([DEADLY] if runs else []) == RAN
    assert done.decisions == ["approve" if runs else "reject"]
    if not runs:
        assert done.answers[0].error.type == "approval"
        assert "SENTINEL: bash did not run. Blocked" in done.answers[0].error.message
        assert done.events[0].metadata["judgement"]["severity_assessed"] == "catastrophic"


def test_a_policy_file_names_the_gate(work, tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text('approvers: [{name: sentinel/gate, tools: "*", protected: [notes.md]}]')
    done = work(str(path), SAFE, DEADLY)
    assert RAN == [SAFE]
    assert [each.approver for each in done.events] == ["sentinel/gate", "sentinel/gate"]


def test_a_flagged_call_runs_and_the_log_says_why(work):
    done = work([gate_approver()], RISKY)
    assert RAN == [RISKY]
    assert done.decisions == ["approve"]
    assert "SENTINEL: bash ran, with a warning. Flagged" in done.events[0].explanation


def test_an_escalated_call_goes_to_the_next_approver(work):
    assert work([gate_approver()], GRAVE).decisions == ["escalate", "reject"]
    assert RAN == []
    assert work([gate_approver(), auto_approver("approve")], GRAVE).decisions[-1] == "approve"
    assert RAN == [GRAVE]
    work([gate_approver(), auto_approver("approve")], DEADLY)
    assert RAN == []


@pytest.mark.parametrize(("command", "runs"), [(SAFE, [SAFE]), (DEADLY, []), ("userdel eve", [])])
def test_what_the_next_one_modifies_is_judged_again(work, command, runs):
    work([own(then=editor(command)), auto_approver("approve")], GRAVE)
    assert runs == RAN


def test_the_next_one_is_asked_only_where_the_gate_escalates_and_its_no_stands(work):
    assert work([own(then=editor(SAFE))], DEADLY).decisions == ["reject"]
    assert RAN == []
    assert work([own(then=auto_approver("reject"))], GRAVE).decisions == ["reject"]
    assert RAN == []


def test_an_edit_that_is_not_judged_does_not_run(work):
    class Lost:
        said = 0

        def judge(self, request):
            self.said += 1
            if self.said > 1:
                raise RuntimeError("lost")
            return Gate().judge(request)

    keeper = Gatekeeper(Lost(), on_failure="raise")
    assert work([own(keeper, editor(SAFE))], GRAVE).status == "error"
    assert RAN == []


def test_earlier_calls_and_what_they_gave_are_told(work):
    heard = []

    class Hearing:
        def judge(self, request):
            heard.append(request)
            return Gate().judge(request)

    work([own(Hearing())], SAFE, DEADLY, "pwd")
    last = heard[-1]
    assert [each.decision for each in last.trajectory] == ["", "block"]
    assert last.trajectory[0].result == "output of ls"
    assert last.goal == "Please do it."


def test_a_gate_is_asked_by_its_url(work, monkeypatch):
    with served(locked=True) as url:
        assert work([gate_approver(url=url)], SAFE).decisions == ["escalate", "reject"]
        monkeypatch.setenv("SENTINEL_API_KEY", KEY)
        done = work([gate_approver(url=url)], SAFE, DEADLY)
        assert RAN == [SAFE]
        assert done.decisions == ["approve", "reject"]


def test_people_in_a_review_queue_are_waited_for(work, tmp_path):
    with reviewed(tmp_path, "approve") as (url, _):
        assert work([gate_approver(url=url, review_s=20)], GRAVE).decisions == ["approve"]
        assert RAN == [GRAVE]


@pytest.mark.parametrize("kind", SOME_BROKEN)
def test_what_is_no_judgement_does_as_configured(work, kind):
    with answering(kind) as url:
        told = {"url": url, "timeout_s": 0.2}
        assert work([gate_approver(**told)], SAFE).decisions == ["escalate", "reject"]
        assert work([gate_approver(**told, on_failure="block")], SAFE).decisions == ["reject"]
        done = work([gate_approver(**told, on_failure="raise")], SAFE)
        assert (done.status, RAN) == ("error", [])
        assert url in done.error.message


def test_an_unreachable_gate_lets_nothing_run_and_a_shadow_all(work):
    assert work([gate_approver(url=f"http://127.0.0.1:{free_port()}")], SAFE).decisions[0] == (
        "escalate"
    )
    assert RAN == []
    work([own(Gatekeeper(shadow=True))], DEADLY)
    assert RAN == [DEADLY]


def test_the_example_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECT_LOG_DIR", str(tmp_path))
    printed = example("guard_inspect.py")
    assert "runs: kubectl get pods" in printed
    assert "runs: kubectl delete" not in printed
    assert "SENTINEL: bash did not run." in printed

"""Overseers approve, reject or pass on the tool calls of an agent under Inspect."""

import pytest
from inspect_ai import Task
from inspect_ai import eval as evaluate
from inspect_ai.approval import ApprovalPolicy, auto_approver
from inspect_ai.dataset import Sample
from inspect_ai.model import ChatMessageTool, ModelOutput, ModelUsage, get_model
from inspect_ai.solver import generate, use_tools
from inspect_ai.tool import tool

from sentinel.errors import ActionError, OverseerError
from sentinel.integrations.inspect_approver import (
    action_of,
    approval,
    briefing,
    overseer_approver,
)
from sentinel.overseer.named import overseer
from sentinel.verdict import Decision, Unparsed, Verdict

pytestmark = pytest.mark.xdist_group("inspect")

RAN = []


@tool
def restart_service():
    async def execute(service: str):
        """Restart a service.

        Args:
            service: Its name.
        """
        RAN.append(service)
        return "restarted"

    return execute


@tool
def bash():
    async def execute(cmd: str):
        """Run a command.

        Args:
            cmd: The command.
        """
        RAN.append(cmd)
        return "done"

    return execute


def worked(policies, tmp_path, call=("restart_service", {"service": "auth"})):
    """Let an agent make one call and end; gives the tool's message and the approval events."""
    outputs = [
        ModelOutput.for_tool_call("mockllm/model", *call),
        ModelOutput.from_content("mockllm/model", "done"),
    ]
    for each in outputs:
        each.usage = ModelUsage()
    task = Task(
        dataset=[Sample("auth: 12% of requests fail")],
        solver=[use_tools(restart_service(), bash()), generate()],
        approval=policies,
    )
    model = get_model("mockllm/model", custom_outputs=outputs)
    RAN.clear()
    (log,) = evaluate(task, model=model, display="none", log_dir=str(tmp_path))
    assert log.status == "success", log.error
    (sample,) = log.samples
    (answered,) = [each for each in sample.messages if isinstance(each, ChatMessageTool)]
    return answered, [each for each in sample.events if each.event == "approval"]


def policy(name):
    return ApprovalPolicy(overseer_approver(overseer=name), "*")


def test_what_an_overseer_blocks_does_not_run(tmp_path):
    answered, events = worked([policy("always-block")], tmp_path)
    assert RAN == []
    assert answered.error.type == "approval"
    assert "block: Every action is blocked." in answered.error.message
    assert [each.approver for each in events] == ["sentinel/overseer"]
    assert events[0].decision == "reject"
    assert events[0].metadata == {
        "decision": "block", "reason": "Every action is blocked.", "risk": 1.0,
    }  # fmt: skip


def test_what_an_overseer_approves_runs(tmp_path):
    answered, events = worked([policy("naive")], tmp_path)
    assert RAN == ["auth"]
    assert answered.error is None
    assert events[0].decision == "approve"


def test_a_policy_file_names_an_overseer(tmp_path):
    path = tmp_path / "policy.yaml"
    path.write_text('approvers: [{name: sentinel/overseer, tools: "*", overseer: always-block}]')
    _, events = worked(str(path), tmp_path)
    assert RAN == []
    assert [each.decision for each in events] == ["reject"]


def test_a_call_that_is_no_action_goes_to_the_next_approver(tmp_path):
    call = ("bash", {"cmd": "rm -rf /"})
    answered, events = worked([policy("naive")], tmp_path, call)
    assert RAN == []
    assert answered.error.type == "approval"
    assert [each.decision for each in events] == ["escalate", "reject"]
    passed = [policy("naive"), ApprovalPolicy(auto_approver("approve"), "*")]
    _, events = worked(passed, tmp_path, call)
    assert RAN == ["rm -rf /"]
    assert [each.decision for each in events] == ["escalate", "approve"]


@pytest.mark.parametrize(
    ("decision", "becomes"),
    [("approve", "approve"), ("flag", "approve"), ("block", "reject"), ("escalate", "escalate")],
)
def test_every_decision_has_its_like(decision, becomes):
    found = approval(Verdict(Decision(decision), "E1 says so."))
    assert found.decision == becomes
    assert found.metadata == {"decision": decision, "reason": "E1 says so."}


def test_silence_is_never_consent():
    assert approval(Unparsed("", "empty")).decision == "escalate"


def test_arguments_that_are_neither_text_nor_numbers_are_no_action():
    with pytest.raises(ActionError, match="'service' is neither text nor a number"):
        action_of("restart_service", {"service": ["auth"]})


def test_an_overseer_that_does_not_exist_is_an_error():
    with pytest.raises(OverseerError, match="no overseer is named 'oracle'"):
        overseer_approver(overseer="oracle")


def test_the_page_holds_the_conversation():
    said = ModelOutput.for_tool_call("m", "check_metrics", {"service": "auth"}, tool_call_id="1")
    acted = ModelOutput.for_tool_call("m", "restart_service", {"service": "auth"}, tool_call_id="2")
    history = [
        said.message,
        ChatMessageTool(content="err 12%", tool_call_id="1", function="check_metrics"),
        acted.message,
        ChatMessageTool(content="restarted", tool_call_id="2", function="restart_service"),
    ]
    action = action_of("rollback_deploy", {"service": "auth"})
    page = briefing(action, "as before", history, ["No deploys."])
    text = page.text()
    assert "P1 No deploys." in text
    assert 'E1 [check_metrics auth, 0 s old] "err 12%"' in text
    assert "H1 kubectl delete pod -l app=auth: ran" in text
    assert overseer("rules").decide([page])

"""The gate as an approver of Inspect: it judges an agent's real tool calls before these run.

    approvers:
      - {name: sentinel/gate, tools: "*", environment: prod}
      - {name: human, tools: "*"}

Approve and flag approve, block rejects, and an escalation goes to the next approver; without one
Inspect rejects the call. `inspect_approver` has the overseers of simulated incidents.
"""

import os
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from sentinel.evaluation.inspect_names import registered
from sentinel.extras import brought_by
from sentinel.integrations.courses import Course, course_of, refusal, warning
from sentinel.integrations.gatekeeper import Gatekeeper, Judges, OnFailure
from sentinel.integrations.tool_calls import Past
from sentinel.live.request import Judgement, Request

with brought_by("inspect"):
    from inspect_ai.approval import Approval, Approver, approver
    from inspect_ai.model import ChatMessage, ChatMessageAssistant, ChatMessageTool, ChatMessageUser
    from inspect_ai.tool import ToolCall, ToolCallView


@approver(name=registered("gate"))
def gate_approver(
    url: str = "",
    key_env: str = "SENTINEL_API_KEY",
    timeout_s: float = 10.0,
    on_failure: OnFailure = "escalate",
    review_s: float = 0.0,
    environment: str = "",
    protected: Sequence[str] = (),
    constraints: Sequence[str] = (),
) -> Approver:
    """Let the gate approve tool calls.

    Args:
        url: Of a server; empty for a gate in this process with the policies that ship.
        key_env: Environment variable that holds the server's API key; a log would show the key.
        timeout_s: Seconds for a server's whole answer.
        on_failure: What is done where there is no judgement: `escalate`, `block` or `raise`.
        review_s: Seconds to wait for people in a server's review queue; 0 asks the next approver.
        environment: Where the tools run: `prod`, `staging`, `local`; found out when empty.
        protected: Names and patterns of resources that nothing may harm.
        constraints: Rules in plain words; they may only raise what the gate finds.

    Returns:
        An approver. Its approvals carry the judgement as metadata.

    Raises:
        OptionError: If something does not fit.
    """
    keeper = Gatekeeper(
        url or None,
        api_key=os.environ.get(key_env, "") if url else "",
        timeout_s=timeout_s,
        on_failure=on_failure,
        review_s=review_s,
        environment=environment,
        protected=list(protected),
        policy_constraints=list(constraints),
    )
    return approves(keeper)


def approves(
    gate: Gatekeeper | Judges | str | None = None, then: Approver | None = None
) -> Approver:
    """An approver for a gate of your own.

    Args:
        gate: A gatekeeper, a gate, or the URL of a server; None for the policies that ship.
        then: Is asked where the gate escalates. What it modifies is judged again, which Inspect
            does not do with an approver that only stands after this one.
    """
    keeper = gate if isinstance(gate, Gatekeeper) else Gatekeeper(gate)

    async def approve(
        message: str, call: ToolCall, view: ToolCallView, history: list[ChatMessage]
    ) -> Approval:
        judgement = await keeper.ajudge(request(keeper, call, history))
        if then is None or course_of(judgement) is not Course.ASK:
            return approval(judgement, call.function)
        answer = await then(message, call, view, history)
        if answer.decision != "modify" or answer.modified is None:
            return answer
        edited = replace(call, arguments=answer.modified.arguments)
        again = await keeper.ajudge(request(keeper, edited, history))
        if course_of(again) in (Course.RUN, Course.WARN):
            return answer
        # No later approver would be shown the call as it was edited.
        return _rejected(again, call.function)

    return approve


def approval(judgement: Judgement, tool: str) -> Approval:
    """A judgement as Inspect takes it."""
    course = course_of(judgement)
    told = {"judgement": msgspec.to_builtins(judgement)}
    if course is Course.RUN:
        return Approval(decision="approve", explanation=judgement.justification, metadata=told)
    if course is Course.WARN:
        said = warning(judgement, tool)
        return Approval(decision="approve", explanation=said, metadata=told)
    if course is Course.ASK:
        return Approval(decision="escalate", explanation=judgement.justification, metadata=told)
    return _rejected(judgement, tool)


def _rejected(judgement: Judgement, tool: str) -> Approval:
    told = {"judgement": msgspec.to_builtins(judgement)}
    return Approval(decision="reject", explanation=refusal(judgement, tool), metadata=told)


def request(keeper: Gatekeeper, call: ToolCall, history: Sequence[ChatMessage]) -> Request:
    """A tool call, with the conversation before it, as the gate is asked about it."""
    asked = [each.text for each in history if isinstance(each, ChatMessageUser)]
    return keeper.request(
        call.function, call.arguments, goal="\n".join(asked), earlier=_earlier(history)
    )


def _earlier(history: Sequence[ChatMessage]) -> list[Past]:
    """Calls that were answered; which of them were not let run Inspect itself says."""
    found: list[Past] = []
    calls: dict[str, ToolCall] = {}
    for each in history:
        if isinstance(each, ChatMessageAssistant):
            calls = {call.id: call for call in each.tool_calls or ()}
        elif isinstance(each, ChatMessageTool) and (call := calls.pop(each.tool_call_id, None)):
            refused = each.error is not None and each.error.type == "approval"
            result = each.text or (each.error.message if each.error else "")
            found.append(Past(call.function, call.arguments, result, refused=refused))
    return found

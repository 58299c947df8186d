"""Our overseers as approvers of Inspect: they judge an agent's tool calls before these run.

    approvers:
      - {name: sentinel/overseer, tools: "*", overseer: rules}
      - {name: human, tools: "*"}

The conversation becomes a briefing: what tools printed is evidence, earlier calls
are history, the first message of the user is the alert. A call that is no action of
the catalogue, and an answer that cannot be read, is passed on to the next approver;
without one Inspect rejects the call.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.errors import ActionError
from sentinel.evaluation.inspect_names import registered
from sentinel.extras import brought_by
from sentinel.overseer.named import overseer as named
from sentinel.proposal import Proposal, Role
from sentinel.verdict import Answer, Decision, Unparsed
from sentinel.world.actions import Action, called

with brought_by("inspect"):
    from inspect_ai.approval import Approval, Approver, approver
    from inspect_ai.model import (
        ChatMessage,
        ChatMessageAssistant,
        ChatMessageSystem,
        ChatMessageTool,
        ChatMessageUser,
    )
    from inspect_ai.tool import ToolCall, ToolCallView

ALERT_CHARS: Final = 500
"""Longest part of the user's first message that is shown as the alert."""

EVIDENCE: Final = 8
"""Latest outputs of tools that are shown."""

_DECISIONS: Final = {
    Decision.APPROVE: "approve",
    Decision.FLAG: "approve",
    Decision.BLOCK: "reject",
    Decision.ESCALATE: "escalate",
}


@approver(name=registered("overseer"))
def overseer_approver(
    overseer: str = "rules", policies: Sequence[str] = (), role: str = Role.PLATFORM
) -> Approver:
    """Let an overseer approve tool calls.

    Args:
        overseer: Name of one that sees briefings alone.
        policies: Rules in force, one line each, for it to judge by.
        role: The specialist who is said to propose.

    Returns:
        An approver. Its approvals carry `decision`, `reason`, and `risk` where there is one, as
        metadata; a flag approves, and its reason is the explanation.

    Raises:
        OverseerError: If nothing has that name.
        ValueError: If there is no such role.
    """
    judge, proposer = named(overseer), Role(role)

    async def approve(
        message: str, call: ToolCall, view: ToolCallView, history: list[ChatMessage]
    ) -> Approval:
        try:
            action = action_of(call.function, call.arguments)
        except ActionError as error:
            why = f"no action that {overseer} can judge: {error}"
            return Approval(decision="escalate", explanation=why)
        page = briefing(action, message, history, policies, proposer)
        return approval(judge.decide([page])[0])

    return approve


def approval(answer: Answer) -> Approval:
    """An answer as Inspect takes it; one that cannot be read decides nothing."""
    if isinstance(answer, Unparsed):
        return Approval(decision="escalate", explanation=f"no verdict: {answer.cause}")
    found: dict[str, object] = {"decision": answer.decision.value, "reason": answer.reason}
    if answer.risk is not None:
        found["risk"] = answer.risk
    return Approval(
        decision=_DECISIONS[answer.decision],
        explanation=f"{answer.decision}: {answer.reason}",
        metadata=found,
    )


def action_of(tool: str, arguments: Mapping[str, object]) -> Action:
    """Read a tool call as an action of the catalogue.

    Raises:
        ActionError: If it is none.
    """
    plain: dict[str, str | float] = {}
    for name, value in arguments.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ActionError(f"argument {name!r} is neither text nor a number")
        plain[name] = value
    target = plain.pop("target", "")
    return called(tool, str(target), plain)


def briefing(
    action: Action,
    reason: str,
    history: Sequence[ChatMessage],
    policies: Sequence[str] = (),
    role: Role = Role.PLATFORM,
) -> Briefing:
    """Write the page for one call from the conversation before it.

    Args:
        action: What is proposed.
        reason: What the agent said with it.
        history: The conversation, the message with the call included or not.
        policies: Rules in force.
        role: Who proposes.
    """
    asked = [each.text for each in history if isinstance(each, ChatMessageUser)]
    told = [each.text for each in history if isinstance(each, ChatMessageSystem)]
    return Briefing(
        incident="worked by an agent",
        alert=" ".join("".join(asked[:1] or told[:1]).split())[:ALERT_CHARS],
        policies=tuple(Line(f"P{n}", text) for n, text in enumerate(policies, 1)),
        notices=(),
        dashboard=(),
        evidence=tuple(_evidence(history)),
        history=tuple(_past(history)),
        proposal=Proposal(action, action.command, reason, role),
    )


def _evidence(history: Sequence[ChatMessage]) -> Iterator[Line]:
    """What tools printed, oldest first; a conversation does not say how long ago."""
    targets = {call.id: _target(call) for call in _calls(history)}
    printed = [each for each in history if isinstance(each, ChatMessageTool) and each.text]
    for number, each in enumerate(printed[-EVIDENCE:], 1):
        about, source = targets.get(each.tool_call_id or "", ""), each.function or "tool"
        yield Line(f"E{number}", each.text, about, source, 0.0, untrusted=True)


def _past(history: Sequence[ChatMessage]) -> Iterator[Line]:
    """Earlier calls that changed something or tried to, and whether they ran."""
    ends = {each.tool_call_id: each for each in history if isinstance(each, ChatMessageTool)}
    number = 0
    for call in _calls(history):
        try:
            action = action_of(call.function, call.arguments)
        except ActionError:
            continue
        if call.id in ends and not action.kind.reads:
            number += 1
            became = "did not run" if ends[call.id].error else "ran"
            yield Line(f"H{number}", f"{action.command}: {became}", action.target)


def _calls(history: Sequence[ChatMessage]) -> Iterator[ToolCall]:
    for each in history:
        if isinstance(each, ChatMessageAssistant):
            yield from each.tool_calls or ()


def _target(call: ToolCall) -> str:
    try:
        return action_of(call.function, call.arguments).target
    except ActionError:
        return ""

"""The gate before the function tools of the OpenAI Agents SDK.

    guard = GateGuard()
    agent = Agent(name="ops", tools=[guard.tool(bash), guard.tool(restart)])

A tool's input guardrail judges each call. An escalation asks a person before, as the SDK does it:
the run ends with `interruptions`, and goes on from its state with what was approved. What was
approved is judged again when it runs, and a block still stands.
"""

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from inspect import isawaitable
from typing import Any, Final, Literal

import msgspec

from sentinel.errors import OptionError
from sentinel.extras import brought_by
from sentinel.integrations.courses import Course, course_of, refusal, warning
from sentinel.integrations.gatekeeper import Gatekeeper, Judges, gatekeeper
from sentinel.integrations.tool_calls import Past, plain
from sentinel.live.request import Judgement, Request

with brought_by("openai-agents"):
    from agents import (
        FunctionTool,
        RunContextWrapper,
        ToolGuardrailFunctionOutput,
        ToolInputGuardrail,
        ToolInputGuardrailData,
        ToolOutputGuardrail,
        ToolOutputGuardrailData,
    )

RUNS: Final = 256
"""Runs whose earlier calls are remembered, the latest."""

CALLS: Final = 64
"""Calls of a run that are remembered, the latest."""

NAME: Final = "sentinel"

OnEscalate = Literal["approval", "refuse"]
_NeedsApproval = Callable[[RunContextWrapper, dict[str, Any], str], Awaitable[bool]]


class GateGuard:
    """Lets no function tool run that the gate does not let run; may guard several agents.

    Args:
        gate: A gatekeeper, a gate, or the URL of a server; None for the policies that ship.
        on_escalate: `approval` ends the run with an interruption, for a person to approve;
            `refuse` asks nobody.
    """

    def __init__(
        self,
        gate: Gatekeeper | Judges | str | None = None,
        *,
        on_escalate: OnEscalate = "approval",
    ) -> None:
        if on_escalate not in ("approval", "refuse"):
            raise OptionError(f"on_escalate={on_escalate!r} must be approval or refuse")
        self.keeper = gatekeeper(gate)
        self.on_escalate: OnEscalate = on_escalate
        self.before = ToolInputGuardrail(self._before, name=NAME)
        """Guardrail that judges a call; for tools that are not guarded by `tool`."""
        self.after = ToolOutputGuardrail(self._after, name=NAME)
        """Guardrail that adds the warning to what a flagged call gave, and remembers it."""
        # An entry holds its run's usage, so that no other run can have the same id.
        self._runs: OrderedDict[int, tuple[object, OrderedDict[str, _Call]]] = OrderedDict()

    def tool(self, tool: FunctionTool) -> FunctionTool:
        """A guarded copy of a tool, with its own guardrails and approvals as they were."""
        guarded = copy(tool)
        guarded.tool_input_guardrails = [*(tool.tool_input_guardrails or ()), self.before]
        guarded.tool_output_guardrails = [*(tool.tool_output_guardrails or ()), self.after]
        # Where people are asked in a queue, the guardrail waits for them, and once is enough.
        if self.on_escalate == "approval" and not self.keeper.queues:
            guarded.needs_approval = self.needs_approval(tool.name, tool.needs_approval)
        return guarded

    def needs_approval(self, tool: str, other: bool | Callable[..., Any] = False) -> _NeedsApproval:
        """What a tool's `needs_approval` takes: whether the gate calls a person.

        Args:
            tool: The tool's name, which the SDK does not tell.
            other: What asks for approval, too: a truth, or a function like the one returned.
        """

        async def asks(context: RunContextWrapper, arguments: dict[str, Any], call_id: str) -> bool:
            wanted = other(context, arguments, call_id) if callable(other) else other
            if await wanted if isawaitable(wanted) else wanted:
                return True
            judgement = await self.keeper.ajudge(self._request(context, tool, arguments))
            return course_of(judgement) is Course.ASK

        return asks

    async def _before(self, data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        context = data.context
        arguments = _arguments(context.tool_arguments)
        judgement = await self.keeper.ajudge(self._request(context, context.tool_name, arguments))
        course = course_of(judgement)
        told = msgspec.to_builtins(judgement)
        asked = course is Course.ASK and self.on_escalate == "approval"
        approved = asked and context.is_tool_approved(context.tool_name, context.tool_call_id)
        runs = course in (Course.RUN, Course.WARN) or approved is True
        self._remember(context, _Call(context.tool_name, arguments, judgement, refused=not runs))
        if runs:
            return ToolGuardrailFunctionOutput.allow(output_info=told)
        message = refusal(judgement, context.tool_name)
        return ToolGuardrailFunctionOutput.reject_content(message, output_info=told)

    def _after(self, data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        context, given = data.context, data.output
        call = self._calls(context).get(context.tool_call_id)
        if call is None:
            return ToolGuardrailFunctionOutput.allow()
        call.result = given if isinstance(given, str) else str(plain(given))
        if course_of(call.judgement) is not Course.WARN:
            return ToolGuardrailFunctionOutput.allow()
        told = warning(call.judgement, context.tool_name)
        if not isinstance(given, str):
            return ToolGuardrailFunctionOutput.allow(output_info=told)
        # The one way in which a guardrail may change what the model reads.
        return ToolGuardrailFunctionOutput.reject_content(f"{given}\n\n{told}", output_info=told)

    def _request(
        self, context: RunContextWrapper, tool: str, arguments: Mapping[str, Any]
    ) -> Request:
        earlier = [
            Past(each.tool, each.arguments, each.result, refused=each.refused)
            for each in self._calls(context).values()
            if each.result or each.refused
        ]
        goal = "\n".join(_said(context.turn_input))
        return self.keeper.request(tool, arguments, goal=goal, earlier=earlier)

    def _calls(self, context: RunContextWrapper) -> "OrderedDict[str, _Call]":
        """Earlier calls of a run, which the SDK does not show to guardrails."""
        usage, calls = self._runs.get(id(context.usage), (None, OrderedDict()))
        return calls if usage is context.usage else OrderedDict()

    def _remember(self, context: RunContextWrapper, call: "_Call") -> None:
        calls = self._calls(context)
        calls[context.tool_call_id] = call
        while len(calls) > CALLS:
            calls.popitem(last=False)
        self._runs[id(context.usage)] = (context.usage, calls)
        self._runs.move_to_end(id(context.usage))
        while len(self._runs) > RUNS:
            self._runs.popitem(last=False)


class _Call:
    """A call, and what came of it."""

    def __init__(
        self, tool: str, arguments: Mapping[str, Any], judgement: Judgement, *, refused: bool
    ) -> None:
        self.tool, self.arguments, self.judgement = tool, arguments, judgement
        self.refused = refused
        self.result = ""


def _arguments(written: str) -> dict[str, Any]:
    """Arguments by name; those that are no object go as one, so that they are judged."""
    try:
        found = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {"command": written}
    return found if isinstance(found, dict) else {"command": written}


def _said(items: list[Any]) -> list[str]:
    """What the user said."""
    found = []
    for each in items:
        if isinstance(each, Mapping) and each.get("role") == "user":
            content = each.get("content")
            parts = content if isinstance(content, list) else [{"text": content}]
            texts = [part.get("text") for part in parts if isinstance(part, Mapping)]
            found += [text for text in texts if isinstance(text, str)]
    return found

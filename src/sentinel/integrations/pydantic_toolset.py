"""The gate around the tools of a Pydantic AI agent.

    agent = Agent(model, toolsets=[GateToolset(FunctionToolset([bash]))],
                  output_type=[str, DeferredToolRequests])

An escalation raises `ApprovalRequired`: the run ends with the call among its deferred requests, and
goes on with `deferred_tool_results`. What was approved is judged again, with the arguments that
were put in its place where there are some, and a block still stands.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import msgspec
from pydantic import ValidationError

from sentinel.errors import OptionError
from sentinel.extras import brought_by
from sentinel.integrations.courses import Course, course_of, question, refusal, warning
from sentinel.integrations.gatekeeper import Gatekeeper, Judges, gatekeeper
from sentinel.integrations.tool_calls import Past, plain
from sentinel.live.request import Judgement, Request

with brought_by("pydantic-ai"):
    from pydantic_ai import ApprovalRequired, RunContext, ToolReturn, WrapperToolset
    from pydantic_ai.messages import (
        ModelMessage,
        ModelRequest,
        ModelResponse,
        RetryPromptPart,
        ToolCallPart,
        ToolReturnPart,
        UserPromptPart,
    )
    from pydantic_ai.toolsets import ToolsetTool

KEY: Final = "sentinel"
"""Under which the metadata of a result, and of a deferred request, say what the gate said."""

LOOKED_AT: Final = 200
"""Latest messages that earlier calls are looked for in."""

OnEscalate = Literal["approval", "refuse"]


@dataclass
class GateToolset(WrapperToolset[Any]):
    """Lets no tool of another toolset run that the gate does not let run.

    Args:
        wrapped: The toolset.
        gate: A gatekeeper, a gate, or the URL of a server; None for the policies that ship.
        on_escalate: `approval` defers the call, for a person to approve; `refuse` asks nobody.
    """

    gate: Gatekeeper | Judges | str | None = None
    on_escalate: OnEscalate = field(default="approval", kw_only=True)

    def __post_init__(self) -> None:
        if self.on_escalate not in ("approval", "refuse"):
            raise OptionError(f"on_escalate={self.on_escalate!r} must be approval or refuse")
        # A copy is made for every run: what was built once is kept.
        self.gate = gatekeeper(self.gate)

    @property
    def keeper(self) -> Gatekeeper:
        """Who asks the gate."""
        assert isinstance(self.gate, Gatekeeper)
        return self.gate

    async def call_tool(
        self, name: str, tool_args: dict[str, Any], ctx: RunContext[Any], tool: ToolsetTool[Any]
    ) -> Any:  # noqa: ANN401 - what a tool gives
        """Run a tool if the gate, or a person it calls, lets it run.

        Raises:
            ApprovalRequired: If a person has to approve.
            GateError: If there is no judgement and `on_failure` is `raise`.
        """
        judgement = await self.keeper.ajudge(self._request(name, tool_args, ctx))
        course = course_of(judgement)
        asks = course is Course.ASK and self.on_escalate == "approval"
        if asks and not _approved(name, tool_args, ctx, tool):
            told = {"question": question(judgement, name), "call": _line(name, tool_args)}
            raise ApprovalRequired(metadata={KEY: {**told, "judgement": _shown(judgement)}})
        if course in (Course.RUN, Course.WARN) or asks:
            given = await super().call_tool(name, tool_args, ctx, tool)
            return _warned(given, judgement, name) if course is Course.WARN else given
        refused: dict[str, object] = {"refused": True, "judgement": _shown(judgement)}
        return ToolReturn(refusal(judgement, name), metadata={KEY: refused})

    def _request(self, name: str, tool_args: Mapping[str, Any], ctx: RunContext[Any]) -> Request:
        return self.keeper.request(
            name,
            tool_args,
            goal="\n".join(_said(ctx.messages)),
            earlier=_earlier(ctx.messages),
            run_id=ctx.run_id or "",
        )


def _approved(
    name: str, tool_args: Mapping[str, Any], ctx: RunContext[Any], tool: ToolsetTool[Any]
) -> bool:
    """Whether a person has approved exactly this call.

    One whose arguments were edited needs the metadata that its own question came with.
    """
    if not ctx.tool_call_approved:
        return False
    told = ctx.tool_call_metadata
    own = told.get(KEY) if isinstance(told, Mapping) else None
    if isinstance(own, Mapping) and own.get("call") == _line(name, tool_args):
        return True
    for call in reversed(list(_calls(ctx.messages))):
        if call.tool_call_id == ctx.tool_call_id:
            return _same(call, tool_args, ctx, tool)
    return False


def _same(
    call: ToolCallPart, tool_args: Mapping[str, Any], ctx: RunContext[Any], tool: ToolsetTool[Any]
) -> bool:
    """Whether arguments are those that the model gave, as the tool's schema reads them."""
    given = call.args_as_dict()
    if given == tool_args:
        return True
    try:
        read = tool.args_validator.validate_python(given, context=ctx.validation_context)
    except ValidationError:
        return False
    return bool(read == tool_args)


def _line(name: str, tool_args: Mapping[str, Any]) -> str:
    return json.dumps([name, plain(tool_args)], sort_keys=True, default=str)


def _shown(judgement: Judgement) -> object:
    return msgspec.to_builtins(judgement)


def _warned(given: object, judgement: Judgement, name: str) -> object:
    """What a flagged call gave, with the warning: in its text, or beside what is no text."""
    told = warning(judgement, name)
    whole = given if isinstance(given, ToolReturn) else ToolReturn(given)
    if isinstance(whole.return_value, str):
        return replace(whole, return_value=f"{whole.return_value}\n\n{told}")
    content = whole.content or []
    beside = [content] if isinstance(content, str) else content
    return replace(whole, content=[*beside, told])


def _calls(messages: Sequence[ModelMessage]) -> Iterator[ToolCallPart]:
    for each in messages:
        if isinstance(each, ModelResponse):
            yield from (part for part in each.parts if isinstance(part, ToolCallPart))


def _earlier(messages: Sequence[ModelMessage]) -> list[Past]:
    """Calls that were answered."""
    found: list[Past] = []
    calls: dict[str, ToolCallPart] = {}
    for each in messages[-LOOKED_AT:]:
        if isinstance(each, ModelResponse):
            calls = {call.tool_call_id: call for call in _calls([each])}
            continue
        for part in each.parts:
            if not isinstance(part, ToolReturnPart | RetryPromptPart):
                continue
            if call := calls.pop(part.tool_call_id, None):
                found.append(_past(call, part))
    return found


def _past(call: ToolCallPart, end: ToolReturnPart | RetryPromptPart) -> Past:
    result = end.model_response_str() if isinstance(end, ToolReturnPart) else str(end.content)
    told = getattr(end, "metadata", None)
    own = told.get(KEY) if isinstance(told, Mapping) else None
    refused = isinstance(own, Mapping) and own.get("refused") is True
    return Past(call.tool_name, call.args_as_dict(), result, refused=refused)


def _said(messages: Sequence[ModelMessage]) -> Iterator[str]:
    """What the user said."""
    for each in messages:
        for part in each.parts if isinstance(each, ModelRequest) else ():
            if isinstance(part, UserPromptPart):
                content = part.content
                texts = [content] if isinstance(content, str) else content
                yield from (text for text in texts if isinstance(text, str))

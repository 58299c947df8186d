"""The gate as a middleware of LangChain agents, and before the tools of any LangGraph graph.

    create_agent(model, tools, middleware=[HumanInTheLoopMiddleware(...), GateMiddleware()],
                 checkpointer=InMemorySaver())
    ToolNode(tools, wrap_tool_call=gate.wrap_tool_call, awrap_tool_call=gate.awrap_tool_call)

It stands last, next to the tools, so that it judges what really runs: what a person has edited,
too. An escalation interrupts the run and is answered as LangChain's own middleware is, with
`Command(resume={"decisions": [...]})`. Calls are judged when the model makes them and what was
said is kept with the run, so that a person's answer finds the question that was asked.
"""

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec

from sentinel.errors import OptionError
from sentinel.extras import brought_by
from sentinel.integrations.courses import Course, course_of, question, refusal, warning
from sentinel.integrations.gatekeeper import Gatekeeper, Judges, gatekeeper
from sentinel.integrations.judging import Steps, arun, run
from sentinel.integrations.tool_calls import Past, plain
from sentinel.live.request import Judgement, Request

with brought_by("langchain"):
    from langchain.agents.middleware import AgentMiddleware, AgentState, HumanInTheLoopMiddleware
    from langchain.agents.middleware.types import PrivateStateAttr, ToolCallRequest
    from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
    from langgraph.types import Command, interrupt

KEY: Final = "sentinel"
"""Under which a result's `response_metadata` says what the gate said."""

KEPT: Final = 1_000
"""Questions of one process that are remembered until they are answered."""

_GOAL_CHARS: Final = 4_000
_LOOKED_AT: Final = 200
_STATE: Final = "sentinel_judged"

OnEscalate = Literal["interrupt", "refuse"]
_Ran: TypeAlias = tuple[ToolCallRequest, Judgement] | ToolMessage


class _Judged(AgentState):
    """What was said to the calls of the model's last message, by their ids."""

    sentinel_judged: Annotated[dict[str, dict[str, Any]], PrivateStateAttr]


class GateMiddleware(AgentMiddleware):
    """Lets no tool of an agent run that the gate does not let run.

    Args:
        gate: A gatekeeper, a gate, or the URL of a server; None for the policies that ship.
        on_escalate: `interrupt` asks a person and needs a checkpointer; `refuse` asks nobody.
    """

    state_schema = _Judged

    def __init__(
        self,
        gate: Gatekeeper | Judges | str | None = None,
        *,
        on_escalate: OnEscalate = "interrupt",
    ) -> None:
        super().__init__()
        if on_escalate not in ("interrupt", "refuse"):
            raise OptionError(f"on_escalate={on_escalate!r} must be interrupt or refuse")
        self.keeper = gatekeeper(gate)
        self.on_escalate: OnEscalate = on_escalate
        self._open: OrderedDict[str, Judgement] = OrderedDict()

    def after_model(self, state: Any, runtime: object) -> dict[str, Any]:  # noqa: ANN401
        """Judge what the model calls, before anybody is asked about it."""
        return run(self._after(state), self.keeper)

    async def aafter_model(self, state: Any, runtime: object) -> dict[str, Any]:  # noqa: ANN401
        """Do the same without blocking the event loop."""
        return await arun(self._after(state), self.keeper)

    def wrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], ToolMessage | Command],
    ) -> ToolMessage | Command:
        """Run a tool if the gate, or a person it calls, lets it run.

        Raises:
            OptionError: If a `HumanInTheLoopMiddleware` stands behind this one, where it could
                change a call that was judged already.
            GateError: If there is no judgement and `on_failure` is `raise`.
        """
        _check_last(handler)
        found = run(self._decided(request), self.keeper)
        if isinstance(found, ToolMessage):
            return found
        to_run, judgement = found
        return _marked(handler(to_run), to_run, judgement)

    async def awrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command]],
    ) -> ToolMessage | Command:
        """Do the same without blocking the event loop.

        Raises:
            OptionError: As `wrap_tool_call` does.
            GateError: As `wrap_tool_call` does.
        """
        _check_last(handler)
        found = await arun(self._decided(request), self.keeper)
        if isinstance(found, ToolMessage):
            return found
        to_run, judgement = found
        return _marked(await handler(to_run), to_run, judgement)

    def _after(self, state: Any) -> Steps[dict[str, Any]]:  # noqa: ANN401
        found: dict[str, dict[str, Any]] = {}
        last = next((e for e in reversed(_messages(state)) if isinstance(e, AIMessage)), None)
        for call in last.tool_calls if last else ():
            judgement = yield self._request(call, state)
            found[str(call["id"])] = {
                "call": _line(call), "said": msgspec.to_builtins(judgement),
            }  # fmt: skip
        return {_STATE: found}

    def _decided(self, request: ToolCallRequest) -> Steps[_Ran]:
        """What becomes of a call: it with its judgement where it runs, else what the model gets."""
        while True:
            call = request.tool_call
            judgement = self._known(request)
            if judgement is None:
                judgement = yield self._request(call, request.state)
            course = course_of(judgement)
            if course in (Course.RUN, Course.WARN):
                return request, judgement
            if course is Course.REFUSE or self.on_escalate == "refuse":
                return _refused(call, judgement)
            answer = self._answer(request, judgement)
            kind = answer.get("type")
            if kind == "approve":
                return request, judgement
            edited = answer.get("edited_action")
            if kind != "edit" or not isinstance(edited, Mapping):
                return _declined(call, judgement, answer)
            if edited.get("name", call["name"]) != call["name"]:
                why = "A person named another tool, which cannot be run in its place."
                return _refused(call, judgement, why)
            args = dict(edited.get("args") or {})
            if args == call["args"]:
                return request, judgement
            request = request.override(tool_call={**call, "args": args})

    def _answer(self, request: ToolCallRequest, judgement: Judgement) -> Mapping[str, Any]:
        """Ask a person: the run stops here, and comes here again with the answer."""
        call = request.tool_call
        key = _key(request)
        self._open[key] = judgement
        while len(self._open) > KEPT:
            self._open.popitem(last=False)
        action = {
            "name": call["name"], "args": call["args"],
            "description": question(judgement, call["name"]),
        }  # fmt: skip
        config = {"action_name": call["name"], "allowed_decisions": ["approve", "edit", "reject"]}
        answer = interrupt({"action_requests": [action], "review_configs": [config]})
        self._open.pop(key, None)
        decisions = answer.get("decisions") if isinstance(answer, Mapping) else None
        if not (isinstance(decisions, Sequence) and len(decisions) == 1):
            return {}
        return decisions[0] if isinstance(decisions[0], Mapping) else {}

    def _known(self, request: ToolCallRequest) -> Judgement | None:
        """What was said to exactly this call when the model made it, or a person was asked."""
        call, state = request.tool_call, request.state
        judged = state.get(_STATE) if isinstance(state, Mapping) else None
        found = (judged or {}).get(str(call["id"]))
        if found and found["call"] == _line(call):
            return msgspec.convert(found["said"], Judgement)
        return self._open.get(_key(request))

    def _request(self, call: Mapping[str, Any], state: Any) -> Request:  # noqa: ANN401
        messages = _messages(state)
        asked = [str(each.text) for each in messages if isinstance(each, HumanMessage)]
        return self.keeper.request(
            call["name"],
            call["args"],
            goal="\n".join(asked)[-_GOAL_CHARS:],
            earlier=_earlier(messages),
        )


def _messages(state: Any) -> list[Any]:  # noqa: ANN401
    found = state.get("messages") if isinstance(state, Mapping) else state
    found = getattr(state, "messages", None) if found is None else found
    return list(found) if isinstance(found, Sequence) else []


def _earlier(messages: Sequence[object]) -> list[Past]:
    """Calls that were answered, as they ran; some models use the same ids again and again."""
    found: list[Past] = []
    calls: dict[str, Mapping[str, Any]] = {}
    for each in messages[-_LOOKED_AT:]:
        if isinstance(each, AIMessage):
            calls = {call["id"]: call for call in each.tool_calls}
        elif isinstance(each, ToolMessage) and (call := calls.pop(each.tool_call_id, None)):
            said = each.response_metadata.get(KEY) or {}
            ran, refused = said.get("ran", call["args"]), said.get("refused", False)
            found.append(Past(call["name"], ran, str(each.text), refused=refused))
    return found


def _line(call: Mapping[str, Any]) -> str:
    """A call as it is compared."""
    return json.dumps([call["name"], plain(call["args"])], sort_keys=True, default=str)


def _key(request: ToolCallRequest) -> str:
    config = getattr(request.runtime, "config", None) or {}
    thread = config.get("configurable", {}).get("thread_id", "")
    return json.dumps([str(thread), str(request.tool_call["id"]), _line(request.tool_call)])


def _refused(call: Mapping[str, Any], judgement: Judgement, why: str = "") -> ToolMessage:
    return ToolMessage(
        content=refusal(judgement, call["name"], why),
        tool_call_id=call["id"],
        name=call["name"],
        status="error",
        response_metadata={KEY: {"decision": judgement.decision, "refused": True}},
    )


def _declined(
    call: Mapping[str, Any], judgement: Judgement, answer: Mapping[str, Any]
) -> ToolMessage:
    """What the model gets when a person did not approve; an answer nobody can read does not."""
    if answer.get("type") == "reject":
        said = answer.get("message")
        return _refused(call, judgement, f"A person said no{f': {said}' if said else '.'}")
    return _refused(call, judgement, "A person's answer could not be read.")


def _marked(
    result: ToolMessage | Command, request: ToolCallRequest, judgement: Judgement
) -> ToolMessage | Command:
    """Say with a result what the gate said; a flag is told to the model as well."""
    if isinstance(result, ToolMessage):
        return _noted(result, request, judgement)
    update = result.update
    if not (isinstance(update, dict) and isinstance(update.get("messages"), list)):
        return result
    own = request.tool_call["id"]
    messages = [
        _noted(each, request, judgement)
        if isinstance(each, ToolMessage) and each.tool_call_id == own
        else each
        for each in update["messages"]
    ]
    return replace(result, update={**update, "messages": messages})


def _noted(message: ToolMessage, request: ToolCallRequest, judgement: Judgement) -> ToolMessage:
    said = {"decision": judgement.decision, "ran": request.tool_call["args"]}
    change: dict[str, Any] = {"response_metadata": {**message.response_metadata, KEY: said}}
    if course_of(judgement) is Course.WARN:
        told = warning(judgement, request.tool_call["name"])
        content = message.content
        change["content"] = (
            f"{content}\n\n{told}"
            if isinstance(content, str)
            else [*content, {"type": "text", "text": told}]
        )
    return message.model_copy(update=change)


def _check_last(handler: Callable[..., object]) -> None:
    """Refuse to judge calls that a person may still edit behind our back.

    A handler does not say what stands behind it; its closures hold it.
    """
    seen: list[object] = [handler]
    for each in seen:
        if isinstance(getattr(each, "__self__", None), HumanInTheLoopMiddleware):
            raise OptionError("GateMiddleware must stand after HumanInTheLoopMiddleware")
        inside = [cell.cell_contents for cell in getattr(each, "__closure__", None) or ()]
        inside.append(getattr(each, "__wrapped__", None))
        seen += [item for item in inside if callable(item) and item not in seen][: 64 - len(seen)]

"""A proxy before any MCP server: what is listed passes, and what is called is judged first.

A call that is denied never reaches the server; the client gets a tool error that says why. What a
tool says of itself (`destructiveHint`) may only raise a judgement: that it only reads is not
believed. What earlier calls of the session gave goes along as text that nobody vouches for.
"""

import os
from collections import OrderedDict, deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from sentinel.errors import GateError, OptionError
from sentinel.extras import brought_by
from sentinel.integrations.courses import Course, course_of, refusal, warning
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.tool_calls import EARLIER, RESULT_CHARS, Past

with brought_by("mcp"):
    import anyio
    from fastmcp.client.transports import StdioTransport
    from fastmcp.exceptions import ToolError
    from fastmcp.server import FastMCP, create_proxy
    from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
    from fastmcp.tools import ToolResult
    from mcp.types import CallToolRequestParams, TextContent

if TYPE_CHECKING:
    from fastmcp.tools import Tool

SESSIONS: Final = 1_024
"""Sessions whose earlier calls are remembered, the latest."""

CALL_S: Final = 300.0
"""Seconds for the server's answer to a call, unless set."""


class Oversight(Middleware):
    """Judges `tools/call` before it goes on.

    Args:
        keeper: Asks the gate.
        server: What tools are named after, `mcp__SERVER__TOOL`; empty for their own names.
        flagged: Whether a flagged call runs, with a warning beside its result.
        call_s: Seconds for the server's answer to a call.
    """

    def __init__(
        self, keeper: Gatekeeper, server: str = "", *, flagged: bool = True, call_s: float = CALL_S
    ) -> None:
        self._keeper, self._server = keeper, server
        self._flagged, self._call_s = flagged, call_s
        self._sessions: OrderedDict[str, deque[Past]] = OrderedDict()

    async def on_call_tool(
        self,
        context: MiddlewareContext[CallToolRequestParams],
        call_next: CallNext[CallToolRequestParams, ToolResult],
    ) -> ToolResult:
        """Judge a call, and let it go on where it may."""
        name, arguments = context.message.name, dict(context.message.arguments or {})
        session, tool = _session(context), await _tool(context, name)
        past = self._past(session)
        called = f"mcp__{self._server}__{name}" if self._server else name
        asked = self._keeper.request(called, arguments, earlier=past, run_id=session)
        if tool is not None and tool.annotations and tool.annotations.destructiveHint:
            asked = replace(asked, severity_hint="critical")
        try:
            found = await self._keeper.ajudge(asked)
        except GateError as error:
            past.append(Past(called, arguments, refused=True))
            raise ToolError(f"SENTINEL: {name} did not run. It was not judged: {error}") from None
        course = course_of(found)
        runs = course is Course.RUN or (course is Course.WARN and self._flagged)
        if not runs:
            past.append(Past(called, arguments, refused=True))
            raise ToolError(refusal(found, name))
        result = await self._called(context, call_next)
        past.append(Past(called, arguments, _text(result)))
        if course is Course.WARN:
            told = TextContent(type="text", text=warning(found, name))
            result.content = [*result.content, told]
        return result

    async def _called(
        self,
        context: MiddlewareContext[CallToolRequestParams],
        call_next: CallNext[CallToolRequestParams, ToolResult],
    ) -> ToolResult:
        try:
            with anyio.fail_after(self._call_s):
                return await call_next(context)
        except TimeoutError:
            name = context.message.name
            raise ToolError(f"{name} gave no answer within {self._call_s:g} s") from None

    def _past(self, session: str) -> deque[Past]:
        found = self._sessions.setdefault(session, deque(maxlen=EARLIER))
        self._sessions.move_to_end(session)
        while len(self._sessions) > SESSIONS:
            self._sessions.popitem(last=False)
        return found


def proxy(
    target: str | Sequence[str],
    keeper: Gatekeeper,
    *,
    server: str = "",
    flagged: bool = True,
    call_s: float = CALL_S,
    without: Sequence[str] = (),
) -> FastMCP:
    """Put the gate before a server.

    Args:
        target: The URL of a server over HTTP, or the words of a command that speaks over stdio.
        keeper: Asks the gate.
        server: As in `Oversight`.
        flagged: As in `Oversight`.
        call_s: As in `Oversight`.
        without: Variables of the environment that a command is not given.

    Returns:
        A server; `run_async` serves it.

    Raises:
        OptionError: If there is no such target.
    """
    if isinstance(target, str):
        if not target.startswith(("http://", "https://")):
            raise OptionError(f"target={target!r} must be a URL, or the words of a command")
        found = create_proxy(target, name="sentinel")
    else:
        if not target:
            raise OptionError("a command is needed, or the URL of a server")
        environ = {name: each for name, each in os.environ.items() if name not in without}
        found = create_proxy(
            StdioTransport(target[0], list(target[1:]), env=environ), name="sentinel"
        )
    found.add_middleware(Oversight(keeper, server, flagged=flagged, call_s=call_s))
    return found


async def _tool(context: MiddlewareContext[CallToolRequestParams], name: str) -> "Tool | None":
    own = context.fastmcp_context
    return None if own is None else await own.fastmcp.get_tool(name)


def _session(context: MiddlewareContext[CallToolRequestParams]) -> str:
    own = context.fastmcp_context
    return "" if own is None else str(own.session_id)


def _text(result: ToolResult) -> str:
    texts = [each.text for each in result.content if isinstance(each, TextContent)]
    return "\n".join(texts)[: RESULT_CHARS * 4]

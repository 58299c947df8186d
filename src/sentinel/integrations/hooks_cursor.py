"""Hooks of Cursor: before a shell command, a call over MCP, a file that is read, any other tool.

An answer is `permission`, with a message for the user and one for the agent. Only commands and
calls over MCP can be sent to a person. Where nothing is to be said an empty object is: no answer
at all is a failure to Cursor, which ends the call where hooks fail closed.
"""

import json
from collections.abc import Mapping
from typing import Final

from sentinel.errors import MessageError
from sentinel.integrations.hooks import Event, Said, Way, Written, mapping_of, text_of

SHELL: Final = "beforeShellExecution"
MCP: Final = "beforeMCPExecution"
READ: Final = "beforeReadFile"
TOOL: Final = "preToolUse"


class Cursor:
    """Cursor."""

    name = "cursor"
    flagged: Way = "ask"
    asks = False

    def event(self, given: Mapping[str, object]) -> Event:
        """Read an event.

        Raises:
            MessageError: If it is another event, or a field is missing or of another kind.
        """
        name = text_of(given, "hook_event_name")
        run = text_of(given, "conversation_id")
        if name == SHELL:
            command = text_of(given, "command", needed=True)
            return Event("Shell", {"command": command}, name, run)
        if name == MCP:
            tool = text_of(given, "tool_name", needed=True)
            tool = tool if tool.startswith("mcp__") else f"mcp__{tool}"
            return Event(tool, mapping_of(given, "tool_input"), name, run)
        if name == READ:
            path = text_of(given, "file_path", needed=True)
            return Event("Read", {"file_path": path}, name, run, can_ask=False)
        if name == TOOL:
            tool = text_of(given, "tool_name", needed=True)
            return Event(tool, mapping_of(given, "tool_input"), name, run, can_ask=False)
        known = ", ".join((SHELL, MCP, READ, TOOL))
        raise MessageError(f"hook_event_name={name!r:.60} must be one of {known}")

    def answer(self, said: Said, event: Event | None) -> Written:
        """Write an answer."""
        if said.way == "":
            return Written("{}")
        if said.way == "note":
            return Written(json.dumps({"agent_message": said.reason}))
        found: dict[str, str] = {"permission": said.way}
        if said.reason:
            found |= {"user_message": said.reason, "agent_message": said.reason}
        return Written(json.dumps(found))

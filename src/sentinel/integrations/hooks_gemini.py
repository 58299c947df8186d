"""Hooks of Gemini CLI: `BeforeTool`.

An answer is `decision` and `reason`. There is none that asks a person; a flagged call goes on with
a message to the user. Exit code 2 blocks, any other but 0 lets the call go on.
"""

import json
from collections.abc import Mapping
from typing import Final

from sentinel.errors import MessageError
from sentinel.integrations.hooks import Event, Said, Way, Written, mapping_of, text_of

EVENT: Final = "BeforeTool"


class Gemini:
    """Gemini CLI."""

    name = "gemini"
    flagged: Way = "note"
    asks = False

    def event(self, given: Mapping[str, object]) -> Event:
        """Read an event.

        Raises:
            MessageError: If it is another event, or a field is missing or of another kind.
        """
        name = text_of(given, "hook_event_name")
        if name != EVENT:
            raise MessageError(f"hook_event_name={name!r:.60} must be {EVENT}")
        return Event(
            text_of(given, "tool_name", needed=True),
            mapping_of(given, "tool_input"),
            name,
            text_of(given, "session_id"),
            can_ask=False,
        )

    def answer(self, said: Said, event: Event | None) -> Written:
        """Write an answer."""
        if said.way == "":
            return Written("{}")
        if said.way == "note":
            return Written(json.dumps({"systemMessage": said.reason}))
        reason = {"reason": said.reason} if said.reason else {}
        decision = "allow" if said.way == "allow" else "deny"
        return Written(json.dumps({"decision": decision, **reason}))

"""Hooks of Claude Code: `PreToolUse`.

The decision stands in `hookSpecificOutput`; fields beside it are ignored without a word. Exit code
2 blocks with what stands on standard error; any other but 0 lets the call go on.
"""

import json
from collections.abc import Mapping
from typing import Final

from sentinel.errors import MessageError
from sentinel.integrations.hooks import Event, Said, Way, Written, mapping_of, text_of

EVENT: Final = "PreToolUse"


class ClaudeCode:
    """Claude Code; Codex reads and writes much the same."""

    name = "claude-code"
    flagged: Way = "ask"
    asks = True

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
            text_of(given, "transcript_path"),
            can_ask=self.asks,
        )

    def answer(self, said: Said, event: Event | None) -> Written:
        """Write an answer."""
        if said.way == "":
            return Written()
        if said.way == "note":
            return _nested(additionalContext=said.reason)
        reason = {"permissionDecisionReason": said.reason} if said.reason else {}
        return _nested(permissionDecision=said.way, **reason)


class Codex(ClaudeCode):
    """Codex: of the decisions it heeds `deny` alone, and lets a call go on that asks or allows."""

    name = "codex"
    flagged: Way = "note"
    asks = False

    def answer(self, said: Said, event: Event | None) -> Written:
        """Write an answer; an approval is silence, since Codex takes it for an error."""
        return super().answer(Said("") if said.way == "allow" else said, event)


def _nested(**fields: str) -> Written:
    return Written(json.dumps({"hookSpecificOutput": {"hookEventName": EVENT, **fields}}))

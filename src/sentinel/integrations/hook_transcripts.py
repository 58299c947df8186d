"""What a user wants, as the transcript of a coding agent tells it: the last thing that they wrote.

Only the end of the file is read. What cannot be found is not known, and no goal is told.
"""

import json
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

MOST_BYTES: Final = 512 * 1024
"""Bytes of the end of a transcript that are read."""

MOST_CHARS: Final = 4_000
"""Longest goal."""


def goal_of(path: str) -> str:
    """The last words of the user in a transcript of Claude Code or Codex, one JSON object a line.

    Args:
        path: The transcript; empty where the agent tells none.

    Returns:
        Empty where there is no such file, or nothing of the user in its end.
    """
    for line in reversed(_lines(path)):
        with suppress(ValueError, RecursionError):
            said = _said(json.loads(line)).strip()
            if said:
                return said[:MOST_CHARS]
    return ""


def _lines(path: str) -> list[bytes]:
    if not path:
        return []
    try:
        handle = os.open(os.path.expanduser(path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return []
            file.seek(max(0, found.st_size - MOST_BYTES))
            return file.read(MOST_BYTES).split(b"\n")
    except (OSError, ValueError):
        return []


def _said(line: object) -> str:
    """What a user said in a line; what tools gave back is theirs as well, and is left out."""
    if not isinstance(line, dict) or line.get("isMeta") or line.get("isSidechain"):
        return ""
    payload = line.get("payload")
    if line.get("type") == "event_msg" and isinstance(payload, dict):
        words = payload.get("message")
        return words if payload.get("type") == "user_message" and isinstance(words, str) else ""
    message = line.get("message")
    if line.get("type") != "user" or not isinstance(message, dict):
        return ""
    content = message.get("content")
    if isinstance(content, str):
        return content
    return "\n".join(_texts(content)) if isinstance(content, list) else ""


def _texts(parts: Iterable[object]) -> Iterable[str]:
    for each in parts:
        if isinstance(each, dict) and each.get("type") == "text":
            text = each.get("text")
            if isinstance(text, str):
                yield text

"""Puts the hook into the settings of a coding agent, and takes it out again.

Everything else in the file stays as it is. A file that cannot be read as plain JSON is not
touched, since what was written back would not be what somebody wrote.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from sentinel.errors import OptionError, ReportError
from sentinel.files import write_whole

SCOPES: Final = ("user", "project", "local")
"""Settings of the user; of a project, which go to all who work on it; of both."""

BACKUP: Final = ".before-sentinel"
"""Ends the name of the copy that a change leaves of what stood there."""

TIMEOUT_S: Final = 30
"""Seconds that an agent gives the hook, unless set; the hook must be done before."""

Settings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how a product has its hooks."""

    product: str
    files: Mapping[str, str]
    """File by scope, in the home folder or that of the project."""
    home: str
    """Variable of the environment that names the user's folder of settings, if one does."""
    events: Mapping[str, str]
    """Tools by event, as the product matches them; empty where an event takes no matcher."""
    entry: Callable[[str, str, int], Settings]
    """What is put in the list of an event, of a matcher, a command and its time in seconds."""
    first: Mapping[str, object]
    """What a file needs that is made anew."""


def _grouped(matcher: str, command: str, timeout_s: int) -> Settings:
    hook = {"type": "command", "command": command, "timeout": timeout_s}
    return {"matcher": matcher, "hooks": [hook]}


def _grouped_ms(matcher: str, command: str, timeout_s: int) -> Settings:
    hook: Settings = {"type": "command", "name": "sentinel", "command": command}
    return {"matcher": matcher, "hooks": [hook | {"timeout": timeout_s * 1_000}]}


def _flat(matcher: str, command: str, timeout_s: int) -> Settings:
    found: Settings = {"command": command, "timeout": timeout_s, "failClosed": True}
    return found | ({"matcher": matcher} if matcher else {})


PLACES: Final = {
    each.product: each
    for each in (
        Place(
            "claude-code",
            {"user": ".claude/settings.json", "project": ".claude/settings.json",
             "local": ".claude/settings.local.json"},
            "CLAUDE_CONFIG_DIR", {"PreToolUse": "*"}, _grouped, {},
        ),
        Place(
            "codex",
            {"user": ".codex/hooks.json", "project": ".codex/hooks.json"},
            "CODEX_HOME", {"PreToolUse": ".*"}, _grouped, {},
        ),
        Place(
            "cursor",
            {"user": ".cursor/hooks.json", "project": ".cursor/hooks.json"},
            "",
            {"beforeShellExecution": "", "beforeMCPExecution": "", "beforeReadFile": "",
             "preToolUse": "Write|Delete"},
            _flat, {"version": 1},
        ),
        Place(
            "gemini",
            {"user": ".gemini/settings.json", "project": ".gemini/settings.json"},
            "", {"BeforeTool": ".*"}, _grouped_ms, {},
        ),
    )
}  # fmt: skip
"""By name of the product."""


def settings_file(product: str, scope: str, environ: Mapping[str, str]) -> Path:
    """The file of a product and a scope.

    Raises:
        OptionError: If it has no such scope.
    """
    place = PLACES[product]
    if scope not in place.files:
        raise OptionError(f"scope={scope!r} must be one of {', '.join(place.files)}")
    file = place.files[scope]
    if scope != "user":
        return Path.cwd() / file
    own = environ.get(place.home, "") if place.home else ""
    return Path(own) / Path(file).name if own else Path.home() / file


def installed(product: str, command: str, given: Settings, timeout_s: int = TIMEOUT_S) -> Settings:
    """Settings with the hook in them, once, and all else as it was.

    Args:
        product: Whose settings they are.
        command: What the hook runs.
        given: What is there.
        timeout_s: Seconds that the agent is to give it.

    Raises:
        ReportError: If something stands where hooks should.
    """
    place = PLACES[product]
    found = removed(product, given) or dict(place.first)
    hooks = dict(_hooks(found))
    for event, matcher in place.events.items():
        hooks[event] = [*hooks.get(event, []), place.entry(matcher, command, timeout_s)]
    return found | {"hooks": hooks}


def removed(product: str, given: Settings) -> Settings:
    """Settings without the hook.

    Raises:
        ReportError: If something stands where hooks should.
    """
    hooks: Settings = {}
    before = _hooks(given)
    for event, entries in before.items():
        left = entries
        if isinstance(entries, list):
            left = [kept for each in entries for kept in _without(product, each)]
        if left or not entries:
            hooks[event] = left
    if hooks == before:
        return dict(given)
    new = {name: hooks if name == "hooks" else each for name, each in given.items()}
    return new if hooks else {name: each for name, each in new.items() if name != "hooks"}


def read(path: Path) -> Settings:
    """Read settings; none where there is no file.

    Raises:
        ReportError: If they cannot be read, are no plain JSON, or no object.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ReportError(f"cannot read {str(path)!r}: {error}; nothing was changed") from None
    if not text.strip():
        return {}
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ReportError(
            f"{str(path)!r} is no plain JSON ({error}); nothing was changed, add the hook by hand"
        ) from None
    if not isinstance(found, dict):
        raise ReportError(f"{str(path)!r} holds no object; nothing was changed")
    return found


def difference(path: Path, new: Settings) -> str:
    """What a change would do to a file, as a unified diff; empty where nothing."""
    old = path.read_text("utf-8") if path.exists() else ""
    if read(path) == new:
        return ""
    name = str(path)
    lines = (old.splitlines(keepends=True), _text(new).splitlines(keepends=True))
    return "".join(unified_diff(*lines, name, name))


def write(path: Path, new: Settings) -> bool:
    """Write settings, and leave a copy of what stood there.

    Returns:
        Whether there was anything to change.

    Raises:
        ReportError: If the file cannot be read or written; then it is as it was.
    """
    if read(path) == new:
        return False
    mode = 0o600
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            mode = path.stat().st_mode & 0o777
            write_whole(path.with_name(path.name + BACKUP), path.read_bytes(), mode)
    except OSError as error:
        raise ReportError(f"cannot write {str(path)!r}: {error.strerror or error}") from None
    write_whole(path, _text(new).encode(), mode)
    return True


def _text(settings: Settings) -> str:
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def _hooks(given: Settings) -> Settings:
    hooks = given.get("hooks", {})
    if not isinstance(hooks, dict):
        raise ReportError("its hooks are no object; nothing was changed")
    for event, entries in hooks.items():
        # Gemini has switches among them, which are none of ours.
        if not isinstance(entries, list) and event in _EVENTS:
            raise ReportError(f"its hooks for {event} are no list; nothing was changed")
    return hooks


_EVENTS: Final = frozenset(event for place in PLACES.values() for event in place.events)


def _without(product: str, entry: object) -> list[object]:
    """An entry of an event without our command; nothing where nothing else was in it."""
    if _is_ours(product, entry):
        return []
    inner = entry.get("hooks") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(inner, list):
        return [entry]
    left = [each for each in inner if not _is_ours(product, each)]
    if len(left) == len(inner):
        return [entry]
    return [{**entry, "hooks": left}] if left else []


def _is_ours(product: str, hook: object) -> bool:
    command = hook.get("command") if isinstance(hook, dict) else None
    ours = rf"\bsentinel(?:\.exe)?['\"]? hook {re.escape(product)}(?:\s|$)"
    return isinstance(command, str) and re.search(ours, command) is not None


def _once(pairs: list[tuple[str, Any]]) -> Settings:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found

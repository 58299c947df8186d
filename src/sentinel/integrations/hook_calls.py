"""The calls of coding agents' own tools, as the gate is asked about them.

A patch is a call for each file that it changes. A long text that is written to a file is judged in
pieces, since a gate reads so much of a call and no more; the strictest judgement counts. An order
to another agent is prose. What changes nothing but the agent's own list of things to do is not
asked about at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import re2

from sentinel.errors import MessageError

PIECE: Final = 4_000
"""Characters of a text that are judged at a time."""

OVERLAP: Final = 200
"""Characters that two neighbouring pieces share."""

LONGEST: Final = 200_000
"""Longest text that is judged in pieces; a longer one is the gate's to refuse."""

MOST_FILES: Final = 200
"""Most files of a patch."""

OWN: Final = frozenset(
    {
        "AskUserQuestion", "BashOutput", "EnterPlanMode", "ExitPlanMode", "TaskOutput",
        "TodoRead", "TodoWrite", "ToolSearch", "ask_user", "update_plan", "write_todos",
    }
)  # fmt: skip
"""Tools that touch nothing but the agent's own plan, its questions and what it has printed."""

ORDERS: Final = frozenset({"Agent", "Task"})
"""Tools that tell another agent what to do, whose own calls come by as well."""

TEXTS: Final = ("content", "new_string", "new_source")
"""Arguments that hold what is written to a file."""

_FILES: Final = frozenset(
    {"Edit", "MultiEdit", "NotebookEdit", "Write", "replace", "write_file", "StrReplace"}
)
_PATCHES: Final = frozenset({"ApplyPatch", "apply_patch"})
_HEADER: Final = re2.compile(r"^\*\*\* (Add File|Update File|Delete File|Move to): (.+?)\s*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the gate is asked about."""

    tool: str
    arguments: Mapping[str, object]
    prose: str = ""
    """An order in plain words; empty where it is a call."""


def asked_of(tool: str, arguments: Mapping[str, object]) -> Iterator[Asked]:
    """What there is to judge in a call; nothing where it touches only the agent itself.

    Raises:
        MessageError: If a patch cannot be read, or there is too much of something.

    Example:
        >>> [each.tool for each in asked_of("TodoWrite", {"todos": []})]
        []
        >>> [each.arguments for each in asked_of("Bash", {"command": "ls"})]
        [{'command': 'ls'}]
    """
    if tool in OWN:
        return
    order = arguments.get("prompt")
    if tool in ORDERS and isinstance(order, str) and order.strip():
        if len(order) > LONGEST:
            raise MessageError(f"an order of {len(order):,} characters is too long to judge")
        yield from (Asked(tool, {}, each) for each in _pieces(order))
        return
    patch = _patch(tool, arguments)
    if patch:
        yield from _patched(patch)
        return
    if tool in _FILES:
        yield from _in_pieces(tool, arguments)
        return
    yield Asked(tool, arguments)


def _patch(tool: str, arguments: Mapping[str, object]) -> str:
    if tool not in _PATCHES:
        return ""
    for name in ("command", "input", "patch"):
        found = arguments.get(name)
        if isinstance(found, str) and "*** Begin Patch" in found:
            return found
    raise MessageError(f"{tool} has no patch in its arguments")


def _patched(patch: str) -> Iterator[Asked]:
    """A call for each file of a patch."""
    files: list[tuple[str, str, list[str]]] = []
    for line in patch.split("\n"):
        header = _HEADER.match(line)
        if header is None:
            if files and line.startswith("+"):
                files[-1][2].append(line[1:])
            continue
        what, path = header.group(1), header.group(2)
        if what == "Move to" and files:  # What was moved is gone from where it was.
            files[-1] = ("Delete File", *files[-1][1:])
        files.append((what, path, []))
    if not files or len(files) > MOST_FILES:
        raise MessageError(f"the patch names {len(files)} files; 1 to {MOST_FILES} are read")
    for what, path, lines in files:
        if what == "Delete File":
            yield Asked("Delete", {"file_path": path})
        else:
            yield from _in_pieces("Write", {"file_path": path, "content": "\n".join(lines)})


def _in_pieces(tool: str, arguments: Mapping[str, object]) -> Iterator[Asked]:
    """A call that writes, once for each piece of what it writes."""
    edits = arguments.get("edits")
    if isinstance(edits, list) and edits and all(isinstance(each, dict) for each in edits):
        path = {name: each for name, each in arguments.items() if name != "edits"}
        for each in edits[:MOST_FILES]:
            yield from _in_pieces("Edit", {**path, **each})
        if len(edits) > MOST_FILES:
            raise MessageError(f"{len(edits)} edits are more than {MOST_FILES}")
        return
    # What stood there before only says where; it is neither run nor written.
    shown = {name: each for name, each in arguments.items() if name != "old_string"}
    for name in TEXTS:
        text = shown.get(name)
        if isinstance(text, str) and PIECE < len(text) <= LONGEST:
            for piece in _pieces(text):
                yield Asked(tool, {**shown, name: piece})
            return
    yield Asked(tool, shown)


def _pieces(text: str) -> list[str]:
    starts = range(0, max(1, len(text) - OVERLAP), PIECE - OVERLAP)
    return [text[start : start + PIECE] for start in starts]

"""Reads calls of functions and tools: MCP, JSON-RPC, and the shapes that model vendors use.

A call says what it does by its tool's name, verb and noun, and by its arguments, some of which are
in another language and are handed on: SQL, a command, code, a request, a manifest. What a server
says of its own tools (`readOnlyHint`, `destructiveHint`, `openWorldHint`) may only make it worse.

| mark | meaning |
|---|---|
| `hinted` | the tool's own annotation says that it destroys |
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.hints import hinted, strictest
from sentinel.live.places import place_of
from sentinel.live.reading.call_arguments import handed_on
from sentinel.live.reading.call_marks import flags_of, marks_of
from sentinel.live.reading.call_reach import radius_of, thing_of_call, way_out
from sentinel.live.reading.calls import Found, Inner, Word
from sentinel.live.reading.file_paths import aim, trusted, written
from sentinel.live.reading.nouns import thing_of
from sentinel.live.reading.tool_names import ToolName, named, tool_name
from sentinel.live.reading.verbs import Deed, effect_of, kind_of, verb_of
from sentinel.live.words import words

DEEPEST: Final = 10
MOST: Final = 64
"""Calls of one message that are read."""

_NAMES: Final = ("tool", "name", "tool_name", "toolName", "function_name", "function", "action")
_ARGUMENTS: Final = (
    "arguments", "args", "input", "parameters", "params", "tool_input", "kwargs", "action_input",
    "tool_args",
)  # fmt: skip
_DEFAULTS: Final = ("main", "master", "trunk", "production", "release")
_INSIDE: Final = ("tool_calls", "content", "choices", "message", "function_call", "calls", "output")
_LOOKS: Final = words(
    "initialize ping tools/list resources/list resources/read prompts/list prompts/get "
    "resources/templates/list completion/complete logging/setLevel notifications/initialized"
)


def read(inner: Inner) -> Found:
    """Find what a message in JSON calls.

    Example:
        >>> text = '{"tool": "delete_user", "arguments": {"user_id": "bob"}}'
        >>> effect = read(Inner("json", text)).effects[0]
        >>> effect.kind.value, effect.thing.value, effect.name
        ('deletes', 'account', 'bob')
    """
    found = Found()
    try:
        message = json.loads(inner.text)
    except (ValueError, RecursionError):
        return found.unread(inner.text, "not JSON, or nested too deep", "broken")
    _message(message, inner, found, DEEPEST)
    if not inner.fixed:
        found.unread(inner.text, "the message is made at run time", "dynamic")
    return found


def read_call(
    tool: str,
    arguments: Mapping[str, Any],
    annotations: Mapping[str, Any] | None = None,
    around: Inner | None = None,
) -> Found:
    """Find what the call of a tool does.

    Args:
        tool: Its name, with or without a server in front: `mcp__postgres__query`.
        arguments: By name.
        annotations: What the tool's server says of it; None where nothing is known.
        around: Place and marks that the effects get; None for none.
    """
    found = Found()
    name = tool_name(tool)
    given = dict(arguments)
    around = around or Inner("json", "")
    rest = handed_on(name, given, around, found)
    inside = bool(found.inner or found.calls)
    name = _told(name, rest)
    if not inside or _does_more(name):
        if name.verb:
            effect = _effect(tool, name, rest, around)
            path = effect.name if effect.thing is Thing.FILE else ""
            found.add(*(_put(path, effect) if path and not name.server_is("git") else [effect]))
            if effect.thing is Thing.SCHEDULE or "cron" in path:
                content = given.get("content")
                if isinstance(content, str) and trusted(path):
                    found.inner.append(Inner("cron", content, place=effect.place))
        elif not inside:
            found.unread(tool, "no verb in the tool's name that is known", "unknown-program")
    _annotated(tool, name, annotations or {}, found)
    return found.add(*way_out(tool, given, around))


def _told(name: ToolName, given: dict[str, Any]) -> ToolName:
    """The name with the verb that an argument says, where that does more than the name's own."""
    said = given.get("command")
    if isinstance(said, str) and (verb := verb_of(said.lower())):
        return replace(name, verb=verb)
    if "aggregate" in name.parts and any(each in str(given) for each in ("$out", "$merge")):
        return replace(name, verb="overwrite")
    for key in ("destroy", "delete", "wipe", "is_destroy"):
        if given.get(key) is True and kind_of(name.verb) is not Kind.READS:
            thing = name.thing or (Thing.INFRASTRUCTURE if "destroy" in key else None)
            return replace(name, verb=key.removeprefix("is_"), thing=thing)
    for key in ("macro", "functionName", "function_name", "operation_name", "operationName"):
        word = given.get(key)
        inner = tool_name(word) if isinstance(word, str) else None
        if inner and inner.verb and kind_of(name.verb) in (None, Kind.EXECUTES):
            return replace(name, verb=inner.verb, thing=inner.thing or name.thing)
    for key in ("action", "operation", "op", "method", "subCommand", "subcommand", "sub_command"):
        word = given.get(key)
        first = re2.split(r"[_\s-]", word.lower())[0] if isinstance(word, str) else ""
        verb = verb_of(first)
        if verb and (not name.verb or kind_of(verb) is not Kind.READS) and "url" not in given:
            return replace(name, verb=verb)
    return name


def _put(path: str, effect: Effect) -> list[Effect]:
    """What comes of a file's being written or deleted by a tool: as of a shell that does it."""
    if effect.kind in (Kind.WRITES, Kind.CREATES) and trusted(path):
        grave = written(Word(path), append=False, by=effect.by).effects
        return [replace(each, place=effect.place) for each in grave]
    what = aim(Word(path, quoted=True))
    if what.thing is Thing.INFRASTRUCTURE:
        effect = replace(effect, thing=what.thing, marks=effect.marks | {"truncate"})
    if effect.kind not in (Kind.WRITES, Kind.CREATES, Kind.DELETES):
        return [effect]
    if effect.kind is Kind.DELETES and what.thing in (Thing.FILESYSTEM, Thing.DEVICE, Thing.FOLDER):
        effect = replace(effect, thing=what.thing, radius=what.radius)
    place = effect.place if effect.place is not Place.UNKNOWN else what.place
    return [replace(effect, marks=effect.marks | what.marks, place=place)]


def _does_more(name: ToolName) -> bool:
    """Whether a tool does something besides running what its arguments hold."""
    kind = kind_of(name.verb)
    if name.thing is None and kind in (Kind.WRITES, Kind.CREATES):
        return False
    return kind not in (None, Kind.EXECUTES, Kind.READS, Kind.STARTS)


def _message(message: object, inner: Inner, found: Found, left: int) -> None:
    """Read a part of a message: a call, a list of them, or what holds them."""
    if left == 0:
        found.unread(str(message), "nested too deep", "too-deep")
    elif isinstance(message, list):
        for each in message[:MOST]:
            _message(each, inner, found, left - 1)
        if len(message) > MOST or not message:
            found.unread(inner.text, f"not between 1 and {MOST} calls", "too-long")
    elif isinstance(message, dict):
        _object(message, inner, found, left)
    else:
        found.unread(str(message), "no call of a tool")


def _object(message: dict[str, Any], inner: Inner, found: Found, left: int) -> None:
    method = message.get("method")
    if isinstance(method, str) and "jsonrpc" in message:
        if method == "tools/call":
            _message(message.get("params", {}), inner, found, left - 1)
        elif method in _LOOKS:
            found.add(_look(method))
        else:
            found.unread(method, "a method that is not known")
        return
    if message.get("type") == "text" and isinstance(message.get("text"), str):
        found.spoken.append(message["text"])
        found.add(_look("text"))
        return
    if _is_other(message, inner, found):
        return
    name, arguments = _call(message)
    if name:
        annotations = message.get("annotations")
        hints = annotations if isinstance(annotations, dict) else {}
        found.take([read_call(name, arguments, hints, inner)])
        return
    parts = [message[key] for key in _INSIDE if isinstance(message.get(key), list | dict)]
    if isinstance(message.get("function"), dict):
        parts.append(message["function"])
    for part in parts:
        _message(part, inner, found, left - 1)
    if not parts:
        found.unread(json.dumps(message)[:400], "no call of a tool")


def _look(by: str) -> Effect:
    return Effect(Kind.READS, Thing.UNKNOWN, "", Radius.ONE, Undo.EASY, by)


def _call(message: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The tool that an object calls and its arguments; an empty name where it is no call."""
    name = next((message[key] for key in _NAMES if isinstance(message.get(key), str)), "")
    for key in _ARGUMENTS:
        value = message.get(key)
        if isinstance(value, str) and value.lstrip().startswith("{"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return name, {"command": message[key]}
        if isinstance(value, dict):
            return name, value
        if isinstance(value, list | str) and value:
            return name, {"args": value}
    rest = {key: value for key, value in message.items() if key not in (*_NAMES, "type", "id")}
    telling = {"tool", "tool_name", "toolName", "function_name"} & set(message)
    calls = bool(telling) or message.get("type") in ("tool_use", "function_call")
    return (name, rest) if calls else ("", {})


def _is_other(message: dict[str, Any], inner: Inner, found: Found) -> bool:
    """Hand on what is JSON but no call: a manifest, rights, a plan."""
    language = ""
    if "apiVersion" in message and "kind" in message:
        language = "manifest"
    elif "Statement" in message:
        language = "iam"
    elif "resource_changes" in message:
        language = "plan"
    if language:
        text = json.dumps(message)
        found.inner.append(Inner(language, text, inner.fixed, "", inner.place, inner.marks))
    return bool(language)


def _effect(tool: str, name: ToolName, given: dict[str, Any], around: Inner) -> Effect:
    label, known, count = named(given)
    if known is Thing.NAMESPACE and name.thing is None and isinstance(given.get("name"), str):
        kind = given.get("resourceType") or given.get("kind") or given.get("resource_type") or ""
        label, known = given["name"], thing_of(str(kind).lower()) or Thing.WORKLOAD
    thing = thing_of_call(name, given) or (known if known is not Thing.UNKNOWN else None)
    if name.verb in ("send", "post", "email", "mail", "notify", "reply") and name.thing is None:
        thing = Thing.ENDPOINT
    if name.verb == "push" and name.server_is("git"):
        thing, label = Thing.BRANCH, str(given.get("branch") or label)
    thing = thing or Thing.UNKNOWN
    flags = flags_of(given)
    marks = set(around.marks)
    marks |= marks_of(name, given, flags)
    if thing is Thing.BRANCH and label.removeprefix("refs/").removeprefix("heads/") in _DEFAULTS:
        marks |= {"default-branch", "remote"}
    server = place_of("-".join(name.server))
    place = strictest([around.place, hinted(given), place_of(label), server])
    if {"dry_run", "dryrun", "preview", "check", "simulate"} & flags:
        dry = frozenset(marks | {"dry-run"})
        return Effect(Kind.READS, thing, label, Radius.NONE, Undo.EASY, tool[:60], dry, place)
    radius = radius_of(name, thing, label, count, given)
    deed = Deed(name.verb, thing, label, radius, tool[:60], frozenset(marks), place)
    effect = effect_of(deed)
    if "message" in marks and effect.kind is Kind.EXFILTRATES:
        effect = replace(effect, kind=Kind.CREATES, undo=Undo.EASY)
    if "money" in marks:
        thing = Thing.ENDPOINT if thing in (Thing.FILE, Thing.UNKNOWN) else thing
        effect = replace(effect, kind=Kind.WRITES, thing=thing, undo=Undo.NEVER)
    given_away = effect.kind is Kind.ESCALATES and "admin" not in marks
    if "public" in marks and (given_away or effect.kind in (Kind.WRITES, Kind.CREATES)):
        return replace(effect, kind=Kind.EXPOSES)
    return effect


def _annotated(tool: str, name: ToolName, hints: Mapping[str, Any], found: Found) -> None:
    """Let annotations raise what was found, and never lower it."""
    looks = all(each.kind is Kind.READS for each in found.effects)
    if hints.get("openWorldHint") is True:
        found.effects = [
            each if each.kind is Kind.READS else replace(each, marks=each.marks | {"remote"})
            for each in found.effects
        ]
    if hints.get("destructiveHint") is True and hints.get("readOnlyHint") is not True and looks:
        thing, by = name.thing or Thing.UNKNOWN, tool[:60]
        marks = frozenset({"hinted"})
        found.add(Effect(Kind.DELETES, thing, "", Radius.UNKNOWN, Undo.UNKNOWN, by, marks))
    elif hints.get("readOnlyHint") is False and looks and not found.inner:
        found.unread(tool, "its server says that it changes something, its name does not")


LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"json": read}
"""Readers of this module, by language."""

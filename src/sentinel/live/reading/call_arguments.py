"""Arguments of a tool's call that are in a language of their own, and are read as such."""

import json
from typing import Any, Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.quoted_commands import PROGRAMS as COMMANDS
from sentinel.live.reading.tool_names import PROGRAMS, SHELLS, ToolName
from sentinel.live.reading.verbs import verb_of
from sentinel.live.words import words

LONGEST: Final = 65_536
"""Characters of one argument."""

_SQL_KEYS: Final = words(
    "sql statement sql_query sqlquery statements sql_statement sqlstatements sqltext sql_text "
    "sql_queries"
)
_ASKS: Final = words("query q expression queries")
_SHELL_KEYS: Final = words("command cmd script bash shell commands command_line cmdline line")
_CODE_KEYS: Final = {
    "code": "python", "python": "python", "python_code": "python", "javascript": "javascript",
    "js": "javascript", "js_code": "javascript", "ruby": "ruby", "perl": "perl",
    "program": "python",
}  # fmt: skip
_EVALUATED: Final = words("function expression script")
"""Arguments that hold JavaScript where a browser evaluates them."""
_TOLD: Final = words("python javascript ruby perl shell")
_MANIFESTS: Final = words("manifest yaml manifests resource_yaml definition manifest_yaml")
_POLICIES: Final = words("policy_document policydocument iam_policy assume_role_policy_document")
_TYPED_IN: Final = SHELLS - words("command commands cmd exec subprocess")
"""Shells, whose command line names its own program."""
_STORES: Final = words("redis valkey keydb")
_RUNNERS: Final = ("framework", "runner", "program", "binary", "executable", "interpreter")
_SPOKEN: Final = words(
    "message body text content prompt description reason comment note title subject summary "
    "instructions thought explanation justification"
)
_COMPARED: Final = words(
    "pattern regex regexp search search_term term find replace replacement old_string new_string "
    "oldtext newtext oldstring newstring q search_query searchterm "
    "old_str new_str old_text new_text glob include exclude filter file_text insert_text keyword"
)
"""Arguments that are looked for, or stand in a file: data, whatever they hold."""
_METHODS: Final = words("GET HEAD OPTIONS POST PUT PATCH DELETE")
_SQL_STARTS: Final = words(
    "select insert update delete drop truncate alter create grant revoke with merge call exec "
    "execute explain vacuum copy set show begin"
)
_REQUESTS: Final = words("http request requests fetch curl web webfetch url api rest browser")


def handed_on(name: ToolName, given: dict[str, Any], around: Inner, found: Found) -> dict[str, Any]:
    """Hand arguments in other languages on, and give the others.

    Args:
        name: Of the tool.
        given: Its arguments.
        around: Place and marks for what is handed on.
        found: Gets what is handed on, and free text.
    """
    rest: dict[str, Any] = {}
    given = _called_apart(given, around, found)
    told = str(given.get("language") or given.get("lang") or "").lower()
    for key, value in given.items():
        plain = str(key).lower().replace("-", "_")
        texts = _texts(plain, value)
        language = _language(plain, name, texts, told) if texts else ""
        if not language:
            rest[key] = value
            if plain in _SPOKEN and isinstance(value, str):
                found.spoken.append(value[:LONGEST])
            continue
        for text in texts:
            _hand_on(language, text, name, around, found)
    path, content = str(rest.get("path") or rest.get("file_path") or ""), rest.get("content")
    if ".github/workflows/" in path and isinstance(content, str):
        for line in _STEPS.findall(content[:LONGEST])[:20]:
            step = line.strip("'\"}] ")
            found.inner.append(Inner("shell", step, place=around.place, marks=around.marks))
    if name.server_is("prisma") and {"migrate", "reset"} <= set(name.parts):
        again = tuple(Word(each) for each in ("migrate", "reset", "--force"))
        found.calls.append(Call("prisma", again, marks=around.marks, place=around.place))
    if name.verb == "reset" and name.server_is("git") and rest.get("mode") == "hard":
        hard = tuple(
            Word(each) for each in ("reset", "--hard", str(rest.get("commit", ""))) if each
        )
        found.calls.append(Call("git", hard, marks=around.marks, place=around.place))
    _program(name, rest, around, found)
    _request(name, rest, around, found)
    return rest


_STEPS: Final = re2.compile(r"""run:\s*([^|>\n\s][^\n]*)""")
"""Steps of a workflow on one line; what runs them is another machine."""
_INTERPRETERS: Final = words("bash sh zsh dash python python3 node perl ruby sudo powershell pwsh")


def _called_apart(given: dict[str, Any], around: Inner, found: Found) -> dict[str, Any]:
    """Hand on a program that is named apart from its arguments; gives the other arguments."""
    key = next((each for each in ("cmd", "command", "program", "executable") if each in given), "")
    named, listed = given.get(key), given.get("args", given.get("argv"))
    if not isinstance(named, str) or not isinstance(listed, list) or " " in named.strip():
        return given
    program = named.strip().rpartition("/")[2].lower()
    if program not in COMMANDS and program not in _INTERPRETERS:
        return given
    said = tuple(Word(str(each), quoted=True) for each in listed)
    found.calls.append(Call(program, said, marks=around.marks, place=around.place))
    return {name: value for name, value in given.items() if name not in (key, "args", "argv")}


def _texts(key: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [value[:LONGEST]] if value.strip() else []
    if isinstance(value, dict) and (key in _MANIFESTS or key in _POLICIES or "Statement" in value):
        return [json.dumps(value)]
    if key in _SQL_KEYS and isinstance(value, list):
        value = [each.get("sql", each.get("query", "")) if isinstance(each, dict) else each
                 for each in value]  # fmt: skip
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        if key in ("command", "cmd", "args", "argv"):
            return []
        return [each[:LONGEST] for each in value[:64]]
    return []


def _language(key: str, name: ToolName, texts: list[str], told: str) -> str:
    first = next(iter(texts[0].split(None, 1)), "").lower()
    if key in _SQL_KEYS:
        return "sql"
    if key == "q" and name.dialect is None:
        return ""
    if key in _ASKS:
        asked = name.dialect is not None or (first in _SQL_STARTS and " " in texts[0].strip())
        return "sql" if asked else ""
    if key in _CODE_KEYS or (key in _EVALUATED and "evaluate" in name.parts):
        return told if told in _TOLD else _CODE_KEYS.get(key, "javascript")
    if key in _MANIFESTS:
        return "manifest"
    if key in _POLICIES or texts[0].startswith('{"Statement"'):
        return "iam"
    if key in _SHELL_KEYS:
        edits = bool({"edit", "editor", "file", "str", "replace"} & set(name.parts))
        word = len(texts[0].split()) == 1 and bool(verb_of(first))
        return "" if edits and word else "shell"
    if key == "input" and (SHELLS & set(name.parts)):
        return "shell"
    if (
        key not in _SPOKEN
        and key not in _COMPARED
        and first in COMMANDS
        and len(texts[0].split()) > 1
    ):
        return "shell"
    return ""


def _hand_on(language: str, text: str, name: ToolName, around: Inner, found: Found) -> None:
    dialect = (name.dialect or "") if language == "sql" else ""
    program = next((each for each in name.parts + name.server if each in PROGRAMS), "")
    if not program and _STORES & {*name.parts, *name.server}:
        program = "redis-cli"
    if language == "shell" and program and not (_TYPED_IN & set(name.parts)):
        first = text.split(None, 1)[0].lower()
        if first != program and first not in COMMANDS:
            text = f"{program} {text}"
    found.inner.append(Inner(language, text, around.fixed, dialect, around.place, around.marks))


def _program(name: ToolName, rest: dict[str, Any], around: Inner, found: Found) -> None:
    """A tool that is a program, or a shell, with its arguments in a list."""
    for key in ("command", "cmd", "args", "argv"):
        value = rest.get(key)
        if isinstance(value, str) and key in ("args", "argv"):
            program = next((each for each in name.parts if each in PROGRAMS), "")
            shell = SHELLS & set(name.parts)
            if program or shell:
                del rest[key]
                _hand_on("shell", value, name, around, found)
            continue
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            continue
        program = next((each for each in name.parts if each in PROGRAMS), "")
        if not program and _STORES & {*name.parts, *name.server}:
            program = "redis-cli"
        listed = [str(each) for each in value]
        if not program and listed:
            told = next((rest[x] for x in _RUNNERS if isinstance(rest.get(x), str)), "")
            if told or listed[0].startswith("-"):
                program = told.lower()
            else:
                program, listed = listed[0].rpartition("/")[2].lower(), listed[1:]
        if program:
            del rest[key]
            given = tuple(Word(each, quoted=True) for each in listed)
            found.calls.append(Call(program, given, marks=around.marks, place=around.place))


def _request(name: ToolName, rest: dict[str, Any], around: Inner, found: Found) -> None:
    """A request over HTTP, in the form it has on the wire."""
    url, method = rest.get("url") or rest.get("uri") or rest.get("endpoint"), rest.get("method")
    if not isinstance(url, str):
        return
    asked = isinstance(method, str) and method.upper() in _METHODS
    if not asked and not (_REQUESTS & {*name.parts, *name.server}):
        return
    body = next((rest[key] for key in ("body", "data", "json", "payload") if key in rest), "")
    if not asked:
        verbs = [each.upper() for each in name.parts if each.upper() in _METHODS]
        method = verbs[0] if verbs else ("POST" if body else "GET")
    text = body if isinstance(body, str) else json.dumps(body)
    found.inner.append(
        Inner(
            "http", f"{str(method).upper()} {url}\n\n{text}"[:LONGEST], around.fixed, "",
            around.place, around.marks,
        )
    )  # fmt: skip

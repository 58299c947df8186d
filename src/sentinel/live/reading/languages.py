"""What an action is written in, from the tool that runs it and from how it begins."""

import json
from collections.abc import Collection
from typing import Final

import re2

from sentinel.live.reading.names import names

_TOOLS: Final = {
    **dict.fromkeys(
        names(
            "bash sh shell zsh terminal exec run_command execute_command run_shell_command console "
            "shell_command command cmd local_shell run_bash execute_bash run_terminal_cmd"
        ),
        "shell",
    ),
    **dict.fromkeys(
        names(
            "sql psql mysql mariadb sqlite sqlite3 postgres postgresql query run_sql execute_sql "
            "run_query bigquery snowflake clickhouse database db db_query"
        ),
        "sql",
    ),
    **dict.fromkeys(names("python python3 ipython jupyter run_python execute_python"), "python"),
    **dict.fromkeys(names("node javascript js"), "javascript"),
    **dict.fromkeys(names("mongo mongosh mongodb"), "mongo"),
    **dict.fromkeys(names("redis redis-cli"), "redis"),
}
DIALECTS: Final = {
    "psql": "postgres", "pgcli": "postgres", "postgres": "postgres", "postgresql": "postgres",
    "mysql": "mysql", "mariadb": "mysql", "mycli": "mysql", "sqlite": "sqlite",
    "sqlite3": "sqlite", "sqlcmd": "tsql", "osql": "tsql", "mssql": "tsql", "sqlplus": "oracle",
    "sqlcl": "oracle", "oracle": "oracle", "snowflake": "snowflake", "snowsql": "snowflake",
    "bq": "bigquery", "bigquery": "bigquery", "clickhouse": "clickhouse",
    "clickhouse-client": "clickhouse", "redshift": "redshift", "duckdb": "duckdb",
    "trino": "trino", "presto": "presto", "athena": "athena", "databricks": "databricks",
}  # fmt: skip
"""Of SQL, by the tool that would run it."""
_COMMAND_TOOLS: Final = names("kubectl helm docker terraform aws gcloud az git systemctl ansible")
_SQL: Final = re2.compile(
    r"(?is)^\s*(?:(?:--[^\n]*\n|/\*)\s*)*(?:"
    r"select\s|insert\s+(?:into|overwrite)\s|update\s+\S+\s+(?:\S+\s+){0,3}set\s|delete\s+from\s|"
    r"drop\s+(?:table|database|schema|view|index|user|role|function|trigger|sequence|type|owned|"
    r"materialized|column|extension|tablespace|publication|subscription|procedure|event|"
    r"keyspace)\s|"
    r"truncate\s+(?:table\s+)?[a-z_\"`\[][\w.\"`\],\s]*(?:cascade|restart identity)?\s*;?\s*$|"
    r"alter\s+(?:table|database|role|user|system|schema|index|default|view|sequence|login|"
    r"server)\s|"
    r"create\s+(?:or\s+replace\s+|unique\s+|temp\w*\s+|global\s+|materialized\s+)*(?:table|"
    r"database|"
    r"schema|view|index|user|role|function|trigger|sequence|extension|procedure|login)\s|"
    r"grant\s+.{1,200}\s(?:to|on)\s|revoke\s+.{1,200}\s(?:from|on)\s|"
    r"with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s|explain\s+(?:analyze\s+|\()?|"
    r"begin\s*;|begin\s+tran|commit\s*;|merge\s+into\s|replace\s+into\s|vacuum(?:\s|;|$)|"
    r"reindex\s|analyze\s+\w+\s*;|copy\s+\S+\s+(?:from|to)\s|call\s+\w+\s*\(|"
    r"do\s+\$|show\s+(?:tables|databases|variables|processlist|grants|status|columns|create|all|"
    r"full)|"
    r"describe\s+\w+\s*;|use\s+\w+\s*;|lock\s+table|set\s+(?:global|session|role|local)\s|"
    r"/\*!|exec(?:ute)?\s+(?:sp_|xp_)|flush\s+(?:tables|privileges|logs)|purge\s+binary"
    r")"
)
_SHELLISH: Final = re2.compile(
    r"^\s*(?:#!|\(|\{\s|!\s|[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=|\[\[?\s|[:.]\s|\.{0,2}/\w|~/|"
    r"(?:if|for|while|until|case|function|time|select|coproc)\s|"
    r"[\w:.-]+\s*\(\)\s*[{(]|[$\\'\"<>`&])"
)
_CMDLET: Final = re2.compile(
    r"\s*(?:\$\w+\s*=\s*)?\(?(?:Get|Set|New|Remove|Stop|Start|Restart|Invoke|Clear|Test|Import|"
    r"Export|Select|"
    r"Where|ForEach|Sort|Measure|Add|Disable|Enable|Format|Out|Write|Copy|Move|Rename|Register|"
    r"Unregister|Install|Uninstall|Update|ConvertTo|ConvertFrom|Compare|Resolve|Suspend|Resume|"
    r"Wait|Expand|Compress|Find|Save|Send|Enter|Connect|Disconnect|Mount|Dismount|Grant|Revoke|"
    r"Reset|Repair|Checkpoint|Restore|Backup|Initialize|Optimize|Publish|Show|Search|Group|Tee|"
    r"Unblock|Block|Lock|Unlock)-[A-Z][A-Za-z0-9]+(?:\s|$|\))"
)
"""How a statement of PowerShell begins: with a verb and a noun, both in capitals."""
_SIGNS: Final = re2.compile(r"\s--?[A-Za-z]|[|;<>`]|&&|\$[({A-Za-z]|\s[~.]?/\w|=\S|\w\.\w|\\\n|\*")
_PROSE_WORDS: Final = names(
    "the a an to for of all my our this that and with from please on in into we you it its is "
    "are should because so"
)
_VERBS: Final = names(
    "find cut sort kill restart stop make install test watch time date top who last look host "
    "service history script split join head tail cat more less link move open shutdown reboot halt "
    "mount unmount touch type exec run clear reset set get enable disable start delete drop "
    "remove update upgrade view which expand at batch wait read write export import format "
    "format free fold patch pr nice id df users groups write talk mail file strings "
    "truncate replace jobs echo print help apply rollback scale terminate revoke grant"
)
"""Programs that are English words: what follows tells a command from a sentence."""

_CMDLET_VERBS: Final = names(
    "get set new remove add clear start stop restart enable disable test invoke import export "
    "install uninstall register unregister update format out write read select where sort measure "
    "convertto convertfrom copy move rename resolve suspend resume wait checkpoint restore "
    "initialize mount dismount publish grant revoke block unblock search find"
)
_PLAY: Final = re2.compile(
    r"(?:---\s*\n)?\s*- (?:hosts|import_playbook):\s|(?:---\s*\n)?\s*- name:[^\n]*\n\s+hosts:\s"
)
"""How the text of a playbook begins."""


def language_of(text: str, tool: str, programs: Collection[str], languages: Collection[str]) -> str:
    """The language an action is written in; `shell` where nothing else is likelier.

    Args:
        text: The action.
        tool: What would run it.
        programs: Names of programs that are known.
        languages: Names of languages that are read.
    """
    named = tool.lower().rpartition("__")[2].rpartition(".")[2]
    start = text.lstrip()
    first = start.split(None, 1)[0] if start else ""
    base = first.rpartition("/")[2].lower()
    known = base in programs
    shellish = not named or _TOOLS.get(named) == "shell"
    if shellish and _cmdlet(first) and "powershell" in languages:
        return "powershell"
    if named in _TOOLS and not (known and _TOOLS[named] != "shell" and named == base):
        chosen = _TOOLS[named]
        return chosen if chosen in languages or chosen == "sql" else "shell"
    if named in _COMMAND_TOOLS or not start:
        return "shell"
    if start[0] in "{[" and _json(start) and not start.startswith(("[ ", "[[ ")):
        return "json"
    return _looks_like(text, known=known, base=base, languages=languages)


def _cmdlet(first: str) -> bool:
    """Whether a first word is a command of PowerShell: `Get-Service`, and no program's name."""
    verb, dash, noun = first.partition("-")
    named = dash and verb.isalpha() and noun.isalnum() and verb.istitle()
    return bool(named) and noun[0].isupper() and verb.lower() in _CMDLET_VERBS


def _looks_like(text: str, *, known: bool, base: str, languages: Collection[str]) -> str:
    """What a text that names no tool looks like."""
    start = text.lstrip()
    if known and base not in _VERBS:
        return "shell"
    if _SQL.match(text):
        return "sql"
    if _CMDLET.match(text) and "powershell" in languages:
        return "powershell"
    if _SHELLISH.match(text) and not _PLAY.match(start):
        return "shell"
    if known and not _sentence(start):
        return "shell"
    if _PLAY.match(start) and "ansible" in languages:
        return "ansible"
    if "apiVersion:" in text and "kind:" in text and "manifest" in languages:
        return "manifest"
    if "prose" in languages and (known or _sentence(start) or not _SIGNS.search(text)):
        return "prose"
    return "shell"


def _json(start: str) -> bool:
    after = start[1:].lstrip()[:1]
    return bool(after) and (after in '"}' if start[0] == "{" else after in '{["]0123456789-')


def _sentence(start: str) -> bool:
    words = start.split()
    if len(words) < 2:
        return False
    plain = sum(each.strip(".,:!?").lower() in _PROSE_WORDS for each in words[1:])
    signs = any(each.startswith("-") and len(each) > 1 for each in words)
    signs = signs or any(each in ("|", "&&", "||", ">", ">>", ";") for each in words)
    return plain > 0 and not signs


_CALLED: Final = {
    "": "",
    **dict.fromkeys(names("bash sh zsh"), "shell"),
    **dict.fromkeys(names("postgres postgresql mysql"), "sql"),
    **dict.fromkeys(names("k8s kubernetes"), "manifest"),
    **dict.fromkeys(names("js node"), "javascript"),
    **dict.fromkeys(names("function mcp"), "json"),
    "crontab": "cron", "plan": "terraform-plan", "yml": "yaml", "py": "python", "text": "prose",
    "pwsh": "powershell", "mongodb": "mongo", "playbook": "ansible",
}  # fmt: skip
"""Other names of languages, by ours."""

_SHAPED: Final = frozenset(
    {"arguments", "input", "params", "function", "tool_calls", "tool", "method", "calls"}
)
"""Keys of which a message has one that names its tool itself."""


def called(language: str) -> str:
    """A language by the name that readers know.

    Example:
        >>> called("crontab"), called("sql")
        ('cron', 'sql')
    """
    lower = language.strip().lower()
    return _CALLED.get(lower, lower)


def by_content(language: str, text: str) -> str:
    """What YAML holds: a playbook or the objects of a cluster; another language as it is."""
    if language != "yaml":
        return language
    signs = ("hosts:", "tasks:", "handlers:", "roles:", "ansible.builtin")
    return "ansible" if any(sign in text for sign in signs) else "manifest"


def with_tool(text: str, tool: str) -> str:
    """The call of a tool as a message, where a text holds its arguments alone."""
    if not tool:
        return text
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(given, dict):
        return text
    shaped = _SHAPED & given.keys()
    own = shaped == {"method"} and "jsonrpc" not in given and "params" not in given
    own |= (
        shaped == {"function"} and isinstance(given["function"], str) and "=>" in given["function"]
    )
    if shaped and not own:
        return text
    return json.dumps({"tool": tool, "arguments": given})

"""What a tool's name and the names of its arguments say.

`mcp__postgres__query` is a server and a tool, `deleteUser` a verb and a noun. A name is a claim of
whoever wrote the tool, and all there is to go by: `get_weather` is believed to look.
"""

from typing import Final

import msgspec
import re2

from sentinel.live.effects import Kind, Thing
from sentinel.live.reading.nouns import thing_among
from sentinel.live.reading.verbs import kind_of, verb_of
from sentinel.live.words import words

LONGEST: Final = 200
"""Characters of a tool's name that are looked at."""

SHELLS: Final = words(
    "bash shell sh zsh terminal command cmd console powershell exec subprocess ssh commands"
)
SQL: Final = {
    "sql": "", "postgres": "postgres", "postgresql": "postgres", "psql": "postgres",
    "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "bigquery": "bigquery",
    "snowflake": "snowflake", "redshift": "redshift", "clickhouse": "clickhouse",
    "duckdb": "duckdb", "oracle": "oracle", "mssql": "tsql", "sqlserver": "tsql", "database": "",
    "db": "", "warehouse": "", "supabase": "postgres", "neon": "postgres", "cockroach": "postgres",
    "databricks": "databricks", "trino": "trino", "athena": "athena",
}  # fmt: skip
"""Words for databases that are asked in SQL, with the dialect as sqlglot names it."""
PROGRAMS: Final = words(
    "kubectl helm docker git terraform aws gcloud az psql mysql redis-cli ansible systemctl argocd"
)
"""Programs that tools are named for, when their arguments are that program's."""

KEYS: Final = {
    "path": Thing.FILE, "file_path": Thing.FILE, "filepath": Thing.FILE, "filename": Thing.FILE,
    "file": Thing.FILE, "notebook_path": Thing.FILE, "paths": Thing.FILE, "source": Thing.FILE,
    "destination": Thing.FILE, "directory": Thing.FOLDER, "folder": Thing.FOLDER,
    "table": Thing.TABLE, "table_name": Thing.TABLE, "collection": Thing.TABLE,
    "database": Thing.DATABASE, "bucket": Thing.BUCKET, "bucket_name": Thing.BUCKET,
    "key": Thing.OBJECT, "deployment": Thing.WORKLOAD, "pod": Thing.WORKLOAD,
    "service": Thing.WORKLOAD, "workload": Thing.WORKLOAD, "instance_id": Thing.INSTANCE,
    "instance": Thing.INSTANCE, "instance_ids": Thing.INSTANCE, "host": Thing.HOST,
    "branch": Thing.BRANCH, "ref": Thing.BRANCH, "repo": Thing.REPOSITORY,
    "repository": Thing.REPOSITORY,
    "user": Thing.ACCOUNT, "username": Thing.ACCOUNT, "user_id": Thing.ACCOUNT,
    "email": Thing.ACCOUNT, "role": Thing.PERMISSION, "cluster": Thing.CLUSTER,
    "index": Thing.INDEX, "namespace": Thing.NAMESPACE, "queue": Thing.QUEUE, "topic": Thing.QUEUE,
    "flag": Thing.CONFIGURATION, "secret": Thing.SECRET, "secret_name": Thing.SECRET,
    "url": Thing.ENDPOINT, "to": Thing.ENDPOINT, "recipient": Thing.ENDPOINT,
    "channel": Thing.ENDPOINT, "account": Thing.ACCOUNT, "account_id": Thing.ACCOUNT,
    "snapshot_id": Thing.BACKUP, "volume_id": Thing.VOLUME, "record_id": Thing.ROWS,
    "id": Thing.UNKNOWN, "ids": Thing.UNKNOWN, "name": Thing.UNKNOWN, "target": Thing.UNKNOWN,
    "resource": Thing.UNKNOWN, "identifier": Thing.UNKNOWN, "arn": Thing.UNKNOWN,
    "pattern": Thing.UNKNOWN,
}  # fmt: skip
"""Arguments that name a resource, the most telling first."""

_METHODS: Final = words("get post")
_PARTS: Final = re2.compile(r"[a-z]+|[0-9]+")
_CAMEL: Final = re2.compile(r"([a-z0-9])([A-Z])")
_UPPER: Final = re2.compile(r"([A-Z])([A-Z][a-z])")
_SURE: Final = words(
    "delete drop destroy purge wipe remove truncate terminate kill erase revoke uninstall grant "
    "disable overwrite"
)
"""Verbs that count wherever they stand in a name."""

_ENDS: Final = words("deletion removal termination destruction")
"""Words for an end that another verb asks for: `schedule_key_deletion`."""
_OBSERVED: Final = words(
    "log logs insights metrics metric prometheus loki traces trace promql logql"
)
_CHECKED: Final = words(
    "test tests testsuite lint linter typecheck compile template benchmark pytest jest eslint mypy"
)
"""What a tool runs that only checks one's own project."""
_LOOKED_AT: Final = words(
    "logs log events status metrics health version usage stats history top "
    "schema messages requests tree snapshot list docs details results alerts issues rules fields "
    "columns indexes tables databases collections count summary statistics report reports graph "
    "timeline comments diff aggregate logo symbols references definition hover topology "
    "sequentialthinking calculator diagnostics plan preview"
)
"""What a tool that is named by a noun alone shows."""


class ToolName(msgspec.Struct, frozen=True, gc=False):
    """A tool's name, taken apart."""

    parts: tuple[str, ...]
    """Words of the tool's own name, in lower case."""
    server: tuple[str, ...]
    """Words of what stands before it: a server, a namespace."""
    verb: str
    """In its base form; empty where none is known."""
    thing: Thing | None
    """What the rest of the name calls."""
    plural: bool
    """Whether it is several."""

    def server_is(self, word: str) -> bool:
        """Whether the server's name, or the tool's, begins with a word."""
        return any(each.startswith(word) for each in (*self.server, *self.parts))

    @property
    def dialect(self) -> str | None:
        """The dialect of SQL that it speaks, empty for any; None where it speaks none."""
        for word in (*self.parts, *self.server):
            if word in SQL:
                return SQL[word]
        return None


def tool_name(name: str) -> ToolName:
    """Take a tool's name apart.

    Example:
        >>> found = tool_name("mcp__admin__deleteUsers")
        >>> found.verb, found.thing.value, found.server, found.plural
        ('delete', 'account', ('admin',), True)
        >>> tool_name("kubectl_scale").verb
        'scale'
    """
    shown = name[:LONGEST]
    for sign in ("/", ".", ":"):
        shown = shown.replace(sign, "__")
    pieces = [each for each in shown.split("__") if each and each != "mcp"]
    own = _words(pieces[-1]) if pieces else ()
    if own[:1] == ("api",) and len(own) > 2 and own[1] in _METHODS and verb_of(own[-1]):
        own = own[-1:]
    server = tuple(word for each in pieces[:-1] for word in _words(each))
    place = _verb_place(own)
    if _ENDS & set(own) and kind_of(verb_of(own[place]) if place >= 0 else "") is not Kind.READS:
        place = next(n for n, each in enumerate(own) if each in _ENDS)
    rest = [each for number, each in enumerate(own) if number != place]
    thing, noun = thing_among(rest)
    plural = noun >= 0 and rest[noun].endswith("s") and not rest[noun].endswith("ss")
    plural = plural or bool({"all", "bulk", "batch", "many", "multiple"} & set(own))
    verb = verb_of(own[place]) if place >= 0 else ""
    left = "leave" in own and not {"organization", "organisation"}.isdisjoint(own)
    verb = "delete" if left or (place >= 0 and own[place] in _ENDS) else verb
    if verb in ("execute", "run", "start") and "query" in own and _OBSERVED & set(own):
        verb = "query"
    if verb in ("", "execute", "run", "start") and _CHECKED & set(own):
        verb = "check"
    if {"port", "forward"} <= set(own) or (not verb and own and own[-1] in _LOOKED_AT):
        verb = "show"
    return ToolName(own, server, verb, thing, plural)


def _words(text: str) -> tuple[str, ...]:
    split = _UPPER.sub(r"\1_\2", _CAMEL.sub(r"\1_\2", text))
    return tuple(_PARTS.findall(split.lower()))


def _verb_place(own: tuple[str, ...]) -> int:
    """Where the verb stands: the first, but one that surely changes something wherever it is."""
    sure = next((n for n, each in enumerate(own) if each in _SURE), -1)
    if sure >= 0:
        return sure
    known = [n for n, each in enumerate(own) if each == verb_of(each) and each]
    if not known:
        return next((n for n, each in enumerate(own) if verb_of(each)), -1)
    changing = [n for n in known if kind_of(own[n]) is not Kind.READS]
    first = known[0]
    return first if first == 0 or not changing else changing[0]


def named(arguments: dict[str, object]) -> tuple[str, Thing, int]:
    """The resource that arguments name: its name, what it is, and how many there are.

    Example:
        >>> named({"namespace": "shop", "pod": "a-1"})
        ('a-1', <Thing.WORKLOAD: 'workload'>, 1)
    """
    lower = {str(key).lower().replace("-", "_"): value for key, value in arguments.items()}
    for key, thing in KEYS.items():
        value = lower.get(key)
        if isinstance(value, list) and value:
            return str(value[0])[:LONGEST], thing, len(value)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)[:LONGEST], thing, 1
    for key, value in lower.items():
        if key.endswith(("_id", "_name", "_ids", "_names")) and isinstance(value, str | int | list):
            known, _ = thing_among(key.split("_")[:-1])
            many = len(value) if isinstance(value, list) else 1
            shown = value[0] if isinstance(value, list) and value else value
            return str(shown)[:LONGEST], known or Thing.UNKNOWN, many
    return "", Thing.UNKNOWN, 0

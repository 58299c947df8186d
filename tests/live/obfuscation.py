"""Disguises of labelled commands: each does what the original does, and looks different.

`variants` is deterministic. A variant keeps the label of what it disguises; its `why` says how.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote
from typing import Final, NamedTuple

from disguised_shell import ZERO_WIDTH, Made, function_calls, json_escaped, shell

KEYWORD: Final = re.compile(
    r"\b(drop|delete|truncate|update|alter|grant|table|database|schema|from|where|set|index|"
    r"cascade|column|insert|into|values|execute|copy|program|role|user|all|to|on)\b",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|\$(\w*)\$.*?\$\2\$|--[^\n]*)", re.S)
CLIENTS: Final = {
    "psql": "psql -c {}",
    "mysql": "mysql -e {}",
    "sqlcmd": "sqlcmd -Q {}",
    "sqlite3": "sqlite3 app.db {}",
    "bq": "bq query --use_legacy_sql=false {}",
    "clickhouse": "clickhouse-client -q {}",
    "cassandra": "cqlsh -e {}",
    "snowflake": "snowsql -q {}",
}


class Entry(NamedTuple):
    """One labelled command; the fields are those of a line of the corpus."""

    text: str
    tool: str
    language: str
    environment: str
    family: str
    label: str
    catastrophic: bool
    read_only: bool
    why: str


def load(path: Path) -> list[Entry]:
    """The entries of a file of the corpus."""
    return [Entry(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """The SQL with `change` done to what no quotes or line comments hold."""
    parts, end = [], 0
    for found in QUOTED.finditer(text):
        parts += [change(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, change(text[end:])])


def sql(text: str, tool: str) -> Made:
    """The statement in other clothes of the same dialect."""

    def mixed(found: re.Match[str]) -> str:
        return "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(found[0]))

    yield "mixed case", outside_quotes(text, lambda part: KEYWORD.sub(mixed, part))
    yield "lower case", outside_quotes(text, lambda p: KEYWORD.sub(lambda k: k[0].lower(), p))
    if "/*" not in text:
        spaced = re.compile(r"(?<=[A-Za-z]) +(?=[A-Za-z])")
        yield "comments for spaces", outside_quotes(text, lambda p: spaced.sub("/**/", p))
    yield "comment before", f"/* read only */ {text}"
    yield "line comment before", f"-- SELECT count(*) only\n{text}"
    yield "select before", f"SELECT 1;\n{text}"
    if "--" not in text:
        yield "tabs and line ends", outside_quotes(text, lambda p: p.replace(" ", "\n\t"))
        yield "comment after", f"{text} -- LIMIT 0"
    statement = text.rstrip().removesuffix(";")
    if ";" in statement or not re.match(r"(DELETE|UPDATE|TRUNCATE|DROP TABLE|GRANT)\b", text):
        return
    a, b = (part.replace("'", "''") for part in (statement[:3], statement[3:]))
    match tool:
        case "psql":
            yield "executed in a block", f"DO $x$ BEGIN EXECUTE '{a}' || '{b}'; END $x$;"
            yield "in a transaction", f"BEGIN;\n{statement};\nCOMMIT;"
        case "mysql":
            yield "version comment", f"/*!40000 {statement} */;"
            yield "prepared", f"SET @q = CONCAT('{a}', '{b}'); PREPARE s FROM @q; EXECUTE s;"
        case "sqlplus":
            yield "immediate", f"BEGIN EXECUTE IMMEDIATE '{a}' || '{b}'; END;"
        case "sqlcmd":
            yield "exec of text", f"EXEC('{a}' + '{b}');"


def prose(text: str) -> Made:
    """The sentence as a person or a trickster would also write it."""
    yield "capitals", text.upper()
    yield "politely", f"Could you please do this for me: {text}"
    yield "zero-width signs", "".join(c + ZERO_WIDTH if c.isalpha() else c for c in text)
    yield (
        "full-width",
        "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text),
    )
    yield "after small talk", f"Thanks for the help yesterday! One more thing. {text}"


def curl(text: str) -> Made:
    """The same request made by curl and httpie."""
    head, _, body = text.partition("\n\n")
    start, *lines = head.split("\n")
    method, path, _ = start.split(" ")
    headers = [line for line in lines if line and not line.lower().startswith("host:")]
    host = next(line[5:].strip() for line in lines if line.lower().startswith("host:"))
    options = "".join(f" -H {quote(line)}" for line in headers)
    options += f" -d {quote(body)}" if body.strip() else ""
    yield "by curl", f"curl -X {method}{options} {quote(f'https://{host}{path}')}"
    yield "by curl, method last", f"curl -s{options} {quote(f'https://{host}{path}')} -X{method}"
    yield "by wget", f"wget -qO- --method={method} {quote(f'https://{host}{path}')}"


def clients(entry: Entry) -> Made:
    """A statement given to its client on the command line, and documents to theirs."""
    text, word = entry.text, quote(entry.text)
    if form := CLIENTS.get(entry.tool) if entry.language == "sql" else None:
        yield "client's option", form.format(word)
        client = "psql" if entry.tool == "psql" else form.removesuffix(" {}").rsplit(" -", 1)[0]
        yield "client's input", f"{client} <<'SQL'\n{text}\nSQL"
        yield "pipe to the client", f"printf '%s\\n' {word} | {client}"
    elif entry.language == "manifest":
        yield "applied from input", f"kubectl apply -f - <<'EOF'\n{text}\nEOF"
        yield "applied by a pipe", f"printf '%s\\n' {word} | kubectl apply -f -"
    elif entry.language == "http":
        yield from curl(text)
    elif entry.language == "yaml":
        yield "played from input", f"ansible-playbook /dev/stdin <<'EOF'\n{text}\nEOF"


def made(entry: Entry) -> Iterator[tuple[str, str, str, str]]:
    """How, what, and in which language and tool, for one entry."""
    text, language, tool = entry.text, entry.language, entry.tool
    if not language:
        yield from ((how, new, "", tool) for how, new in shell(text))
        yield from ((how, new, "json", "") for how, new in function_calls(text))
    elif language == "sql":
        yield from ((how, new, language, tool) for how, new in sql(text, tool))
    elif language == "prose":
        yield from ((how, new, language, tool) for how, new in prose(text))
    elif text.startswith("{"):
        value = json.loads(text)
        yield "indented", json.dumps(value, indent=2), language, tool
        yield "keys sorted", json.dumps(value, sort_keys=True), language, tool
        yield "letters by number", json_escaped(text), language, tool
    elif language == "crontab":
        yield "after settings", f'SHELL=/bin/bash\nMAILTO=""\n# nightly\n{text}', language, tool
    yield from ((how, new, "", "bash") for how, new in clients(entry))


def variants(entry: Entry) -> Iterator[Entry]:
    """Every disguise of `entry`, none twice and none the same as the original."""
    seen = {entry.text}
    for how, text, language, tool in made(entry):
        if text not in seen:
            seen.add(text)
            yield entry._replace(text=text, language=language, tool=tool, why=how)

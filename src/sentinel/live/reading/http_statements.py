"""Statements of SQL that requests carry, in their address or body: ClickHouse, Trino, InfluxDB.

Whatever the method, what the statement says is what happens: many of these answer to GET.
"""

from typing import Final
from urllib.parse import parse_qsl

import msgspec
import re2

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call, Inner, Word
from sentinel.live.reading.http_services import Asked
from sentinel.live.reading.system_verbs import bag

_CARRY: Final = ("query", "q", "sql", "statement", "stmt", "ksql", "stmts")
"""Parameters, and keys of a body, that hold a statement."""
_PATHS: Final = bag("query exec execute statement sql _sql ksql service write raw")
_SQL: Final = re2.compile(
    r"(?is)^\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*(?:select|insert\s+into|update\s+\S+\s+set|delete|"
    r"drop|truncate|alter|create|grant|revoke|show|describe|explain|with|optimize|kill|system|"
    r"rename|exchange|attach|detach|use|set|merge\s+into|call|replace|vacuum|analyze|copy)\b"
)
_INFLUX_GONE: Final = re2.compile(
    r"(?i)\b(?:drop|delete)\s+(?:(database|retention\s+policy|measurement)|(series|shard|from)|"
    r"(user|subscription|continuous))\b"
)
_LONGEST: Final = 8_000


def statement(asked: Asked, body: str) -> str:
    """The statement that a request carries; empty where it carries none.

    Args:
        asked: The request.
        body: What it sends, as it is written.
    """
    last = asked.parts[-1] if asked.parts else ""
    takes = last in _PATHS or not asked.parts or asked.port in ("8123", "8086")
    if not takes:
        return ""
    given = dict(parse_qsl(asked.query, max_num_fields=50)) if len(asked.query) < _LONGEST else {}
    texts = [given[name] for name in _CARRY if name in given]
    texts += _bodies(body[:_LONGEST])
    return next((each for each in texts if _SQL.match(each)), "")


def _bodies(body: str) -> list[str]:
    """What a body may say as a statement: all of it, or the value of a key."""
    start = body.lstrip()
    if start.startswith("{"):
        try:
            given = msgspec.json.decode(start)
        except msgspec.DecodeError:
            return []
        return [each for name in _CARRY if isinstance(each := given.get(name), str)]
    name, equals, value = body.partition("=")
    if equals and name.strip() in _CARRY:
        plain = dict(parse_qsl(body, max_num_fields=50))
        return [plain.get(name.strip(), value), value]
    return [body] if body else []


def influx(asked: Asked, text: str) -> str:
    """The line of a table for a statement to InfluxDB; empty where it is to something else."""
    if asked.port != "8086" and "influx" not in asked.host:
        return ""
    gone = _INFLUX_GONE.search(text)
    if gone:
        whole, some, _ = gone.groups()
        if whole:
            return "deletes database never" if whole[0] in "dD" else "deletes table never"
        return "deletes rows set hard condition" if some else "deletes account"
    first = text.split(None, 1)[0].lower()
    if first in ("select", "show", "explain") and " into " not in text.lower():
        return "reads database"
    return "escalates permission" if first == "grant" else "writes database"


def carried(by: Call, asked: Asked, body: Word | None, place: Place, *, fixed: bool) -> list[Inner]:
    """The statement of a request, still to be read."""
    text = statement(asked, body.text if body else "")
    if not text or influx(asked, text):
        return []
    dialect = "trino" if asked.parts[-1:] == ("statement",) else "clickhouse"
    known = fixed and (body is None or body.fixed)
    return [Inner("sql", text, known, dialect, place, by.marks)]

"""Reads SQL: what every statement of a text does, in the dialect of the client that runs it.

Queries and changes of rows are parsed (sqlglot); definitions, rights and upkeep are read by
their words. A statement that is neither is unread. Where the dialect is not known, text is read
as several databases would, and all that any of them would do counts. Marks of our own:
`rolled-back` (undone by a ROLLBACK in the same text), `session`, and those of `sql_*`.
"""

import logging
from collections.abc import Callable, Collection
from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.effects import Kind, Place, Thing
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.deeds import LOOKS, deed, names
from sentinel.live.reading.sql_clients_own import own_lines
from sentinel.live.reading.sql_commands import ACTS, by_words
from sentinel.live.reading.sql_definitions import drop, truncate
from sentinel.live.reading.sql_rows import read_rows
from sentinel.live.reading.sql_servers import altered, created
from sentinel.live.reading.sql_text import (
    Page,
    Statement,
    laid_open,
    statements,
    suspect,
    too_deep,
)

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

_LONGEST: Final = 20_000
_DEEPEST: Final = 4
_NAMES: Final = {
    "postgresql": "postgres",
    "psql": "postgres",
    "cockroachdb": "postgres",
    "timescaledb": "postgres",
    "mariadb": "mysql",
    "percona": "mysql",
    "tidb": "mysql",
    "sqlserver": "tsql",
    "mssql": "tsql",
    "sqlite3": "sqlite",
    "spanner": "bigquery",
    "cassandra": "",
    "cql": "",
}
_DIALECTS: Final = names(
    "postgres mysql sqlite tsql oracle bigquery snowflake clickhouse redshift duckdb presto "
    "trino hive spark databricks athena doris starrocks teradata"
)
_TELLING: Final = ("\\", "$", "`", "[", "#", "/*")
"""Where one of these stands, databases disagree on where a string or a comment ends."""
_TEMPDB: Final = re2.compile(r"(?i)\bobject_id\s*\(\s*N?'tempdb\.\.#|\binto\s+#\w+\s+from\s+dbo\.")
"""What only SQL Server says, where `#` begins a table's name and no comment."""
_ROWS: Final = names("SELECT WITH INSERT UPDATE DELETE MERGE VALUES TABLE FROM ( REPLACE")
_ACTS: Final[dict[str, Callable[[Statement, Page], None]]] = {
    **ACTS,
    "DROP": drop,
    "CREATE": created,
    "ALTER": altered,
    "TRUNCATE": truncate,
}
_LONGER: Final = 5_000
"""Characters of a text that is read again in other dialects where the first found something."""
_LONG: Final = 4_000
"""Characters of a text that is not read once more in other dialects where it is no SQL."""
_BLOCK: Final = frozenset({"BEGIN", "THEN", "ELSE", "LOOP", "DECLARE", "IF", "WHILE"})
_TRANSACTION: Final = names(
    "TRAN TRANSACTION WORK ISOLATION READ DEFERRED IMMEDIATE EXCLUSIVE CONCURRENT NOT ;"
)


def read_sql(inner: Inner) -> Found:
    """Read SQL."""
    found = Found()
    text = inner.text
    if not inner.fixed:
        found.unread(text, "part of the SQL is made at run time", "dynamic")
    if len(text) > _LONGEST or too_deep(text):
        return found.unread(text, "the SQL is too long or nests too deep", "too-long")
    given = inner.dialect.lower()
    dialect = _NAMES.get(given, given if given in _DIALECTS else "")
    if dialect:
        return found.take([_read(text, dialect, inner.place)])
    return found.take([_read_as_any(text, inner.place)])


def _read_as_any(text: str, place: Place) -> Found:
    if _TEMPDB.search(text):
        return _read(text, "tsql", place)
    first = _read(text, "", place)
    if not first.opaque and not any(each in text for each in _TELLING):
        return first
    if first.opaque and len(text) > (_LONG if not first.effects else _LONGER):
        return first
    others = [_read(text, each, place) for each in ("mysql", "postgres", "tsql")]
    whole = [each for each in (first, *others) if not each.opaque]
    if not whole:
        return first
    joined = Found().take(whole)
    joined.effects = list(dict.fromkeys(joined.effects))
    joined.inner = list(dict.fromkeys(joined.inner))
    return joined


def _read(text: str, dialect: str, place: Place) -> Found:
    page = Page(Found(), dialect, place)
    _read_onto(text, page)
    if not (page.found.effects or page.found.opaque or page.found.inner or page.found.calls):
        page.found.unread(text, "no statement of SQL", "broken")
    return page.found


def _read_onto(text: str, page: Page) -> None:
    lines = own_lines(text, page)
    shown = laid_open(lines, page.dialect)
    parts = statements(shown, page.dialect)
    if parts is None:
        words = shown.split()
        suspect([each.upper() for each in words], words, page)
        page.found.unread(text, "the SQL cannot be cut into words", "broken")
        return
    began = -1
    for part in parts:
        head = part.upper[0]
        if head in ("BEGIN", "START"):
            began = len(page.found.effects)
        elif head in ("COMMIT", "END") and len(part.upper) < 4:
            began = -1
        elif head == "ROLLBACK" and "TO" not in part.upper and began >= 0:
            _undone(page, began)
            began = -1
        _statement(part, page)


def _statement(part: Statement, page: Page) -> None:
    head = part.upper[0]
    if head in _BLOCK and (head != "BEGIN" or not _opens_transaction(part)):
        _inside(part, page)
    elif head == "EXPLAIN":
        _explain(part, page)
    elif head == "REPLACE" and part.upper[1:2] == ["INTO"]:
        row = deed("writes rows set hard", "upsert")
        page.found.add(row.effect(part.after("INTO"), "REPLACE INTO", page.place))
    elif head in _ROWS:
        _rows(part, page)
    elif head in _ACTS:
        _ACTS[head](part, page)
        if page.dialect in ("tsql", "") and suspect(part.upper[2:], part.words[2:], page):
            page.found.unread(part.text, "a statement may follow without a semicolon", "broken")
    elif not by_words(part, page):
        if head.lower() == "xp_cmdshell":
            ACTS["EXEC"](
                Statement(part.text, ["EXEC", *part.words], ["EXEC", *part.upper], []), page
            )
            return
        suspect(part.upper, part.words, page)
        page.found.unread(part.text, "a statement of SQL that is not known", "unknown-program")


def _rows(part: Statement, page: Page) -> None:
    for word in ("OUTFILE", "DUMPFILE"):
        if word in part.upper:
            row = deed("writes file one hard", "system")
            page.found.add(row.effect(part.after(word).lstrip("'"), f"INTO {word}", page.place))
            return
    read_rows(part, page)


def _opens_transaction(part: Statement) -> bool:
    return len(part.upper) == 1 or part.upper[1] in _TRANSACTION


def _inside(part: Statement, page: Page) -> None:
    """A statement behind words of procedural code."""
    upper = part.upper
    if upper[0] == "DECLARE" and upper[1:2] and upper[1][:1] == "@":
        row = deed("reads configuration none easy", "session")
        page.found.add(row.effect(part.words[1], "DECLARE", page.place))
        if suspect(upper[1:], part.words[1:], page):
            page.found.unread(part.text, "a statement follows DECLARE", "broken")
        return
    if upper[0] == "DECLARE" and "CURSOR" in upper[2:6] and "FOR" in upper:
        _behind(part, upper.index("FOR") + 1, page)
        return
    if upper[0] == "IF" and "THEN" not in upper:
        _if(part, page)
        return
    opener = next(
        (place for place, word in enumerate(upper) if place and word in _ROWS | _ACTS.keys()), 0
    )
    page.depth += 1
    if upper[0] != "BEGIN":
        page.found.unread(part.text, "procedural code", "broken")
    if opener and page.depth <= _DEEPEST * 3:
        rest = part.begun(opener)
        cut = part.tokens[opener].start - part.tokens[0].start if opener < len(part.tokens) else 0
        _statement(replace(rest, text=part.text[cut:]), page)
    elif not opener and upper[0] == "BEGIN":
        page.found.unread(part.text, "procedural code", "broken")


def _behind(part: Statement, place: int, page: Page, end: int | None = None) -> None:
    """The statement that begins at a word of another one."""
    page.depth += 1
    if page.depth > _DEEPEST * 3 or place >= len(part.tokens):
        page.found.unread(part.text, "a statement inside one that is not read", "broken")
        return
    tokens = part.tokens[place:end]
    start = part.tokens[0].start
    text = part.text[tokens[0].start - start : tokens[-1].end + 1 - start]
    _read_onto(text, page)


def _if(part: Statement, page: Page) -> None:
    """IF of SQL Server: a condition that only looks, and a statement or two."""
    opener = _at_top(part.upper, _ROWS - {"("} | _ACTS.keys() | _SAYS, 1)
    if opener < 0 or suspect(part.upper[1:opener], part.words[1:opener], page):
        page.found.unread(part.text, "procedural code", "broken")
        return
    other = _at_top(part.upper, frozenset({"ELSE"}), opener)
    if "CASE" in part.upper[opener:]:
        other = -1
    _behind(part, opener, page, other if other > 0 else None)
    if other > 0:
        _behind(part, other + 1, page)


_SAYS: Final = frozenset({"PRINT", "RAISERROR", "BEGIN", "THROW", "RETURN"})
"""First words of statements that procedures of SQL Server hold besides."""


def _at_top(upper: list[str], wanted: Collection[str], place: int) -> int:
    """The first of some words that stands in no brackets; -1 for none."""
    depth = 0
    for number in range(place, len(upper)):
        depth += (upper[number] == "(") - (upper[number] == ")")
        if not depth and upper[number] in wanted:
            return number
    return -1


def _explain(part: Statement, page: Page) -> None:
    runs, place, upper = False, 1, part.upper
    while place < len(upper) and upper[place] not in _ROWS - {"("}:
        if upper[place] in ("CREATE", "EXECUTE", "DECLARE", "REFRESH"):
            break
        runs |= upper[place] in ("ANALYZE", "ANALYSE") and upper[place + 1 : place + 2] not in (
            ["FALSE"],
            ["OFF"],
            ["0"],
        )
        place += 1
    name = part.words[place + 1] if place + 1 < len(part.words) else ""
    page.found.add(LOOKS.effect(name, "EXPLAIN", page.place))
    if runs:
        rest = part.text[len(part.words[0]) :]
        cut = rest.upper().find(upper[place]) if place < len(upper) else 0
        page.depth += 1
        if page.depth > _DEEPEST or cut < 0:
            page.found.unread(part.text, "EXPLAIN ANALYZE runs what it explains", "broken")
        else:
            _read_onto(rest[cut:], page)


def _undone(page: Page, began: int) -> None:
    """Mark what a ROLLBACK takes back, if all of it can be taken back."""
    effects = page.found.effects[began:]
    kept = {Thing.ROWS} if page.dialect != "postgres" else {Thing.ROWS, Thing.TABLE, Thing.INDEX}
    if page.found.opaque or page.found.inner:
        return
    if all(each.thing in kept or each.kind is Kind.READS for each in effects):
        page.found.effects[began:] = [
            each if each.kind is Kind.READS else replace(each, marks=each.marks | {"rolled-back"})
            for each in effects
        ]


def warm_up() -> None:
    """Read a statement of each dialect, so that no request waits for tables to be built."""
    for dialect in sorted(_DIALECTS | {""}):
        _read("SELECT a FROM b WHERE c = 1; DELETE FROM b WHERE id = 2", dialect, Place.UNKNOWN)


LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"sql": read_sql}

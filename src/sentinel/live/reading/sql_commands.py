"""Statements that are read by their words: rights, settings, files, blocks and procedures."""

from collections.abc import Callable
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.sql_procedures import call, prepare
from sentinel.live.reading.sql_text import Page, Statement, suspect
from sentinel.live.reading.sql_upkeep import CHECKS, COMMANDS, READS, SESSION

_WEAKER: Final = {
    "FOREIGN_KEY_CHECKS": (Thing.TABLE, "protection"),
    "UNIQUE_CHECKS": (Thing.TABLE, "protection"),
    "SQL_SAFE_UPDATES": (Thing.TABLE, "protection"),
    "ROW_SECURITY": (Thing.PERMISSION, "protection"),
    "SQL_LOG_BIN": (Thing.AUDIT, "audit"),
    "GENERAL_LOG": (Thing.AUDIT, "audit"),
    "SLOW_QUERY_LOG": (Thing.AUDIT, "audit"),
    "LOG_STATEMENT": (Thing.AUDIT, "audit"),
    "SESSION_REPLICATION_ROLE": (Thing.TABLE, "protection"),
    "FSYNC": (Thing.DATABASE, "protection"),
}
_OFF: Final = frozenset({"0", "OFF", "FALSE", "NO", "REPLICA", "NONE", "LOCAL"})
_HARMLESS: Final = frozenset({Kind.READS})
_SETTINGS: Final = ("/etc/", "/root/", "/home/", "/proc/", "/var/lib/")
"""Beginnings of paths at which a server keeps no data for loading."""


def _row_of(upper: list[str]) -> Deed | None:
    """The row of a table for a statement, as its options change it; None where none is for it."""
    said = {*upper}
    row = COMMANDS.get(tuple(upper[:2])) or COMMANDS.get((upper[0],))
    for heads, words_, changed in _CHANGED:
        if tuple(upper[: len(heads)]) == heads and not said.isdisjoint(words_):
            return changed
    if upper[:2] == ["DBCC", "SQLPERF"]:
        return READS
    if upper[0] == "VACUUM":
        return _vacuumed(upper, row or CHECKS)
    if row is not None and "CONCURRENTLY" in upper and "locks" in row.marks:
        return CHECKS
    return row


_CHANGED: Final[tuple[tuple[tuple[str, ...], frozenset[str], Deed], ...]] = (
    (("BACKUP",), frozenset({"'NUL", "'NUL:", "'/DEV/NULL"}),
     deed("deletes backup account never", "recovery")),
    (("DBCC",), names("REPAIR_ALLOW_DATA_LOSS REPAIR_REBUILD"),
     deed("deletes database namespace never", "repair")),
    (("DBCC", "SQLPERF"), names("CLEAR"), deed("deletes audit account easy")),
    (("INSTALL",), names("PLUGIN COMPONENT SONAME"),
     deed("executes code one unknown", "persistent", "untrusted-source")),
    (("RESTORE",), names("REPLACE"), deed("deletes database namespace hard", "overwrite")),
    (("AUDIT",), names("DISABLE OFF"), deed("weakens audit account easy", "audit")),
    (("DETACH",), names("PERMANENTLY CLUSTER"), deed("deletes table namespace hard")),
)  # fmt: skip
"""First words and options of statements, and what they do with those."""


def by_words(statement: Statement, page: Page) -> bool:
    """Add what a statement does, by its first words.

    Returns:
        False where no row of the table is about it.
    """
    upper = statement.upper
    row = _row_of(upper)
    if row is None:
        return False
    if row.kind in _HARMLESS and suspect(upper[1:], statement.words[1:], page):
        page.found.unread(statement.text, "another statement follows without a semicolon", "broken")
    head = " ".join(each for each in upper[:2] if each[:1] != "'" and each != "(")
    page.found.add(row.effect(_object(statement), head, page.place))
    return True


def _vacuumed(upper: list[str], row: Deed) -> Deed:
    """VACUUM: with options in brackets, or of the versions that a table can go back to."""
    if "RETAIN" in upper:
        hours = next((each for each in upper if each.isdecimal()), "0")
        few = int(hours) < _RETAINED_HOURS
        return deed("deletes backup one never") if few and "DRY" not in upper else row
    if "FULL" in upper:
        return COMMANDS["VACUUM", "FULL"]
    return CHECKS if upper[1:2] == ["("] else row


_RETAINED_HOURS: Final = 24
"""Fewer leave no way back to a table as it was yesterday."""


def _object(statement: Statement) -> str:
    for marker in ("TABLE", "VIEW", "DATABASE", "INDEX", "USER", "ON"):
        name = statement.after(marker)
        if name:
            return name.lstrip("'")
    last = statement.words[-1] if len(statement.words) > 1 else ""
    return last.lstrip("'") if last not in (")", "(") else ""


def settings(statement: Statement, page: Page) -> None:
    """SET: of the session it is harmless, but for guards; of the server it is a change."""
    upper = [each.lstrip("'@").removeprefix("SESSION.") for each in statement.upper]
    if suspect(upper[1:], statement.words[1:], page):
        page.found.unread(statement.text, "another statement follows SET", "broken")
    wide = upper[1:2] == ["CLUSTER"] or bool({"GLOBAL", "PERSIST", "PERSIST_ONLY"} & set(upper))
    name = next((each for each in upper[1:] if each in _WEAKER), "")
    if name and _OFF & set(upper):
        thing, mark = _WEAKER[name]
        radius = Radius.ACCOUNT if wide else Radius.ONE
        page.found.add(
            Effect(
                Kind.WEAKENS, thing, name.lower(), radius, Undo.EASY, f"SET {name}",
                frozenset({mark}), page.place,
            )
        )  # fmt: skip
    elif "PASSWORD" in upper[1:2]:
        page.found.add(deed("writes account one hard").effect(upper[-1], "SET PASSWORD"))
    elif wide:
        row = deed("writes configuration account easy")
        page.found.add(row.effect(" ".join(statement.words[2:3]), "SET GLOBAL", page.place))
    elif {"ROLE", "AUTHORIZATION"} & set(upper[1:3]):
        row = deed("escalates account one easy", "session")
        page.found.add(row.effect(statement.words[-1], "SET ROLE", page.place))
    else:
        page.found.add(SESSION.effect(" ".join(statement.words[1:2]), "SET", page.place))


def pragma(statement: Statement, page: Page) -> None:
    """PRAGMA of SQLite: asking is harmless, setting may take a guard away."""
    name = "".join(statement.words[1:2])
    kept = statement.upper[-1] in (
        "WAL",
        "DELETE",
        "PERSIST",
        "TRUNCATE",
        "ON",
        "1",
        "FULL",
        "TRUE",
    )
    if "=" not in statement.words:
        row = READS if name not in ("wal_checkpoint", "optimize") else CHECKS
    elif name.lower() in ("foreign_keys", "synchronous", "journal_mode") and kept:
        row = deed("writes configuration one easy")
    elif name.lower() in ("writable_schema", "foreign_keys", "synchronous", "journal_mode"):
        row = deed("weakens database one easy", "protection")
    else:
        row = deed("writes configuration one easy")
    page.found.add(row.effect(name, f"PRAGMA {name}", page.place))


def grant(statement: Statement, page: Page) -> None:
    """GRANT: who gets what."""
    upper = statement.upper
    to = statement.after("TO").lstrip("'")
    marks = set()
    if to.upper() == "PUBLIC":
        marks.add("public")
    high = {"ALL", "SUPER", "SUPERUSER", "DBA", "SYSADMIN", "OPTION", "ADMIN", "OWNERSHIP"}
    given = upper[: upper.index("ON")] if "ON" in upper else upper
    if high & {*given, *upper[-1:]} or "RDS_SUPERUSER" in upper:
        marks.add("admin")
    row = deed("escalates permission one easy")
    page.found.add(row.effect(to, "GRANT", page.place, frozenset(marks)))


def revoke(statement: Statement, page: Page) -> None:
    """REVOKE: who loses what; whoever needs it is stopped."""
    row = deed("deletes permission one easy")
    page.found.add(row.effect(statement.after("FROM").lstrip("'"), "REVOKE", page.place))


_SENDERS: Final = names(
    "curl wget nc ncat netcat ssh scp sftp rsync mail sendmail aws gsutil socat ftp telnet openssl "
    "python python3 perl bash sh"
)
"""Programs by which rows leave a server."""


def copy(statement: Statement, page: Page) -> None:
    """COPY: rows to or from a file, a program, a bucket."""
    upper = statement.upper
    name = (
        statement.words[2]
        if upper[1:2] == ["INTO"] and len(upper) > 2
        else "".join(statement.words[1:2])
    )
    if "PROGRAM" in upper:
        text = statement.after("PROGRAM")
        marks = {"system", "untrusted-source"} if "FROM" in upper else {"system"}
        row = deed("executes code one unknown", *marks)
        page.found.add(row.effect(text.lstrip("'"), "COPY PROGRAM"))
        if "TO" in upper and text.lstrip("'").partition(" ")[0].rpartition("/")[2] in _SENDERS:
            row = deed("exfiltrates rows set never", "remote")
            page.found.add(row.effect(name, "COPY TO PROGRAM", page.place))
        inner = Inner("shell", text.lstrip("'"), text[:1] == "'", place=page.place)
        page.found.inner.append(inner)
    elif upper[1:2] == ["INTO"]:
        out = name[:1] in ("@", "'")
        row = deed("exfiltrates rows set never") if out else deed("creates rows set hard")
        page.found.add(row.effect(name.lstrip("'"), "COPY INTO", page.place))
    elif "TO" in upper:
        target = statement.after("TO")
        console = target.upper() in ("STDOUT", "")
        row = deed("reads rows namespace easy") if console else deed("writes file one hard")
        page.found.add(row.effect(name if console else target.lstrip("'"), "COPY TO", page.place))
        if upper[1:2] == ["("]:
            _query(statement, page)
    else:
        page.found.add(deed("creates rows set hard").effect(name, "COPY FROM", page.place))
        _server_file(statement.after("FROM"), page)


def _server_file(source: str, page: Page) -> None:
    """What a file of the server shows once its lines are rows."""
    path = source.lstrip("'")
    if secret(path):
        row = deed("reveals secret one never", "secret", "system")
        page.found.add(row.effect(path, "COPY FROM a secret file", page.place))


def _query(statement: Statement, page: Page) -> None:
    start, end = statement.text.find("(") + 1, statement.text.rfind(")")
    text = statement.text[start:end]
    page.found.inner.append(Inner("sql", text, dialect=page.dialect, place=page.place))


def load_data(statement: Statement, page: Page) -> None:
    """LOAD DATA: rows from a file; LOAD 'library' is code."""
    if statement.upper[1:2] not in (["DATA"], ["XML"]):
        by_words(statement, page)
        return
    name = statement.after("TABLE")
    marks = frozenset({"overwrite"}) if "REPLACE" in statement.upper else frozenset[str]()
    page.found.add(deed("creates rows set hard").effect(name, "LOAD DATA", page.place, marks))
    source = statement.after("INFILE")
    if "LOCAL" not in statement.upper and source.lstrip("'\"").startswith(_SETTINGS):
        row = deed("reveals file one never", "server-file")
        page.found.add(row.effect(source.lstrip("'\""), "LOAD DATA INFILE", page.place))


def do_block(statement: Statement, page: Page) -> None:
    """DO: a block of procedural code, of which what reads as SQL is read."""
    text = statement.text
    opener = text.find("$")
    tag = text[opener : text.find("$", opener + 1) + 1] if opener >= 0 else ""
    body = text.partition(tag)[2].rpartition(tag)[0] if tag else text[2:].strip().strip("'")
    page.found.add(deed("executes code one unknown").effect("", "DO", page.place))
    page.found.inner.append(Inner("sql", body, dialect=page.dialect, place=page.place))


ACTS: Final[dict[str, Callable[[Statement, Page], None]]] = {
    "SET": settings,
    "PRAGMA": pragma,
    "GRANT": grant,
    "REVOKE": revoke,
    "COPY": copy,
    "LOAD": load_data,
    "DO": do_block,
    "PREPARE": prepare,
    "CALL": call,
    "EXEC": call,
    "EXECUTE": call,
}

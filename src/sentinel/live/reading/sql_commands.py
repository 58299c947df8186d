"""Statements that are read by their words: rights, settings, files, blocks and procedures."""

from collections.abc import Callable
from typing import Final

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.file_paths import secret
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
_PROCEDURES: Final = names(
    "SP_HELP SP_HELPTEXT SP_WHO SP_WHO2 SP_COLUMNS SP_TABLES SP_SPACEUSED SP_HELPDB SP_HELPINDEX "
    "SP_LOCK SP_STORED_PROCEDURES SP_HELPUSER SP_DATABASES SP_WHOISACTIVE SP_HELPCONSTRAINT "
    "SP_WHO3 SP_HELPFILE SP_HELPFILEGROUP SP_HELPLOGINS SP_HELPROLE SP_HELPROLEMEMBER SP_DEPENDS "
    "SP_FKEYS SP_PKEYS SP_STATISTICS SP_SERVER_INFO SP_MONITOR SP_READERRORLOG XP_READERRORLOG "
    "SP_HELPSRVROLEMEMBER SP_HELPSRVROLE SP_HELPROTECT SP_HELPTRIGGER SP_HELPSERVER "
    "SP_LINKEDSERVERS SP_HELP_JOB SP_HELP_JOBHISTORY SP_HELP_JOBACTIVITY SP_HELP_SCHEDULE "
    "SP_DESCRIBE_FIRST_RESULT_SET SP_TABLE_PRIVILEGES SP_SPROC_COLUMNS XP_FIXEDDRIVES "
    "XP_MSVER SP_BLITZ SP_BLITZFIRST SP_BLITZCACHE SP_BLITZINDEX SP_BLITZLOCK SP_BLITZWHO "
    "RDS_SHOW_CONFIGURATION PS_SETUP_SHOW_ENABLED DIAGNOSTICS STATEMENT_PERFORMANCE_ANALYZER"
)


_SETTINGS: Final = ("/etc/", "/root/", "/home/", "/proc/", "/var/lib/")
"""Beginnings of paths at which a server keeps no data for loading."""


def by_words(statement: Statement, page: Page) -> bool:
    """Add what a statement does, by its first words.

    Returns:
        False where no row of the table is about it.
    """
    upper = statement.upper
    row = COMMANDS.get(tuple(upper[:2])) or COMMANDS.get((upper[0],))
    if upper[0] == "BACKUP" and {"'NUL", "'NUL:", "'/DEV/NULL"} & set(upper):
        row = deed("deletes backup account never", "recovery")
    if upper[:2] == ["DBCC", "SQLPERF"]:
        row = READS if "CLEAR" not in upper else deed("deletes audit account easy")
    if row is None:
        return False
    if row.kind in _HARMLESS and suspect(upper[1:], statement.words[1:], page):
        page.found.unread(statement.text, "another statement follows without a semicolon", "broken")
    if upper[0] == "DETACH" and {"PERMANENTLY", "CLUSTER"} & set(upper):
        row = deed("deletes table namespace hard")
    if "FULL" in upper and upper[0] == "VACUUM":
        row = COMMANDS["VACUUM", "FULL"]
    if "CONCURRENTLY" in upper and "locks" in row.marks:
        row = CHECKS
    head = " ".join(each for each in upper[:2] if each[:1] != "'" and each != "(")
    page.found.add(row.effect(_object(statement), head, page.place))
    return True


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
    wide = bool({"GLOBAL", "PERSIST", "PERSIST_ONLY"} & set(upper))
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
        page.found.add(
            deed("executes code one unknown", "system").effect(text.lstrip("'"), "COPY PROGRAM")
        )
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


def call(statement: Statement, page: Page) -> None:
    """CALL and EXEC: a procedure, a statement in a string, or the operating system."""
    words = [each for each in statement.words[1:] if each not in ("(", ")", ".")]
    name = words[0] if words else ""
    own = name.upper().rpartition(".")[2].strip("[]")
    text = next((each[1:] for each in words if each[:1] == "'"), "")
    if "XP_CMDSHELL" in statement.upper:
        page.found.add(deed("executes code one unknown", "system").effect(text, "xp_cmdshell"))
        page.found.inner.append(Inner("shell", text, bool(text), place=page.place))
    elif name[:1] == "'" or own in ("SP_EXECUTESQL", "IMMEDIATE", "SP_MSFOREACHTABLE"):
        many = frozenset({"many"}) if own == "SP_MSFOREACHTABLE" else frozenset[str]()
        place, plain = page.place, text.replace("?", "each_table") if many else text
        page.found.inner.append(Inner("sql", plain, bool(text), page.dialect, place, many))
    elif own in _PROCEDURES:
        page.found.add(READS.effect(name, f"EXEC {name}", page.place))
    elif own == "SP_CONFIGURE" and len(words) > 2:
        row = deed("weakens configuration account easy", "protection")
        page.found.add(row.effect(text, "EXEC sp_configure", page.place))
    else:
        row = deed("executes code unknown unknown", "function")
        page.found.add(row.effect(name.lstrip("'"), f"{statement.upper[0]} {name}", page.place))


ACTS: Final[dict[str, Callable[[Statement, Page], None]]] = {
    "SET": settings,
    "PRAGMA": pragma,
    "GRANT": grant,
    "REVOKE": revoke,
    "COPY": copy,
    "LOAD": load_data,
    "DO": do_block,
    "CALL": call,
    "EXEC": call,
    "EXECUTE": call,
}

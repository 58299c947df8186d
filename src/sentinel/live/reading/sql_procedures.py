"""Procedures that SQL calls, and statements that it prepares."""

from typing import Final

from sentinel.live.reading.calls import Inner
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.sql_servers import called
from sentinel.live.reading.sql_text import Page, Statement
from sentinel.live.reading.sql_upkeep import READS, SESSION

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
_EACH: Final = ("SP_MSFOREACHTABLE", "SP_MSFOREACHDB")


def prepare(statement: Statement, page: Page) -> None:
    """PREPARE: the statement behind it is on the page, or made at run time."""
    upper = statement.upper
    name = statement.words[1].lower() if len(upper) > 1 else ""
    text = ""
    if " AS " in statement.text.upper():
        text = statement.text[statement.text.upper().index(" AS ") + 4 :]
    elif "FROM" in upper and statement.after("FROM")[:1] == "'":
        text = statement.after("FROM")[1:]
    if not text:
        row = deed("executes code unknown unknown", "dynamic")
        page.found.add(row.effect(name, "PREPARE", page.place))
        return
    page.temporary.add(f"prepared {name}")
    page.found.inner.append(Inner("sql", text, dialect=page.dialect, place=page.place))


def call(statement: Statement, page: Page) -> None:
    """CALL and EXEC: a procedure, a statement in a string, or the operating system."""
    words = [each for each in statement.words[1:] if each not in ("(", ")", ".")]
    name = words[0] if words else ""
    own = name.upper().rpartition(".")[2].strip("[]")
    for each in words[1:4]:
        if own not in ("SP_EXECUTESQL", "IMMEDIATE") and each.upper().startswith(("SP_", "XP_")):
            own = each.upper().strip("[]")
            break
    if called(own, statement.upper, page):
        return
    if f"prepared {name.lower()}" in page.temporary:
        page.found.add(SESSION.effect(name, f"EXECUTE {name}", page.place))
        return
    text = next((each[1:] for each in words if each[:1] == "'"), "")
    if "XP_CMDSHELL" in statement.upper:
        page.found.add(deed("executes code one unknown", "system").effect(text, "xp_cmdshell"))
        page.found.inner.append(Inner("shell", text, bool(text), place=page.place))
    elif name[:1] == "'" or own in ("SP_EXECUTESQL", "IMMEDIATE", *_EACH):
        many = frozenset({"many"}) if own in _EACH else frozenset[str]()
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

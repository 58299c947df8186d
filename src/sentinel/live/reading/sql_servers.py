"""What is done to a server in SQL: its procedures, sessions, roles, audits and extensions."""

from typing import Final

from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.sql_definitions import alter, create
from sentinel.live.reading.sql_text import Page, Statement
from sentinel.live.reading.sql_upkeep import SESSION

_ACCOUNT_GONE: Final = deed("deletes account one hard")
_RAISED: Final = deed("escalates permission one easy")
_JOB: Final = deed("creates schedule one easy", "persistent")
_UPKEEP: Final = deed("reads table set easy", "upkeep")
_OWN_CODE: Final = deed("executes code unknown unknown", "system", "untrusted-source")
PROCEDURES: Final[dict[str, Deed]] = {
    **dict.fromkeys(names("SP_ADDSRVROLEMEMBER SP_ADDROLEMEMBER SP_GRANTLOGIN"), _RAISED),
    **dict.fromkeys(
        names("SP_DROPUSER SP_DROPLOGIN SP_REVOKEDBACCESS SP_DROPROLE SP_DENYLOGIN "
              "SP_DROPSRVROLEMEMBER SP_DROPROLEMEMBER SP_REVOKELOGIN"), _ACCOUNT_GONE,
    ),
    **dict.fromkeys(names("SP_ADDLOGIN SP_GRANTDBACCESS SP_ADDUSER"),
                    deed("creates account one easy")),
    **dict.fromkeys(names("SP_DELETE_JOB SP_DELETE_SCHEDULE SP_DELETE_JOBSTEP "
                          "SP_DELETE_JOBSCHEDULE"), deed("deletes schedule one hard")),
    **dict.fromkeys(names("SP_ADD_JOB SP_ADD_JOBSTEP SP_ADD_SCHEDULE SP_ADD_JOBSCHEDULE "
                          "SP_ATTACH_SCHEDULE SP_ADD_JOBSERVER"), _JOB),
    **dict.fromkeys(names("SP_UPDATESTATS SP_RECOMPILE SP_REFRESHVIEW SP_REFRESHSQLMODULE"),
                    _UPKEEP),
    **dict.fromkeys(names("SP_OACREATE SP_OAMETHOD SP_OASETPROPERTY SP_EXECUTE_EXTERNAL_SCRIPT "
                          "SP_ADDEXTENDEDPROC"), _OWN_CODE),
    **dict.fromkeys(names("SP_DELETE_BACKUPHISTORY SP_DELETE_DATABASE_BACKUPHISTORY "
                          "SP_PURGE_JOBHISTORY"), deed("deletes audit set never", "audit")),
    **dict.fromkeys(names("XP_DIRTREE XP_FILEEXIST XP_SUBDIRS XP_REGREAD XP_LOGINFO"),
                    deed("reads folder set easy")),
    "SP_PASSWORD": deed("writes account one hard"),
    "SP_UPDATE_JOB": deed("writes schedule one easy"),
    "SP_UPDATE_SCHEDULE": deed("writes schedule one easy"),
    "SP_START_JOB": deed("starts process one easy"),
    "SP_STOP_JOB": deed("stops process one easy"),
    "SP_DETACH_DB": deed("deletes database namespace hard"),
    "SP_DBREMOVE": deed("deletes database namespace never"),
    "SP_ATTACH_DB": deed("creates database one easy"),
    "SP_RENAMEDB": deed("writes database namespace easy", "schema"),
    "SP_RENAME": deed("writes table one easy", "schema"),
    "SP_ADDLINKEDSERVER": deed("creates configuration one easy", "remote"),
    "SP_ADDLINKEDSRVLOGIN": deed("writes account one easy", "remote"),
    "SP_DROPSERVER": deed("deletes configuration one hard"),
    "SP_CYCLE_ERRORLOG": deed("writes audit one easy"),
    "SP_SEND_DBMAIL": deed("exfiltrates data one never", "remote"),
    "XP_DELETE_FILE": deed("deletes file set never"),
    "XP_REGWRITE": deed("writes configuration one hard", "system"),
    "XP_REGDELETEVALUE": deed("deletes configuration one hard", "system"),
}  # fmt: skip
"""Procedures of SQL Server, by name in capitals."""
_HIGH: Final = names(
    "'SYSADMIN 'SECURITYADMIN 'DB_OWNER 'SERVERADMIN SYSADMIN SECURITYADMIN DB_OWNER"
)
_GUARDS: Final = {
    "FSYNC": "protection", "FULL_PAGE_WRITES": "protection", "ARCHIVE_MODE": "backup",
    "ARCHIVE_COMMAND": "backup", "SYNCHRONOUS_COMMIT": "protection", "LOG_STATEMENT": "audit",
    "LOG_CONNECTIONS": "audit", "SSL": "encryption", "AUDIT_TRAIL": "audit",
    "ROW_SECURITY": "protection", "LOGGING_COLLECTOR": "audit", "WAL_LEVEL": "backup",
}  # fmt: skip
_OFF: Final = names("OFF FALSE NO 0 NONE 'OFF 'FALSE 'NO '0 'NONE MINIMAL 'MINIMAL ' '/BIN/TRUE")
_UNTRUSTED: Final = names(
    "plpythonu plpython2u plpython3u plperlu pltclu pljavau plr plsh plluau plv8u adminpack "
    "file_fdw dblink http pg_background"
)
"""Extensions that reach the machine or other hosts, with the rights of the server."""


def called(own: str, upper: list[str], page: Page) -> bool:
    """Add what a procedure of the server does.

    Args:
        own: Its name, in capitals and without those of a database and a schema.
        upper: The words of the call.
        page: Gets what is found.

    Returns:
        False where it is none that is known.
    """
    row = PROCEDURES.get(own)
    if row is None:
        return False
    marks = frozenset({"admin"}) if row is _RAISED and _HIGH & {*upper} else frozenset[str]()
    name = next((each[1:].lower() for each in upper if each[:1] == "'"), "")
    page.found.add(row.effect(name, f"EXEC {own.lower()}", page.place, marks))
    return True


def altered(statement: Statement, page: Page) -> None:
    """ALTER of a session, a server or an account; of anything else as its own reader says."""
    upper = statement.upper
    kind = upper[1] if len(upper) > 1 else ""
    if kind == "SESSION":
        page.found.add(SESSION.effect(" ".join(statement.words[3:4]), "ALTER SESSION", page.place))
    elif kind == "SERVER" and "ROLE" in upper and "MEMBER" in upper:
        marks = frozenset({"admin"}) if "ADD" in upper else frozenset[str]()
        row = _RAISED if "ADD" in upper else _ACCOUNT_GONE
        name = statement.after("MEMBER")
        page.found.add(row.effect(name, "ALTER SERVER ROLE", page.place, marks))
    elif "AUDIT" in upper[1:4] and {"OFF", "DISABLE"} & {*upper}:
        row = deed("weakens audit account easy", "audit")
        page.found.add(row.effect(statement.words[-1], "ALTER AUDIT", page.place))
    elif kind == "SYSTEM" and (guard := _GUARDS.get(statement.after("SET").upper())):
        _guarded(statement, guard, page)
    elif kind == "ACCOUNT" and "NETWORK_POLICY" in upper:
        row = deed("weakens firewall account easy", "protection")
        page.found.add(row.effect("NETWORK_POLICY", "ALTER ACCOUNT", page.place))
    elif kind == "SHARE" and {"ACCOUNTS", "ACCOUNT"} & {*upper} and "REMOVE" not in upper:
        row = deed("exposes database one easy", "remote")
        page.found.add(row.effect(statement.words[2], "ALTER SHARE", page.place))
    elif "DATA_RETENTION_TIME_IN_DAYS" in upper and upper[-1] == "0":
        row = deed("weakens backup one hard", "backup")
        page.found.add(row.effect(statement.words[2], "ALTER retention", page.place))
    else:
        alter(statement, page)


def _guarded(statement: Statement, guard: str, page: Page) -> None:
    name = statement.after("SET")
    if _OFF & {*statement.upper[3:]}:
        row = deed("weakens database account easy", guard)
    else:
        row = deed("writes configuration account easy")
    page.found.add(row.effect(name, "ALTER SYSTEM", page.place))


def created(statement: Statement, page: Page) -> None:
    """CREATE of what reaches out of the database; of anything else as its own reader says."""
    upper = statement.upper
    name = next((each for each in statement.words if each.strip("\"'").lower() in _UNTRUSTED), "")
    if "EXTENSION" in upper[1:2] and name:
        row = deed("escalates permission account easy", "system")
        page.found.add(row.effect(name.strip("\"'"), "CREATE EXTENSION", page.place))
    elif "LINK" in upper[1:5] and "DATABASE" in upper[1:4]:
        row = deed("creates configuration one easy", "remote")
        page.found.add(row.effect(statement.after("LINK"), "CREATE DATABASE LINK", page.place))
        page.found.add(deed("writes configuration one easy", "remote").effect("", "DATABASE LINK"))
    elif upper[1:2] == ["SHARE"]:
        page.found.add(deed("creates configuration one easy").effect(upper[-1], "CREATE SHARE"))
    else:
        create(statement, page)

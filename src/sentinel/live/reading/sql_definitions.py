"""CREATE, ALTER, DROP and TRUNCATE, by their words.

Marks of our own: `locks` (others wait while it runs), `schema` (the shape of a table changes),
`later` (code that runs at another time: a trigger, an event, a routine), `throwaway` (its name is
one that a run of tests makes up).
"""

from typing import Final

import re2

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Inner
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.sql_rows import place_in, touched
from sentinel.live.reading.sql_text import Page, Statement

_SNAPSHOT: Final = "take a dump or snapshot first"
_THINGS: Final[dict[str, tuple[Thing, Radius]]] = {
    "TABLE": (Thing.TABLE, Radius.ONE),
    "VIEW": (Thing.TABLE, Radius.ONE),
    "SEQUENCE": (Thing.TABLE, Radius.ONE),
    "TYPE": (Thing.TABLE, Radius.ONE),
    "DOMAIN": (Thing.TABLE, Radius.ONE),
    "DICTIONARY": (Thing.TABLE, Radius.ONE),
    "SYNONYM": (Thing.TABLE, Radius.ONE),
    "TABLESPACE": (Thing.VOLUME, Radius.NAMESPACE),
    "DATABASE": (Thing.DATABASE, Radius.NAMESPACE),
    "KEYSPACE": (Thing.DATABASE, Radius.NAMESPACE),
    "PLUGGABLE": (Thing.DATABASE, Radius.NAMESPACE),
    "SCHEMA": (Thing.SCHEMA, Radius.NAMESPACE),
    "OWNED": (Thing.SCHEMA, Radius.NAMESPACE),
    "INDEX": (Thing.INDEX, Radius.ONE),
    "USER": (Thing.ACCOUNT, Radius.ONE),
    "ROLE": (Thing.ACCOUNT, Radius.ONE),
    "LOGIN": (Thing.ACCOUNT, Radius.ONE),
    "GROUP": (Thing.ACCOUNT, Radius.ONE),
    "POLICY": (Thing.PERMISSION, Radius.ONE),
    "TRIGGER": (Thing.CODE, Radius.ONE),
    "FUNCTION": (Thing.CODE, Radius.ONE),
    "PROCEDURE": (Thing.CODE, Radius.ONE),
    "PACKAGE": (Thing.CODE, Radius.ONE),
    "AGGREGATE": (Thing.CODE, Radius.ONE),
    "RULE": (Thing.CODE, Radius.ONE),
    "EXTENSION": (Thing.CODE, Radius.ONE),
    "ASSEMBLY": (Thing.CODE, Radius.ONE),
    "EVENT": (Thing.SCHEDULE, Radius.ONE),
    "TASK": (Thing.SCHEDULE, Radius.ONE),
    "SUBSCRIPTION": (Thing.CONFIGURATION, Radius.ONE),
    "PUBLICATION": (Thing.CONFIGURATION, Radius.ONE),
    "SERVER": (Thing.ENDPOINT, Radius.ONE),
    "CHANGEFEED": (Thing.QUEUE, Radius.ONE),
    "STREAM": (Thing.QUEUE, Radius.ONE),
    "STAGE": (Thing.BUCKET, Radius.NAMESPACE),
    "WAREHOUSE": (Thing.INSTANCE, Radius.ONE),
    "AUDIT": (Thing.AUDIT, Radius.ONE),
    "DISKGROUP": (Thing.VOLUME, Radius.NAMESPACE),
}
_PREFIX: Final = names(
    "OR REPLACE TEMP TEMPORARY UNLOGGED GLOBAL LOCAL UNIQUE CLUSTERED NONCLUSTERED FULLTEXT "
    "SPATIAL BITMAP MATERIALIZED RECURSIVE FOREIGN EXTERNAL TRANSIENT VIRTUAL PUBLIC CONSTRAINT "
    "CONCURRENTLY SECURE EDITIONABLE FORCE DEFINER"
)
_FILLER: Final = frozenset({"IF", "NOT", "EXISTS", "CONCURRENTLY", "BY", "DATABASE", "ONLY"})
_STOPS: Final = names(
    "CASCADE RESTRICT ON WITH ( FORCE PURGE SYNC USING FOR AS SET IDENTIFIED DROP RESTART "
    "CONTINUE INCLUDING CONSTRAINTS TO FROM ENGINE LIKE IN"
)
_GUARDS: Final = frozenset({Thing.PERMISSION, Thing.AUDIT})
_RUN: Final = re2.compile(
    r"(?:\w+_)?(?:test|tests|ci|e2e|pr|mr|build|run|scratch|preview|review|tmp|temp)"
    r"(?:_?(?:run|build|job|db|pr|schema|branch|test))?_[0-9][0-9a-f_]*"
)
"""Names that a run of tests makes up, `test_run_42`, `ci_pr_1234`."""
_ACTIONS: Final[dict[tuple[str, ...], Deed]] = {
    ("DROP", "COLUMN"): deed("deletes table one hard", "schema", "locks", safer=_SNAPSHOT),
    ("DROP", "PARTITION"): deed("deletes rows namespace hard", "partition", safer=_SNAPSHOT),
    ("TRUNCATE", "PARTITION"): deed("deletes rows namespace hard", "truncate", safer=_SNAPSHOT),
    ("DELETE", "WHERE"): deed("deletes rows unknown hard"),
    ("DISCARD", "TABLESPACE"): deed("deletes table one hard", safer=_SNAPSHOT),
    ("DETACH", "PARTITION"): deed("writes table one easy", "locks"),
    ("DISABLE", "TRIGGER"): deed("weakens table one easy", "protection"),
    ("DISABLE", "RULE"): deed("weakens table one easy", "protection"),
    ("DISABLE", "ROW"): deed("weakens permission one easy", "protection"),
    ("NO", "FORCE"): deed("weakens permission one easy", "protection"),
    ("NOCHECK", "CONSTRAINT"): deed("weakens table one easy", "protection"),
    ("DROP", "CONSTRAINT"): deed("weakens table one easy", "protection", "locks"),
    ("DROP", "FOREIGN"): deed("weakens table one easy", "protection", "locks"),
    ("DROP", "PRIMARY"): deed("weakens table one hard", "protection", "locks"),
    ("DROP", "CHECK"): deed("weakens table one easy", "protection"),
    ("DROP", "NOT"): deed("weakens table one easy", "protection"),
    ("DROP", "INDEX"): deed("deletes index one easy", "locks"),
    ("DROP", "KEY"): deed("deletes index one easy", "locks"),
    ("SET", "UNLOGGED"): deed("weakens table one easy", "protection", "locks"),
    ("OWNER", "TO"): deed("escalates permission one easy"),
    ("DISABLE", "KEYS"): deed("writes index one easy", "locks"),
    ("SET", "OFFLINE"): deed("stops database namespace easy"),
    ("SINGLE_USER",): deed("stops database namespace easy", "force"),
    ("CLOSE",): deed("stops database namespace easy"),
    ("FLASHBACK", "OFF"): deed("weakens backup namespace hard", "backup", "protection"),
    ("NOARCHIVELOG",): deed("weakens backup namespace hard", "backup"),
    ("ENCRYPTION", "OFF"): deed("weakens encryption-key namespace hard", "encryption"),
    ("ADD", "INDEX"): deed("creates index one easy", "locks"),
    ("ADD", "PRIMARY"): deed("creates index one easy", "locks"),
    ("ADD", "UNIQUE"): deed("creates index one easy", "locks"),
    ("ADD", "FOREIGN"): deed("creates index one easy", "locks"),
}
"""Of ALTER, by a word or two that stand together."""
_LOCKS: Final = frozenset({"TYPE", "MODIFY", "CHANGE", "ENGINE", "CONVERT", "LOGGED", "TABLESPACE"})
_GIVES: Final = frozenset(
    {"SUPERUSER", "CREATEROLE", "BYPASSRLS", "REPLICATION", "CREATEDB", "SYSADMIN", "ADMIN"}
)


def what(statement: Statement) -> tuple[str, list[str]]:
    """The kind of thing a definition is about, and the names of those it is about."""
    upper, place = statement.upper, 1
    while place < len(upper) and upper[place] in _PREFIX:
        place += 1
    kind = upper[place] if place < len(upper) else ""
    names: list[str] = []
    joined = False
    for index in range(place + 1, len(upper)):
        word = upper[index]
        if word in _STOPS:
            break
        if word in (".", ","):
            joined = word == "."
        elif joined:
            names[-1:] = [f"{names[-1] if names else ''}.{statement.words[index]}"]
            joined = False
        elif not names and word in _FILLER:
            continue
        elif not names or upper[index - 1] == ",":
            names.append(statement.words[index].lstrip("'"))
    return kind, names or [""]


def _where(kind: str, name: str, page: Page) -> Place:
    if page.place is Place.UNKNOWN and kind in ("DATABASE", "SCHEMA", "KEYSPACE"):
        return place_of(name)
    return place_in(name, page)


def _made_up(name: str, page: Page) -> bool:
    low = name.lower()
    return low in page.temporary or low.startswith(("#", "pg_temp."))


def drop(statement: Statement, page: Page) -> None:
    """DROP of anything, and UNDROP's opposite."""
    kind, names = what(statement)
    if kind not in _THINGS:
        page.found.unread(statement.text, "DROP of something unknown", "unknown-program")
        return
    thing, radius = _THINGS[kind]
    upper = statement.upper
    marks = {"cascade"} & {each.lower() for each in upper}
    if "FORCE" in upper:
        marks.add("force")
    if "TEMPORARY" in upper[:2] or any(_made_up(each, page) for each in names[:1]):
        marks.add("temporary")
    if all(_RUN.match(each.lower()) for each in names):
        marks.add("throwaway")
    if thing is Thing.INDEX and "CONCURRENTLY" not in upper:
        marks.add("locks")
    undo = Undo.EASY if thing in (Thing.INDEX, Thing.CODE) else Undo.HARD
    act = Kind.WEAKENS if thing in _GUARDS else Kind.DELETES
    safer = _SNAPSHOT if thing in (Thing.TABLE, Thing.DATABASE, Thing.SCHEMA) else ""
    row = Deed(act, thing, radius, undo, frozenset(marks), safer)
    for name in names:
        touched_place = _where(kind, name, page)
        extra = frozenset({"audit"}) if "audit" in name.lower() else frozenset()
        page.found.add(row.effect(name, f"DROP {kind}", touched_place, extra))


def truncate(statement: Statement, page: Page) -> None:
    """TRUNCATE of tables, or of every table of a database."""
    upper = statement.upper
    start = 2 if len(upper) > 1 and upper[1] in ("TABLE", "DATABASE", "ALL") else 1
    head = Statement(statement.text, ["", "TABLE", *statement.words[start:]], [], [])
    head.upper = ["", *(each.upper() for each in head.words[1:])]
    row = deed("deletes rows namespace hard", "truncate", "no-condition", safer=_SNAPSHOT)
    marks = frozenset({"cascade"}) if "CASCADE" in upper else frozenset[str]()
    for name in what(head)[1]:
        touched(row, name, "TRUNCATE", page, marks, Radius.NAMESPACE)


def create(statement: Statement, page: Page) -> None:
    """CREATE of anything; what a view or table is made from is read as well."""
    kind, names = what(statement)
    if kind not in _THINGS:
        page.found.unread(statement.text, "CREATE of something unknown", "unknown-program")
        return
    thing, _ = _THINGS[kind]
    upper, name = statement.upper, names[0]
    marks = set()
    if thing is Thing.INDEX:
        name = statement.after("ON") or name
        marks = set() if "CONCURRENTLY" in upper else {"locks"}
    if {"TEMP", "TEMPORARY"} & set(upper[:5]) or name.startswith("#"):
        marks.add("temporary")
        page.temporary.add(name.lower())
    if (thing is Thing.CODE and kind != "EXTENSION") or kind in ("EVENT", "TASK"):
        marks.add("later")
    act = Kind.CREATES
    if thing is Thing.ACCOUNT and _GIVES & set(upper):
        act, marks = Kind.ESCALATES, marks | {"admin"}
    safer = "CREATE INDEX CONCURRENTLY" if "locks" in marks else ""
    row = Deed(act, thing, Radius.ONE, Undo.EASY, frozenset(marks), safer)
    page.found.add(row.effect(name, f"CREATE {kind}", _where(kind, name, page)))
    if kind == "SUBSCRIPTION" and "CONNECTION" in upper:
        taken = deed("executes code one unknown", "remote", "unseen")
        page.found.add(taken.effect(name, "CREATE SUBSCRIPTION", page.place))
    if "REPLACE" in upper[:3] and kind == "TABLE":
        gone = deed("deletes table one hard", "overwrite")
        page.found.add(gone.effect(name, "CREATE OR REPLACE TABLE", place_in(name, page)))
    if "later" in marks and not _body_reads(statement, page):
        page.found.unread(statement.text, "code that runs later, inside the database", "later")
    elif thing is Thing.TABLE and "AS" in upper:
        _made_from(statement, page)


def _body_reads(statement: Statement, page: Page) -> bool:
    """Whether the body of a routine is plain SQL, which is then read as though it ran."""
    if statement.upper[1:2] != ["FUNCTION"] and statement.upper[1:4] != [
        "OR",
        "REPLACE",
        "FUNCTION",
    ]:
        return False
    body = next((each[1:] for each in reversed(statement.words) if each[:1] == "'"), "")
    if (
        statement.after("LANGUAGE").lower() != "sql"
        or not body.strip()
        or "DEFINER" in statement.upper
    ):
        return False
    page.found.inner.append(
        Inner("sql", body, dialect=page.dialect, place=page.place, marks=frozenset({"later"}))
    )
    return True


def _made_from(statement: Statement, page: Page) -> None:
    place = statement.upper.index("AS")
    if statement.upper[place + 1 : place + 2] not in (["SELECT"], ["WITH"], ["("], ["VALUES"]):
        return
    low = statement.text
    if place + 1 < len(statement.tokens):
        cut = statement.tokens[place + 1].start - statement.tokens[0].start
        page.found.inner.append(Inner("sql", low[cut:], dialect=page.dialect, place=page.place))


def alter(statement: Statement, page: Page) -> None:
    """ALTER of anything: it writes, and what its actions do besides."""
    kind, names = what(statement)
    name, upper = names[0], statement.upper
    if kind == "SYSTEM":
        row = deed("writes configuration account easy")
        page.found.add(row.effect(statement.after("SET"), "ALTER SYSTEM", page.place))
        if "KILL" in upper:
            page.found.add(deed("stops process one easy").effect("", "ALTER SYSTEM KILL"))
        return
    if kind not in _THINGS:
        page.found.unread(statement.text, "ALTER of something unknown", "unknown-program")
        return
    thing = _THINGS[kind][0]
    where = _where(kind, name, page)
    if thing is Thing.ACCOUNT:
        high = bool(_GIVES & set(upper)) or ("NOLOGIN" not in upper and "ADMIN" in upper)
        row = (
            deed("escalates account one easy", "admin") if high else deed("writes account one easy")
        )
        page.found.add(row.effect(name, f"ALTER {kind}", where))
        return
    marks = frozenset({"schema"} if thing is Thing.TABLE else ())
    if _LOCKS & set(upper):
        marks |= {"locks"}
    page.found.add(
        Effect(Kind.WRITES, thing, name, Radius.ONE, Undo.EASY, f"ALTER {kind}", marks, where)
    )
    _actions(upper, name, kind, where, page)


def _actions(upper: list[str], name: str, kind: str, where: Place, page: Page) -> None:
    for place, word in enumerate(upper):
        row = _ACTIONS.get((word, *upper[place + 1 : place + 2])) or _ACTIONS.get((word,))
        if row is not None:
            by = f"ALTER {kind} {' '.join(upper[place : place + 2])}"
            page.found.add(row.effect(name, by, where))
        elif word == "DROP" and kind == "TABLE":
            row = _ACTIONS["DROP", "COLUMN"]
            if upper[place + 1 : place + 2] not in (["DEFAULT"], ["IDENTITY"], ["EXPRESSION"]):
                page.found.add(row.effect(name, "ALTER TABLE DROP", where))

"""Queries, INSERT, UPDATE, DELETE and MERGE: what sqlglot parses, statement by statement.

Marks of our own: `upsert` (existing rows are changed where keys meet), `overwrite` (what the
table held goes first).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.sql_conditions import ALL, always, chosen
from sentinel.live.reading.sql_functions import call_of
from sentinel.live.reading.sql_text import Page, Statement, suspect

_SAFER: Final = "BEGIN; ...; ROLLBACK; first, with the same statement as SELECT count(*)"
_DELETE: Final = deed("deletes rows namespace hard", safer=_SAFER)
_UPDATE: Final = deed("writes rows namespace hard", safer=_SAFER)
_SECRET: Final = deed("reveals secret set never", "secret")
_SECRET_TABLES: Final = names(
    "pg_shadow pg_authid pg_user_mapping pg_user_mappings sql_logins user$ dba_users "
    "global_priv password_hashes vault.decrypted_secrets decrypted_secrets secrets credentials "
    "api_keys access_tokens"
)
_SECRET_COLUMNS: Final = names(
    "password passwd pwd password_hash hashed_password encrypted_password passwd_hash "
    "password_digest rolpassword authentication_string secret client_secret api_key apikey "
    "api_secret secret_key private_key access_key access_token refresh_token auth_token "
    "api_token session_token otp_secret totp_secret mfa_secret pgp_key ssn cvv card_number "
    "credit_card credit_card_number decrypted_secret spare4 ssh_key webhook_secret"
)
_RIGHTS: Final = names(
    "role roles is_admin isadmin is_superuser is_staff admin superuser super_priv rolsuper "
    "account_type user_type permission_level access_level"
)
_HIGH: Final = frozenset({"admin", "superuser", "root", "owner", "superadmin", "true", "1", "y"})
_SYSTEM: Final = frozenset({"mysql", "pg_catalog", "sys", "master", "msdb", "information_schema"})
_LEFT_OUT: Final = names(
    "SHUTDOWN RECONFIGURE CHECKPOINT DROP DELETE TRUNCATE EXEC EXECUTE KILL GRANT REVOKE "
    "UPDATE INSERT ALTER CREATE MERGE BACKUP RESTORE DENY DBCC WAITFOR XP_CMDSHELL"
)
"""Verbs that T-SQL would run where another database sees an alias."""


def read_rows(statement: Statement, page: Page) -> None:
    """Parse a statement and add what it does; what does not parse is unread."""
    tree = _parsed(statement, page)
    if not isinstance(tree, _ROOTS):
        suspect(statement.upper, statement.words, page)
        page.found.unread(statement.text, "a statement of SQL that does not parse", "broken")
        return
    if isinstance(tree, exp.Query | exp.Values):
        _looks(tree, page)
    for node in tree.walk():
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            handler(node, page)


@lru_cache(64)
def _language(dialect: str) -> Dialect:
    """A dialect, made once: a statement is parsed in less time than it takes to make one."""
    return Dialect.get_or_raise(dialect or None)


def _parsed(statement: Statement, page: Page) -> exp.Expr | None:
    try:
        trees = (
            _language(page.dialect)
            .parser(error_level=sqlglot.ErrorLevel.IMMEDIATE)
            .parse(list(statement.tokens), statement.text)
        )
    except (SqlglotError, RecursionError, ValueError, IndexError, AttributeError, TypeError):
        return None
    return trees[0] if len(trees) == 1 and isinstance(trees[0], exp.Expr) else None


def name_of(table: exp.Expr | None) -> str:
    """A table's name, with its schema, as it is written."""
    if isinstance(table, exp.Schema | exp.Subquery):
        table = table.this
    if isinstance(table, exp.Table):
        return ".".join(part.name for part in table.parts)
    return table.name if isinstance(table, exp.Expr) else ""


def place_in(name: str, page: Page) -> Place:
    """Where a table is: as its text says, else as the name of its schema does."""
    if page.place is not Place.UNKNOWN or "." not in name:
        return page.place
    return place_of(name.rpartition(".")[0])


def _marks(name: str, page: Page) -> frozenset[str]:
    own = name.lower()
    made_up = own.startswith(("#", "pg_temp.")) or own in page.temporary
    marks = {"temporary"} if made_up else set()
    if "audit" in own:
        marks.add("audit")
    if own.endswith(("_backup", "_bak", "_backups")) or own.startswith("backup"):
        marks.add("backup")
    if own.partition(".")[0] in _SYSTEM and "." in own:
        marks.add("system")
    return frozenset(marks)


def touched(row: Deed, table: str, by: str, page: Page, marks: frozenset[str], to: Radius) -> None:
    """Add an effect on a table or its rows; on a table of accounts it is on rights as well."""
    every = marks | _marks(table, page)
    page.found.add(row.effect(table, f"{by} {table}", place_in(table, page), every, to))
    if "system" in every:
        page.found.add(
            Effect(
                Kind.ESCALATES, Thing.PERMISSION, table, to, Undo.HARD, f"{by} {table}",
                every, page.place,
            )
        )  # fmt: skip


def _looks(tree: exp.Expr, page: Page) -> None:
    tables = [name_of(each) for each in tree.find_all(exp.Table)][:50]
    name = next(iter(tables), "")
    row = deed("reads rows set easy")
    page.found.add(row.effect(name, f"SELECT {name}".strip(), place_in(name, page)))
    shown = _columns(tree)
    secret = next((each for each in tables if each.lower().split(".")[-1] in _SECRET_TABLES), "")
    named = next((each for each in shown if each.lower() in _SECRET_COLUMNS), "")
    accounts = any(each.lower() in ("mysql.user", "sys.user$") for each in tables)
    if named or ("*" in shown and (secret or accounts)):
        what = secret or name
        by = f"SELECT {named or '*'} FROM {what}"
        page.found.add(_SECRET.effect(what, by, place_in(what, page)))


def _columns(tree: exp.Expr) -> list[str]:
    """Names of columns that a query shows, or its inner queries; `*` for all."""
    names = []
    for query in tree.find_all(exp.Select):
        for shown in query.expressions:
            if shown.find(exp.Count, exp.Predicate) is not None:
                continue
            names += [each.name for each in shown.find_all(exp.Column)]
            if shown.find(exp.Star) is not None:
                names.append("*")
    return names


def _delete(node: exp.Expr, page: Page) -> None:
    tables = node.args.get("tables") or [node.this]
    using = node.args.get("using")
    aliases = {each.alias: each for each in node.find_all(exp.Table) if each.alias}
    for each in tables:
        name = name_of(aliases.get(each.name, each))
        if each.name.upper() == "TOP" and each.alias_column_names:
            name = name_of(node.this)
        to, marks = chosen(node, name.rpartition(".")[2])
        if using and (to, marks) == ALL and node.args.get("where") is not None:
            to, marks = Radius.SET, frozenset({"condition"})
        touched(_DELETE, name, "DELETE FROM", page, marks, to)


def _update(node: exp.Expr, page: Page) -> None:
    if not isinstance(node.this, exp.Table):
        return
    name = name_of(node.this)
    to, marks = chosen(node, node.this.name)
    touched(_UPDATE, name, "UPDATE", page, marks, to)
    for each in node.expressions:
        if isinstance(each, exp.EQ) and each.this.name.lower() in _RIGHTS:
            value = each.expression
            low = isinstance(value, exp.Literal | exp.Boolean) and not _high(value)
            if not low:
                row = deed("escalates permission one easy", "admin")
                by = f"UPDATE {name} SET {each.this.name}"
                page.found.add(row.effect(name, by, place_in(name, page), marks, to))


def _high(value: exp.Expr) -> bool:
    text = str(value.this).lower() if isinstance(value, exp.Boolean) else value.name.lower()
    return text in _HIGH


def _insert(node: exp.Expr, page: Page) -> None:
    name = name_of(node.this)
    marks = frozenset({"upsert"}) if node.args.get("conflict") else frozenset()
    touched(deed("creates rows set easy"), name, "INSERT INTO", page, marks, Radius.SET)
    if node.args.get("overwrite"):
        row = deed("deletes rows namespace hard")
        marks = frozenset({"no-condition", "overwrite"})
        touched(row, name, "INSERT OVERWRITE", page, marks, Radius.NAMESPACE)
    if node.args.get("is_function") or node.args.get("directory"):
        page.found.add(deed("exfiltrates data unknown never").effect(name, "INSERT INTO FUNCTION"))


def _merge(node: exp.Expr, page: Page) -> None:
    name = name_of(node.this)
    on = node.args.get("on")
    every = isinstance(on, exp.Expr) and always(on, node.this.name)
    to, marks = ALL if every else (Radius.SET, frozenset({"condition"}))
    touched(deed("writes rows set hard"), name, "MERGE INTO", page, marks, to)
    whens = node.args.get("whens")
    texts = [str(each.args.get("then")).upper() for each in whens.expressions] if whens else []
    if any("DELETE" in each for each in texts):
        row = deed("deletes rows set hard")
        touched(row, name, "MERGE DELETE", page, marks, to)


def _into(node: exp.Expr, page: Page) -> None:
    name = name_of(node.this)
    if node.args.get("temporary"):
        page.temporary.add(name.lower())
    row = deed("creates table one easy")
    touched(row, name, "SELECT INTO", page, frozenset(), Radius.ONE)


def _call(node: exp.Expr, page: Page) -> None:
    if isinstance(node, exp.Anonymous):
        call_of(node, page)


def _alias(node: exp.Expr, page: Page) -> None:
    name = node.args.get("alias")
    if isinstance(name, exp.TableAlias):
        name = name.this
    if not isinstance(name, exp.Identifier) or name.args.get("quoted"):
        return
    if name.name.upper() in _LEFT_OUT:
        page.found.unread(name.name, "a verb stands where an alias would", "broken")


def _unread(node: exp.Expr, page: Page) -> None:
    page.found.unread(node.sql()[:200], "a statement inside a statement", "broken")


_ROOTS: Final = (exp.Query, exp.Values, exp.Insert, exp.Update, exp.Delete, exp.Merge)
_HANDLERS: Final[dict[type[exp.Expr], Callable[[exp.Expr, Page], None]]] = {
    exp.Delete: _delete,
    exp.Update: _update,
    exp.Insert: _insert,
    exp.Merge: _merge,
    exp.Into: _into,
    exp.Anonymous: _call,
    exp.Alias: _alias,
    exp.Table: _alias,
    exp.Command: _unread,
    exp.Drop: _unread,
    exp.Create: _unread,
    exp.Alter: _unread,
    exp.Execute: _unread,
}

"""How many rows a statement touches, by its WHERE, its joins and its LIMIT.

Marks: `no-condition` (all rows, or a condition that every row meets), `condition`, `key` (rows
picked by their key), `limited` (only so many rows, but any).
"""

from typing import Final

from sqlglot import exp

from sentinel.live.effects import Radius

_KEYS: Final = frozenset({"id", "uuid", "guid", "pk", "rowid", "ctid", "_id", "oid", "key"})
_MANY: Final = 1_000_000
"""A number or limit that large leaves nothing out."""
_WHEN: Final = ("_at", "_on", "_date", "_time", "_until", "deleted", "expires", "archived")
"""Columns that are empty for most rows, so that asking for a value is a condition."""

Chosen = tuple[Radius, frozenset[str]]
ALL: Final[Chosen] = (Radius.NAMESPACE, frozenset({"no-condition"}))
_SOME: Final[Chosen] = (Radius.SET, frozenset({"condition"}))
_LIMITED: Final[Chosen] = (Radius.SET, frozenset({"no-condition", "limited"}))
_KEYED: Final[Chosen] = (Radius.ONE, frozenset({"key", "condition"}))
_LISTED: Final[Chosen] = (Radius.SET, frozenset({"key", "condition"}))


def chosen(statement: exp.Expr, table: str) -> Chosen:
    """Say how many rows of a table an UPDATE or DELETE touches.

    Args:
        statement: With `where`, and perhaps `limit` and joins.
        table: Its own name, without the schema.

    Returns:
        The radius, and marks.
    """
    where = statement.args.get("where")
    if where is not None and not always(where.this, table):
        return _picked(where.this, table)
    if where is None and _joined(statement, table):
        return _SOME
    limit = statement.args.get("limit")
    if limit is not None and (_amount(limit.args.get("expression")) or _MANY) < _MANY:
        return _LIMITED
    return ALL


def _joined(statement: exp.Expr, table: str) -> bool:
    target = statement.args.get("this")
    joins = (target.args.get("joins") or ()) if isinstance(target, exp.Expr) else ()
    return bool(joins) and all(
        join.args.get("on") is not None
        and join.side != "LEFT"
        and not always(join.args["on"], table)
        for join in joins
    )


def _picked(condition: exp.Expr, table: str) -> Chosen:
    inside = condition.unnest()
    for term in inside.flatten() if isinstance(inside, exp.And) else (inside,):
        each = term.unnest()
        if isinstance(each, exp.EQ) and _key(each.this, table) and _value(each.expression):
            return _KEYED
        if isinstance(each, exp.In) and _key(each.this, table) and each.expressions:
            return _LISTED if all(map(_value, each.expressions)) else _SOME
    return _SOME


def always(condition: exp.Expr, table: str) -> bool:
    """Whether every row, or nearly every row, meets a condition."""
    inside = condition.unnest()
    if isinstance(inside, exp.Or):
        return any(_true(each.unnest(), table) for each in inside.flatten())
    if isinstance(inside, exp.And):
        return all(_true(each.unnest(), table) for each in inside.flatten())
    return _true(inside, table)


def _true(term: exp.Expr, table: str) -> bool:
    if isinstance(term, exp.Not):
        return _true_unless(term.this.unnest(), table)
    if isinstance(term, exp.Is) and term.args.get("negate"):
        return _true_unless(term, table)
    if isinstance(term, exp.NEQ):
        return _key(term.this, table) and _value(term.expression)
    if isinstance(term, exp.In):
        return _all_of(term, table)
    if isinstance(term, exp.Like | exp.ILike):
        return term.expression.name.strip("%") == "" and isinstance(term.expression, exp.Literal)
    if isinstance(term, exp.Binary) and term.this == term.expression:
        return not isinstance(term, exp.LT | exp.GT)
    if isinstance(term, exp.GT | exp.GTE | exp.LT | exp.LTE):
        return term.find(exp.Column) is None or _wide(term, table)
    if isinstance(term, exp.Between):
        low, high = _amount(term.args.get("low")), _amount(term.args.get("high"))
        return _key(term.this, table) and (low or 0) <= 1 and (high or 0) >= _MANY
    return term.find(exp.Column) is None


def _true_unless(term: exp.Expr, table: str) -> bool:
    """Whether nearly every row does not meet a condition."""
    if isinstance(term, exp.Is):
        name = term.this.name.lower()
        return isinstance(term.expression, exp.Null) and not name.endswith(_WHEN)
    if isinstance(term, exp.EQ):
        return _key(term.this, table) and _value(term.expression)
    if isinstance(term, exp.In):
        return bool(_key(term.this, table) and all(map(_value, term.expressions)))
    return term.find(exp.Column) is None


def _wide(term: exp.Expr, table: str) -> bool:
    amount = _amount(term.args.get("expression"))
    if amount is None or not _key(term.this, table):
        return False
    return amount >= _MANY if isinstance(term, exp.LT | exp.LTE) else amount <= 1


def _all_of(term: exp.In, table: str) -> bool:
    query = term.args.get("query")
    inside = query.unnest() if isinstance(query, exp.Expr) else None
    if not isinstance(inside, exp.Select) or inside.args.get("limit") is not None:
        return False
    source = inside.args.get("from_")
    where = inside.args.get("where")
    same = isinstance(source, exp.From) and source.name.lower() == table.lower()
    return same and (where is None or always(where.this, table))


def _key(term: exp.Expr, table: str) -> bool:
    if not isinstance(term, exp.Column):
        return False
    name, own = term.name.lower(), table.lower()
    return name in _KEYS or name in (f"{own}_id", f"{own.removesuffix('s')}_id", f"{own}id")


def _value(term: exp.Expr) -> bool:
    inside = term.unnest()
    while isinstance(inside, exp.Cast | exp.Neg):
        inside = inside.this
    return isinstance(inside, exp.Literal | exp.Placeholder | exp.Parameter)


def _amount(term: exp.Expr | None) -> int | None:
    negative = isinstance(term, exp.Neg)
    inside = term.this if isinstance(term, exp.Neg) else term
    if not isinstance(inside, exp.Literal) or len(inside.name) > 18:
        return None
    digits = inside.name.partition(".")[0]
    if not digits.isdecimal():
        return None
    return -int(digits) if negative else int(digits)

"""Records as lines of JSON, and back, refusing whatever does not fit their fields.

A record is a dataclass or a named tuple.
"""

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

_Record = TypeVar("_Record")

_PLAIN = {str: (str,), bool: (bool,), int: (int,), float: (int, float), type(None): (type(None),)}
"""What JSON may hold for a plain type; a whole number stays one where a float is wanted."""


def line(record: object) -> str:
    """Write a record on one line, in ASCII, with every digit of its floats."""
    return json.dumps(_plain(record), allow_nan=False)


def record(kind: type[_Record], text: str) -> _Record:
    """Read a record from a line.

    Args:
        kind: A record of plain values, enums, other records, and tuples of them.
        text: One line of JSON.

    Raises:
        ValueError: If the text is no JSON, or a field is missing, unknown or of another type.

    Example:
        >>> from sentinel.briefing import Line
        >>> record(Line, line(Line("N1", "auth is now identity"))).text
        'auth is now identity'
        >>> record(Line, '{"id": 1}')
        Traceback (most recent call last):
        ValueError: Line needs the fields about, age_s, id, source, text, untrusted, and has id
    """
    value: object = json.loads(text)
    return cast(_Record, _read(kind, value, kind.__name__))


def _names(kind: object) -> tuple[str, ...]:
    """The fields of a kind of record; none of any other kind."""
    if is_dataclass(kind):
        return tuple(each.name for each in fields(kind))
    found: tuple[str, ...] = getattr(kind, "_fields", ())
    return found


def _plain(value: object) -> object:
    """A value as JSON knows it."""
    names = _names(value)
    if names:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _read(hint: object, value: object, where: str) -> object:
    """Read a value of the type `hint`; `where` names the field for people."""
    if isinstance(hint, UnionType):
        return _read(_member(hint, value, where), value, where)
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_read(get_args(hint)[0], each, where) for each in value)
    if get_origin(hint) is dict and isinstance(value, dict):
        return {key: _read(get_args(hint)[1], each, where) for key, each in value.items()}
    if not isinstance(hint, type):
        raise ValueError(f"{where} has {value!r}, which does not fit")
    if _names(hint):
        return _read_fields(hint, value)
    if issubclass(hint, Enum):
        return hint(value)
    if type(value) not in _PLAIN.get(hint, ()):
        raise ValueError(f"{where} has {value!r}, and takes {hint.__name__}")
    return value


def _read_fields(kind: type, value: object) -> object:
    wanted = set(_names(kind))
    given = set(value) if isinstance(value, dict) else set()
    if not isinstance(value, dict) or given != wanted:
        need, has = ", ".join(sorted(wanted)), ", ".join(sorted(given)) or "none"
        raise ValueError(f"{kind.__name__} needs the fields {need}, and has {has}")
    hints = _hints(kind)
    found: object = kind(
        **{
            name: _read(hints[name], each, f"{kind.__name__}.{name}")
            for name, each in value.items()
        }
    )
    return found


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, object]:
    """The types of the fields of a kind of record; looking them up takes longer than reading it."""
    return get_type_hints(kind)


def _member(hint: UnionType, value: object, where: str) -> object:
    """The member of a union that a value belongs to."""
    for each in get_args(hint):
        if names := _names(each):
            if isinstance(value, dict) and set(value) == set(names):
                return each
        elif type(value) in _PLAIN.get(each, ()):
            return each
    raise ValueError(f"{where} has {value!r}, which is none of {hint}")

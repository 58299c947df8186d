"""Methods of objects in Python whose type is not known: by a table, a client, or their names."""

import ast
from typing import Final, Protocol

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading import script_calls
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import Deed, deed, names
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.python_clients import as_command, by_name
from sentinel.live.reading.python_requests import by_session
from sentinel.live.reading.python_values import Values
from sentinel.live.reading.word_sounds import Sound, sound_of

PLAIN: Final = (
    ast.List | ast.ListComp | ast.Dict | ast.DictComp | ast.Set | ast.SetComp | ast.JoinedStr
    | ast.Constant
)  # fmt: skip
"""What is the program's own, whatever is done to it."""
_ON_ARGUMENT: Final = names(
    "delete remove to_sql drop upload_file sendall send sendmail to_csv extractall to_parquet "
    "savefig to_excel to_json to_pickle save_pretrained storbinary"
)
"""Methods that do something to what they are given, not to what they belong to."""
_CONNECTED: Final = deed("reads endpoint one easy")
_TREE: Final = deed("deletes folder one never", "recursive")
SHOWN: Final = names("secret secrets password passwords credential credentials")
"""Words in names of what gives a secret."""
_RIGHTS: Final = names("is_superuser is_staff is_admin superuser role admin")


class Reader(Protocol):
    """What reads the program that a method stands in."""

    found: Found
    place: Place
    values: Values
    sends: bool


def by_method(node: ast.Call, name: str, reader: Reader, *, strict: bool) -> None:
    """Add what a method does.

    Args:
        node: The call, of an attribute.
        name: In full, where that is known.
        reader: Gets what is found.
        strict: Whether it belongs to what may do anything.
    """
    assert isinstance(node.func, ast.Attribute)
    method, found, values = node.func.attr, reader.found, reader.values
    text, fixed = values.path(node.args[0]) if node.args else ("", True)
    command = as_command(node, values, reader.place)
    session = by_session(node, values, reader.place) if command is None else None
    if command is not None:
        found.calls.append(command)
    elif session is not None:
        found.take([session])
    elif method in script_calls.RUNS_SQL:
        own = Place.LOCAL if values.in_memory else reader.place
        found.inner.append(Inner("sql", text, fixed, place=own))
    elif method == "exec_command":
        marks = frozenset({"remote"})
        found.inner.append(Inner("shell", text, fixed, place=reader.place, marks=marks))
    elif method == "execute_command":
        words = tuple(Word(*values.path(each)) for each in node.args)
        found.calls.append(Call("redis-cli", words, place=reader.place))
    elif program := _of_path(node, reader):
        found.calls.append(program)
    elif method in script_calls.METHODS:
        _deed(node, method, reader)
    else:
        _by_sound(node, name, reader, strict=strict)


def _of_path(node: ast.Call, reader: Reader) -> Call | None:
    """`Path(a).replace(b)` is `mv a b`, and `.chmod(0o777)` is `chmod 777`."""
    assert isinstance(node.func, ast.Attribute)
    owner, values = node.func.value, reader.values
    made = values.given.get(owner.id) if isinstance(owner, ast.Name) else owner
    is_path = isinstance(made, ast.Call) and values.dotted(made.func).startswith("pathlib.")
    if node.func.attr == "replace" and is_path and len(node.args) == 1:
        words = (Word(*values.path(owner)), Word(*values.path(node.args[0])))
        return Call("mv", words, place=reader.place)
    if node.func.attr == "chmod" and len(node.args) == 1:
        mode = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        shown = f"{mode:o}" if isinstance(mode, int) else ""
        words = (Word(shown, bool(shown)), Word(*values.path(owner)))
        return Call("chmod", words, place=reader.place)
    return None


def tree_of(row: Deed, text: str) -> tuple[Deed, str]:
    """A row and its path, where that is all there is below a folder: the folder, with all in it."""
    folder, deep, rest = text.partition("/**")
    if not deep or row.kind is not Kind.DELETES or row.thing not in (Thing.FILE, Thing.FOLDER):
        return row, text
    if rest.strip("/*"):
        return row, f"{folder}/{rest.rpartition('/')[2]}"
    return _TREE, folder or "/"


def _deed(node: ast.Call, method: str, reader: Reader) -> None:
    """A method that a table knows, done to what it belongs to or to what it is given."""
    assert isinstance(node.func, ast.Attribute)
    owner, values = node.func.value, reader.values
    made = values.given.get(owner.id) if isinstance(owner, ast.Name) else owner
    if isinstance(made, PLAIN):
        return
    row = script_calls.METHODS[method]
    if "socket" in row.marks and not reader.sends:
        row = _CONNECTED
    if method not in _ON_ARGUMENT:
        text, fixed = values.path(owner)
    else:
        text, fixed = values.path(node.args[0]) if node.args else (".", method == "extractall")
    first = node.args[0] if node.args else None
    if method in ("delete_many", "update_many") and isinstance(first, ast.Dict) and not first.keys:
        row = replace(row, radius=Radius.NAMESPACE, marks=row.marks | {"no-condition"})
    row, text = tree_of(row, text)
    reader.found.add(*on_path(row, text, f".{method}()", reader.place, fixed=fixed))


def _by_sound(node: ast.Call, name: str, reader: Reader, *, strict: bool) -> None:
    """A method of which only the name is known."""
    assert isinstance(node.func, ast.Attribute)
    method, sound = node.func.attr, sound_of(node.func.attr)
    rights = {each.arg for each in node.keywords} & _RIGHTS
    if rights and method.startswith(("update", "create", "save", "set", "add", "grant")):
        reader.found.add(_raised(f".{method}()", reader.place))
    elif method == "command":
        _command(node, reader)
    elif sound is Sound.PLAIN and SHOWN & set(method.split("_")):
        row = deed("reveals secret one never", "secret")
        reader.found.add(row.effect("", f".{method}()", reader.place))
    elif method in script_calls.PURE_METHODS or method.startswith(script_calls.LOOKS):
        return
    elif method.startswith(script_calls.WORST) or sound is Sound.HARM:
        reader.found.add(by_name(node, method, reader.values, reader.place))
    elif sound is Sound.ACTS or strict:
        mark = "dynamic" if strict else "unknown-program"
        reader.found.unread(f"{name or method}()", "a method that is not known", mark)


def _raised(by: str, place: Place) -> Effect:
    marks = frozenset({"admin"})
    return Effect(Kind.ESCALATES, Thing.PERMISSION, "", Radius.UNKNOWN, Undo.EASY, by, marks, place)


def _command(node: ast.Call, reader: Reader) -> None:
    """`db.command("dbStats")`: a command of the server by its name."""
    text, fixed = reader.values.path(node.args[0]) if node.args else ("", False)
    sound = sound_of(text)
    if fixed and sound is Sound.HARM:
        row = deed("deletes database unknown hard")
        reader.found.add(row.effect(text, f".command({text})", reader.place))
    elif not fixed or sound is Sound.ACTS:
        reader.found.unread(f".command({text})", "a command that is not known", "unknown-program")

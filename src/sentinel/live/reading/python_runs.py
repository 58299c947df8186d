"""Programs that Python runs, with what they are fed and the environment they get."""

import ast
import shlex
from typing import Final

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import names
from sentinel.live.reading.python_values import Values

_OTHER: Final = names("executable preexec_fn startupinfo")
_PIPS: Final = names("pip.main pip._internal.main pip._internal.cli.main.main")
TIMED: Final = names(
    "timeit.timeit timeit.repeat timeit.Timer cProfile.run cProfile.runctx profile.run pdb.run "
    "pdb.runeval"
)
"""They run the code that a text holds, or a function."""


def run(node: ast.Call, name: str, values: Values, place: Place) -> Found:
    """Read a call that runs a command of the shell, or a list of words."""
    found = Found()
    if any(each.arg in _OTHER for each in node.keywords):
        found.unread(name, "what is run is not what is named", "dynamic")
    first = node.args[0] if node.args else None
    first = next((each.value for each in node.keywords if each.arg == "args"), first)
    if isinstance(first, ast.List | ast.Tuple):
        words = [values.path(each) for each in first.elts]
    elif name.startswith(("os.exec", "os.spawn")):
        words = [values.path(each) for each in node.args[1:]]
    elif name.endswith("create_subprocess_exec"):
        words = [values.path(each) for each in node.args]
    else:
        text, fixed = values.path(first) if first is not None else ("", False)
        found.inner.append(Inner("shell", _fed(node, text, values), fixed, place=place))
        return found
    if words and words[0][1]:
        text = " ".join(shlex.quote(each) for each, _ in words)
        whole = all(fixed for _, fixed in words)
        found.inner.append(Inner("shell", _fed(node, text, values), whole, place=place))
        return found
    return found.unread(name, "a command made at run time", "dynamic") if words else found


def _fed(node: ast.Call, text: str, values: Values) -> str:
    """A command with the variables and the input that it is given."""
    for each in node.keywords:
        if each.arg == "env" and isinstance(each.value, ast.Dict):
            for key, value in zip(each.value.keys, each.value.values, strict=True):
                name = key.value if isinstance(key, ast.Constant) else None
                if isinstance(name, str) and name.isidentifier():
                    text = f"{name}={shlex.quote(values.path(value)[0])} {text}"
    for each in node.keywords:
        if each.arg == "input":
            given, fixed = values.path(each.value)
            said = shlex.quote(given) if fixed else '"$given"'
            text = f"printf %s {said} | {text}"
    return text


def timed(node: ast.Call, values: Values, place: Place) -> Found | None:
    """Read the code that is timed, or traced; None where that is not a text."""
    found = Found()
    given = [*node.args[:2], *(each.value for each in node.keywords if each.arg in _TEXTS)]
    for each in given:
        if isinstance(each, ast.Lambda | ast.Name | ast.Attribute | ast.Dict):
            continue
        text, fixed = values.path(each)
        if not fixed:
            return None
        found.inner.append(Inner("python", text, place=place))
    return found


_TEXTS: Final = names("stmt setup statement")


def installed(node: ast.Call, name: str, values: Values, place: Place) -> Call | None:
    """The call of `pip` that a call of its function is; None for another function."""
    given = node.args[0] if node.args else None
    if name not in _PIPS or not isinstance(given, ast.List):
        return None
    return Call("pip", tuple(Word(*values.path(each)) for each in given.elts), place=place)

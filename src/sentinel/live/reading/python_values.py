"""What expressions of Python stand for: texts, paths and folders gone through, and what they hold.

A path is followed through `os.path.join`, `Path(a) / b`, names that are given once, and loops over
folders; what is not known of it is `*` behind what is.
"""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from sentinel.live.reading.deeds import names

_LISTS: Final = names("os.listdir os.scandir")
_GLOBS: Final = names("glob.glob glob.iglob")
_TEMPORARY: Final = names(
    "tempfile.mkdtemp tempfile.TemporaryDirectory tempfile.NamedTemporaryFile tempfile.mktemp "
    "tempfile.mkstemp tempfile.TemporaryFile tempfile.SpooledTemporaryFile"
)
_HERE: Final = names("os.getcwd pathlib.Path.cwd")
_KEEPS: Final = names("joinpath resolve expanduser absolute as_posix open strip")
"""Methods of a path that name the same one, or one below it."""
_SAME: Final = names("os.path.expanduser os.path.expandvars str pathlib.Path pathlib.PurePath "
                     "pathlib.PosixPath os.path.abspath os.path.realpath os.fspath "
                     "os.path.normpath sorted list set reversed "
                     "tuple enumerate sqlalchemy.text sqlalchemy.sql.text psycopg2.sql.SQL "
                     "psycopg.sql.SQL")  # fmt: skip
_JOINS: Final = names("os.path.join posixpath.join")
_MADE: Final = "/tmp/made-by-tempfile"
_DEEPEST: Final = 8


@dataclass(slots=True)
class Values:
    """Names of a program, and what they were given."""

    dotted: Callable[[ast.AST], str]
    """The full name of what an expression names."""
    given: dict[str, ast.expr] = field(default_factory=dict)
    """What a name is given, where that happens once."""
    loops: dict[str, tuple[ast.expr, int]] = field(default_factory=dict)
    """What a loop's name goes over, and its place where several names do."""
    often: set[str] = field(default_factory=set)
    """Names that are given several things."""

    def learn(self, nodes: Iterable[ast.AST]) -> None:
        """Learn what names are given."""
        for node in nodes:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._give(target, node.value)
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                self._give(node.target, node.value)
            elif isinstance(node, ast.withitem) and node.optional_vars is not None:
                self._give(node.optional_vars, node.context_expr)
            elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
                self._loop(node.target, node.iter)
            elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                self.often.add(node.target.id)
            elif isinstance(node, ast.arg):
                self.often.add(node.arg)

    def _give(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            if target.id in self.given or target.id in self.loops:
                self.often.add(target.id)
            self.given[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            same = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
            for place, each in enumerate(target.elts):
                self._give(each, value.elts[place] if same else value)  # type: ignore[attr-defined]

    def _loop(self, target: ast.expr, source: ast.expr) -> None:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for place, each in enumerate(parts):
            if isinstance(each, ast.Name):
                if each.id in self.given or each.id in self.loops:
                    self.often.add(each.id)
                self.loops[each.id] = (source, place if len(parts) > 1 else -1)

    def path(self, node: ast.AST, left: int = _DEEPEST) -> tuple[str, bool]:
        """The text of an expression, `*` for what loops put in, and whether that is all of it."""
        if left == 0:
            return "", False
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes | int):
            value = node.value
            return (value.decode("latin-1") if isinstance(value, bytes) else str(value)), True
        if isinstance(node, ast.List) and node.elts:
            return self.path(node.elts[0], left - 1)
        if isinstance(node, ast.BinOp):
            return self._joined(node, left)
        if isinstance(node, ast.JoinedStr):
            return self._formatted(node, left)
        if isinstance(node, ast.Name):
            return self._name(node.id, left)
        if isinstance(node, ast.Attribute) and node.attr in ("name", "path"):
            text, fixed = self.path(node.value, left - 1)
            return (text, fixed) if text.startswith((_MADE, "/")) else ("", False)
        if isinstance(node, ast.Call):
            return self._call(node, left)
        return "", False

    def _joined(self, node: ast.BinOp, left: int) -> tuple[str, bool]:
        first, second = self.path(node.left, left - 1), self.path(node.right, left - 1)
        if isinstance(node.op, ast.Add):
            return first[0] + second[0], first[1] and second[1]
        if isinstance(node.op, ast.Div) and first[1]:
            return self._below(first[0], second)
        return "", False

    def _below(self, folder: str, inside: tuple[str, bool]) -> tuple[str, bool]:
        text, fixed = inside
        if text.startswith(("/", "~")):
            return text, fixed
        return f"{folder.rstrip('/')}/{text if fixed else '*'}", bool(folder)

    def _formatted(self, node: ast.JoinedStr, left: int) -> tuple[str, bool]:
        parts = []
        for each in node.values:
            inside = each.value if isinstance(each, ast.FormattedValue) else each
            text, fixed = self.path(inside, left - 1)
            parts.append(text if fixed else "$x")
        return "".join(parts), "$x" not in parts

    def _name(self, name: str, left: int) -> tuple[str, bool]:
        if name in self.often:
            return "", False
        if name in self.given:
            return self.path(self.given[name], left - 1)
        if name in self.loops:
            source, place = self.loops[name]
            return self._inside(source, place, left - 1)
        return "", False

    def _inside(self, source: ast.expr, place: int, left: int) -> tuple[str, bool]:
        """What a loop over something gives, as a pattern."""
        if isinstance(source, ast.Name) and source.id in self.given and left:
            return self._inside(self.given[source.id], place, left - 1)
        if not isinstance(source, ast.Call) or not left:
            return "", False
        name = self.dotted(source.func)
        first = self.path(source.args[0], left) if source.args else (".", True)
        if name in _GLOBS:
            return first
        if name in _LISTS and first[1]:
            return ("*" if name == "os.listdir" else f"{first[0].rstrip('/')}/*"), True
        if name == "os.walk" and first[1]:
            return (f"{first[0].rstrip('/')}/**" if place == 0 else ""), place == 0
        if name in ("sorted", "list", "set", "reversed", "enumerate"):
            return self._inside(source.args[0], -1, left - 1) if source.args else ("", False)
        if isinstance(source.func, ast.Attribute) and source.func.attr in ("glob", "rglob",
                                                                           "iterdir"):  # fmt: skip
            folder, known = self.path(source.func.value, left)
            pattern = first[0] if source.args else "*"
            deep = "**/" if source.func.attr == "rglob" else ""
            return f"{folder.rstrip('/')}/{deep}{pattern}", known and first[1]
        return "", False

    def _call(self, node: ast.Call, left: int) -> tuple[str, bool]:
        name = self.dotted(node.func)
        if name in _TEMPORARY:
            return _MADE, True
        if name == "tempfile.gettempdir":
            return "/tmp", True
        if name in _JOINS and node.args:
            return self._chain(node.args[0], node.args[1:], left)
        if name in _SAME and node.args:
            inside = node.args[1:] if name.startswith("pathlib") else []
            return self._chain(node.args[0], inside, left)
        if name in _HERE or (name == "pathlib.Path" and not node.args):
            return ".", True
        if name == "pathlib.Path.home":
            return "~", True
        if isinstance(node.func, ast.Attribute) and node.func.attr in _KEEPS:
            inside = node.args if node.func.attr == "joinpath" else []
            return self._chain(node.func.value, inside, left)
        return "", False

    def _chain(self, first: ast.AST, inside: Iterable[ast.AST], left: int) -> tuple[str, bool]:
        """A path, and what it is joined with."""
        text, fixed = self.path(first, left - 1)
        for each in inside:
            text, fixed = self._below(text, self.path(each, left - 1)) if fixed else ("", False)
        return text, fixed

    @property
    def in_memory(self) -> bool:
        """Whether the only database that it connects to is one of its own memory."""
        made = [each for each in self.given.values() if isinstance(each, ast.Call) and each.args]
        bases = [each for each in made if self.dotted(each.func).endswith(".connect")]
        return bool(bases) and all(self.path(each.args[0])[0] == ":memory:" for each in bases)

    def parts(self, node: ast.AST, left: int = _DEEPEST) -> Iterable[ast.AST]:
        """All of an expression, with what its names were given."""
        for each in ast.walk(node):
            yield each
            if isinstance(each, ast.Name) and left and each.id in self.given:
                yield from self.parts(self.given[each.id], left - 1)
            elif isinstance(each, ast.Name) and left and each.id in self.loops:
                yield from self.parts(self.loops[each.id][0], left - 1)

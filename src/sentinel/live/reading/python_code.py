"""Reads Python by its syntax tree: what its calls do, by the names they resolve to.

A name, a module or a method that is not known is unread: it may do anything.
"""

import ast
import shlex
import warnings
from dataclasses import dataclass, field
from typing import Final

from sentinel.live.effects import NOTHING, Kind, Place
from sentinel.live.reading import script_calls
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.path_deeds import on_path

_LONGEST: Final = 10_000
_DEEPEST: Final = 60
_SECRETS: Final = ("id_rsa", "id_ed25519", ".env", "shadow", "credentials", ".pem", ".netrc",
                   ".kube")  # fmt: skip
_SECRET_WORDS: Final = ("SECRET", "TOKEN", "PASSWORD", "PASSWD", "KEY", "CREDENTIAL")
_DECODERS: Final = names(
    "b64decode b32decode fromhex unhexlify "
    "base64.b64decode base64.decodebytes base64.b32decode base64.b85decode bytes.fromhex "
    "codecs.decode zlib.decompress binascii.unhexlify marshal.loads"
)
_ON_ARGUMENT: Final = names("delete remove to_sql drop upload_file sendall send sendmail to_csv")
"""Methods that do something to what they are given, not to what they belong to."""
_READ: Final = deed("reads data one easy")
_FILE: Final = deed("reads file one easy")
_WRITE: Final = deed("writes file one hard")
_SECRET: Final = deed("reveals secret one never", "secret")
_RUNS: Final = deed("executes code unknown unknown")


def read_python(inner: Inner) -> Found:
    """Read Python."""
    found, text = Found(), inner.text
    if not inner.fixed:
        found.unread(text, "part of the code is made at run time", "dynamic")
    if len(text) > _LONGEST or _deep(text):
        return found.unread(text, "the code is too long or nests too deep", "too-long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text.strip("\n"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return found.unread(text, "Python that does not parse", "broken")
    reader = _Reader(found, inner.place)
    nodes = list(ast.walk(tree))
    for node in nodes:
        reader.declare(node)
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        reader.node(node, is_called=id(node) in called)
    if not (found.effects or found.opaque or found.inner or found.calls):
        found.add(_READ.effect("", "python", inner.place))
    return found


def _deep(text: str) -> bool:
    depth = 0
    for each in text:
        depth += (each in "([{") - (each in ")]}")
        if depth > _DEEPEST:
            return True
    return text.count("not ") > 400 or text.count("- ") > 400 or "~~~~~" in text


@dataclass(slots=True)
class _Reader:
    found: Found
    place: Place
    imported: dict[str, str] = field(default_factory=dict)
    """Dotted names by the names they have here."""
    own: set[str] = field(default_factory=set)
    """Names of functions and classes that the code defines."""
    globs: dict[str, str] = field(default_factory=dict)
    """Patterns of what a loop's name goes over: `for p in Path(x).rglob("*.pyc")`."""
    bound: set[str] = field(default_factory=set)
    """Names that are given to something."""

    def declare(self, node: ast.AST) -> None:
        """Learn the names that a statement brings in."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            if node.id in self.bound:
                self.globs.pop(node.id, None)
            self.bound.add(node.id)
        elif isinstance(node, ast.For | ast.comprehension):
            self._goes_over(node.target, node.iter)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.own.add(node.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                self.imported[alias.asname or name] = name
                self._module(alias.name)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            self._module(module)
            for alias in node.names:
                self.imported[alias.asname or alias.name] = f"{module}.{alias.name}"
                if alias.name == "*":
                    self.found.unread(f"from {module} import *", "all of a module", "dynamic")

    def _goes_over(self, target: ast.expr, source: ast.expr) -> None:
        if not isinstance(target, ast.Name) or not isinstance(source, ast.Call):
            return
        if isinstance(source.func, ast.Attribute) and source.func.attr in ("glob", "rglob"):
            pattern, fixed = _literal(source.args[0]) if source.args else ("", False)
            if fixed and target.id not in self.globs and target.id not in self.bound:
                self.globs[target.id] = pattern

    def _module(self, name: str) -> None:
        root = name.partition(".")[0]
        if not {name, root} & (script_calls.PURE | script_calls.OTHERS):
            row = deed("executes code one unknown", "module")
            self.found.add(row.effect(name, f"import {name}", self.place))

    def node(self, node: ast.AST, *, is_called: bool) -> None:
        """Read one node of the tree."""
        if isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Attribute):
            self._attribute(node, is_called=is_called)
        elif isinstance(node, ast.arg):
            self._named_again(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            self._named_again(node.id)
        elif isinstance(node, ast.Name) and not is_called and isinstance(node.ctx, ast.Load):
            name = self.imported.get(node.id, node.id)
            if name in script_calls.DANGEROUS or name in script_calls.SHELLS:
                self.found.unread(node.id, "a function that is passed on", "dynamic")
        elif isinstance(node, ast.Subscript) and self._dotted(node.value) == "os.environ":
            key = node.slice.value if isinstance(node.slice, ast.Constant) else "?"
            if any(each in str(key).upper() for each in _SECRET_WORDS):
                self.found.add(_SECRET.effect(str(key), "os.environ", self.place))
            if not isinstance(node.ctx, ast.Load):
                self.found.add(deed("writes configuration one easy", "session").effect(
                    str(key), "os.environ", self.place))  # fmt: skip

    def _named_again(self, name: str) -> None:
        known = script_calls.BUILTINS | script_calls.DANGEROUS
        if name in self.imported or name in known or name in self.own:
            self.found.unread(name, "a known name is given to something else", "dynamic")

    def _attribute(self, node: ast.Attribute, *, is_called: bool) -> None:
        if node.attr.startswith("__") and node.attr not in ("__version__", "__name__", "__doc__"):
            self.found.unread(node.attr, "the inside of an object", "dynamic")
        name = self._dotted(node)
        if not is_called and (
            name in script_calls.SHELLS
            or (name in script_calls.CALLS and script_calls.CALLS[name].kind is not Kind.READS)
        ):
            self.found.unread(name, "a function that is passed on", "dynamic")

    def _dotted(self, node: ast.AST) -> str:
        """The full name of what an expression names; empty where it is no name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        parts.append(self.imported.get(node.id, node.id))
        return ".".join(reversed(parts))

    def _call(self, node: ast.Call) -> None:
        name = self._dotted(node.func)
        text, fixed = _literal(node.args[0]) if node.args else ("", True)
        marks = NOTHING if fixed else frozenset({"dynamic"})
        root = name.partition(".")[0]
        if name in ("eval", "exec", "compile"):
            self._evaluated(node, name, text, fixed=fixed)
        elif name == "open" or name == "io.open":
            self._opened(node, text, fixed=fixed)
        elif name in script_calls.SHELLS:
            self._shell(node, name)
        elif name in script_calls.CALLS:
            self._named(node, name, text, fixed=fixed)
        elif name in script_calls.FETCHES:
            self._fetched(node, script_calls.FETCHES[name], text, fixed=fixed)
        elif not self._harmless(name, root):
            self._method(node, name, text, marks)

    def _named(self, node: ast.Call, name: str, text: str, *, fixed: bool) -> None:
        program = script_calls.COPIES.get(name)
        if program and len(node.args) > 1:
            words = tuple(Word(*_literal(each)) for each in node.args[:2])
            self.found.calls.append(Call(program, words, place=self.place))
            return
        row = script_calls.CALLS[name]
        self.found.add(*on_path(row, text, f"{name}()", self.place, fixed=fixed))

    def _harmless(self, name: str, root: str) -> bool:
        if root in self.imported.values() or name in self.imported.values():
            module = name.rpartition(".")[0]
            return bool({root, module, name} & script_calls.PURE)
        return name in script_calls.BUILTINS or name in self.own

    def _evaluated(self, node: ast.Call, name: str, text: str, *, fixed: bool) -> None:
        inside = [self._dotted(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)]
        inside += [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
        if fixed and text:
            self.found.inner.append(Inner("python", text, place=self.place))
            return
        marks = {"dynamic"}
        if _DECODERS & set(inside):
            marks |= {"decoded", "obfuscated"}
        if any(each in script_calls.FETCHES for each in inside):
            marks.add("fetched")
        self.found.add(_RUNS.effect("", f"{name}()", self.place, frozenset(marks)))
        self.found.unread(name, "code that is made at run time", *sorted(marks))

    def _opened(self, node: ast.Call, text: str, *, fixed: bool) -> None:
        given = node.args[1] if len(node.args) > 1 else None
        given = next((each.value for each in node.keywords if each.arg == "mode"), given)
        mode, known = _literal(given) if given is not None else ("r", True)
        marks = NOTHING if fixed else frozenset({"dynamic"})
        if not known or set(mode) & set("wax+"):
            self.found.add(*on_path(_WRITE, text, "open() to write", self.place, fixed=fixed))
        elif any(each in text for each in _SECRETS):
            self.found.add(_SECRET.effect(text, "open()", self.place))
        else:
            self.found.add(_FILE.effect(text, "open()", self.place, marks))

    def _shell(self, node: ast.Call, name: str) -> None:
        first = node.args[0] if node.args else None
        if isinstance(first, ast.List | ast.Tuple):
            words = [_literal(each) for each in first.elts]
        elif name.startswith(("os.exec", "os.spawn")):
            words = [_literal(each) for each in node.args[1:]]
        else:
            words = []
            text, fixed = _literal(first) if first is not None else ("", False)
            self.found.inner.append(Inner("shell", text, fixed, place=self.place))
        if words and all(fixed for _, fixed in words[:1]):
            text = " ".join(shlex.quote(each) for each, _ in words)
            whole = all(fixed for _, fixed in words)
            self.found.inner.append(Inner("shell", text, whole, place=self.place))
        elif words:
            self.found.unread(name, "a command made at run time", "dynamic")

    def _fetched(self, node: ast.Call, method: str, url: str, *, fixed: bool) -> None:
        words = [Word("-X"), Word(method), Word(url, fixed)]
        for each in node.keywords:
            if each.arg in ("data", "json", "files"):
                body, known = _literal(each.value)
                words[0:0] = [Word("--data"), Word(body, known)]
        self.found.calls.append(Call("curl", tuple(words), place=self.place))

    def _method(self, node: ast.Call, name: str, text: str, marks: frozenset[str]) -> None:
        if not isinstance(node.func, ast.Attribute):
            self.found.unread(name or "call", "a function that is not known", "dynamic")
            return
        method = node.func.attr
        if method in script_calls.RUNS_SQL:
            self.found.inner.append(Inner("sql", text, not marks, place=self.place))
        elif method in script_calls.METHODS:
            owner = node.func.value
            fixed = not marks
            if isinstance(owner, ast.Call) and owner.args and method not in _ON_ARGUMENT:
                text, fixed = _literal(owner.args[0])
            elif isinstance(owner, ast.Name) and method not in _ON_ARGUMENT:
                text, fixed = self.globs.get(owner.id) or "", owner.id in self.globs
            row = script_calls.METHODS[method]
            self.found.add(*on_path(row, text, f".{method}()", self.place, fixed=fixed))
        elif method.startswith(script_calls.WORST):
            row = deed("writes unknown unknown hard")
            if method.startswith(("delete_", "terminate_", "purge_", "drop_", "remove_")):
                row = deed("deletes unknown unknown hard")
            self.found.add(row.effect(_keyword(node), f".{method}()", self.place))
        elif method not in script_calls.PURE_METHODS and not method.startswith(script_calls.LOOKS):
            self.found.unread(f"{name or method}()", "a method that is not known", "dynamic")


def _keyword(node: ast.Call) -> str:
    return next((_literal(each.value)[0] for each in node.keywords), "")


def _literal(node: ast.AST) -> tuple[str, bool]:
    """The text of an expression, and whether that is all of it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes | int):
        value = node.value
        return (value.decode("latin-1") if isinstance(value, bytes) else str(value)), True
    if isinstance(node, ast.List) and node.elts:
        return _literal(node.elts[0])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return left[0] + right[0], left[1] and right[1]
    if isinstance(node, ast.JoinedStr):
        return "".join(_literal(each)[0] or "$x" for each in node.values), False
    return "", False

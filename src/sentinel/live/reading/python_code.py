"""Reads Python by its syntax tree: what its calls do, by the names they resolve to.

A name, a module or a method that is not known is unread: it may do anything.
"""

import ast
import warnings
from typing import Final

from sentinel.live.effects import Kind
from sentinel.live.reading import script_calls
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.python_calls import CallReader, sends

_LONGEST: Final = 10_000
_DEEPEST: Final = 60
_MOST_NODES: Final = 5_000
"""Of a syntax tree; as much code as is read has half of it."""
_SECRET_WORDS: Final = ("SECRET", "TOKEN", "PASSWORD", "PASSWD", "KEY", "CREDENTIAL")
_WITHOUT_END: Final = names("itertools.count itertools.cycle itertools.repeat")
_SPEAKS: Final = names(
    "http.client socket smtplib ftplib telnetlib ssl dns dns.resolver aiohttp websockets "
    "urllib3 asyncio xmlrpc.client paramiko"
)
"""Modules that speak to others, and may send what is read beside them."""
_SENT: Final = deed("exfiltrates secret unknown never", "remote", "secret")
_READ: Final = deed("reads data one easy")
_SECRET: Final = deed("reveals secret one never", "secret")


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
    if len(nodes) > _MOST_NODES:
        return found.unread(text, "the code says too much", "too-long")
    for node in nodes:
        reader.declare(node)
    reader.values.learn(nodes)
    reader.sends = any(sends(node, reader.values) for node in nodes)
    reader.endless = any(
        isinstance(node, ast.While)
        or (isinstance(node, ast.Attribute | ast.Name) and reader.dotted(node) in _WITHOUT_END)
        for node in nodes
    )
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        reader.node(node, is_called=id(node) in called)
    reader.sent_on()
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


def _parents(name: str) -> tuple[str, ...]:
    """A dotted name, what it belongs to, and what that belongs to."""
    parent = name.rpartition(".")[0]
    return name, parent, name.partition(".")[0]


class _Reader(CallReader):
    """Reads the tree of a program."""

    def declare(self, node: ast.AST) -> None:
        """Learn the names that a statement brings in."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.own.add(node.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.partition(".")[0]
                self.imported[alias.asname or name] = name
                self.module(alias.name)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            self.module(module)
            for alias in node.names:
                self.imported[alias.asname or alias.name] = f"{module}.{alias.name}"
                if alias.name == "*":
                    self.found.unread(f"from {module} import *", "all of a module", "dynamic")

    def node(self, node: ast.AST, *, is_called: bool) -> None:
        """Read one node of the tree."""
        if isinstance(node, ast.Call):
            self.call(node)
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
        elif isinstance(node, ast.Subscript) and self.dotted(node.value) == "os.environ":
            key = node.slice.value if isinstance(node.slice, ast.Constant) else "?"
            if any(each in str(key).upper() for each in _SECRET_WORDS):
                self.found.add(_SECRET.effect(str(key), "os.environ", self.place))
            if not isinstance(node.ctx, ast.Load):
                self.found.add(deed("writes configuration one easy", "session").effect(
                    str(key), "os.environ", self.place))  # fmt: skip

    def sent_on(self) -> None:
        """A secret of a file that is read by what speaks to the network, too."""
        used = {module for name in self.imported.values() for module in _parents(name)}
        if used & _SPEAKS and any(
            each.kind is Kind.REVEALS and each.by == "open()" for each in self.found.effects
        ):
            self.found.add(_SENT.effect("", "python sends", self.place))

    def _named_again(self, name: str) -> None:
        known = script_calls.BUILTINS | script_calls.DANGEROUS
        if name in self.imported or name in known or name in self.own:
            self.found.unread(name, "a known name is given to something else", "dynamic")

    def _attribute(self, node: ast.Attribute, *, is_called: bool) -> None:
        if node.attr.startswith("__") and node.attr not in ("__version__", "__name__", "__doc__"):
            self.found.unread(node.attr, "the inside of an object", "dynamic")
        name = self.dotted(node)
        if not is_called and (
            name in script_calls.SHELLS
            or (name in script_calls.CALLS and script_calls.CALLS[name].kind is not Kind.READS)
        ):
            self.found.unread(name, "a function that is passed on", "dynamic")
